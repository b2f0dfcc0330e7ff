import { factorGroups, revaluedBook, compiledBook, shockedMarket } from '@tutti/analytics/revaluation'
import assert from 'node:assert/strict'
import test from 'node:test'
import type { BookLine } from '../book/fund-book.ts'
import { smallInputs, smallProfits, smallShocks } from '../strategies/small-inputs.fixture.ts'
import {
  smallBook,
  smallFactors,
  smallHedgingMarket,
  smallMandate,
  smallMarket,
} from '../universe/small-fund.fixture.ts'
import { factorCovariance } from './factor-covariance.ts'
import { type ExposureInputs, exposureRecord } from './fund-exposures.ts'
import { hedgingObjectives } from './hedging-objectives.ts'
import { hedgingSensitivities } from './hedging-sensitivities.ts'
import { lineValues } from './line-values.ts'

const market = smallHedgingMarket()
const shocks = smallShocks(smallFactors, 1000)
const mandate = smallMandate()
const inputsFor = (lines: readonly BookLine[]): ExposureInputs => {
  const book = { lines }
  return {
    mandate,
    market,
    book,
    sensitivities: hedgingSensitivities(market, book, []),
    profits: smallProfits(market, book, [], shocks),
    covariance: factorCovariance(shocks, smallFactors.length),
  }
}
const hedgedWith = (line: Partial<BookLine> & Pick<BookLine, 'instrument' | 'quantity'>): BookLine => ({
  ...smallBook.lines[0],
  id: 'derivative',
  counterparty: 'BANK-A',
  ...line,
})
/** Sells 50 million euros in half a year, struck at 1.15. */
const forward = hedgedWith({
  instrument: {
    kind: 'fx forward',
    buyCurrency: 'USD',
    buyAmount: 1.15,
    sellCurrency: 'EUR',
    sellAmount: 1,
    maturityYears: 0.5,
  },
  quantity: 50e6,
})
const inputs = inputsFor([...smallBook.lines, forward])
const record = exposureRecord(inputs)
const near = (value: number, expected: number, relative: number): void =>
  assert.ok(Math.abs(value - expected) <= relative * Math.abs(expected), `${value} against ${expected}`)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('values are those of the lines, and currencies add up to the surplus', () => {
  const values = lineValues(inputs.book, smallMarket)
  near(record.surplus, sum([...values]), 1e-12)
  near(record.fundedRatio, record.assets / record.liabilities, 1e-14)
  near(sum(record.currencies.map(({ net }) => net)), record.surplus, 1e-9)
  near(sum(record.currencies.map(({ liabilities }) => liabilities)), record.liabilities, 1e-9)
  const [euro] = record.currencies
  assert.equal(euro.currency, 'EUR')
  near(euro.assets, values[3], 1e-9)
  near(euro.liabilities, -values[8], 1e-9)
  // what the forward owes: 50 million at 1.1, discounted at 2 % - 0.2 %
  near(euro.derivatives, -55e6 * Math.exp(-0.009), 1e-9)
  near(euro.net, euro.assets + euro.derivatives - euro.liabilities, 1e-12)
})

test('key-rate sensitivities of all currencies add up to a parallel move of the market, revalued afresh', () => {
  const surplusOn = (bp: number, group: 'rates' | 'inflation'): number => {
    const shock = smallFactors.map((factor) => (factor.group === group ? bp * 1e-4 : 0))
    return sum([...lineValues(inputs.book, shockedMarket(smallMarket, smallFactors, shock))])
  }
  // a basis point and half of one, extrapolated to none
  const slope = (group: 'rates' | 'inflation'): number =>
    (8 * (surplusOn(0.5, group) - surplusOn(-0.5, group)) - (surplusOn(1, group) - surplusOn(-1, group))) / 6
  near(sum(record.rates.map(({ parallel }) => parallel.net)), -slope('rates'), 1e-8)
  near(sum(record.inflation.map(({ parallel }) => parallel.net)), slope('inflation'), 1e-8)
  for (const { keyRates, parallel } of [...record.rates, ...record.inflation]) {
    near(parallel.net, sum(keyRates.map(({ net }) => net)), 1e-9)
    for (const { assets, liabilities, net, hedgeRatio } of keyRates) {
      near(net, assets - liabilities, 1e-12)
      if (hedgeRatio !== null) near(hedgeRatio, assets / liabilities, 1e-12)
    }
  }
  // only dollars are promised in real terms
  assert.deepEqual(
    record.inflation.map(({ currency }) => currency),
    ['USD'],
  )
  assert.ok(record.inflation[0].parallel.liabilities > 0 && record.inflation[0].parallel.assets === 0)
})

