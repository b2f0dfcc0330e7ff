import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import {
  customaryHedgePolicy,
  dollarOffset,
  hedgeRegression,
  hedgeVerdicts,
  keyRateMatch,
  minimumVarianceHedge,
  varianceReduction,
} from './index.ts'

const near = (got: number | null, expected: number, tolerance = 1e-12): void =>
  assert.ok(
    got !== null && Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${got}: ${expected}`,
  )
const nearAll = (got: readonly number[], expected: readonly number[], tolerance = 1e-12): void => {
  assert.equal(got.length, expected.length)
  got.forEach((value, i) => near(value, expected[i], tolerance))
}
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

/** Twelve months of a bond and the swap that hedges it, made up. */
const item = [-1.21, 0.84, -0.52, 1.43, -0.92, 0.31, 0.66, -0.38, 1.05, -1.47, 0.22, -0.71]
const hedge = [1.1, -0.91, 0.45, -1.32, 1.02, -0.2, -0.7, 0.42, -0.98, 1.4, -0.31, 0.66]

test('the regression of a hedge has the figures of statsmodels', () => {
  // statsmodels 0.15.0 OLS and scipy 1.17.1 linregress on the same numbers.
  const fit = hedgeRegression(item, hedge)
  near(fit.slope, -1.0303017054102577)
  near(fit.intercept, -0.004242493799294832)
  near(fit.slopeStandardError, 0.027836442889952052)
  near(fit.interceptStandardError, 0.02434946334579422)
  near(fit.slopeTStatistic, -37.01269266, 1e-9)
  near(fit.interceptTStatistic, -0.17423356, 1e-7)
  assert.ok(Math.abs(fit.slopePValue / 4.933055054358516e-12 - 1) < 1e-8)
  near(fit.interceptPValue, 0.865158711, 1e-8)
  near(fit.rSquared, 0.9927533050578776)
  near(fit.fStatistic, 1369.939417881897, 1e-10)
  near(fit.residualStandardError, 0.08419695741789486)
  assert.equal(fit.observations, 12)
})

test('dollar offset and variance reduction have the figures of numpy', () => {
  const offset = dollarOffset(item, hedge)
  near(offset.cumulative, 0.9)
  near(offset.byPeriod[11], 0.9295774647887325)
  const reduction = varianceReduction(item, hedge)
  near(reduction.unitHedge, 0.9918945948064073)
  near(reduction.unitHedgeVolatility, 0.9099699761546589)
  near(reduction.optimalHedgeRatio, 1.030301705410258)
})

test('a period in which the item did not change has no offset ratio', () => {
  const offset = dollarOffset([0, 1, -1], [0.2, -1, 1.1])
  assert.deepEqual(offset.byPeriod[0], null)
  assert.deepEqual(offset.runningCumulative[2], null)
  assert.equal(offset.cumulative, null)
})

const change = fc.integer({ min: -50_000, max: 50_000 }).map((value) => value / 1000)
const changes = fc.array(fc.tuple(change, change), { minLength: 4, maxLength: 40 })
const varies = (values: readonly number[]): boolean => new Set(values).size > 2

test('the optimal hedge reduces variance by the R squared and never less than the hedge as held', () => {
  fc.assert(
    fc.property(changes, (pairs) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
      fc.pre(varies(a) && varies(b))
      const reduction = varianceReduction(a, b)
      const fit = hedgeRegression(a, b)
      near(reduction.optimalHedge, fit.rSquared, 1e-9)
      near(reduction.optimalHedgeRatio, -fit.slope, 1e-9)
      assert.ok(reduction.optimalHedge >= reduction.unitHedge - 1e-9)
      assert.ok(fit.rSquared >= 0 && fit.rSquared <= 1 + 1e-12)
      near(
        minimumVarianceHedge(
          a,
          b.map((y) => [y]),
        ).hedgeRatios[0],
        -fit.slope,
        1e-9,
      )
    }),
    { seed: 51 },
  )
})

test('figures do not depend on the currency unit, and a larger hedge has a smaller slope', () => {
  fc.assert(
    fc.property(changes, fc.double({ min: 0.001, max: 1e6, noNaN: true }), (pairs, scale) => {
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)]
      fc.pre(varies(a) && varies(b))
      const fit = hedgeRegression(a, b)
      const scaled = hedgeRegression(
        a.map((x) => x * scale),
        b.map((y) => y * scale),
      )
      near(scaled.slope, fit.slope, 1e-8)
      near(scaled.rSquared, fit.rSquared, 1e-8)
      near(
        hedgeRegression(
          a,
          b.map((y) => 2 * y),
        ).slope,
        fit.slope / 2,
        1e-8,
      )
    }),
    { seed: 52 },
  )
})

test('a good hedge is effective under every standard, with the figures that say so', () => {
  const verdicts = hedgeVerdicts({ itemChanges: item, hedgeChanges: hedge, creditShare: 0.05, hedgeRatioToStrategy: 1 })
  assert.deepEqual(
    verdicts.map(({ standard, verdict }) => `${standard}: ${verdict}`),
    ['IFRS 9: effective', 'IAS 39 retrospective: effective', 'IAS 39 prospective: effective', 'ASC 815: effective'],
  )
  const [, retrospective, prospective] = verdicts
  near(retrospective.criteria[0].figure, 0.9)
  near(prospective.criteria[0].figure, 1.0303017054102577)
  near(prospective.criteria[1].figure, 0.9927533050578776)
})

test('IFRS 9 stays open until credit risk and the hedge ratio are known, and fails where credit risk dominates', () => {
  const facts = { itemChanges: item, hedgeChanges: hedge }
  assert.equal(hedgeVerdicts(facts)[0].verdict, 'open')
  assert.equal(hedgeVerdicts({ ...facts, creditShare: 0.1 })[0].verdict, 'open')
  assert.equal(hedgeVerdicts({ ...facts, creditShare: 0.7 })[0].verdict, 'not effective')
  const unbalanced = { ...facts, creditShare: 0.1, hedgeRatioToStrategy: 0.5 }
  assert.equal(hedgeVerdicts(unbalanced)[0].verdict, 'not effective')
})

test('half a hedge fails the 80-125 % tests though it is perfectly correlated', () => {
  const half = item.map((x) => -x / 2)
  const [ifrs, retrospective, prospective, asc] = hedgeVerdicts({
    itemChanges: item,
    hedgeChanges: half,
    creditShare: 0,
    hedgeRatioToStrategy: 1,
  })
  assert.equal(retrospective.verdict, 'not effective')
  assert.equal(prospective.verdict, 'not effective')
  assert.equal(asc.verdict, 'not effective')
  // The ratio of least variance is 2: an imbalance.
  assert.equal(ifrs.verdict, 'not effective')
  near(retrospective.criteria[0].figure, 0.5)
})

test('a position that moves with the item is no hedge', () => {
  const [ifrs] = hedgeVerdicts({ itemChanges: item, hedgeChanges: item, creditShare: 0, hedgeRatioToStrategy: 1 })
  assert.equal(ifrs.criteria[0].met, false)
  assert.equal(ifrs.verdict, 'not effective')
})

test('a perfect hedge is effective although no error is left for a t statistic', () => {
  const perfect = [1, -2, 3, -4, 5, -6, 7, -8]
  const verdicts = hedgeVerdicts({
    itemChanges: perfect,
    hedgeChanges: perfect.map((x) => -x),
    creditShare: 0,
    hedgeRatioToStrategy: 1,
  })
  for (const { verdict } of verdicts) assert.equal(verdict, 'effective')
  assert.ok(verdicts.every(({ criteria }) => criteria.every(({ figure }) => Number.isFinite(figure))))
})

test('the edges of the band are inside, and too few observations fail', () => {
  const eight = item.map((x) => -0.8 * x)
  assert.equal(hedgeVerdicts({ itemChanges: item, hedgeChanges: eight })[1].verdict, 'effective')
  const most = item.map((x) => -1.25 * x)
  assert.equal(hedgeVerdicts({ itemChanges: item, hedgeChanges: most })[1].verdict, 'effective')
  const strict = { ...customaryHedgePolicy, minimumObservations: 30 }
  assert.equal(hedgeVerdicts({ itemChanges: item, hedgeChanges: hedge }, strict)[3].verdict, 'not effective')
})

test('several instruments hedge as statsmodels has it', () => {
  // statsmodels 0.15.0 OLS with a constant, coefficients with the sign changed.
  const instruments = [
    [-0.8, -1.32],
    [-0.25, 0.42],
    [1.14, 0.11],
    [-0.55, -0.78],
    [0.75, 1.63],

    [0.27, -1.23],
    [-0.96, 1.6],
    [0.2, -1.73],
    [-0.08, -1.16],
    [-0.63, -0.49],
  ]
  const exposure = [0.37, 0.6, -1.45, 0.29, -0.24, -0.68, 1.56, -1, -0.56, 0.59]
  const result = minimumVarianceHedge(exposure, instruments)
  nearAll(result.hedgeRatios, [1.17094136, -0.38633348], 1e-8)
  near(result.effectiveness, 0.9819655257232862)
  near(result.residualVarianceRatio + result.effectiveness, 1)
})

test('key rates are matched as numpy does by least squares', () => {
  // numpy 2.4.6 linalg.lstsq.
  const target = [12, 40, 85, 130]
  const three = [
    [2, 0.1, 0, 0],
    [0.1, 4.5, 0.3, 0],
    [0, 0.4, 8, 0.5],
  ]
  const result = keyRateMatch(target, three)
  nearAll(result.notionals, [5.63088511, 7.64250312, 11.31309193], 1e-8)
  nearAll(result.residual, [-2.60205331e-2, 5.20410661e-1, -7.79748641, 1.24343454e2], 1e-8)
  near(result.residualNorm, 124.58879106676847)
  assert.equal(result.rank, 3)
  const five = [...three, [0, 0, 0.7, 15], [0.2, 1, 2, 3]]
  const free = keyRateMatch(target, five)
  nearAll(free.notionals, [5.14025498, 6.87872523, 8.43405845, 7.35391387, 5.15808757], 1e-8)
  nearAll(free.residual, [0, 0, 0, 0], 1e-10)
  assert.equal(free.rank, 4)
})

test('as many independent instruments as key rates match exactly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 5, maxLength: 5 }),
      fc.array(fc.double({ min: -0.9, max: 0.9, noNaN: true }), { minLength: 25, maxLength: 25 }),
      (target, noise) => {
        const instruments = target.map((_, i) => target.map((__, k) => (i === k ? 6 : noise[5 * i + k])))
        assert.ok(keyRateMatch(target, instruments).residualNorm < 1e-10)
      },
    ),
    { seed: 53 },
  )
})

test('changes that cannot be judged are refused', () => {
  refused('not-applicable', () => hedgeRegression([1, 1, 1], [1, 2, 3]))
  refused('not-applicable', () => hedgeRegression([1, 2, 3], [1, 1, 1]))
  refused('not-applicable', () => varianceReduction([1, 1], [1, 2]))
  refused('not-applicable', () => varianceReduction([1, 2], [1, 1]))
  refused('not-applicable', () => minimumVarianceHedge([1, 1, 1], [[1], [2], [3]]))
  refused('not-applicable', () =>
    minimumVarianceHedge(
      [1, 2, 4, 3],
      [
        [1, 2],
        [2, 4],
        [3, 6],
        [5, 10],
      ],
    ),
  )
  refused('invalid-input', () => hedgeRegression([1, 2], [1, 2]))
  refused('invalid-input', () => hedgeRegression([1, 2, NaN], [1, 2, 3]))
  refused('invalid-input', () => dollarOffset([1, 2], [1]))
  refused('invalid-input', () => dollarOffset([], []))
  refused('invalid-input', () => keyRateMatch([1, 2], []))
  refused('invalid-input', () => keyRateMatch([1, 2], [[1]]))
  const facts = { itemChanges: item, hedgeChanges: hedge }
  refused('invalid-input', () => hedgeVerdicts(facts, { ...customaryHedgePolicy, band: [1.25, 0.8] }))
  refused('invalid-input', () => hedgeVerdicts({ ...facts, creditShare: 1.5 }))
})
