import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import { integral, normalPdf } from '../math/index.ts'
import {
  bachelierForwardPrice,
  bachelierImpliedVolatility,
  capFloorValue,
  collarValue,
  rateOptionGreeks,
  rateOptionPrice,
  type RateVolatility,
  regularPeriods,
  strippedCaplets,
  swapValue,
  swaptionValue,
} from './index.ts'

const seed = 20260316
const curve = linearZeroCurve(
  [0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30],
  [0.0512, 0.0489, 0.0447, 0.0428, 0.0412, 0.0409, 0.0413, 0.0422, 0.0425, 0.0416],
)
const curves = { discount: curve, projection: curve }
const strip = (maturityYears: number) =>
  regularPeriods({ startYears: 0.25, termYears: maturityYears - 0.25, frequency: 4 }).map((period) => ({
    ...period,
    fixingYears: period.startYears,
  }))

test('caps, floors and their last caplets have the values of the closed forms', () => {
  // scipy 1.10.1 closed form: rates/cap_5y_quarterly_lognormal_smile and rates/cap_5y_quarterly_shifted
  const priced = (strikes: readonly number[], volatility: (i: number) => RateVolatility) => {
    const all = (type: 'cap' | 'floor') =>
      strikes.map((strike, i) => capFloorValue({ type, notional: 1, strike, periods: strip(5) }, volatility(i), curves))
    const caps = all('cap')
    return {
      caps: caps.map((value) => value.presentValue),
      floors: all('floor').map((value) => value.presentValue),
      last: caps.map((value) => value.lines[18].presentValue),
    }
  }
  const black = priced([0.03, 0.04, 0.05], (i) => ({ kind: 'lognormal', volAnnual: [0.28, 0.245, 0.23][i] }))
  assertAllClose(black.caps, [0.056281536599085545, 0.028015267565749635, 0.011301899433339872], 1e-12, 0)
  assertAllClose(black.floors, [0.009616313447626167, 0.02361113513292711, 0.04915885771915419], 1e-12, 0)
  assertAllClose(black.last, [0.0025255650097986628, 0.0014257883046512503, 0.0007699118833285864], 1e-12, 0)
  const shifted = priced([0, 0.03, 0.045], (i) => ({
    kind: 'shifted-lognormal',
    volAnnual: [0.19, 0.17, 0.165][i],
    shift: 0.03,
  }))
  assertAllClose(shifted.caps, [0.1735999609070285, 0.05900948135747313, 0.022838438111057117], 1e-12, 0)
  assertAllClose(shifted.floors, [0.00015146559965864583, 0.01234425820601376, 0.039564851037552994], 1e-12, 0)
})

const volatilities = fc.oneof(
  fc.record({ kind: fc.constant('normal' as const), volAnnual: fc.double({ min: 0, max: 0.03, noNaN: true }) }),
  fc.record({
    kind: fc.constant('shifted-lognormal' as const),
    volAnnual: fc.double({ min: 0, max: 1.5, noNaN: true }),
    shift: fc.double({ min: 0.06, max: 0.2, noNaN: true }),
  }),
)

test('cap less floor is the swap, whatever the volatility, strike and sign of rates', () => {
  fc.assert(
    fc.property(
      volatilities,
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      fc.double({ min: -0.04, max: 0.1, noNaN: true }),
      (volatility, strike, rate) => {
        const flat = flatCurve(rate)
        const on = { discount: flat, projection: flat }
        const periods = strip(10)
        const value = (type: 'cap' | 'floor') => capFloorValue({ type, notional: 1, strike, periods }, volatility, on)
        const swap = swapValue(
          {
            side: 'payer',
            notional: 1,
            fixedRate: strike,
            fixedPeriods: periods,
            floatingPeriods: periods,
            floatingSpread: 0,
          },
          on,
        )
        assertClose(value('cap').presentValue - value('floor').presentValue, swap.presentValue, 1e-12, 1e-11)
        assertClose(value('cap').atTheMoneyRate, swap.parRate, 1e-13, 0)
        const collar = collarValue(
          { side: 'buyer', notional: 1, periods, capStrike: strike, floorStrike: strike },
          { cap: volatility, floor: volatility },
          on,
        )
        assertClose(collar.presentValue, swap.presentValue, 1e-12, 1e-11)
      },
    ),
    { seed, numRuns: 60 },
  )
})

