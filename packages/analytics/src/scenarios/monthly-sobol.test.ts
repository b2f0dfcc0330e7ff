import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import {
  evaluatePaths,
  evaluationJob,
  pathFigures,
  standardRules,
  summarisePaths,
  summaryFigures,
} from '../allocation/index.ts'
import { TuttiError } from '../errors/index.ts'
import { SOBOL_MAX_DIMENSION } from '../random/index.ts'
import { openStream } from '../random/stream.ts'
import { fillNormals } from '../random/ziggurat.ts'
import { conditionMonth, monthlyNormals, monthlySobol, writeSobolNormals } from './monthly-sobol.ts'
import type { PathSampling } from './path-job.ts'
import { pathModel } from './path-model.ts'
import { specRegimes } from './spec-regimes.ts'

test('the monthly normals of all drivers have mean zero, variance one and no covariance', () => {
  const months = 24
  const points = 4096
  const sobol = monthlySobol(months, points, 2, 1, 5)
  const out = monthlyNormals(months)
  const size = 3 * months
  const means = new Float64Array(size)
  const products = new Float64Array(size * size)
  for (let p = 0; p < 2 * points; p++) {
    writeSobolNormals(sobol, p, out)
    for (let i = 0; i < size; i++) {
      means[i] += out.values[i]
      for (let j = 0; j <= i; j++) products[i * size + j] += out.values[i] * out.values[j]
    }
  }
  // pseudo-random estimates would scatter by 0.011 (means, covariances) and 0.016 (variances)
  let worst = 0
  for (let i = 0; i < size; i++) {
    assertClose(means[i] / (2 * points), 0, 0.006, 0, `mean ${i}`)
    for (let j = 0; j < i; j++) worst = Math.max(worst, Math.abs(products[i * size + j] / (2 * points)))
    assertClose(products[i * size + i] / (2 * points), 1, 0.03, 0, `variance ${i}`)
  }
  assert.ok(worst < 0.05, `largest covariance ${worst}`)
})

test('the end of each walk, the sum of its months, is stratified: its first coordinate falls once in each cell', () => {
  const months = 12
  const points = 256
  const sobol = monthlySobol(months, points, 2, 3, 1)
  const out = monthlyNormals(months)
  for (let driver = 0; driver < 3; driver++) {
    const ends = Array.from({ length: points }, (_, p) => {
      writeSobolNormals(sobol, p, out)
      let sum = 0
      for (let m = 0; m < months; m++) sum += out.values[3 * m + driver]
      return sum / Math.sqrt(months)
    }).sort((a, b) => a - b)
    const distinct = new Set(ends)
    assert.equal(distinct.size, points)
    // mean and variance of a stratified normal sample are far closer than 1 / sqrt(256)
    assertClose(ends.reduce((sum, x) => sum + x, 0) / points, 0, 0.01, 0)
    assertClose(ends.reduce((sum, x) => sum + x * x, 0) / points, 1, 0.03, 0)
  }
})

test('randomisations differ, and a path depends on nothing but its number', () => {
  const sobol = monthlySobol(12, 64, 4, 1, 1)
  const values = (path: number): number[] => {
    const out = monthlyNormals(12)
    writeSobolNormals(sobol, path, out)
    return Array.from(out.values)
  }
  assert.notDeepEqual(values(0), values(64))
  assert.notDeepEqual(values(0), values(1))
  const later = values(130)
  values(7)
  assert.deepEqual(values(130), later)
  assert.notDeepEqual(monthlyValues(1, 2), monthlyValues(1, 1))
  assert.notDeepEqual(monthlyValues(2, 1), monthlyValues(1, 1))
})

function monthlyValues(seed: number, stream: number): number[] {
  const out = monthlyNormals(12)
  writeSobolNormals(monthlySobol(12, 64, 2, seed, stream), 0, out)
  return Array.from(out.values)
}

test('a conditioned month adds up to its monthly normal, and its days keep variance one and no correlation', () => {
  const draws = 20_000
  const state = new Int32Array(4)
  openStream(5, 5, 5, state)
  const days = new Float64Array(63)
  const monthly = new Float64Array(3)
  const squares = new Float64Array(63)
  let neighbours = 0
  let drivers = 0
  for (let n = 0; n < draws; n++) {
    fillNormals(state, days, 63)
    fillNormals(state, monthly, 3)
    conditionMonth(days, monthly, 0)
    for (let driver = 0; driver < 3; driver++) {
      let sum = 0
      for (let day = 0; day < 21; day++) sum += days[3 * day + driver]
      assertClose(sum, Math.sqrt(21) * monthly[driver], 1e-12, 0)
    }
    days.forEach((z, i) => (squares[i] += z * z))
    for (let day = 1; day < 21; day++) neighbours += days[3 * day] * days[3 * day - 3]
    for (let day = 0; day < 21; day++) drivers += days[3 * day] * days[3 * day + 1]
  }
  squares.forEach((sum, i) => {
    const z = (sum / draws - 1) / Math.sqrt(2 / draws)
    assert.ok(Math.abs(z) < 4.3, `variance of normal ${i}: z = ${z}`)
  })
  // without the part of the monthly sum the days of a month would have correlation -1/20
  assert.ok(Math.abs(neighbours / Math.sqrt(20 * draws)) < 4)
  assert.ok(Math.abs(drivers / Math.sqrt(21 * draws)) < 4)
})

