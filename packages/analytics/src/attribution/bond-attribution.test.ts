import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  type BondPosition,
  bondReturnDecomposition,
  campisiAttribution,
  curveComponentAttribution,
  fixedIncomeAttribution,
  keyRateAttribution,
  weightedDurationAttribution,
} from './index.ts'

const near = (got: number | readonly number[], expected: number | readonly number[], tolerance = 1e-14): void => {
  const [a, b] = [[got].flat(), [expected].flat()] as number[][]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

const rates = {
  tenors: [0.5, 1, 2, 3, 5, 7, 10, 20, 30],
  portfolioKeyRateDurations: [0.1, 0.3, 0.6, 0.9, 1.2, 1.1, 1.5, 0.7, 0.2],
  benchmarkKeyRateDurations: [0.1, 0.25, 0.7, 0.8, 1.3, 1.2, 1.6, 0.5, 0.15],
  zeroRateChanges: [0.002, 0.0019, 0.0016, 0.0013, 0.001, 0.0008, 0.0006, 0.0004, 0.0003],
}

test('a bond off its coupon dates is repriced as the sum of its discounted flows (numpy 1.24.2)', () => {
  const result = bondReturnDecomposition({
    couponRate: 0.04,
    frequency: 2,
    maturityYears: 4.75,
    yieldStart: 0.045,
    horizonYears: 0.4,
    rollYieldChange: -0.0008,
    treasuryChange: -0.003,
    spreadChange: 0.0015,
  })
  near(result.priceStart, 98.87739047024928, 1e-12)
  near(
    [result.carry, result.rollDown, result.treasury, result.spread],
    [0.017824389015128127, 0.003134513122409048, 0.011858244809764612, -0.005949694593996674],
  )
  near(result.couponsReceived, 2)
})

test('nothing moving, a bond on a coupon date earns its yield for a period', () => {
  const still = { couponRate: 0.06, frequency: 2, maturityYears: 7, yieldStart: 0.05, horizonYears: 0.5 }
  const result = bondReturnDecomposition({ ...still, treasuryChange: 0, spreadChange: 0 })
  near(result.carry, 0.025, 1e-15)
  near(result.totalReturn, 0.025, 1e-15)
})

test('the steps of a bond return add up, with the residual of an actual price', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.15, noNaN: true }),
      fc.constantFrom(1, 2, 4, 12),
      fc.double({ min: 0.3, max: 50, noNaN: true }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.double({ min: -0.01, max: 0.2, noNaN: true }),
      fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      (couponRate, frequency, maturityYears, share, yieldStart, treasuryChange, spreadChange) => {
        const result = bondReturnDecomposition({
          couponRate,
          frequency,
          maturityYears,
          yieldStart,
          horizonYears: share * maturityYears,
          rollYieldChange: -0.0005,
          treasuryChange,
          spreadChange,
          actualPriceEnd: 90,
        })
        const { carry, rollDown, treasury, spread, residual, totalReturn } = result
        near(carry + rollDown + treasury + spread + residual, totalReturn, 1e-13 * (1 + Math.abs(totalReturn)))
      },
    ),
    { seed: 31, numRuns: 200 },
  )
})

test('a horizon at or past the maturity is refused', () => {
  const bond = {
    couponRate: 0.04,
    frequency: 2,
    maturityYears: 1,
    yieldStart: 0.04,
    treasuryChange: 0,
    spreadChange: 0,
  }
  assert.throws(() => bondReturnDecomposition({ ...bond, horizonYears: 1 }), { code: 'invalid-input' })
  assert.throws(() => bondReturnDecomposition({ ...bond, horizonYears: Number.NaN }), { code: 'invalid-input' })
})

