import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { fxStrikeFromDelta } from './fx-delta.ts'
import { fxOptionValue, garmanKohlhagen, garmanKohlhagenPrice } from './fx-option.ts'
import { fxSmile, smileStrikeOfDelta, type FxSmileQuotes } from './fx-smile.ts'
import { vannaVolgaPrice } from './vanna-volga.ts'

const near = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} for ${expected}`)

const option = {
  spot: 1.085,
  strike: 1.1,
  maturityYears: 184 / 365,
  rateDomesticContinuous: 0.0525,
  rateForeignContinuous: 0.0385,
  volAnnual: 0.0725,
}

test('prices and deltas of a currency option agree with mpmath', () => {
  // mpmath at 40 digits, cross-checked with QuantLib 1.29 AnalyticEuropeanEngine.
  const call = garmanKohlhagen({ ...option, type: 'call' })
  near(call.price, 0.01854543698506784, 1e-15)
  near(call.spotDelta, 0.44981293176605786, 1e-14)
  near(call.premiumAdjustedSpotDelta, 0.43272036311622575, 1e-14)
  near(call.thetaPerYear, -0.02741723547890813, 1e-14)
  const put = garmanKohlhagen({ ...option, type: 'put' })
  near(put.premiumAdjustedSpotDelta, -0.5546248303434309, 1e-14)
  near(put.rhoForeign, 0.29041656834483826, 1e-14)
  near(call.premium.foreignPerDomestic * 1.085 * 1.1, call.price, 1e-17)
})

test('parity, foreign-domestic symmetry and bounds hold for any rates, volatility from zero up', () => {
  const any = fc.record({
    spot: fc.double({ min: 0.01, max: 200, noNaN: true }),
    strike: fc.double({ min: 0.01, max: 200, noNaN: true }),
    maturityYears: fc.double({ min: 1 / 365, max: 30, noNaN: true }),
    rateDomesticContinuous: fc.double({ min: -0.05, max: 0.4, noNaN: true }),
    rateForeignContinuous: fc.double({ min: -0.05, max: 0.4, noNaN: true }),
    volAnnual: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1.5, noNaN: true })),
  })
  fc.assert(
    fc.property(any, (inputs) => {
      const call = garmanKohlhagenPrice({ ...inputs, type: 'call' })
      const put = garmanKohlhagenPrice({ ...inputs, type: 'put' })
      const share = inputs.spot * Math.exp(-inputs.rateForeignContinuous * inputs.maturityYears)
      const bond = inputs.strike * Math.exp(-inputs.rateDomesticContinuous * inputs.maturityYears)
      const scale = Math.max(share, bond)
      near(call - put, share - bond, 1e-13 * scale)
      assert.ok(call >= 0 && call <= share * (1 + 1e-14) && put >= 0 && put <= bond * (1 + 1e-14))
      const mirrored = garmanKohlhagenPrice({
        ...inputs,
        type: 'put',
        spot: 1 / inputs.spot,
        strike: 1 / inputs.strike,
        rateDomesticContinuous: inputs.rateForeignContinuous,
        rateForeignContinuous: inputs.rateDomesticContinuous,
      })
      near(mirrored * inputs.spot * inputs.strike, call, 1e-12 * scale)
      const market = {
        spot: inputs.spot,
        domestic: flatCurve(inputs.rateDomesticContinuous),
        foreign: flatCurve(inputs.rateForeignContinuous),
      }
      const terms = { type: 'call' as const, foreignNotional: 1, strike: inputs.strike, volAnnual: inputs.volAnnual }
      const value = fxOptionValue(market, { ...terms, expiryYears: inputs.maturityYears })
      near(value.presentValue, call, 1e-12 * scale)
    }),
    { seed: 8, numRuns: 500 },
  )
})

const quotes: FxSmileQuotes = {
  spot: 1.3,
  expiryYears: 1,
  discountDomestic: 0.96,
  discountForeign: 0.975,
  atmVol: 0.1,
  wings: [
    { delta: 0.25, riskReversal: -0.012, butterfly: 0.003 },
    { delta: 0.1, riskReversal: -0.022, butterfly: 0.011 },
  ],
  deltaConvention: 'premium-adjusted spot',
  atmConvention: 'delta-neutral straddle',
  butterflyConvention: 'market strangle',
}

test('a smile goes through its pillars, each with its delta', () => {
  const smile = fxSmile({ ...quotes, butterflyConvention: 'smile strangle' })
  assert.deepEqual(
    smile.pillars.map(({ name }) => name),
    ['10 put', '25 put', 'atm', '25 call', '10 call'],
  )
  for (const { strike, volAnnual } of smile.pillars) near(smile.volOfStrike(strike), volAnnual, 1e-14)
  near(smile.pillars[3].volAnnual - smile.pillars[1].volAnnual, -0.012, 1e-15)
  const found = smileStrikeOfDelta(smile, quotes, 'put', -0.25, 'premium-adjusted spot')
  near(found.strike, smile.pillars[1].strike, 1e-12)
  assert.ok(smile.volOfStrike(1e-3) < 1 && smile.volOfStrike(1e3) < 1)
})

test('a smile from market strangles reprices each of them', () => {
  for (const wings of [quotes.wings, quotes.wings.slice(0, 1)]) {
    const smile = fxSmile({ ...quotes, wings })
    for (const { delta, butterfly } of wings) {
      const single = quotes.atmVol + butterfly
      const difference = (['call', 'put'] as const).map((type) => {
        const { strike } = fxStrikeFromDelta(
          { ...quotes, totalDeviation: single },
          type,
          type === 'call' ? delta : -delta,
          quotes.deltaConvention,
        )
        const price = (vol: number) => blackForwardPrice(type, smile.forward, strike, vol)
        return price(smile.volOfStrike(strike)) - price(single)
      })
      near(difference[0] + difference[1], 0, 1e-13)
    }
    // Without a risk reversal the two kinds of strangle are the same.
    const flat = fxSmile({ ...quotes, wings: [{ delta: 0.25, riskReversal: 0, butterfly: 0.003 }] })
    near(flat.smileStrangles[0], 0.003, 1e-4)
  }
})

test('quotes that make no smile are refused with the wing that is at fault', () => {
  const refuse = (change: Partial<FxSmileQuotes>, message: RegExp) =>
    assert.throws(() => fxSmile({ ...quotes, ...change }), { name: 'TuttiError', message })
  refuse({ wings: [] }, /at least one delta/)
  refuse({ wings: quotes.wings.toReversed() }, /delta of wing 1/)
  refuse(
    { wings: [{ delta: 0.25, riskReversal: 0.5, butterfly: 0 }], butterflyConvention: 'smile strangle' },
    /volatility of the put/,
  )
  refuse({ atmVol: 0 }, /atmVol/)
})

test('vanna-volga returns the pillars, agrees with mpmath between them and obeys parity', () => {
  const market = {
    spot: 1.085,
    maturityYears: 1,
    rateDomesticContinuous: 0.052,
    rateForeignContinuous: 0.038,
    pillarStrikes: [1.0437963838383149, 1.103395768619429, 1.1583067505636189],
    pillarVols: [0.0833, 0.075, 0.07229999999999999],
    referenceVol: 0.075,
  }
  // Castagna & Mercurio (2007), eqs 4-7, evaluated with mpmath.
  near(vannaVolgaPrice(market, 'call', 1).price, 0.1021595541020826, 1e-14)
  near(vannaVolgaPrice(market, 'call', 1.15).price, 0.012828696005094519, 1e-14)
  market.pillarStrikes.forEach((strike, i) =>
    near(vannaVolgaPrice(market, 'put', strike).impliedVol!, market.pillarVols[i], 1e-12),
  )
  const [call, put] = (['call', 'put'] as const).map((type) => vannaVolgaPrice(market, type, 1.2).price)
  near(call - put, 1.085 * Math.exp(-0.038) - 1.2 * Math.exp(-0.052), 1e-14)
  assert.equal(vannaVolgaPrice({ ...market, pillarVols: [0.0833, 0.075, 0.02] }, 'call', 1.4).impliedVol, undefined)
  assert.throws(() => vannaVolgaPrice({ ...market, pillarStrikes: [1.1, 1, 1.2] }, 'call', 1), /three increasing/)
})