test('payer less receiver swaption is the annuity times forward less strike', () => {
  fc.assert(
    fc.property(
      volatilities,
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      fc.double({ min: -0.03, max: 0.1, noNaN: true }),
      fc.double({ min: -0.005, max: 0.005, noNaN: true }),
      (volatility, strike, rate, floatingSpread) => {
        const flat = flatCurve(rate)
        const on = { discount: flat, projection: flat }
        const periods = regularPeriods({ startYears: 2, termYears: 10, frequency: 1 })
        const value = (side: 'payer' | 'receiver', settlement: 'physical' | 'par-yield-cash' = 'physical') =>
          swaptionValue(
            {
              swap: {
                side,
                notional: 1,
                fixedRate: strike,
                fixedPeriods: periods,
                floatingPeriods: periods,
                floatingSpread,
              },
              expiryYears: 2,
              settlement,
            },
            volatility,
            on,
          )
        const [payer, receiver] = [value('payer'), value('receiver')]
        const forward = payer.annuity * (payer.forwardSwapRate - strike)
        assertClose(payer.presentValue - receiver.presentValue, forward, 1e-13, 1e-11)
        assert.ok(payer.presentValue >= 0 && receiver.presentValue >= 0 && payer.annuity > 0)
        const [cashPayer, cashReceiver] = [value('payer', 'par-yield-cash'), value('receiver', 'par-yield-cash')]
        assertClose(
          cashPayer.presentValue - cashReceiver.presentValue,
          cashPayer.annuity * (payer.forwardSwapRate - strike),
          1e-13,
          1e-11,
        )
      },
    ),
    { seed, numRuns: 60 },
  )
})

test('the normal price is the integral of the payoff, also with negative rates', () => {
  for (const [forward, strike, deviation] of [
    [-0.002, -0.005, 0.0134164],
    [0.03, 0.05, 0.008],
    [-0.01, 0.02, 0.015],
  ]) {
    const payoff = (z: number): number => Math.max(forward + deviation * z - strike, 0) * normalPdf(z)
    const kink = Math.max(-9, Math.min(9, (strike - forward) / deviation))
    const expected = integral(payoff, kink, 12, { absoluteTolerance: 1e-16 }).value
    assertClose(bachelierForwardPrice('call', forward, strike, deviation), expected, 1e-15, 1e-10)
  }
  // QuantLib 1.44 bachelierBlackFormula(Call, -0.005, -0.002, 0.006 sqrt(5), 1); arguments are strike, forward
  assertClose(bachelierForwardPrice('call', -0.005, -0.002, 0.006 * Math.sqrt(5)), 0.0039856268936805765, 1e-15, 0)
})

test('normal volatility comes back from the price, from a day to fifty years and far out of the money', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      fc.double({ min: 1e-4, max: 0.05, noNaN: true }),
      fc.double({ min: 1 / 365, max: 50, noNaN: true }),
      fc.double({ min: -25, max: 25, noNaN: true }),
      fc.constantFrom('call' as const, 'put' as const),
      (forward, vol, years, deviations, type) => {
        const total = vol * Math.sqrt(years)
        const outward = type === 'call' ? Math.abs(deviations) : -Math.abs(deviations)
        const strike = forward + outward * total
        const distance = Math.abs(strike - forward)
        const price = bachelierForwardPrice(type, forward, strike, total)
        // The strike's own rounding moves the price by distance / total^2 times it.
        const conditioning = 1e-12 + (1e-15 * distance) / total ** 2
        assertClose(bachelierImpliedVolatility(type, forward, strike, years, price), vol, 0, conditioning)
      },
    ),
    { seed, numRuns: 400 },
  )
  assert.throws(() => bachelierImpliedVolatility('call', 0.03, 0.02, 1, 0.0099), { code: 'invalid-input' })
  assert.throws(() => bachelierImpliedVolatility('put', 0.03, 0.02, 0, 0.01), { code: 'invalid-input' })
})