test('key-rate effects are those of numpy, and a parallel shift has no reshaping', () => {
  const result = keyRateAttribution(rates, { type: 'tenor', tenorYears: 5 })
  near([result.portfolioReturn, result.benchmarkReturn], [-0.00622, -0.0063], 1e-16)
  near([result.parallel, result.reshape, result.residual], [0, 8e-5, 0], 1e-16)
  const shift = { ...rates, zeroRateChanges: rates.tenors.map(() => 0.001) }
  near(
    keyRateAttribution(shift, { type: 'mean' }).reshapeByKeyRate,
    rates.tenors.map(() => 0),
    1e-17,
  )
  // Between key rates the parallel change is linear: 4 years is halfway from 3 to 5.
  near(keyRateAttribution(rates, { type: 'tenor', tenorYears: 4 }).parallelChange, 0.00115, 1e-16)
  assert.throws(() => keyRateAttribution(rates, { type: 'tenor', tenorYears: 40 }), { code: 'invalid-input' })
  assert.throws(() => keyRateAttribution({ ...rates, tenors: rates.tenors.toReversed() }, { type: 'mean' }), {
    code: 'invalid-input',
  })
})

test('level, slope and curvature by Nelson-Siegel agree with numpy.linalg.lstsq', () => {
  const result = curveComponentAttribution(rates, { type: 'nelson-siegel', decayPerYear: 0.7308 })
  near(
    result.components.map(({ factor }) => factor),
    [0.00016270569498674043, 0.002004551502259553, 0.0012466675979205242],
  )
  near(
    [...result.components.map(({ active }) => active), result.residual.active],
    [0, 4.081535779614835e-5, 3.63527892370952e-5, 2.831852966756501e-6],
  )
  near(result.explainedShare, 0.999720139012191, 1e-12)
})

test('principal components agree with numpy.linalg.eigh of the sample covariance', () => {
  const history = [
    [0.00184, 0.001833, 0.00161, 0.001255],
    [-0.000492, -0.000557, -0.000472, -0.000287],
    [-0.000123, 4.1e-5, -4.1e-5, 6.9e-5],
    [-8.9e-5, 0.000391, 0.00067, 0.000786],
    [-0.000581, -0.000827, -0.000827, -0.000914],
    [-4.6e-5, -7.7e-5, 6e-6, 7.7e-5],
    [9.5e-5, -3e-6, 6.2e-5, -7.1e-5],
    [-0.002208, -0.002055, -0.001578, -0.001137],
    [0.001441, 0.001293, 0.000815, 0.00048],
    [0.000628, 0.000579, 0.000577, 0.000579],
    [-0.000761, -0.000767, -0.000639, -0.000499],
    [0.000422, -6.5e-5, -0.00034, -0.000777],
  ]
  const few = {
    tenors: [1, 2, 5, 10],
    portfolioKeyRateDurations: [0.2, -0.1, 0.3, 0.15],
    benchmarkKeyRateDurations: [0, 0, 0, 0],
    zeroRateChanges: [0.0012, 0.001, 0.0004, -0.0001],
  }
  const result = curveComponentAttribution(few, { type: 'principal-components', history, components: 2 })
  near(
    result.components.map(({ factor }) => factor),
    [0.001398105792628738, -0.0007915706280779408],
    1e-13,
  )
  near(
    result.components.map(({ active }) => active),
    [-0.00035388533041518666, 6.588288665016182e-5],
    1e-13,
  )
  assert.ok(result.cautions.some(({ code }) => code === 'small-sample'))
})

test('parallel, twist and butterfly reproduce the pivots, and with the residual the curve return', () => {
  const result = curveComponentAttribution(rates, { type: 'parallel-twist-butterfly', pivotYears: [2, 7, 30] })
  for (const k of [2, 5, 8]) near(result.unspannedChanges[k], 0, 1e-18)
  near(
    result.components.map(({ factor }) => factor),
    [(0.0016 + 0.0008 + 0.0003) / 3, (0.0003 - 0.0016) / 2, (0.0016 - 0.0016 + 0.0003) / 6],
    1e-18,
  )
  const active = result.components.reduce((sum, part) => sum + part.active, 0)
  near(active + result.residual.active, result.activeReturn, 1e-18)
  assert.throws(() => curveComponentAttribution(rates, { type: 'parallel-twist-butterfly', pivotYears: [2, 6, 30] }), {
    code: 'invalid-input',
  })
})

