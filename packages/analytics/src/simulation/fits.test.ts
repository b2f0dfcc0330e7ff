import assert from 'node:assert/strict'
import test from 'node:test'
import { studentTQuantile } from '../math/index.ts'
import { copulaFit } from './copula-fit.ts'
import type { Marginal } from './marginal.ts'
import { marginalFit } from './marginal-fit.ts'
import { scenarioSource } from './scenario-source.ts'
import { blockOf } from './simulated-portfolio.ts'

const near = (actual: number | null, expected: number, tolerance: number): void =>
  assert.ok(actual !== null && Math.abs(actual - expected) < tolerance, `${actual}, not ${expected}`)
const rounded = (x: number, digits: number): number => Number(x.toFixed(digits))

test('a t marginal is that of scipy (Nelder-Mead on scipy.stats.t.logpdf)', () => {
  const returns = Array.from({ length: 200 }, (_, i) => rounded(studentTQuantile((i + 0.5) / 200, 4) * 0.02 + 0.001, 6))
  const { marginal, logLikelihood, standardErrors, akaike, cautions } = marginalFit(returns, 'student-t')
  assert.ok(marginal.kind === 'student-t')
  near(marginal.degreesOfFreedom, 4.23876478386497, 1e-4)
  near(marginal.location, 0.001000000082234189, 1e-7)
  near(marginal.scale, 0.02022055899159123, 1e-7)
  near(logLikelihood, 446.92845557763457, 1e-7)
  near(akaike, 6 - 2 * 446.92845557763457, 1e-6)
  assert.ok(standardErrors !== null && standardErrors.degreesOfFreedom > 0.8 && standardErrors.degreesOfFreedom < 3)
  assert.deepEqual(cautions, [])
})

test("a skewed t marginal is that of Hansen's density in numpy (scipy Nelder-Mead, four starts)", () => {
  const returns = Array.from({ length: 300 }, (_, i) => {
    const q = rounded(studentTQuantile((i + 0.5) / 300, 6), 8)
    return rounded(0.01 * (q - 0.06 * (q * q - 1)), 6)
  })
  const { marginal, logLikelihood, standardErrors } = marginalFit(returns, 'skewed-t')
  assert.ok(marginal.kind === 'skewed-t')
  near(logLikelihood, 907.6318164884129, 1e-6)
  near(marginal.mean, -0.0002066747929265448, 1e-6)
  near(marginal.standardDeviation, 0.012184046481236659, 1e-6)
  near(marginal.degreesOfFreedom, 6.534354217752974, 1e-2)
  near(marginal.skewness, -0.18636938497882757, 1e-4)
  assert.ok(standardErrors !== null && standardErrors.skewness > 0.02 && standardErrors.skewness < 0.2)
})

test('a normal marginal has the closed estimates and standard errors', () => {
  const returns = Array.from({ length: 150 }, (_, t) => Math.sin(t * t))
  const mean = returns.reduce((a, b) => a + b, 0) / 150
  const deviation = Math.sqrt(returns.reduce((a, b) => a + (b - mean) ** 2, 0) / 150)
  const { marginal, standardErrors } = marginalFit(returns, 'normal')
  assert.ok(marginal.kind === 'normal' && standardErrors !== null)
  near(marginal.mean, mean, 1e-14)
  near(marginal.standardDeviation, deviation, 1e-14)
  near(standardErrors.mean, deviation / Math.sqrt(150), 1e-6)
  near(standardErrors.standardDeviation, deviation / Math.sqrt(300), 1e-6)
})

test('generalised Pareto tails carry the share of the sample beyond their thresholds', () => {
  const returns = Array.from({ length: 1000 }, (_, i) => 0.01 * studentTQuantile((i + 0.5) / 1000, 4))
  const { marginal } = marginalFit(returns, 'semi-parametric', 0.1)
  assert.ok(marginal.kind === 'semi-parametric')
  for (const tail of [marginal.lowerTail, marginal.upperTail]) {
    near(tail.share, 0.1, 1e-12)
    // xi = 1 / 4 for t4 in the limit
    near(tail.shape, 0.2, 0.12)
  }
  near(marginal.lowerTail.threshold, returns[100], 1e-12)
})

const observed = Array.from({ length: 150 }, (_, k) => {
  const t = k + 1
  const c = Math.sin(t * t * 1.3)
  return [c + 0.5 * Math.cos(t * 2.1), c + 0.6 * Math.sin(t * 3.7), 0.3 * c + Math.sin(t * t * 0.37)]
})

test('a Gaussian copula is the correlation of normal scores (numpy, scipy multivariate_normal)', () => {
  const { copula, logLikelihood, parameters } = copulaFit(observed, 'gaussian')
  assert.ok(copula.kind === 'gaussian')
  near(copula.correlation[0][1], 0.7110795377449258, 1e-12)
  near(copula.correlation[0][2], 0.33933429809139426, 1e-12)
  near(copula.correlation[1][2], 0.2915738003253271, 1e-12)
  near(logLikelihood, 62.44575161831074, 1e-9)
  assert.equal(parameters, 3)
})

