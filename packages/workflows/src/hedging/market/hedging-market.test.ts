import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { DailySeries, SeriesId } from '@tutti/market'
import { invalidInput } from '../../testing/invalid-input.ts'
import { hedgingMarket } from './hedging-market.ts'
import { lastRates, madeUpHedgingMandate, madeUpHedgingSnapshot, snapshotWith } from './made-up-market.fixture.ts'
import { hedgingRequirements } from './market-requirements.ts'
import { onCalendar } from './observations.ts'

const mandate = madeUpHedgingMandate()
const snapshot = madeUpHedgingSnapshot()
const market = hedgingMarket(mandate, snapshot)
const { valuation, history } = market
const close = (got: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} to ${tolerance}`)
const levelOf = (name: string, row: number): number => {
  const f = market.factorNames.indexOf(name)
  assert.ok(f >= 0, `no factor ${name} in ${market.factorNames.join(', ')}`)
  return history.levels[row * market.factors.length + f]
}
const last = history.dates.length - 1

test('every series that the market map names is required, and rates for crosses beyond it are optional', () => {
  const { require, optional } = hedgingRequirements(mandate)
  assert.deepEqual(optional, [])
  assert.deepEqual(new Set(require), new Set([...snapshot.series.keys(), ...snapshot.curves.keys()]))
  const { EUR: _left, ...rest } = mandate.market.currencies
  const without = { ...mandate, market: { ...mandate.market, currencies: rest } }
  assert.deepEqual(hedgingRequirements(without).optional, ['fx:EURUSD', 'fx:USDEUR'])
  const crossed = hedgingMarket(without, snapshot)
  close(crossed.valuation.fx['GBP'], 1.25 / 0.8)
})

test('a par curve prices its own par bonds at par', () => {
  const curve = valuation.curves['USD']
  for (const years of [1, 2, 5, 10, 20, 30]) {
    const coupon = lastRates.usd(years) / 2
    let value = curve.discountFactor(years)
    for (let k = 1; k <= 2 * years; k++) value += coupon * curve.discountFactor(k / 2)
    close(value, 1, 1e-11)
  }
  close(curve.discountFactor(0.25), 1 / (1 + 0.25 * lastRates.usd(0.25)))
})

test('zero curves are turned into continuous compounding and are flat beyond their ends', () => {
  const eur = valuation.curves['EUR']
  close(eur.zeroRate(5), Math.log1p(lastRates.eur(5)))
  close(eur.zeroRate(60), Math.log1p(lastRates.eur(30)))
  close(valuation.breakEvens['EUR'].zeroRate(7), lastRates.breakEven)
})

test('a list of break-evens is a curve in order of tenor, annually compounded', () => {
  close(valuation.breakEvens['USD'].zeroRate(5), Math.log1p(0.02))
  close(valuation.breakEvens['USD'].zeroRate(7.5), (Math.log1p(0.02) + Math.log1p(0.022)) / 2)
  assert.deepEqual(
    market.factorNames.filter((name) => name.startsWith('inflation:USD')),
    ['inflation:USD:5', 'inflation:USD:10'],
  )
})

test('exchange rates are read either way round and crossed through a common currency', () => {
  close(valuation.fx['USD'], 1)
  close(valuation.fx['EUR'], 1.25)
  close(valuation.fx['JPY'], 0.01)
  close(valuation.fx['GBP'], 1.25 / 0.8)
  close(levelOf('currency:GBP', last), Math.log(1.25 / 0.8))
  close(levelOf('currency:JPY', last), Math.log(0.01))
  assert.ok(market.notes.some((note) => /GBP in USD is crossed from fx:EURGBP and fx:EURUSD/.test(note)))
})

test('today levels of the history are the figures that instruments are valued on', () => {
  market.factors.forEach((factor, f) => {
    const level = history.levels[last * market.factors.length + f]
    if (factor.group === 'rates') close(level, valuation.curves[factor.currency].zeroRate(factor.years))
    else if (factor.group === 'inflation') close(level, valuation.breakEvens[factor.currency].zeroRate(factor.years))
    else if (factor.group === 'currency') close(level, Math.log(valuation.fx[factor.currency]))
    else if (factor.group === 'credit') close(level, valuation.spreads[factor.bucket])
    else if (factor.group === 'equity') close(level, Math.log(valuation.equities[factor.index].level))
    else close(level, valuation.volatilities[factor.surface])
  })
})

test('a bucket follows its series times its multiplier, and the basis is in decimals', () => {
  close(valuation.spreads['USD-A-FIN'], 0.015)
  close(valuation.basis['EUR'], -0.002)
  assert.equal(valuation.basis['USD'], undefined)
  assert.ok(market.notes.some((note) => /credit:USD-A, credit:USD-A-FIN are all read from spread:A/.test(note)))
})

test('constant volatilities value but do not move, those with a series do both', () => {
  assert.equal(valuation.volatilities['rate:USD'], 0.009)
  assert.ok(!market.factorNames.includes('volatility:rate:USD'))
  close(valuation.volatilities['fx:EUR'], 0.1)
  assert.ok(market.factorNames.includes('volatility:fx:EUR') && market.factorNames.includes('volatility:equity:WORLD'))
  assert.ok(market.notes.some((note) => note.includes('rate:USD') && note.startsWith('Constant')))
})

test('factors stand in order of group and at key tenors that the curve has', () => {
  const groups = market.factors.map(({ group }) => group)
  assert.deepEqual([...new Set(groups)], ['rates', 'inflation', 'currency', 'credit', 'equity', 'volatility'])
  assert.deepEqual(
    market.factorNames.filter((name) => name.startsWith('rates:USD')).map((name) => Number(name.split(':')[2])),
    [0.25, 1, 2, 5, 10, 20, 30],
  )
})

const cut = (id: SeriesId, dropped: number): DailySeries => {
  const series = snapshot.series.get(id)!
  const keep = series.days.length - dropped
  const { days, dates, values } = series
  return { ...series, days: days.slice(0, keep), dates: dates.slice(0, keep), values: values.slice(0, keep) }
}

test('an observation of the week before stands in for the as-of date, and no older one', () => {
  const within = hedgingMarket(mandate, snapshotWith(snapshot, [cut('fx:USDJPY', 5)]))
  const rate = snapshot.series.get('fx:USDJPY')!.values.at(-6)!
  close(within.valuation.fx['JPY'], 1 / rate)
  assert.throws(
    () => hedgingMarket(mandate, snapshotWith(snapshot, [cut('fx:USDJPY', 6), cut('spread:BBB', 30)])),
    (error: unknown) => {
      assert.ok(error instanceof TuttiError)
      assert.equal(error.code, 'missing-data')
      assert.deepEqual(
        error.details.problems?.map(({ field }) => field),
        ['market.currencies.JPY.fx', 'market.spreads.USD-BBB.series'],
      )
      assert.match(error.message, /fx:USDJPY has no value within 7 days of 2020-12-31/)
      return true
    },
  )
})

test('absent series are all named at once', () => {
  const series = new Map(snapshot.series)
  series.delete('equity-index:WORLD')
  const curves = new Map(snapshot.curves)
  curves.delete('zero-curve:EUR-BREAKEVEN')
  assert.throws(
    () => hedgingMarket(mandate, { ...snapshot, series, curves }),
    (error: unknown) =>
      error instanceof TuttiError &&
      error.details.problems?.map(({ field }) => field).join() ===
        'market.currencies.EUR.break_even,market.equities.WORLD.series',
  )
})

test('what cannot be what it is meant for is refused', () => {
  const withCurrency = (name: string, change: object) => {
    const currencies = { ...mandate.market.currencies }
    currencies[name] = { ...currencies[name], ...change }
    return { ...mandate, market: { ...mandate.market, currencies } }
  }
  const messageOf = (change: () => unknown): string => {
    try {
      change()
    } catch (error) {
      return error instanceof TuttiError ? error.message : `not a TuttiError: ${String(error)}`
    }
    return 'nothing thrown'
  }
  const parBreakEven = withCurrency('EUR', { break_even: 'par-curve:USD-MADE-UP' })
  assert.match(
    messageOf(() => hedgingMarket(parBreakEven, snapshot)),
    /par curve, and break-evens are zero-coupon/,
  )
  const seriesAsCurve = withCurrency('EUR', { curve: 'spread:BBB' })
  assert.match(
    messageOf(() => hedgingMarket(seriesAsCurve, snapshot)),
    /spread:BBB is a series; here belongs a curve/,
  )
  const otherPair = withCurrency('JPY', { fx: 'fx:EURGBP' })
  assert.match(
    messageOf(() => hedgingMarket(otherPair, snapshot)),
    /fx:EURGBP, which is no rate of JPY/,
  )
  const circle = withCurrency('EUR', { fx: 'fx:EURGBP' })
  assert.match(
    messageOf(() => hedgingMarket(circle, snapshot)),
    /EUR to GBP to EUR, a circle/,
  )
  invalidInput(() => hedgingRequirements(withCurrency('EUR', { fx: 'fx:EURO' })))
})

test('a base curve that is not daily is refused', () => {
  const curve = snapshot.curves.get('par-curve:USD-MADE-UP')!
  const tenors = curve.tenorsYears.length
  const rows = curve.dates.flatMap((_, row) => ((curve.dates.length - 1 - row) % 21 === 0 ? [row] : []))
  const monthly = {
    ...curve,
    dates: rows.map((row) => curve.dates[row]),
    days: Int32Array.from(rows, (row) => curve.days[row]),
    rates: Float64Array.from(rows.flatMap((row) => [...curve.rates.subarray(row * tenors, (row + 1) * tenors)])),
  }
  const { message } = invalidInput(() => hedgingMarket(mandate, snapshotWith(snapshot, [monthly])))
  assert.match(message, /no daily history/)
})

test('observations are carried for five days in the history and then are missing', () => {
  const calendar = Int32Array.from([9, 10, 11, 14, 15, 16, 20])
  const values = onCalendar({ days: Int32Array.from([10, 12, 19]), values: Float64Array.of(1, NaN, 3) }, calendar, 5)
  assert.deepEqual([...values], [NaN, 1, 1, 1, 1, NaN, 3])
})

test('a tenor that a date lacks has no level there, and one between tenors is read off the line', () => {
  const curve = snapshot.curves.get('zero-curve:EUR-MADE-UP')!
  const rates = curve.rates.slice()
  const tenors = [...curve.tenorsYears]
  rates[tenors.indexOf(30)] = NaN
  rates[tenors.indexOf(5)] = NaN
  const gappy = hedgingMarket(mandate, snapshotWith(snapshot, [{ ...curve, rates }]))
  const first = (name: string) => gappy.history.levels[gappy.factorNames.indexOf(name)]
  assert.ok(Number.isNaN(first('rates:EUR:30')))
  const two = Math.log1p(rates[tenors.indexOf(2)])
  const ten = Math.log1p(rates[tenors.indexOf(10)])
  close(first('rates:EUR:5'), two + (3 / 8) * (ten - two))
})