test('weighted durations add up and show the benchmark\u2019s average yield change', () => {
  const markets = {
    portfolioWeights: [0.5, 0.1, 0.4],
    benchmarkWeights: [0.5, 0.2, 0.3],
    portfolioDurations: [7.8, 1, 9],
    benchmarkDurations: [5, 4, 2.5],
    portfolioYieldChanges: [-0.0085, 0.007, -0.006],
    benchmarkYieldChanges: [-0.008, 0.01, -0.005],
  }
  const result = weightedDurationAttribution(markets)
  near(result.overallDuration, 0.013805555555555557)
  near(result.issueSelection, [0.00195, 0.0003, 0.0036])
  near(result.residual, 0, 1e-16)
  const equal = { ...markets, portfolioWeights: [0.5, 0.2, 0.3], portfolioDurations: [5, 4, 2.5] }
  near(weightedDurationAttribution(equal).marketAllocation, [0, 0, 0])
  assert.throws(() => weightedDurationAttribution({ ...markets, benchmarkDurations: [0, 0, 0] }), {
    code: 'not-applicable',
  })
})

const sectors = {
  weights: [0.6, 0.4],
  coupon: [4, 5.25],
  price: [99.5, 101.2],
  duration: [3.2, 6.1],
  treasuryYieldChange: [0.0012, 0.0009],
  spreadChange: [0, -0.0015],
  totalReturn: [0.0062, 0.017],
}

test('Campisi\u2019s effects of a sector add up to its return, and sectors to the total', () => {
  const result = campisiAttribution({ ...sectors, convexity: [13, 47] }, { ...sectors, weights: [0.7, 0.3] }, 0.25)
  const { income, treasury, spread, selection } = result.portfolio
  near(
    income.map((value, i) => value + treasury[i] + spread[i] + selection[i]),
    sectors.totalReturn,
    1e-17,
  )
  near(income[0], (4 / 99.5) * 0.25)
  near(treasury[1], -6.1 * 0.0009 + 0.5 * 47 * 0.0009 ** 2)
  near(result.residual, 0, 1e-17)
  for (const effect of ['income', 'treasury', 'spread', 'selection'] as const) {
    near(
      result.activeBySector.reduce((sum, sector) => sum + sector[effect], 0),
      result.active[effect],
      1e-17,
    )
  }
  assert.throws(() => campisiAttribution({ ...sectors, price: [0, 1] }, sectors, 0.25), { code: 'invalid-input' })
  assert.throws(() => campisiAttribution(sectors, { ...sectors, weights: [1] }, 0.25), { code: 'invalid-input' })
})

const bond = (sector: string, w: number, v: number, more: Partial<BondPosition>): BondPosition => ({
  sector,
  portfolioWeight: w,
  benchmarkWeight: v,
  yieldStart: 0.04,
  keyRateDurations: [0.4, 2.4, 1.9],
  spreadDuration: 4.6,
  spreadStart: 0.011,
  spreadChange: -0.0006,
  totalReturn: 0.0071,
  ...more,
})
const market = {
  periodYears: 1 / 12,
  tenors: [2, 5, 10],
  zeroRateChanges: [-0.0004, -0.0001, 0.0002],
  parallel: { type: 'tenor', tenorYears: 5 },
  spreadModel: 'duration-times-spread',
} as const

test('with duration times spread, spreads of a sector move in proportion (numpy 1.24.2)', () => {
  const result = fixedIncomeAttribution(
    [bond('A', 0.3, 0.4, {}), bond('A', 0.7, 0.6, { spreadStart: 0, spreadDuration: 0, spreadChange: 0 })].with(
      1,
      bond('A', 0.2, 0, { spreadDuration: 4.4, spreadStart: 0.016, spreadChange: -0.0012 }),
    ),
    market,
  )
  near(result.sectors[0].spreadMove, -0.054545454545454536, 1e-16)
  near(result.effects.spreadSector, 0.000492, 1e-17)
  near(result.effects.spreadSpecific, 0.000288, 1e-17)
})

