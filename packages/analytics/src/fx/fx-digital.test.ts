import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { fxDigital, fxDigitalPrice } from './fx-digital.ts'
import { garmanKohlhagenPrice } from './fx-option.ts'
import { oneTouch } from './one-touch.ts'

const market = {
  spot: 1.1,
  maturityYears: 274 / 365,
  rateDomesticContinuous: 0.03,
  rateForeignContinuous: 0.01,
  volAnnual: 0.12,
}

test('digital options have the prices and sensitivities of QuantLib', () => {
  // QuantLib 1.29, AnalyticEuropeanEngine: strike, then cash and asset of the call and the put, then the sensitivities of the cash call.
  const values = [
    [1, 0.824757307675762, 0.946748453756468, 0.152973838945138, 0.145024928619096],
    [1.1, 0.524862814131831, 0.630878008650085, 0.45286833248907, 0.460895373725479],
    [1.25, 0.124903908783047, 0.164609063929899, 0.852827237837853, 0.927164318445665],
  ]
  const greeks = [
    [2.04974405458155, -19.9493269013505, -2.17446570110918],
    [3.39603418847869, -5.83157385900382, -0.635638355248479],
    [1.78672320360017, 16.1401768481298, 1.75927043251363],
  ]
  values.forEach(([strike, ...prices], i) => {
    const four = (['call', 'put'] as const).flatMap((type) =>
      (['domestic', 'foreign'] as const).map((paid) => fxDigital({ ...market, strike, type, paid })),
    )
    four.forEach(({ price }, j) => assertClose(price, prices[j], 1e-13, 0))
    const { spotDelta, gamma, vega } = four[0]
    ;[spotDelta, gamma, vega].forEach((got, j) => assertClose(got, greeks[i][j], 1e-11, 0))
  })
})

test('one-touch options have the prices of QuantLib, paid at touch or at expiry', () => {
  // QuantLib 1.29, AnalyticDigitalAmericanEngine.
  const values = [
    [1, 0.325752525156392, 0.322076388999468],
    [1.05, 0.623144426395231, 0.613292211260124],
    [1.15, 0.690712366598226, 0.679628800251072],
    [1.3, 0.123154832002527, 0.122268621341551],
  ]
  for (const [barrier, atTouch, atExpiry] of values) {
    const price = (payment: 'at touch' | 'at expiry') =>
      oneTouch({ ...market, barrier, paid: 'domestic', payment }).price
    assertClose(price('at touch'), atTouch, 1e-13, 0)
    assertClose(price('at expiry'), atExpiry, 1e-13, 0)
  }
})

const markets = fc.record({
  spot: fc.double({ min: 0.5, max: 200, noNaN: true }),
  maturityYears: fc.double({ min: 1 / 365, max: 10, noNaN: true }),
  rateDomesticContinuous: fc.double({ min: -0.03, max: 0.15, noNaN: true }),
  rateForeignContinuous: fc.double({ min: -0.03, max: 0.15, noNaN: true }),
  volAnnual: fc.double({ min: 0.005, max: 1, noNaN: true }),
})
const moneyness = fc.double({ min: 0.6, max: 1.6, noNaN: true })

test('a call and a put pay for certain together, and asset less strike times cash is the vanilla option', () => {
  fc.assert(
    fc.property(markets, moneyness, (inputs, ratio) => {
      const strike = inputs.spot * ratio
      const price = (type: 'call' | 'put', paid: 'domestic' | 'foreign') =>
        fxDigitalPrice({ ...inputs, strike, type, paid })
      const { spot, maturityYears: t, rateDomesticContinuous: rd, rateForeignContinuous: rf } = inputs
      assertClose(price('call', 'domestic') + price('put', 'domestic'), Math.exp(-rd * t), 1e-13, 0)
      assertClose(price('call', 'foreign') + price('put', 'foreign'), spot * Math.exp(-rf * t), 1e-13 * spot, 0)
      const vanilla = garmanKohlhagenPrice({ ...inputs, strike, type: 'call' })
      assertClose(price('call', 'foreign') - strike * price('call', 'domestic'), vanilla, 1e-12 * spot, 0)
    }),
    { seed: 61, numRuns: 200 },
  )
})

test('the sensitivities of a digital option are differences of its price, and the cash one is a call spread', () => {
  for (const type of ['call', 'put'] as const) {
    for (const paid of ['domestic', 'foreign'] as const) {
      const inputs = { ...market, strike: 1.12, type, paid }
      const at = (change: Partial<typeof inputs>) => fxDigitalPrice({ ...inputs, ...change })
      const { spotDelta, gamma, vega, price } = fxDigital(inputs)
      const h = 1e-4
      assertClose(spotDelta, (at({ spot: 1.1 + h }) - at({ spot: 1.1 - h })) / (2 * h), 1e-5, 0)
      assertClose(gamma, (at({ spot: 1.1 + h }) - 2 * price + at({ spot: 1.1 - h })) / h ** 2, 1e-4, 0)
      assertClose(vega, (at({ volAnnual: 0.12 + h }) - at({ volAnnual: 0.12 - h })) / (2 * h), 1e-5, 0)
    }
  }
  const vanilla = (strike: number) => garmanKohlhagenPrice({ ...market, strike, type: 'call' })
  const spread = (vanilla(1.12 - 1e-4) - vanilla(1.12 + 1e-4)) / 2e-4
  assertClose(fxDigitalPrice({ ...market, strike: 1.12, type: 'call', paid: 'domestic' }), spread, 1e-6, 0)
})