test('a t copula without fat tails is at the edge, and says so (scipy multivariate_t at 200)', () => {
  const { copula, logLikelihood, cautions, parameter } = copulaFit(observed, 'student-t')
  assert.ok(copula.kind === 'student-t' && parameter !== null)
  near(copula.correlation[0][1], 0.7613864500465893, 1e-12)
  near(logLikelihood, 61.285907282283816, 1e-4)
  assert.ok(cautions.includes('near-gaussian'))
  assert.equal(parameter.standardError, null)
  assert.equal(parameter.upper, null)
})

test('a t copula with fat tails has the degrees of freedom, error and interval of scipy', () => {
  const heavy = Array.from({ length: 250 }, (_, k) => {
    const t = k + 1
    const s = 1 / Math.sqrt(Math.abs(Math.sin(t * 0.9)) + 0.02)
    const c = Math.sin(t * t * 1.3)
    return [(c + 0.5 * Math.cos(t * t * 2.1)) * s, (c + 0.6 * Math.sin(t * t * 3.7)) * s]
  })
  const { copula, logLikelihood, parameter } = copulaFit(heavy, 'student-t')
  assert.ok(copula.kind === 'student-t' && parameter !== null)
  near(copula.correlation[0][1], 0.8319704559951858, 1e-12)
  near(copula.degreesOfFreedom, 10.675797715417351, 1e-3)
  near(logLikelihood, 129.35928820125812, 1e-7)
  near(parameter.standardError, 7.003905173720361, 1e-2)
  near(parameter.lower, 4.288740787061533, 1e-4)
  assert.equal(parameter.upper, null)
})

test('Clayton and Gumbel copulas of a pair are those of scipy on their densities', () => {
  const pair = observed.map((row) => row.slice(0, 2))
  const clayton = copulaFit(pair, 'clayton')
  near(clayton.parameter?.value ?? null, 1.2026956599590872, 1e-5)
  near(clayton.logLikelihood, 35.48302763531673, 1e-8)
  const gumbel = copulaFit(pair, 'gumbel')
  near(gumbel.parameter?.value ?? null, 1.8951075526399916, 1e-5)
  near(gumbel.logLikelihood, 44.82921519308088, 1e-8)
  // Turned around, the sample turned around has the same fit.
  const mirrored = pair.map((row) => row.map((x) => -x))
  near(copulaFit(mirrored, 'clayton-survival').logLikelihood, 35.48302763531673, 1e-8)
})

test('draws of a fitted family give its parameter back within four standard errors', () => {
  const marginal: Marginal = { kind: 'normal', mean: 0, standardDeviation: 1 }
  const drawn = (copula: Parameters<typeof scenarioSource>[0] & { kind: 'copula' }): number[][] => {
    const source = scenarioSource(copula, { seed: 5, blockSize: 800 })
    const block = new Float64Array(source.strategies * source.stride)
    source.open(blockOf(0, 800))
    source.next(block)
    return Array.from({ length: 800 }, (_, s) => copula.marginals.map((__, i) => block[i * source.stride + s]))
  }
  for (const [kind, copula, value] of [
    ['clayton', { kind: 'clayton', theta: 1.5 }, 1.5],
    ['gumbel', { kind: 'gumbel', theta: 1.8 }, 1.8],
    [
      'student-t',
      {
        kind: 'student-t',
        correlation: [
          [1, 0.6],
          [0.6, 1],
        ],
        degreesOfFreedom: 4,
      },
      4,
    ],
  ] as const) {
    const { parameter } = copulaFit(drawn({ kind: 'copula', marginals: [marginal, marginal], copula }), kind)
    assert.ok(parameter !== null && parameter.standardError !== null)
    assert.ok(Math.abs(parameter.value - value) < 4 * parameter.standardError, `${kind}: ${parameter.value}`)
  }
  const three = copulaFit(
    drawn({ kind: 'copula', marginals: [marginal, marginal, marginal], copula: { kind: 'clayton', theta: 1.5 } }),
    'clayton',
  )
  near(three.parameter?.value ?? null, 1.5, 0.25)
})

test('what cannot be fitted is refused with its reason', () => {
  assert.throws(() => marginalFit([1, 2, 3], 'normal'), { code: 'invalid-input' })
  assert.throws(
    () =>
      marginalFit(
        Array.from({ length: 30 }, () => 0.01),
        'student-t',
      ),
    { code: 'not-applicable' },
  )
  assert.throws(
    () =>
      marginalFit(
        Array.from({ length: 60 }, (_, t) => Math.sin(t)),
        'semi-parametric',
      ),
    { code: 'invalid-input' },
  )
  assert.throws(
    () =>
      copulaFit(
        observed.map(([x]) => [x, -x]),
        'clayton',
      ),
    { code: 'not-applicable' },
  )
  assert.throws(
    () =>
      copulaFit(
        observed.map(([x]) => [x, 1]),
        'gaussian',
      ),
    { code: 'not-applicable' },
  )
  assert.throws(() => copulaFit(observed.slice(0, 5), 'gaussian'), { code: 'invalid-input' })
  const lockstep = copulaFit(
    observed.map(([x]) => [x, 2 * x]),
    'gaussian',
  )
  assert.ok(lockstep.cautions.includes('repaired-correlation'))
})