test('spread sensitivities by rating, sector and bucket have one sum, the loss for spreads 1 bp wider', () => {
  const widened = shockedMarket(
    smallMarket,
    smallFactors,
    smallFactors.map((factor) => (factor.group === 'credit' ? 1e-4 : 0)),
  )
  assert.ok(widened.spreads['USD-BBB'] > 0.016)
  const book = compiledBook(
    inputs.book.lines.map(({ instrument }) => instrument),
    smallMarket,
    smallFactors,
  )
  const rows = new Float64Array(2 * smallFactors.length)
  smallFactors.forEach((factor, k) => {
    if (factor.group === 'credit') rows[smallFactors.length + k] = 1e-4
  })
  const values = revaluedBook(book, rows)
  const n = inputs.book.lines.length
  const lost = sum(inputs.book.lines.map(({ quantity }, i) => quantity * (values[i] - values[n + i])))
  near(record.credit.total, lost, 1e-3)
  for (const list of [record.credit.byRating, record.credit.bySector, record.credit.byBucket]) {
    near(sum(list.map(({ cs01 }) => cs01)), record.credit.total, 1e-9)
  }
  assert.deepEqual(
    record.credit.bySector.map(({ name }) => name),
    ['utilities', 'industrials'].toSorted((a, b) => {
      const of = (name: string) => record.credit.bySector.find((one) => one.name === name)?.cs01 ?? 0
      return of(b) - of(a)
    }),
  )
})

test('durations and convexities of single payments are their times, and squares of times', () => {
  const zero = (id: string, years: number, quantity: number): BookLine => ({
    ...smallBook.lines[0],
    id,
    side: quantity < 0 ? 'liability' : 'asset',
    instrument: { kind: 'fixed flows', currency: 'USD', flows: [{ years, amount: 1 }], spread: 0, bucket: null },
    quantity,
  })
  const { duration, assets, liabilities } = exposureRecord(inputsFor([zero('a', 10, 100), zero('l', 20, -100)]))
  near(duration.assetsYears, 10, 1e-9)
  near(duration.liabilitiesYears, 20, 1e-9)
  near(duration.gapYears, 10 - (20 * liabilities) / assets, 1e-5)
  near(duration.assetsConvexity, 100, 1e-7)
  near(duration.liabilitiesConvexity, 400, 1e-7)
})

test('equity is adjusted for beta, and volatility counts in points', () => {
  const [shares] = smallBook.lines.filter(({ id }) => id === 'shares')
  const defensive: BookLine = {
    ...shares,
    instrument: { kind: 'equity', currency: 'USD', amount: 100, index: 'SIM-US', beta: 0.5 },
  }
  const { equity } = exposureRecord(inputsFor([defensive, ...smallBook.lines.filter(({ id }) => id === 'pensions')]))
  near(equity.total, 0.5 * 200e6, 1e-4)
  assert.deepEqual(
    equity.byIndex.map(({ index }) => index),
    ['SIM-US'],
  )
  const swaption = hedgedWith({
    instrument: {
      kind: 'swaption',
      side: 'receive fixed',
      currency: 'USD',
      notional: 1,
      expiryYears: 1,
      tenorYears: 10,
      strike: 0.04,
      fixedFrequency: 1,
    },
    quantity: 1e6,
  })
  const { volatility } = exposureRecord(inputsFor([...smallBook.lines, swaption]))
  const [{ surface, vega }] = volatility
  assert.equal(surface, 'rate:USD')
  // near the money: annuity x density x 1 bp, annuity about 7.9
  assert.ok(vega > 0.9 * 7.5 * 0.39 * 1e6 * 1e-4 && vega < 1.1 * 8.3 * 0.4 * 1e6 * 1e-4, String(vega))
})