test('Sobol paths come in powers of two and within the tabulated dimensions', () => {
  const code = (expected: string) => (error: unknown) => error instanceof TuttiError && error.code === expected
  assert.throws(() => monthlySobol(12, 100, 2, 1, 1), code('invalid-input'))
  assert.throws(() => monthlySobol(12, 1, 2, 1, 1), code('invalid-input'))
  assert.throws(() => monthlySobol(Math.floor(SOBOL_MAX_DIMENSION / 3) + 1, 64, 2, 1, 1), code('unsupported'))
})

/** Mean return and mean Sharpe ratio of one configuration in the base regime, over `paths` paths. */
function means(sampling: PathSampling, paths: number, seed: number): readonly [number, number] {
  const job = evaluationJob({
    models: [pathModel(specRegimes[0], { months: 60, warmupMonths: 0 }, 'qe-m')],
    streams: [1],
    seed,
    paths,
    sampling,
    rules: standardRules,
    configurations: [
      { targetVolatility: 0.12, weightFunction: 'inverse-vol', windowMonths: 12, riskAversion: 1, costBp: 5 },
    ],
  })
  const evaluate = evaluatePaths(job)
  for (let shard = 0; shard < job.shardsPerRegime; shard++) evaluate(shard)
  const mean = (f: number): number => new Float64Array(job.figures[f]).reduce((sum, x) => sum + x, 0) / paths
  return [mean(pathFigures.indexOf('annualReturn')), mean(pathFigures.indexOf('sharpe'))]
}

test('at equal paths Sobol cuts the variance of mean return and mean Sharpe at least fivefold', () => {
  const seeds = 24
  const scatter = (sampling: PathSampling): readonly number[] => {
    const runs = Array.from({ length: seeds }, (_, seed) => means(sampling, 256, seed + 1))
    return [0, 1].map((k) => {
      const mean = runs.reduce((sum, run) => sum + run[k], 0) / seeds
      return runs.reduce((sum, run) => sum + (run[k] - mean) ** 2, 0) / (seeds - 1)
    })
  }
  const pseudo = scatter({ kind: 'pseudo-random' })
  const sobol = scatter({ kind: 'sobol', randomisations: 2 })
  assert.ok(pseudo[0] / sobol[0] > 5, `return: ${pseudo[0] / sobol[0]} times`)
  assert.ok(pseudo[1] / sobol[1] > 5, `Sharpe: ${pseudo[1] / sobol[1]} times`)
})

test('Sobol and pseudo-random means agree within the error that eight randomisations report', () => {
  const request = {
    models: [pathModel(specRegimes[0], { months: 60, warmupMonths: 0 }, 'qe-m')],
    streams: [1],
    seed: 11,
    rules: standardRules,
    configurations: [
      { targetVolatility: 0.12, weightFunction: 'inverse-vol', windowMonths: 12, riskAversion: 1, costBp: 5 },
    ],
  } as const
  const rows = ([{ kind: 'sobol', randomisations: 8 }, { kind: 'pseudo-random' }] as const).map((sampling) => {
    const job = evaluationJob({ ...request, paths: 1024, sampling })
    const evaluate = evaluatePaths(job)
    for (let shard = 0; shard < job.shardsPerRegime; shard++) evaluate(shard)
    summarisePaths(job)(0)
    return new Float64Array(job.summary)
  })
  for (const figure of ['annualReturn', 'sharpe', 'volatility', 'maxDrawdown'] as const) {
    const at = summaryFigures.indexOf(figure)
    const difference = rows[0][at] - rows[1][at]
    const error = Math.hypot(rows[0][at + 1], rows[1][at + 1])
    assert.ok(Math.abs(difference) < 4 * error, `${figure}: ${difference} +- ${error}`)
  }
  for (const figure of ['annualReturn', 'sharpe'] as const) {
    const at = summaryFigures.indexOf(figure) + 1
    assert.ok(rows[0][at] < 0.5 * rows[1][at], `${figure}: error ${rows[0][at]} v ${rows[1][at]}`)
  }
})
