import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { evaluatePaths, evaluationJob, standardRules } from '../allocation/index.ts'
import { TuttiError } from '../errors/index.ts'
import { openStream } from '../random/stream.ts'
import { diagnosticsJob, horizonColumn, sumColumn } from './diagnostics-job.ts'
import { drawMonth, monthPath, startPath, stepMonth } from './month-path.ts'
import { pathDiagnostics } from './path-diagnostics.kernel.ts'
import type { PathRequest } from './path-job.ts'
import { pathModel } from './path-model.ts'
import { specRegimes } from './spec-regimes.ts'

function request(months: number, warmupMonths: number, sobol: boolean, scheme: 'qe-m' | 'euler' = 'qe-m'): PathRequest {
  return {
    models: specRegimes.slice(0, 2).map((regime) => pathModel(regime, { months, warmupMonths }, scheme)),
    streams: [3, 8],
    seed: 42,
    paths: sobol ? 128 : 70,
    sampling: sobol ? { kind: 'sobol', randomisations: 4 } : { kind: 'pseudo-random' },
  }
}

function walked(paths: PathRequest) {
  const job = diagnosticsJob(paths)
  const kernel = pathDiagnostics(job)
  for (let shard = 0; shard < paths.models.length * job.shardsPerRegime; shard++) kernel(shard)
  return job
}

test('the paths are those that strategies are evaluated on: an all-equity strategy earns exactly their equity growth', () => {
  for (const [warmup, sobol] of [
    [0, false],
    [6, false],
    [6, true],
  ] as const) {
    const paths = request(24, warmup, sobol)
    const diagnostics = walked(paths)
    const job = evaluationJob({
      ...paths,
      rules: { ...standardRules, minimumWeight: 1 },
      configurations: [
        { targetVolatility: 0.1, weightFunction: 'sigmoid', windowMonths: 6, riskAversion: 1, costBp: 0 },
      ],
    })
    const evaluate = evaluatePaths(job)
    for (let shard = 0; shard < 2 * job.shardsPerRegime; shard++) evaluate(shard)
    const annual = new Float64Array(job.annual)
    for (const g of [0, 1]) {
      const growth = horizonColumn(diagnostics, g, 1, 'logEquity')
      const first = horizonColumn(diagnostics, g, 0, 'logEquity')
      for (let p = 0; p < paths.paths; p++) {
        const at = (g * job.shardsPerRegime * 50 + p) * 2
        assertClose(1 + annual[at], Math.exp(first[p]), 0, 1e-12)
        assertClose((1 + annual[at]) * (1 + annual[at + 1]), Math.exp(growth[p]), 0, 1e-12)
      }
    }
  }
})

test('figures and sums of a path are those of its months added up by hand', () => {
  for (const scheme of ['qe-m', 'euler'] as const) {
    const job = walked(request(18, 2, false, scheme))
    assert.deepEqual(job.horizonMonths, [12, 18])
    const g = 1
    const p = 57
    const model = job.models[g]
    const month = monthPath()
    openStream(42, 8, p, month.random)
    startPath(model, month)
    for (let m = 0; m < 2; m++) {
      drawMonth(model, month)
      stepMonth(model, month, 0)
    }
    const start = month.variance
    startPath(model, month)
    month.variance = start
    const rest = scheme === 'euler' ? 0.02 : 0
    let [v, x] = [start, rest]
    let [equity, bond, cash, squares] = [0, 0, 0, 0]
    const sums = {
      variances: 0,
      volatilities: 0,
      varianceChanges: 0,
      equityVariance: 0,
      equityRate: 0,
      varianceRate: 0,
    }
    for (let m = 0; m < 18; m++) {
      drawMonth(model, month)
      stepMonth(model, month, m)
      let before = 1
      for (let day = 0; day < 21; day++) {
        const r = Math.log(month.equity[day] / before)
        before = month.equity[day]
        const vp = Math.max(v, 0)
        const dv =
          month.variances[day] -
          (scheme === 'euler' ? v + (2 / 252) * (0.0144 - vp) : 0.0144 + (v - 0.0144) * Math.exp(-2 / 252))
        const dx = month.rates[day] - (scheme === 'euler' ? x + (0.1 / 252) * (0.02 - x) : x * Math.exp(-0.1 / 252))
        sums.variances += vp
        sums.volatilities += Math.sqrt(vp)
        sums.varianceChanges += dv * dv
        sums.equityVariance += r * dv
        sums.equityRate += vp * r * dx
        sums.varianceRate += vp * dv * dx
        v = month.variances[day]
        x = month.rates[day]
        equity += r
        squares += r * r
      }
      bond += Math.log(month.bond[20])
      cash += scheme === 'euler' ? month.cashReturn : Math.log1p(month.cashReturn)
      if (m === 11 || m === 17) {
        const h = m === 11 ? 0 : 1
        assertClose(horizonColumn(job, g, h, 'logEquity')[p], equity, 1e-12, 0)
        assertClose(horizonColumn(job, g, h, 'logBond')[p], bond, 1e-12, 0)
        assertClose(horizonColumn(job, g, h, 'rateIntegral')[p], cash, 1e-14, 0)
        assertClose(horizonColumn(job, g, h, 'realisedVariance')[p], (squares * 12) / (m + 1), 0, 1e-10)
        assertClose(horizonColumn(job, g, h, 'variance')[p], v, 0, 0)
        assertClose(horizonColumn(job, g, h, 'rateFactor')[p], x - rest, 0, 0)
      }
    }
    for (const [name, sum] of Object.entries(sums)) {
      assertClose(sumColumn(job, g, name as keyof typeof sums)[p], sum, 1e-15, 1e-9, name)
    }
  }
})

test('every path of every shard is written, whatever the order of the shards', () => {
  const forward = walked(request(12, 0, false))
  assert.deepEqual(forward.horizonMonths, [12])
  const backward = diagnosticsJob(request(12, 0, false))
  const kernel = pathDiagnostics(backward)
  for (let shard = 2 * backward.shardsPerRegime - 1; shard >= 0; shard--) kernel(shard)
  forward.columns.forEach((column, i) => {
    assert.deepEqual(new Float64Array(column), new Float64Array(backward.columns[i]))
  })
  assert.ok(horizonColumn(forward, 1, 0, 'logEquity').every((x) => x !== 0))
  assert.equal(new Set(horizonColumn(forward, 0, 0, 'logEquity')).size, 70)
})

test('a request that cannot be run is refused', () => {
  const good = request(12, 0, false)
  const refused = (bad: Partial<PathRequest>, field: string): void =>
    assert.throws(
      () => diagnosticsJob({ ...good, ...bad }),
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  refused({ paths: 10 }, 'paths')
  refused({ paths: 100.5 }, 'paths')
  refused({ streams: [1] }, 'streams')
  refused({ models: [], streams: [] }, 'streams')
  refused({ sampling: { kind: 'sobol', randomisations: 1 } }, 'randomisations')
  refused({ sampling: { kind: 'sobol', randomisations: 4 } }, 'points')
  const other = pathModel(specRegimes[2], { months: 12, warmupMonths: 3 }, 'qe-m')
  refused({ models: [good.models[0], other] }, 'months')
})