test('without volatility or time an option is worth its intrinsic value, and more with more volatility', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 0.2, noNaN: true }),
      fc.double({ min: -0.02, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (forward, strike, vol) => {
        for (const type of ['call', 'put'] as const) {
          const intrinsic = Math.max(type === 'call' ? forward - strike : strike - forward, 0)
          const kinds = (volAnnual: number): RateVolatility[] => [
            { kind: 'lognormal', volAnnual },
            { kind: 'shifted-lognormal', volAnnual, shift: 0.03 },
            { kind: 'normal', volAnnual: volAnnual / 50 },
          ]
          kinds(0).forEach((none, i) => {
            assertClose(rateOptionPrice(type, forward, strike, 3, none), intrinsic, 1e-15, 0)
            const some = rateOptionPrice(type, forward, strike, 3, kinds(vol)[i])
            assert.ok(some >= intrinsic - 1e-15)
            assert.ok(rateOptionPrice(type, forward, strike, 3, kinds(vol * 1.1)[i]) >= some - 1e-15)
            assertClose(rateOptionPrice(type, forward, strike, 0, kinds(vol)[i]), intrinsic, 1e-15, 0)
            assert.ok(rateOptionPrice(type, forward, strike, 1 / 365, kinds(vol)[i]) >= intrinsic - 1e-15)
          })
        }
      },
    ),
    { seed, numRuns: 100 },
  )
})

test('delta, gamma and vega are the derivatives of the price', () => {
  const cases: RateVolatility[] = [
    { kind: 'lognormal', volAnnual: 0.3 },
    { kind: 'shifted-lognormal', volAnnual: 0.2, shift: 0.02 },
    { kind: 'normal', volAnnual: 0.009 },
  ]
  for (const volatility of cases) {
    for (const type of ['call', 'put'] as const) {
      for (const strike of [0.02, 0.03, 0.05]) {
        const price = (forward: number, bump = 0): number =>
          rateOptionPrice(type, forward, strike, 4, {
            ...volatility,
            volAnnual: (volatility as { volAnnual: number }).volAnnual + bump,
          } as RateVolatility)
        const greeks = rateOptionGreeks(type, 0.03, strike, 4, volatility)
        const h = 1e-5
        assertClose(greeks.delta, (price(0.03 + h) - price(0.03 - h)) / (2 * h), 1e-6, 0)
        assertClose(greeks.gamma, (price(0.03 + h) - 2 * price(0.03) + price(0.03 - h)) / (h * h), 1e-3, 1e-4)
        assertClose(greeks.vega, (price(0.03, h) - price(0.03, -h)) / (2 * h), 1e-6, 1e-5)
      }
    }
  }
})

test('a SABR smile prices with its own volatility at the strike', () => {
  const smile = { kind: 'sabr', alpha: 0.04, beta: 0.5, nu: 0.4, rho: -0.3 } as const
  for (const strike of [0.01, 0.03, 0.06]) {
    const { volAnnual, price } = rateOptionGreeks('call', 0.03, strike, 5, smile)
    assert.equal(price, rateOptionPrice('call', 0.03, strike, 5, { kind: 'lognormal', volAnnual }))
  }
  const [low, middle, high] = [0.005, 0.03, 0.1].map(
    (strike) => rateOptionGreeks('put', 0.03, strike, 5, smile).volAnnual,
  )
  assert.ok(low > middle && high > 0)
})

