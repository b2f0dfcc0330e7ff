import assert from 'node:assert/strict'
import test from 'node:test'
import { creditExposureSummary, ratingNotch, spreadCurveFit } from './index.ts'

const near = (computed: number, expected: number, tolerance: number, label = ''): void =>
  assert.ok(Math.abs(computed - expected) <= tolerance, `${label} ${computed}, expected ${expected} +- ${tolerance}`)
const refused = { code: 'invalid-input' }

const holdings = [
  { marketValue: 60, spreadBp: 100, spreadDurationYears: 5, rating: 'A' },
  { marketValue: 40, spreadBp: 300, spreadDurationYears: 2, rating: 'BBB+' },
]

test('a portfolio\u2019s spread, duration times spread and averages are those worked by hand', () => {
  const all = creditExposureSummary(holdings, 100)
  near(all.spreadBp, 180, 1e-12)
  near(all.spreadDurationYears, 3.8, 1e-12)
  near(all.durationTimesSpread, 0.6 * 500 + 0.4 * 600, 1e-12)
  near(all.spreadDurationWeightedBp, 540 / 3.8, 1e-12)
  near(all.spread01, 100 * 3.8e-4, 1e-15)
  assert.equal(all.averageRating, 'A-')
})

test('contributions of groups add up to the whole', () => {
  const all = creditExposureSummary(holdings, 100)
  const groups = holdings.map((holding) => creditExposureSummary([holding], 100))
  for (const [part, whole] of [
    ['spreadContributionBp', all.spreadBp],
    ['spreadDurationContribution', all.spreadDurationYears],
    ['durationTimesSpreadContribution', all.durationTimesSpread],
    ['weight', 1],
  ] as const) {
    near(
      groups.reduce((sum, group) => sum + group[part], 0),
      whole,
      1e-12,
      part,
    )
  }
  assert.equal(creditExposureSummary([{ marketValue: 1, spreadBp: 1, spreadDurationYears: 1 }], 1).averageRating, null)
  assert.throws(() => creditExposureSummary([], 100), refused)
  assert.throws(() => creditExposureSummary([{ marketValue: NaN, spreadBp: 1, spreadDurationYears: 1 }], 100), refused)
  assert.throws(() => creditExposureSummary(holdings, 0), refused)
})

test('ratings of either scale have their notch', () => {
  assert.deepEqual(['AAA', 'Aaa', 'BBB-', 'Baa3', 'Caa1', 'CCC+', 'D'].map(ratingNotch), [1, 1, 10, 10, 17, 17, 22])
  assert.throws(() => ratingNotch('ZZZ'), { code: 'unsupported' })
})

const ratings = ['AA', 'A', 'BBB', 'BB']
const exact = ratings.flatMap((rating) =>
  [2, 5, 10].map((maturityYears, i) => ({
    id: `${rating}${i}`,
    rating,
    maturityYears,
    sector: i % 2 === 0 ? 'financial' : 'utility',
    spreadBp: Math.exp(3 + 0.5 * Math.log1p(maturityYears) + 0.2 * ratingNotch(rating) - (i % 2 === 0 ? 0 : 0.1)),
  })),
)

test('spreads that lie on curves give the curves, and a bond moved off them is the cheap one', () => {
  const fit = spreadCurveFit(exact)
  ;[3, 0.5, 0.2, -0.1].forEach((value, j) => near(fit.regression.coefficients[j], value, 1e-12))
  fit.bonds.forEach(({ residualBp }) => near(residualBp, 0, 1e-9))
  const moved = spreadCurveFit(exact.map((bond, i) => (i === 4 ? { ...bond, spreadBp: bond.spreadBp * 1.3 } : bond)))
  const cheapest = moved.bonds.reduce((a, b) => (a.zScore > b.zScore ? a : b))
  assert.equal(cheapest.id, 'A1')
  assert.ok(cheapest.residualBp > 0 && cheapest.zScore > 2)
  near(
    fit.fittedSpreadBp({ rating: 'BBB', maturityYears: 7, sector: 'utility' }),
    Math.exp(3 + 0.5 * Math.log(8) + 1.8 - 0.1),
    1e-8,
  )
})

test('too few bonds, spreads at nought and unknown sectors are refused', () => {
  assert.throws(() => spreadCurveFit(exact.slice(0, 3)), refused)
  assert.throws(() => spreadCurveFit(exact.map((bond) => ({ ...bond, spreadBp: 0 }))), refused)
  assert.throws(() => spreadCurveFit(exact.map((bond) => ({ ...bond, rating: 'A' }))), { code: 'not-applicable' })
  assert.throws(() => spreadCurveFit(exact).fittedSpreadBp({ rating: 'A', maturityYears: 5, sector: 'x' }), refused)
})
