import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { chiSquareSurvival } from '../math/index.ts'
import type { PathSampling } from '../scenarios/path-job.ts'
import { type EvaluationJob, pathFigures, type SummaryFigure, summaryFigures } from './evaluation-job.ts'
import { figureOf, rowOf, spreadConfigurations, studied } from './study.fixture.ts'
import { tailCount } from './summarise-paths.kernel.ts'

const mean = (xs: ArrayLike<number>): number => Array.from(xs).reduce((sum, x) => sum + x, 0) / xs.length
const variance = (xs: ArrayLike<number>): number => {
  const centre = mean(xs)
  return Array.from(xs).reduce((sum, x) => sum + (x - centre) ** 2, 0) / (xs.length - 1)
}
const groupsOf = (xs: Float64Array, count: number): Float64Array[] => {
  const size = Math.floor(xs.length / count)
  return Array.from({ length: count }, (_, g) => xs.slice(g * size, (g + 1) * size))
}

function summary(job: EvaluationJob, regime: number, place: number): Record<SummaryFigure, number> {
  const at = (regime * job.table.count + rowOf(job, place)) * summaryFigures.length
  const row = new Float64Array(job.summary).subarray(at, at + summaryFigures.length)
  return Object.fromEntries(summaryFigures.map((name, i) => [name, row[i]])) as Record<SummaryFigure, number>
}

/** Mean of the worst 5 %, and the value at its edge, of losses by sorting. */
function tailBySorting(losses: Float64Array): { edge: number; mean: number } {
  const sorted = losses.toSorted().toReversed()
  const k = Math.max(1, Math.floor(losses.length / 20))
  return { edge: sorted[k - 1], mean: mean(sorted.slice(0, k)) }
}

test('the tail holds a twentieth of the outcomes, at least one', () => {
  assert.deepEqual([1, 19, 20, 39, 40, 1000, 10_000].map(tailCount), [1, 1, 1, 1, 2, 50, 500])
})

for (const [name, sampling, paths] of [
  ['pseudo-random', { kind: 'pseudo-random' }, 260],
  ['Sobol', { kind: 'sobol', randomisations: 8 }, 256],
] as const satisfies readonly (readonly [string, PathSampling, number])[]) {
  test(`${name}: means, tails and errors of a summary are those of plain sorting and averaging`, () => {
    const job = studied({ configurations: spreadConfigurations(6), months: 36, paths, sampling })
    const years = 3
    const draws = name === 'Sobol' ? 8 : paths
    const groups = name === 'Sobol' ? 8 : 10
    for (const regime of [0, 1]) {
      for (let place = 0; place < 6; place++) {
        const got = summary(job, regime, place)
        pathFigures.forEach((figure, f) => {
          const values = figureOf(job, job.figures[f], regime, place)
          assertClose(got[figure], mean(values), 1e-13, 1e-12, figure)
          const error = Math.sqrt(variance(groupsOf(values, draws).map(mean)) / draws)
          assertClose(got[`${figure}Error`], error, 1e-13, 1e-9, `${figure} error`)
        })
        const drawdowns = figureOf(job, job.figures[3], regime, place)
        assertClose(got.worstDrawdown, tailBySorting(drawdowns).mean, 1e-14, 1e-12)
        const losses = figureOf(job, job.annual, regime, place, years).map((r) => -r)
        const tail = tailBySorting(losses)
        assert.equal(got.valueAtRisk, tail.edge)
        assertClose(got.expectedShortfall, tail.mean, 1e-14, 1e-12)
        assert.ok(got.expectedShortfall >= got.valueAtRisk)
        assert.ok(got.worstDrawdown >= got.maxDrawdown)
        // errors of tail measures: scatter of equal groups of paths
        const size = Math.floor(paths / groups)
        const used = losses.slice(0, size * groups * years)
        const tails = groupsOf(used, groups).map(tailBySorting)
        const groupError = (xs: number[]): number => Math.sqrt(variance(xs) / groups)
        assertClose(got.valueAtRiskError, groupError(tails.map(({ edge }) => edge)), 1e-14, 1e-9)
        assertClose(got.expectedShortfallError, groupError(tails.map((t) => t.mean)), 1e-14, 1e-9)
        const worst = groupsOf(drawdowns.slice(0, size * groups), groups).map((group) => tailBySorting(group).mean)
        assertClose(got.worstDrawdownError, groupError(worst), 1e-14, 1e-9)
      }
    }
  })
}

test('standard errors are the spread of the means from seed to seed, pseudo-random and Sobol', () => {
  const configurations = spreadConfigurations(4)
  for (const [sampling, seeds, paths] of [
    [{ kind: 'pseudo-random' }, 40, 200],
    [{ kind: 'sobol', randomisations: 8 }, 40, 128],
  ] as const) {
    const runs = Array.from({ length: seeds }, (_, seed) => {
      const job = studied({ configurations, regimes: [0], months: 36, paths, sampling, seed: 100 + seed })
      return configurations.map((_c, place) => summary(job, 0, place))
    })
    for (const figure of ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'turnover'] as const) {
      configurations.forEach((_, place) => {
        const spread = variance(runs.map((run) => run[place][figure]))
        const reported = mean(runs.map((run) => run[place][`${figure}Error`] ** 2))
        // (seeds - 1) spread / true variance is chi-square; the mean of the reported variances has 7 x 40 or more degrees
        const statistic = ((seeds - 1) * spread) / reported
        const p = chiSquareSurvival(statistic, seeds - 1)
        assert.ok(p > 2e-4 && p < 1 - 2e-4, `${sampling.kind} ${figure} ${place}: ratio ${spread / reported}, p = ${p}`)
      })
    }
  }
})