test('contributions by group and their interaction add up to the funded-status-at-risk', () => {
  const { contributions, fundedStatusAtRisk, expectedShortfall, surplusVolatility } = record.risk
  assert.deepEqual(
    contributions.map(({ group }) => group),
    [...factorGroups, 'interaction'],
  )
  near(sum(contributions.map(({ contribution }) => contribution)), fundedStatusAtRisk.value, 1e-9)
  near(sum(contributions.map(({ share }) => share)), 1, 1e-9)
  assert.ok(expectedShortfall.value > fundedStatusAtRisk.value && surplusVolatility.value > 0)
  assert.ok(contributions.every(({ standardError }) => standardError >= 0))
  // normal factors that move the surplus nearly linearly: contributions are near covariance with the total x the quantile
  const { fund, scenarios } = inputs.profits
  const mean = sum([...fund.all]) / scenarios
  const variance = sum(Array.from(fund.all, (value) => (value - mean) ** 2))
  for (const { group, share, standardError } of contributions) {
    if (group === 'interaction') continue
    const covariance = sum(Array.from(fund.all, (value, s) => (value - mean) * fund[group][s]))
    const error = standardError / fundedStatusAtRisk.value
    assert.ok(Math.abs(share - covariance / variance) < 4 * error + 0.05, `${group} ${share} ${covariance / variance}`)
  }
})

test('major groups are those above the share of the mandate, largest first', () => {
  const shares = record.risk.contributions.filter(({ varianceShare }) => (varianceShare ?? 0) >= 0.02)
  assert.deepEqual(
    record.major,
    shares.toSorted((a, b) => (b.varianceShare ?? 0) - (a.varianceShare ?? 0)).map(({ group }) => group),
  )
  assert.ok(record.major.includes('rates') && !record.major.includes('volatility'))
})

test('a matched fund has no exposure anywhere', () => {
  const assets = smallBook.lines.filter(({ side }) => side === 'asset')
  const matched = exposureRecord(
    inputsFor([
      ...assets,
      ...assets.map((line) => ({
        ...line,
        id: `${line.id} owed`,
        side: 'liability' as const,
        quantity: -line.quantity,
      })),
    ]),
  )
  const scale = 1e-9 * matched.assets
  assert.ok(Math.abs(matched.surplus) < scale)
  near(matched.fundedRatio, 1, 1e-12)
  assert.ok(matched.currencies.every(({ net }) => Math.abs(net) < scale))
  for (const { keyRates } of [...matched.rates, ...matched.inflation]) {
    assert.ok(keyRates.every(({ net, hedgeRatio }) => Math.abs(net) < scale && hedgeRatio !== undefined))
  }
  assert.ok(Math.abs(matched.credit.total) < scale && Math.abs(matched.equity.total) < scale)
  assert.ok(Math.abs(matched.duration.gapYears) < 1e-9)
  assert.ok(matched.risk.fundedStatusAtRisk.value < scale && matched.risk.surplusVolatility.value < scale)
})

test('doubling every holding doubles money and leaves ratios alone', () => {
  const twice = exposureRecord(inputsFor(inputs.book.lines.map((line) => ({ ...line, quantity: 2 * line.quantity }))))
  near(twice.surplus, 2 * record.surplus, 1e-9)
  near(twice.risk.fundedStatusAtRisk.value, 2 * record.risk.fundedStatusAtRisk.value, 1e-9)
  near(twice.rates[0].parallel.net, 2 * record.rates[0].parallel.net, 1e-9)
  near(twice.rates[0].parallel.hedgeRatio ?? 0, record.rates[0].parallel.hedgeRatio ?? 0, 1e-9)
  near(twice.duration.gapYears, record.duration.gapYears, 1e-9)
  assert.deepEqual(twice.major, record.major)
})

