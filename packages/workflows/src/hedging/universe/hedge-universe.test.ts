import { flatHazardCurve, cdsValue } from '@tutti/analytics/credit'
import { garmanKohlhagenPrice } from '@tutti/analytics/fx'
import type { Flow, Instrument } from '@tutti/analytics/revaluation'
import { bachelierForwardPrice } from '@tutti/analytics/rates'
import assert from 'node:assert/strict'
import test from 'node:test'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { bookCurrencies, hedgeUniverse } from './hedge-universe.ts'
import { smallBook, smallHedgingMarket, smallMandate, smallMarket } from './small-fund.fixture.ts'
import { legsValue } from './universe-context.ts'

const universe = hedgeUniverse(smallMandate(), smallHedgingMarket(), smallBook)
const found = (id: string): HedgeInstrument => {
  const one = universe.find((instrument) => instrument.id === id)
  assert.ok(one, `${id} is missing`)
  return one
}
const near = (value: number, expected: number, relative: number, message?: string): void =>
  assert.ok(Math.abs(value - expected) <= relative * Math.abs(expected), message ?? `${value} against ${expected}`)
const valueOf = (instrument: Instrument): number => legsValue([{ instrument, weight: 1 }], smallMarket)
const discount = (currency: string, years: number): number => smallMarket.curves[currency].discountFactor(years)

test('every instrument is worth its premium today, which is nothing but for options and protection', () => {
  assert.equal(new Set(universe.map(({ id }) => id)).size, universe.length)
  for (const one of universe) {
    const value = legsValue(one.legs, smallMarket)
    assert.ok(Math.abs(value - one.premium) < 1e-11 * one.notionalInBase, one.id)
    const paid = ['put', 'swaption', 'cds', 'index-cds'].includes(one.family)
    assert.equal(one.premium !== 0, paid, one.id)
    assert.ok([one.carry, one.roll].every(Number.isFinite), one.id)
  }
})

test('a forward is struck at covered interest parity with the basis', () => {
  const [{ instrument }] = found('forward:EUR:1').legs
  assert.ok(instrument.kind === 'fx forward')
  // 1.1 x exp(4.5 % - (2 % - 0.2 %)), zero rates at one year
  near(instrument.buyAmount, 1.1 * Math.exp(0.045 - 0.018), 1e-14)
  assert.equal(instrument.sellAmount, 1)
})

test('premiums of options agree with the formulas of Garman and Kohlhagen, and Bachelier', () => {
  const put = found('put:EUR:1')
  const forward = 1.1 * Math.exp(0.027)
  const price = garmanKohlhagenPrice({
    type: 'put',
    spot: 1.1,
    strike: 0.95 * forward,
    maturityYears: 1,
    rateDomesticContinuous: 0.045,
    rateForeignContinuous: 0.018,
    volAnnual: 0.09,
  })
  near(put.premium, price, 1e-9)
  const swaption = found('swaption:GBP:1x5')
  const [{ instrument }] = swaption.legs
  assert.ok(instrument.kind === 'swaption')
  const annuity = [2, 3, 4, 5, 6].reduce((sum, years) => sum + discount('GBP', years), 0)
  const rate = (discount('GBP', 1) - discount('GBP', 6)) / annuity
  near(instrument.strike, rate, 1e-13)
  near(swaption.premium, 1.27 * annuity * bachelierForwardPrice('put', rate, rate, 0.0095), 1e-9)
})

test('put-call parity: a collar struck at the forward on both sides is a forward sale', () => {
  const mandate = smallMandate({ instruments: { currency: { put_strike: 1, tenors_years: [1] } } })
  const collar = hedgeUniverse(mandate, smallHedgingMarket(), smallBook).find(({ id }) => id === 'collar:EUR:1')
  assert.ok(collar)
  const strikes = collar.legs.map(({ instrument }) => (instrument.kind === 'fx option' ? instrument.strike : 0))
  near(strikes[1], strikes[0], 1e-9)
  const moved = { ...smallMarket, fx: { ...smallMarket.fx, EUR: 0.8 } }
  near(legsValue(collar.legs, moved), legsValue(found('forward:EUR:1').legs, moved), 1e-9)
})

test('protection costs up front what the spread is above the coupon', () => {
  const index = found('index-cds:USD-IG:5')
  const { presentValue } = cdsValue(
    {
      side: 'buy protection',
      notional: 1,
      spread: 0.01,
      maturityYears: 5,
      paymentsPerYear: 4,
      recovery: 0.4,
      integration: 'mid-point',
    },
    { discount: smallMarket.curves.USD, survival: flatHazardCurve(0.007 / 0.6) },
  )
  near(index.premium, presentValue, 1e-9)
  assert.ok(index.premium < 0)
  const [{ instrument }] = found('cds:Acme:5').legs
  assert.ok(instrument.kind === 'credit default swap')
  near(instrument.ownSpread, 0.001, 1e-9)
})

// carry and roll against the engine: the same contract a moment later on the same curves

