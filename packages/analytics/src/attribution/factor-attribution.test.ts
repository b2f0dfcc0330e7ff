import assert from 'node:assert/strict'
import test from 'node:test'
import { holdingsFactorAttribution, returnsFactorAttribution } from './index.ts'

const near = (got: number | readonly number[], expected: number | readonly number[], tolerance = 1e-12): void => {
  const [a, b] = [[got].flat(), [expected].flat()] as number[][]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

// Seeded normals rounded to five digits, from numpy 1.24.2.
// prettier-ignore
const factors = [
  [0.00326, 0.04315], [0.0451, -0.00638], [0.00996, 0.02205], [-0.00579, -0.05334], [0.01964, 0.02683],
  [0.01247, -0.02771], [-0.00588, -0.01772], [-0.00899, 0.03891], [0.04589, 0.02008], [0.01646, 0.0203],
  [-0.00037, -0.00227], [-0.02021, -0.00168], [0.0678, 0.02607], [-0.01026, -0.01416], [-0.02593, 0.01123],
  [0.01175, -0.04329], [0.01459, -0.01708], [0.0428, 0.00471], [0.05153, -0.01374], [-0.00864, 0.00899],
  [0.03168, 0.01698], [-0.03701, 0.00549], [0.00067, -0.01287], [-0.01944, 0.05243], [-0.01171, -0.02538],
  [0.01911, 0.00392], [-0.00227, 0.02344], [0.01466, 0.01087], [0.02893, 0.00851], [-0.01851, -0.01087],
]
const returns = [
  -0.01162, 0.04455, -0.00204, 0.00263, 0.01107, 0.01385, -0.00874, -0.0169, 0.03272, 0.0122, -0.00131, -0.02229,
  0.04798, -0.00656, -0.02707, 0.02044, 0.01785, 0.03043, 0.05157, -0.01844, 0.02345, -0.03047, 0.01092, -0.02365,
  -0.00971, 0.02082, -0.00204, 0.01584, 0.01984, -0.01034,
]
const options = { lags: 3, confidence: 0.95 }

test('coefficients, Newey-West errors and contributions agree with statsmodels 0.13.5', () => {
  const result = returnsFactorAttribution(returns, factors, options)
  const terms = [result.alpha, ...result.factors]
  near(
    terms.map((term) => term.coefficient),
    [-0.0006950383431631188, 0.865799715963454, -0.20923009632909953],
  )
  near(
    terms.map((term) => term.standardError),
    [0.0009588818965237384, 0.025757645776097498, 0.03387735104009251],
  )
  near(
    terms.map((term) => term.meanContribution),
    [-0.0006950383431631188, 0.007540826926136363, -0.0006797885829732444],
  )
  near(result.rSquared ?? Number.NaN, 0.9613626887456604)
  near(result.factors[0].interval[1] - result.factors[0].coefficient, 0.05285032363608635)
})

test('contributions compound to the return (numpy 1.24.2), and their means add up to its mean', () => {
  const result = returnsFactorAttribution(returns, factors, options)
  const terms = [result.alpha, ...result.factors]
  near(result.compoundedReturn, 0.19392264065785914)
  near(
    [...terms.map((term) => term.compoundedContribution), result.specificCompounded],
    [-0.02274679392708098, 0.23951215505372872, -0.0225381074185229, -0.0003046130502650044],
  )
  near(
    terms.reduce((sum, term) => sum + term.meanContribution, 0),
    result.meanReturn,
    1e-17,
  )
})

test('few observations, collinear factors and wrong options are said', () => {
  const few = returnsFactorAttribution(returns.slice(0, 6), factors.slice(0, 6), { ...options, lags: 1 })
  assert.ok(few.cautions.some(({ code }) => code === 'small-sample'))
  const twice = factors.map(([f]) => [f, 2 * f])
  assert.throws(() => returnsFactorAttribution(returns, twice, options), { code: 'not-applicable' })
  assert.throws(() => returnsFactorAttribution(returns, factors.slice(1), options), { code: 'invalid-input' })
  assert.throws(() => returnsFactorAttribution(returns, factors, { ...options, confidence: 1 }), {
    code: 'invalid-input',
  })
  assert.throws(() => returnsFactorAttribution(returns, factors, { ...options, lags: 40 }), { code: 'invalid-input' })
})

test('an active return is active exposures times factor returns and what is specific', () => {
  const result = holdingsFactorAttribution({
    portfolioWeights: [0.5, 0.5, 0],
    benchmarkWeights: [0.3, 0.3, 0.4],
    exposures: [
      [1.1, 0.4],
      [0.8, -0.2],
      [1, 0.1],
    ],
    factorReturns: [0.012, -0.004],
    returns: [0.015, 0.011, 0.009],
  })
  near(result.activeExposures, [-0.02, 0], 1e-15)
  near(result.factorEffects, [-0.00024, 0], 1e-16)
  near(result.specificEffects[0], 0.2 * (0.015 - 1.1 * 0.012 + 0.4 * 0.004), 1e-17)
  near(result.factorTotal + result.specificTotal, result.activeReturn, 1e-17)
  near(result.residual, 0, 1e-17)
})

test('sectors as exposures of 0 and 1 with benchmark sector returns give Brinson allocation', () => {
  const result = holdingsFactorAttribution({
    portfolioWeights: [0.6, 0.4],
    benchmarkWeights: [0.5, 0.5],
    exposures: [
      [1, 0],
      [0, 1],
    ],
    factorReturns: [0.03, -0.01],
    returns: [0.03, -0.01],
  })
  near(result.factorEffects, [0.1 * 0.03, -0.1 * -0.01], 1e-17)
  near(result.specificTotal, 0, 1e-17)
})