test('a counterparty owes the market value, and the 95 % quantile of its change over the margin period at most', () => {
  const [standing] = record.counterparties
  const value = lineValues({ lines: [forward] }, smallMarket)[0]
  near(standing.markToMarket, value, 1e-12)
  assert.ok(value > 0)
  // the euro moves by 10 % a year; ten days of a year of 252; nothing is open above a threshold of 0
  const owed = 55e6 * Math.exp(-0.009)
  near(standing.potentialExposure, 1.6449 * 0.1 * owed * Math.sqrt(10 / 252), 0.1)
  near(standing.slack, 1e9 - standing.potentialExposure, 1e-12)
  assert.ok(standing.within && standing.collateralised && standing.lines === 1)
  const open = exposureRecord({
    ...inputs,
    mandate: smallMandate({
      counterparties: [{ id: 'BANK-A', cds_spread_bp: 80, exposure_limit: 5e6, csa: null }],
    }),
  }).counterparties[0]
  near(open.potentialExposure, value + 1.6449 * 0.1 * owed, 0.1)
  assert.ok(!open.within && open.slack < 0)
})

test('objectives take the lowest ratio at which a linear hedge keeps the floor, and follow the mandate', () => {
  const objectives = hedgingObjectives(mandate, record)
  const by = Object.fromEntries(objectives.domains.map((one) => [one.domain, one]))
  // 1 - 0.25² = 0.9375 is above 0.85 and 0.9; 1 - 0.2² = 0.96 above 0.8
  assert.deepEqual(
    objectives.domains.map(({ domain, targetRatio }) => [domain, targetRatio]),
    [
      ['currency', 0.75],
      ['rates', 0.75],
      ['inflation', 0.5],
      ['credit', 0.8],
    ],
  )
  assert.equal(objectives.costOfCapital, 0.06)
  near(objectives.totalCostLimit ?? 0, 0.0025 * record.assets, 1e-12)
  assert.deepEqual(
    [by.currency.costLimitPercent, by.credit.costLimitPercent, by.rates.costLimitPercent],
    [0.15, 0.25, null],
  )
  assert.deepEqual([by.rates.maximumDurationGapYears, by.credit.maximumDurationGapYears], [0.5, null])
  assert.equal(by.rates.aim, 'hedge')
  const barred = hedgingObjectives(smallMandate({ instruments: { rates: { allowed: [], ratios: [0.3] } } }), record)
  const rates = barred.domains.find(({ domain }) => domain === 'rates')
  assert.deepEqual([rates?.aim, rates?.targetRatio], ['none', 0.3])
  assert.equal(hedgingObjectives(smallMandate({ objectives: { cost_of_capital: 0.1 } }), record).costOfCapital, 0.1)
})

test('a fund that owes or owns nothing has no funded status', () => {
  for (const side of ['asset', 'liability'] as const) {
    const lines = smallBook.lines.filter((line) => line.side === side)
    assert.throws(() => exposureRecord(inputsFor(lines)), {
      code: 'not-applicable',
      message: side === 'asset' ? /the liabilities are worth 0/ : /the assets are worth 0/,
    })
  }
})

test('sensitivities of units are sums over their legs, and those of sides sums over their lines', () => {
  const { sensitivities, universe } = smallInputs({ shocks: smallShocks(smallFactors, 2) })
  assert.equal(sensitivities.units.length, universe.length)
  const k = smallFactors.findIndex((factor) => factor.group === 'currency' && factor.currency === 'EUR')
  const forwardUnit = sensitivities.units[universe.findIndex(({ id }) => id === 'forward:EUR:1')]
  near(forwardUnit[k], -1.1 * Math.exp(-0.018), 2e-5)
  near(sensitivities.surplus[k], sum(sensitivities.lines.map((row) => row[k])), 1e-12)
  near(sensitivities.assetsValue - sensitivities.liabilitiesValue, sum([...sensitivities.values]), 1e-12)
})
