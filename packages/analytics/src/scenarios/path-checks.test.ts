import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { complexExp, gaussLegendre } from '../math/index.ts'
import { hestonPrice, hestonTransform, outOfTheMoneyPrice } from '../models/index.ts'
import { TuttiError } from '../errors/index.ts'
import { diagnosticsJob } from './diagnostics-job.ts'
import { forwardStartTransform } from './forward-start-transform.ts'
import { pathChecks } from './path-checks.ts'
import { pathDiagnostics } from './path-diagnostics.kernel.ts'
import type { PathSampling } from './path-job.ts'
import { type PathModel, pathModel, type PathScheme } from './path-model.ts'
import type { Regime } from './regime.ts'
import {
  discountedBondMoments,
  expectedRealisedVariance,
  varianceMoments,
  varianceTransform,
} from './regime-expectations.ts'
import { specRegimes } from './spec-regimes.ts'

/** Andersen (2008), table 1, case I: kappa 0.5, sigma 1, rho -0.9, theta = v0 = 0.04; with a premium and a credit spread. */
const hardCase: Regime = {
  id: 'andersen-1',
  name: 'Andersen, case I',
  weight: 1,
  equity: { drift: 0, volatility: 0.2, varianceReversion: 0.5, volOfVariance: 1 },
  rates: { initialRate: 0.02, meanReversion: 0.1, volatility: 0.01 },
  bond: {
    maturityYears: 10,
    riskPremium: 0.01,
    credit: {
      initial: 0.01,
      longRun: 0.02,
      meanReversion: 0.5,
      volatility: 0.01,
      equityCorrelation: -0.5,
      expectedLoss: 0.005,
    },
  },
  correlation: { equityVariance: -0.9, equityRate: -0.3, varianceRate: 0.3 },
}

interface Plan {
  readonly paths?: number
  readonly months?: number
  readonly warmupMonths?: number
  readonly scheme?: PathScheme
  readonly sampling?: PathSampling
  readonly change?: (model: PathModel) => PathModel
  readonly seed?: number
}

function checks(regimes: readonly Regime[], plan: Plan = {}) {
  const { paths = 1000, months = 120, warmupMonths = 24, scheme = 'qe-m', seed = 1, change = (model) => model } = plan
  const job = diagnosticsJob({
    models: regimes.map((regime) => change(pathModel(regime, { months, warmupMonths }, scheme))),
    streams: regimes.map((_, g) => g + 1),
    seed,
    paths,
    sampling: plan.sampling ?? { kind: 'pseudo-random' },
  })
  const kernel = pathDiagnostics(job)
  for (let shard = 0; shard < regimes.length * job.shardsPerRegime; shard++) kernel(shard)
  return pathChecks(job, regimes)
}

const failed = (figures: ReturnType<typeof checks>): string[] =>
  figures.filter(({ passed }) => !passed).map(({ id }) => id)

test('a thousand qe-m paths of ten years pass every check in the five regimes and in the hardest case of Andersen', () => {
  const figures = checks([...specRegimes, hardCase])
  assert.deepEqual(failed(figures), [])
  // 9 figures at two horizons, 4 of daily changes, 2 of convergence
  assert.equal(figures.length, 6 * 24)
  assert.equal(new Set(figures.map(({ id }) => id)).size, figures.length)
  assert.deepEqual([...new Set(figures.map(({ kind }) => kind))].sort(), [
    'convergence',
    'correlation',
    'martingale',
    'moment',
    'option-price',
  ])
  for (const { threshold, expected, observed } of figures) {
    // Bonferroni over 144 checks at 0.001: 4.50 for a normal; Student with 499 degrees of freedom 4.55
    assert.ok(threshold > 4.48 && threshold < 4.58)
    assert.ok(Number.isFinite(expected) && observed.standardError > 0)
  }
  // z scores of a right simulation scatter as a standard normal: mean square of 144, not all independent
  const square = figures.reduce((sum, { z }) => sum + z * z, 0) / figures.length
  assert.ok(square > 0.5 && square < 1.8, `mean z^2 = ${square}`)
})