const step = 1e-5
const younger = (flows: readonly Flow[]): Flow[] => flows.map(({ years, amount }) => ({ years: years - step, amount }))
/** Simple rate of the first quarter. */
const fixing = (currency: string): number => (1 / discount(currency, 0.25) - 1) / 0.25

/** The value of a unit after `step` years on unchanged curves, money received meanwhile included. */
function aged({ legs: [{ instrument }] }: HedgeInstrument): number {
  if (instrument.kind === 'fx forward') {
    return valueOf({ ...instrument, maturityYears: instrument.maturityYears - step })
  }
  if (instrument.kind === 'swap') {
    return valueOf({
      ...instrument,
      startYears: instrument.startYears - step,
      endYears: instrument.endYears - step,
      ...(instrument.startYears === 0 && { currentFixing: fixing(instrument.currency) }),
    })
  }
  if (instrument.kind === 'bond future') {
    const deliveryYears = instrument.deliveryYears - step
    return valueOf({ ...instrument, flows: younger(instrument.flows), deliveryYears })
  }
  if (instrument.kind === 'zero-coupon inflation swap') {
    const { currency, maturityYears, fixedRate } = instrument
    const accrued = Math.exp(smallMarket.breakEvens[currency].zeroRate(0) * step)
    const flow = { years: maturityYears - step, amount: 1 }
    const terms = { currency, spread: 0, bucket: null }
    const linked = valueOf({ kind: 'inflation-linked flows', ...terms, flows: [flow] })
    const fixed = valueOf({ kind: 'fixed flows', ...terms, flows: [flow] })
    return accrued * linked - (1 + fixedRate) ** maturityYears * fixed
  }
  assert.ok(instrument.kind === 'total return swap')
  // financed by a floater that was set today
  const floater = [{ years: 0.25 - step, amount: 1 / discount(instrument.currency, 0.25) }]
  const terms = { currency: instrument.currency, spread: 0, bucket: null }
  const financing = valueOf({ kind: 'fixed flows', ...terms, flows: floater })
  return financing - 1 + valueOf({ ...instrument, flows: younger(instrument.flows) })
}

test('carry and roll together are what the instrument gains as time passes on unchanged curves', () => {
  const kinds = ['forward', 'swap', 'forward-starting-swap', 'future', 'zero-coupon-swap', 'total-return-swap']
  let checked = 0
  for (const one of universe.filter(({ family }) => kinds.includes(family))) {
    const gained = (aged(one) - legsValue(one.legs, smallMarket)) / step
    assert.ok(
      Math.abs(one.carry + one.roll - gained) < 2e-5 * one.notionalInBase,
      `${one.id}: ${one.carry + one.roll} against ${gained}`,
    )
    checked++
  }
  assert.ok(checked > 60)
})

test('on flat curves there is no roll, and swaps have no carry', () => {
  const flat = (rate: number) => ({
    discountFactor: (t: number) => Math.exp(-rate * t),
    zeroRate: () => rate,
    instantaneousForward: () => rate,
  })
  const market = {
    ...smallMarket,
    curves: { USD: flat(0.05), EUR: flat(0.02), GBP: flat(0.04) },
    breakEvens: { USD: flat(0.025), EUR: flat(0.02) },
  }
  for (const one of hedgeUniverse(smallMandate(), smallHedgingMarket(market), smallBook)) {
    // protection pulls to par, and the basis is discounted on another curve than the spread that makes up for it
    const other = ['cds', 'index-cds'].includes(one.family) || one.id === 'cross-currency-swap:EUR:5'
    if (!other) assert.ok(Math.abs(one.roll) < 1e-9, `${one.id} rolls`)
    if (['swap', 'forward-starting-swap', 'future', 'zero-coupon-swap'].includes(one.family)) {
      assert.ok(Math.abs(one.carry) < 1e-12, `${one.id} carries`)
    }
    // forward points: 1.1 x discount factor of the euro x (5 % - 1.8 %)
    if (one.id === 'forward:EUR:1') near(one.carry, 1.1 * Math.exp(-0.018) * 0.032, 1e-12)
    // V' = (r + h) V - h (1 - R) as long as the name survives, less the interest r V (Thiele's equation)
    if (one.id === 'index-cds:USD-IG:5') near(one.carry + one.roll, (0.007 / 0.6) * (one.premium - 0.6), 5e-4)
    // pays the yield of the bonds for the short rate: their spread
    if (one.family === 'total-return-swap') near(one.carry, -(0.017 * 150 + 0.019 * 90) / 240, 0.03)
  }
})

test('an option that is held to expiry on unchanged markets gains its payoff less the premium with interest', () => {
  const put = found('put:GBP:1')
  const [{ instrument }] = put.legs
  assert.ok(instrument.kind === 'fx option')
  const payoff = valueOf({ ...instrument, expiryYears: 1e-12 })
  near(put.carry + put.roll, payoff - put.premium / discount('USD', 1), 1e-9)
  const swaption = found('swaption:EUR:1x10')
  const [leg] = swaption.legs
  assert.ok(leg.instrument.kind === 'swaption')
  const swapped = valueOf({ ...leg.instrument, expiryYears: 1e-12 })
  near(swaption.carry + swaption.roll, swapped - swaption.premium / discount('EUR', 1), 1e-9)
})