test('stripped caplet volatilities are those of scipy and reprice every cap', () => {
  // rates/caplet_vol_stripping_piecewise_constant: scipy 1.10.1 brentq
  const quotes = [
    { count: 3, volAnnual: 0.3 },
    { count: 7, volAnnual: 0.335 },
    { count: 11, volAnnual: 0.34 },
    { count: 19, volAnnual: 0.325 },
  ]
  const terms = { strike: 0.0425, periods: strip(5), quotes, kind: 'lognormal' } as const
  const result = strippedCaplets(terms, curves)
  assertAllClose(result.volsAnnual, [0.3, 0.34955397637650036, 0.34577967493378975, 0.3113662149090097], 1e-9, 0)
  quotes.forEach(({ count }, i) => {
    const each = result.capletVolsAnnual.slice(0, count).map((volAnnual) => ({ kind: 'lognormal' as const, volAnnual }))
    const cap = { type: 'cap', notional: 1, strike: 0.0425, periods: terms.periods.slice(0, count) } as const
    assertClose(capFloorValue(cap, each, curves).presentValue, result.capPrices[i], 1e-14, 0)
  })
})

test('stripping gives back the volatilities that made the caps', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.002, max: 0.02, noNaN: true }), { minLength: 4, maxLength: 4 }), (vols) => {
      const periods = strip(5)
      const counts = [3, 7, 11, 19]
      const price = (count: number, volOf: (k: number) => number): number =>
        capFloorValue(
          { type: 'cap', notional: 1, strike: 0.04, periods: periods.slice(0, count) },
          periods.slice(0, count).map((_, k) => ({ kind: 'normal', volAnnual: volOf(k) })),
          curves,
        ).presentValue
      const ownVol = (k: number): number => vols[counts.findIndex((count) => k < count)]
      // The flat volatility of each cap by bisection, apart from the code under test.
      const quotes = counts.map((count) => {
        let [low, high] = [0, 0.1]
        for (let i = 0; i < 60; i++) {
          const middle = (low + high) / 2
          if (price(count, () => middle) < price(count, ownVol)) low = middle
          else high = middle
        }
        return { count, volAnnual: (low + high) / 2 }
      })
      const result = strippedCaplets({ strike: 0.04, periods, quotes, kind: 'normal' }, curves)
      assertAllClose(result.volsAnnual, vols, 1e-9, 1e-7)
    }),
    { seed, numRuns: 10 },
  )
})

test('quotes that are an arbitrage are refused by name, and so are volatilities and rates that do not fit', () => {
  const terms = { strike: 0.0425, periods: strip(2), kind: 'lognormal' } as const
  assert.throws(
    () =>
      strippedCaplets(
        {
          ...terms,
          quotes: [
            { count: 3, volAnnual: 0.9 },
            { count: 7, volAnnual: 0.1 },
          ],
        },
        curves,
      ),
    (error: Error) => error.message.includes('quotes[1]'),
  )
  const code = 'invalid-input'
  assert.throws(
    () =>
      strippedCaplets(
        {
          ...terms,
          quotes: [
            { count: 3, volAnnual: 0.3 },
            { count: 3, volAnnual: 0.3 },
          ],
        },
        curves,
      ),
    { code },
  )
  assert.throws(() => rateOptionPrice('call', -0.01, 0.01, 1, { kind: 'lognormal', volAnnual: 0.2 }), { code })
  assert.throws(() => rateOptionPrice('call', 0.01, 0.01, 1, { kind: 'normal', volAnnual: -0.2 }), { code })
  assert.throws(() => rateOptionPrice('call', 0.01, NaN, 1, { kind: 'normal', volAnnual: 0.01 }), { code })
  assert.throws(
    () =>
      capFloorValue(
        { type: 'cap', notional: 1, strike: 0.03, periods: strip(2) },
        [{ kind: 'normal', volAnnual: 0.01 }],
        curves,
      ),
    { code },
  )
})

test('a strike at the end of the numbers ends the search for a normal volatility', () => {
  for (const strike of [1e300, 1e308, -1e308]) {
    try {
      assert.ok(bachelierImpliedVolatility('call', 0.03, strike, 4, Math.max(0.03 - strike, 0) + 0.005) > 0)
    } catch (error) {
      assert.match((error as Error).message, /volatility/)
    }
  }
})