test('Sobol paths pass with the few degrees of freedom that their randomisations leave', () => {
  const figures = checks(specRegimes.slice(0, 2), { paths: 512, sampling: { kind: 'sobol', randomisations: 16 } })
  assert.deepEqual(failed(figures), [])
  assert.ok(figures.every(({ id, threshold }) => (id.endsWith('.halves') ? threshold > 8 : threshold > 5)))
  assert.ok(figures.every(({ id }) => !id.endsWith('.error-rate')))
})

test('checks hold with a start away from the long-run variance, with and without warm-up', () => {
  const shocked: Regime = { ...specRegimes[0], equity: { ...specRegimes[0].equity, initialVolatility: 0.45 } }
  assert.deepEqual(failed(checks([shocked], { warmupMonths: 0, months: 24, paths: 3000 })), [])
  assert.deepEqual(failed(checks([shocked], { warmupMonths: 3, months: 24, paths: 3000 })), [])
})

test('a broken model is caught, by the checks that its fault concerns', () => {
  const base = [specRegimes[0]]
  const caught = (change: (model: PathModel) => PathModel): string[] =>
    failed(checks(base, { change })).map((id) => id.replace('base.', ''))
  const includes = (ids: string[], wanted: string): void =>
    assert.ok(ids.includes(wanted), `${wanted} in ${ids.join(', ')}`)

  includes(
    caught((model) => ({ ...model, driftDt: model.driftDt + 0.03 / 252 })),
    'equity-martingale-1y',
  )
  includes(
    caught((model) => ({ ...model, rateOnVariance: 0, rateOnAsset: 0, rateOwn: 1 })),
    'equity-rate',
  )
  const sigma = 0.6
  const doubled = caught((model) => ({ ...model, s2Slope: 4 * model.s2Slope, s2Level: 4 * model.s2Level }))
  includes(doubled, 'vol-of-variance')
  includes(doubled, 'variance-law-10y')
  includes(
    caught(() =>
      pathModel(
        { ...base[0], equity: { ...base[0].equity, volOfVariance: sigma } },
        { months: 120, warmupMonths: 24 },
        'qe-m',
      ),
    ),
    'vol-of-variance',
  )
  includes(
    caught((model) => ({ ...model, k2: model.k2 * 0.9, a: model.k2 * 0.9 + 0.5 * model.k4 })),
    'equity-variance',
  )
  includes(
    caught((model) => ({ ...model, rateShock: 1.2 * model.rateShock })),
    'rate-variance-10y',
  )
  includes(
    caught((model) => ({ ...model, cashBase: model.cashBase.map((c) => c + 0.003 / 252) })),
    'bank-account-10y',
  )
  includes(
    caught((model) => ({ ...model, bondBase: model.bondBase.map((b) => b + 0.005 / 252) })),
    'bond-martingale-10y',
  )
  includes(
    caught((model) => ({ ...model, bondStart: 0.8 * model.bondStart, bondEnd: 0.8 * model.bondEnd })),
    'bond-variance-1y',
  )
  const lively = caught((model) => ({ ...model, theta: 1.5 * model.theta }))
  includes(lively, 'variance-mean-10y')
  includes(lively, 'realised-variance-10y')
  includes(lively, 'put-price-10y')
})

test('paths that repeat are caught by the error rate: fewer independent draws than there are paths', () => {
  const regimes = [specRegimes[0]]
  const job = diagnosticsJob({
    models: [pathModel(specRegimes[0], { months: 12, warmupMonths: 0 }, 'qe-m')],
    streams: [1],
    seed: 1,
    paths: 1000,
    sampling: { kind: 'pseudo-random' },
  })
  const kernel = pathDiagnostics(job)
  for (let shard = 0; shard < job.shardsPerRegime; shard++) kernel(shard)
  // each path twice in a row
  for (const buffer of job.columns) {
    const column = new Float64Array(buffer)
    for (let p = 1; p < 1000; p += 2) column[p] = column[p - 1]
  }
  assert.ok(failed(pathChecks(job, regimes)).includes('base.error-rate'))
})

test('the euler scheme is caught where it is biased: its bond index is no martingale', () => {
  const ids = failed(checks(specRegimes, { scheme: 'euler', paths: 2000 }))
  assert.ok(ids.filter((id) => id.includes('bond-martingale')).length >= 3, ids.join(', '))
})