test('bonds held outside the benchmark set their own spread move, and that is said', () => {
  const result = fixedIncomeAttribution([bond('A', 0.5, 1, {}), bond('B', 0.5, 0, { spreadChange: 0.002 })], {
    ...market,
    spreadModel: 'level',
  })
  near(result.sectors[1].spreadMove, 0.002, 1e-18)
  near(result.sectors[1].effects.spreadSpecific, 0, 1e-18)
  near(result.sectors[1].issueSelection, 0, 1e-18)
  assert.ok(result.cautions.some(({ code, message }) => code === 'off-benchmark' && message.includes(' B')))
})

test('all effects add up to the active return, by key rate, by sector and as decisions', () => {
  const position = fc.record({
    sector: fc.constantFrom('A', 'B', 'C'),
    w: fc.double({ min: -0.2, max: 1, noNaN: true }),
    v: fc.double({ min: 0, max: 1, noNaN: true }),
    durations: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -2, max: 6, noNaN: true }))),
    spreadChange: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
    totalReturn: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  })
  fc.assert(
    fc.property(
      fc.array(position, { minLength: 1, maxLength: 15 }),
      fc.constantFrom('level' as const, 'duration-times-spread' as const),
      (rows, spreadModel) => {
        const result = fixedIncomeAttribution(
          rows.map(({ sector, w, v, durations, spreadChange, totalReturn }) =>
            bond(sector, w, v, {
              keyRateDurations: durations,
              spreadChange,
              totalReturn,
              convexity: 50,
              rollYieldChange: -0.0003,
            }),
          ),
          { ...market, spreadModel },
        )
        const { effects } = result
        near(
          Object.values(effects).reduce((sum: number, effect: number) => sum + effect, 0),
          result.activeReturn,
          1e-13,
        )
        near(
          result.reshapeByKeyRate.reduce((sum, effect) => sum + effect, 0),
          effects.reshape,
          1e-14,
        )
        near(
          result.sectorAllocation + result.issueSelection + result.unassigned,
          effects.spreadSector + effects.spreadSpecific + effects.residual,
          1e-12,
        )
        near(
          result.sectors.reduce((sum, sector) => sum + sector.effects.carry, 0),
          effects.carry,
          1e-15,
        )
      },
    ),
    { seed: 32, numRuns: 200 },
  )
})

test('no positions, wrong key rates and infinite figures are refused with their place', () => {
  assert.throws(() => fixedIncomeAttribution([], market), { code: 'invalid-input' })
  assert.throws(() => fixedIncomeAttribution([bond('A', 1, 1, { keyRateDurations: [1] })], market), {
    code: 'invalid-input',
    message: /positions\[0\]\.keyRateDurations/,
  })
  assert.throws(() => fixedIncomeAttribution([bond('A', 1, 1, { totalReturn: Number.NaN })], market), {
    code: 'invalid-input',
  })
})

test('weights of bond sectors that leave a part of 1 are shown as unassigned, at the return it is given', () => {
  const short = { ...sectors, weights: sectors.weights.map((weight) => 0.9 * weight) }
  const shown = campisiAttribution(short, sectors, 0.25)
  assert.deepEqual(
    shown.cautions.map(({ code }) => code),
    ['unassigned-weight'],
  )
  assert.ok(Math.abs(shown.unassigned.portfolioWeight - 0.1) < 1e-12)
  assert.deepEqual([shown.unassigned.benchmarkWeight, shown.unassigned.activeReturn], [0, 0])
  const cash = campisiAttribution(short, sectors, 0.25, 0.02)
  assert.ok(Math.abs(cash.unassigned.activeReturn - 0.002) < 1e-14)
  assert.ok(Math.abs(cash.activeReturn - shown.activeReturn - 0.002) < 1e-14)
  assert.deepEqual(cash.active, shown.active)
  assert.ok(Math.abs(cash.residual) < 1e-15)
  assert.deepEqual(campisiAttribution(sectors, sectors, 0.25).cautions, [])
})