test('a cross-currency swap gains the difference of the short rates and its spread, a protection buyer pays the coupon', () => {
  const swap = found('cross-currency-swap:EUR:5')
  const [{ instrument }] = swap.legs
  assert.ok(instrument.kind === 'cross-currency swap')
  // the spread makes up for the basis of -20 bp, discounted on another curve
  near(instrument.receiveSpread, 0.002, 0.1)
  near(swap.carry, 1.1 * (0.045 + instrument.receiveSpread - 0.02), 1e-12)
  assert.ok(Math.abs(swap.roll) < 2e-4)
  const index = found('index-cds:USD-IG:5')
  near(index.carry, -0.01 - index.premium * 0.045, 1e-12)
})

test('dealing terms are those of the mandate, in the unit of the instrument', () => {
  const swap = found('swap:GBP:5')
  const annuity = [1, 2, 3, 4, 5].reduce((sum, years) => sum + discount('GBP', years), 0)
  near(swap.dealing.halfSpreadBp, 0.25 * annuity, 1e-12)
  near(swap.dealing.dailyVolatilityBp, 6 * annuity, 1e-12)
  near(swap.dealing.dailyVolume, 6e9 / 1.27, 1e-12)
  near(swap.dealing.initialMarginRate, 0.03, 1e-12)
  assert.equal(swap.dealing.cleared, true)
  assert.equal(found('forward:EUR:1').dealing.halfSpreadBp, 0.5)
  // d value / d break-even rate of a zero-coupon swap: T (1 + k)^(T - 1) df
  const inflation = found('zero-coupon-swap:USD:10')
  near(inflation.dealing.halfSpreadBp, (1.5 * 10 * Math.exp(0.24) * discount('USD', 10)) / Math.exp(0.024), 1e-12)
})

test('only allowed kinds are made, in currencies of the fund, and inflation swaps where there is a break-even curve', () => {
  assert.deepEqual(bookCurrencies(smallBook), ['EUR', 'GBP', 'USD'])
  assert.ok(universe.every(({ currency }) => ['EUR', 'GBP', 'USD'].includes(currency)))
  assert.ok(!universe.some(({ id }) => id.startsWith('zero-coupon-swap:GBP')))
  const dollars = { lines: smallBook.lines.filter(({ currency }) => currency === 'USD') }
  const narrow = smallMandate({
    instruments: {
      rates: { allowed: ['swap'], tenors_years: [10] },
      credit: { allowed: ['cds'], single_names: 1 },
      inflation: { allowed: [] },
    },
  })
  assert.deepEqual(
    hedgeUniverse(narrow, smallHedgingMarket(), dollars).map(({ id }) => id),
    // Acme is the largest issuer
    ['swap:USD:10', 'cds:Acme:5'],
  )
})

test('ids are plain and unique, however issuers are called and tenors are listed', () => {
  const issuers = ['Ácme & Sons', 'Ácme - Sons', '=cmd()']
  const [bond] = smallBook.lines.filter(({ id }) => id === 'acme-7')
  const lines = issuers.map((issuer, i) => ({ ...bond, id: issuer, issuer, quantity: 3 - i }))
  const mandate = smallMandate({
    instruments: {
      rates: { allowed: ['swap'], tenors_years: [10, 10] },
      inflation: { allowed: [] },
      credit: { allowed: ['cds'] },
    },
  })
  const made = hedgeUniverse(mandate, smallHedgingMarket(), { lines })
  assert.deepEqual(
    made.map(({ id }) => id),
    ['swap:USD:10', 'cds:Ácme-Sons:5', 'cds:Ácme-Sons:5~2', 'cds:-cmd-:5'],
  )
  assert.deepEqual(
    made.slice(1).map(({ reference }) => reference),
    issuers,
  )
})

test('a bond that pays its last today is in no basket', () => {
  const [bond] = smallBook.lines.filter(({ id }) => id === 'acme-7')
  assert.ok(bond.instrument.kind === 'fixed flows')
  const last = { ...bond, instrument: { ...bond.instrument, flows: [{ years: 0, amount: 1 }] } }
  const made = hedgeUniverse(smallMandate(), smallHedgingMarket(), { lines: [last] })
  assert.ok(!made.some(({ family }) => family === 'total-return-swap'))
})

test('the universe does not depend on the size of the fund', () => {
  const double = { lines: smallBook.lines.map((line) => ({ ...line, quantity: 2 * line.quantity })) }
  assert.deepEqual(hedgeUniverse(smallMandate(), smallHedgingMarket(), double), universe)
})

test('a volatility that the market lacks is named', () => {
  const { 'fx:EUR': _, ...volatilities } = smallMarket.volatilities
  assert.throws(() => hedgeUniverse(smallMandate(), smallHedgingMarket({ ...smallMarket, volatilities }), smallBook), {
    code: 'missing-data',
    message: /fx:EUR/,
  })
})