test('a touch and no touch make certain payment; a touch is worth at least the digital beyond the barrier', () => {
  fc.assert(
    fc.property(markets, moneyness, fc.constantFrom('domestic' as const, 'foreign' as const), (inputs, ratio, paid) => {
      const barrier = inputs.spot * ratio
      const at = (payment: 'at touch' | 'at expiry') => oneTouch({ ...inputs, barrier, paid, payment })
      const [early, late] = [at('at touch'), at('at expiry')]
      const { spot, maturityYears: t, rateDomesticContinuous: rd, rateForeignContinuous: rf } = inputs
      const certain = paid === 'domestic' ? Math.exp(-rd * t) : spot * Math.exp(-rf * t)
      assertClose(late.price + late.noTouchPrice, certain, 0, 1e-12)
      const rate = paid === 'domestic' ? rd : rf
      assert.ok(rate >= 0 ? early.price >= late.price - 1e-12 : early.price <= late.price + 1e-9)
      const type = barrier > spot ? 'call' : 'put'
      const digital = fxDigitalPrice({ ...inputs, strike: barrier, type, paid })
      assert.ok(late.price >= digital - 1e-12 * certain)
      assert.ok(late.touchProbability >= 0 && late.touchProbability <= 1)
    }),
    { seed: 62, numRuns: 200 },
  )
})

test('foreign money at touch is the barrier in domestic money at touch, at rates of any sign', () => {
  fc.assert(
    fc.property(markets, moneyness, (inputs, ratio) => {
      const barrier = inputs.spot * ratio
      const price = (paid: 'domestic' | 'foreign') => oneTouch({ ...inputs, barrier, paid, payment: 'at touch' }).price
      assertClose(price('foreign') / inputs.spot, (barrier * price('domestic')) / inputs.spot, 1e-9, 0)
    }),
    { seed: 63, numRuns: 100 },
  )
})

test('without volatility the drift decides, at the barrier it is touched, and without time nothing is left', () => {
  const still = { ...market, volAnnual: 0, maturityYears: 2, paid: 'domestic', payment: 'at touch' } as const
  assertClose(oneTouch({ ...still, barrier: 1.1 * Math.exp(0.02) }).price, Math.exp(-0.03), 1e-14, 0)
  assert.equal(oneTouch({ ...still, barrier: 1.2 }).price, 0)
  assert.equal(oneTouch({ ...still, barrier: 1 }).price, 0)
  assert.equal(oneTouch({ ...still, barrier: 1.1 }).price, 1)
  assert.equal(oneTouch({ ...still, volAnnual: 0.1, maturityYears: 0, barrier: 1.2 }).price, 0)
  const digital = { ...market, strike: 1.12, type: 'call', paid: 'domestic', volAnnual: 0 } as const
  assert.equal(fxDigitalPrice(digital), 0)
  assertClose(fxDigitalPrice({ ...digital, strike: 1.11 }), Math.exp((-0.03 * 274) / 365), 1e-15, 0)
  const tiny = oneTouch({ ...still, volAnnual: 1e-6, barrier: 1.1 * Math.exp(0.02) })
  assertClose(tiny.price, Math.exp(-0.03), 1e-4, 0)
})

test('a barrier, strike, volatility or time that cannot be is refused', () => {
  const touch = { ...market, barrier: 1.2, paid: 'domestic', payment: 'at touch' } as const
  assert.throws(() => oneTouch({ ...touch, barrier: 0 }), { code: 'invalid-input', message: /barrier/ })
  assert.throws(() => oneTouch({ ...touch, volAnnual: -0.1 }), { code: 'invalid-input', message: /volAnnual/ })
  assert.throws(() => oneTouch({ ...touch, rateDomesticContinuous: NaN }), { code: 'invalid-input' })
  const digital = { ...market, strike: 1.2, type: 'call', paid: 'foreign' } as const
  assert.throws(() => fxDigital({ ...digital, maturityYears: 0 }), { code: 'invalid-input', message: /maturityYears/ })
  assert.throws(() => fxDigitalPrice({ ...digital, strike: -1 }), { code: 'invalid-input', message: /strike/ })
  assert.throws(() => fxDigitalPrice({ ...digital, rateForeignContinuous: NaN }), { code: 'invalid-input' })
})
