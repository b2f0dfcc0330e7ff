import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fxAtmStrike, fxDelta, fxStrikeFromDelta, type DeltaConvention } from './fx-delta.ts'

const conventions: readonly DeltaConvention[] = ['spot', 'forward', 'premium-adjusted spot', 'premium-adjusted forward']

test('strikes of a delta agree with the published values of QuantLib testDeltaValues', () => {
  // QuantLib test-suite, blackdeltacalculator.cpp: type, convention, spot, Pd, Pf, deviation, delta, strike.
  const rows = [
    ['call', 'spot', 1.421, 0.997306, 0.992266, 0.1180654, 0.15, 1.60808],
    ['call', 'premium-adjusted spot', 1.421, 0.997306, 0.992266, 0.1180654, 0.15, 1.600545],
    ['call', 'premium-adjusted forward', 1.421, 0.997306, 0.992266, 0.1180654, 0.15, 1.60155],
    ['put', 'forward', 3.4582, 0.99979, 0.9250616, 0.3199034, -0.821, 4.51896],
    ['put', 'premium-adjusted spot', 3.4582, 0.99979, 0.9250616, 0.3199034, -0.821, 3.778327],
  ] as const
  for (const [type, convention, spot, discountDomestic, discountForeign, totalDeviation, delta, strike] of rows) {
    const found = fxStrikeFromDelta(
      { spot, discountDomestic, discountForeign, totalDeviation },
      type,
      delta,
      convention,
    )
    assert.ok(Math.abs(found.strike / strike - 1) < 1e-4, `${convention}: ${found.strike}`)
  }
})

const market = fc.record({
  spot: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
  discountDomestic: fc.double({ min: 0.05, max: 1.3, noNaN: true }),
  discountForeign: fc.double({ min: 0.05, max: 1.3, noNaN: true }),
  totalDeviation: fc.double({ min: 1e-4, max: 3, noNaN: true }),
})

test('delta to strike to delta returns in every convention, and both strikes of an adjusted call have the delta', () => {
  fc.assert(
    fc.property(
      market,
      fc.constantFrom(...conventions),
      fc.constantFrom('call' as const, 'put' as const),
      fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
      (setting, convention, type, share) => {
        const scale = convention.endsWith('spot') ? setting.discountForeign : 1
        const delta = (type === 'call' ? 1 : -1) * share * scale
        let found
        try {
          found = fxStrikeFromDelta(setting, type, delta, convention)
        } catch (error) {
          // Only an adjusted call has a highest delta below its scale.
          assert.ok(type === 'call' && convention.startsWith('premium'), String(error))
          return
        }
        const { strike, lowerStrike } = found
        assert.ok(Math.abs(fxDelta(setting, type, strike, convention) - delta) < 1e-9 * scale)
        assert.equal(lowerStrike !== undefined, type === 'call' && convention.startsWith('premium'))
        if (lowerStrike !== undefined) {
          assert.ok(lowerStrike <= strike)
          assert.ok(Math.abs(fxDelta(setting, type, lowerStrike, convention) - delta) < 1e-9 * scale)
        }
      },
    ),
    { seed: 5, numRuns: 1000 },
  )
})

test('call less put delta is the delta of the forward, and a delta-neutral straddle has none', () => {
  fc.assert(
    fc.property(market, fc.double({ min: 0.2, max: 5, noNaN: true }), (setting, moneyness) => {
      const forward = (setting.spot * setting.discountForeign) / setting.discountDomestic
      const strike = forward * moneyness
      for (const convention of conventions) {
        const scale = convention.endsWith('spot') ? setting.discountForeign : 1
        const holding = scale * (convention.startsWith('premium') ? moneyness : 1)
        const call = fxDelta(setting, 'call', strike, convention)
        const put = fxDelta(setting, 'put', strike, convention)
        assert.ok(Math.abs(call - put - holding) < 1e-12 * Math.max(holding, 1))
        const neutral = fxAtmStrike(setting, 'delta-neutral straddle', convention)
        const both = fxDelta(setting, 'call', neutral, convention) + fxDelta(setting, 'put', neutral, convention)
        assert.ok(Math.abs(both) < 1e-11 / setting.totalDeviation, `${convention} ${both}`)
      }
    }),
    { seed: 6, numRuns: 300 },
  )
})

test('without volatility a delta is all or nothing, and half at the forward', () => {
  const sure = { spot: 1, discountDomestic: 0.9, discountForeign: 0.9, totalDeviation: 0 }
  assert.deepEqual(
    [0.9, 1, 1.1].map((strike) => fxDelta(sure, 'call', strike, 'forward')),
    [1, 0.5, 0],
  )
})

test('deltas out of reach, of the wrong sign or without volatility, and unknown conventions are refused', () => {
  const setting = { spot: 1.1, discountDomestic: 0.95, discountForeign: 0.97, totalDeviation: 0.5 }
  const refuse = (delta: number, convention: DeltaConvention, message: RegExp) =>
    assert.throws(() => fxStrikeFromDelta(setting, 'call', delta, convention), { code: 'invalid-input', message })
  refuse(0.98, 'spot', /lies between 0 and 0\.97/)
  refuse(-0.25, 'spot', /positive delta/)
  refuse(0.9, 'premium-adjusted forward', /highest premium-adjusted call delta is 0\.\d+/)
  refuse(Number.NaN, 'spot', /finite/)
  assert.throws(() => fxStrikeFromDelta({ ...setting, totalDeviation: 0 }, 'call', 0.25, 'spot'), /totalDeviation/)
  assert.throws(() => fxDelta(setting, 'call', 1, 'gamma' as DeltaConvention), { code: 'unsupported' })
  assert.throws(() => fxAtmStrike(setting, 'future' as 'spot', 'spot'), { code: 'unsupported' })
})