test('the forward-start transform is the Heston transform averaged over the start variance', () => {
  const parameters = { v0: 0.09, kappa: 1.5, theta: 0.04, sigma: 0.5, rho: -0.6 }
  // W = 0 is the plain one
  const plain = hestonTransform(parameters, 2)
  for (const u of [0.3, 2, 9]) {
    const a = forwardStartTransform(parameters, 0, 2).cumulant({ re: u, im: -0.5 })
    const b = plain.cumulant({ re: u, im: -0.5 })
    assert.deepEqual(a, b)
  }
  // W -> infinity: the start variance is gamma distributed with shape 2 kappa theta / sigma^2 = 0.48; average prices over it
  const shape = (2 * 1.5 * 0.04) / 0.25
  const scale = 0.25 / 3
  const k = -0.1
  const price = (v0: number): number =>
    hestonPrice(
      { ...parameters, v0 },
      {
        type: 'put',
        spot: 1,
        strike: Math.exp(k),
        maturityYears: 2,
        rateContinuous: 0,
        dividendYieldContinuous: 0,
      },
    )
  // v = scale s^(1/shape) turns the density v^(shape-1) e^(-v/scale) into e^(-v/scale) ds, smooth at zero
  const { nodes, weights } = gaussLegendre(60)
  const top = 18 ** shape
  let [sum, mass] = [0, 0]
  nodes.forEach((x, i) => {
    const v = scale * ((top * (1 + x)) / 2) ** (1 / shape)
    const weight = weights[i] * Math.exp(-v / scale)
    mass += weight
    sum += weight * price(v)
  })
  assertClose(outOfTheMoneyPrice(forwardStartTransform(parameters, 40, 2), k), sum / mass, 0, 1e-6)
  // zero strike-independent identities: E[1] = 1 and E[S / F] = 1
  const { cumulant } = forwardStartTransform(parameters, 1, 2)
  assertClose(complexExp(cumulant({ re: 0, im: 0 })).re, 1, 1e-14, 0)
  assertClose(complexExp(cumulant({ re: 0, im: -1 })).re, 1, 1e-12, 0)
})

test('expectations of a regime: limits, and the Laplace transform agrees with its own first two derivatives', () => {
  const regime: Regime = { ...specRegimes[0], equity: { ...specRegimes[0].equity, initialVolatility: 0.3 } }
  assertClose(varianceMoments(regime, 0).mean, 0.09, 1e-16, 0)
  assertClose(varianceMoments(regime, 0).variance, 0, 1e-16, 0)
  assertClose(varianceMoments(regime, 50).mean, 0.0324, 1e-15, 0)
  assertClose(varianceMoments(regime, 50).variance, (0.0324 * 0.09) / 4, 1e-15, 0)
  for (const years of [0.1, 1, 5]) {
    const h = 1e-4
    const [plus, minus] = [varianceTransform(regime, years, h), varianceTransform(regime, years, -h)]
    const { mean, variance } = varianceMoments(regime, years)
    assertClose((minus - plus) / (2 * h), mean, 0, 1e-6)
    assertClose((plus - 2 + minus) / h ** 2, variance + mean ** 2, 0, 1e-5)
  }
  // one day from a known variance: E[R^2] = v dt + (mu - v / 2)^2 dt^2 + ... annualised
  const oneDay = expectedRealisedVariance(regime, 0, 1)
  assertClose(oneDay, 0.09, 0, 0.01)
  // a bond index without premium and credit is a martingale; with a premium it earns it
  assertClose(discountedBondMoments(regime, 2520).mean, 1, 1e-15, 0)
  const paid: Regime = { ...regime, bond: { ...regime.bond, riskPremium: 0.01 } }
  assertClose(Math.log(discountedBondMoments(paid, 2520).mean), 0.1, 1e-4, 0)
})

test('the checks refuse the wrong regimes and paths that are not numbers', () => {
  const model = pathModel(specRegimes[0], { months: 12, warmupMonths: 0 }, 'qe-m')
  const job = diagnosticsJob({
    models: [model],
    streams: [1],
    seed: 1,
    paths: 100,
    sampling: { kind: 'pseudo-random' },
  })
  const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected
  assert.throws(() => pathChecks(job, specRegimes), code('invalid-input'))
  new Float64Array(job.columns[0])[3] = NaN
  assert.throws(() => pathChecks(job, [specRegimes[0]]), code('calculation-failed'))
})
