import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { covarianceMatrix, matrixColumns, mean, requireWhole, type Sample } from '../statistics/index.ts'
import { requireFactors } from './conditional-stress.ts'
import {
  lossByFactor,
  requirePosition,
  type ReverseStress,
  type StressedPosition,
  stressScenario,
} from './stress-scenario.ts'
import { whitenedFactors } from './whitened-factors.ts'

/** A reverse stress among given scenarios, with the rows that it took. */
export interface NearestScenarios {
  readonly result: ReverseStress
  /** Row (from 0) of each scenario of the result. */
  readonly rows: readonly number[]
  /** How many of the scenarios lose the target. */
  readonly count: number
}

/**
 * Reverse stress among historical or simulated scenarios: the one that loses at least `targetLoss` and is nearest to the
 * mean by the Mahalanobis distance of the scenarios' own covariance. The second is the nearest of those that point elsewhere
 * (more than 60 degrees away in whitened coordinates).
 *
 * `scenarios` are rows of factor moves, more than twice as many as factors. Probabilities are those of normal factors with that
 * covariance. Source: Breuer & Csiszár, Mathematical Finance 23 (2013); Glasserman, Kang & Kang (2015).
 */
export function nearestScenarios(
  scenarios: readonly Sample[],
  position: StressedPosition,
  targetLoss: number,
): NearestScenarios {
  requireFinite(targetLoss, 'targetLoss')
  const size = requireWhole(scenarios[0]?.length ?? 0, 1, 1000, 'number of factors')
  requirePosition(position, size)
  if (scenarios.length <= 2 * size) {
    throw new TuttiError('invalid-input', 'a covariance needs more than two scenarios a factor', {
      field: 'scenarios',
      got: `${scenarios.length} scenarios of ${size} factors`,
      expected: `more than ${2 * size} scenarios`,
    })
  }
  scenarios.forEach((row, s) => {
    requireWhole(row.length, size, size, `number of values in scenarios[${s}]`)
    requireSample(row, 1, `scenarios[${s}]`)
  })
  const factors = {
    means: matrixColumns(scenarios).map(mean),
    covariance: covarianceMatrix(scenarios, 'sample'),
  }
  requireFactors(factors)
  const white = whitenedFactors(factors)
  const rank = white.columns.length
  // y_k = column_k' x / |.|, from x = A y with orthogonal columns in correlation units.
  const variances = factors.covariance.map((row, i) => row[i])
  const inverse = white.columns.map((column) => {
    const weighted = column.map((a, i) => (variances[i] > 0 ? a / variances[i] : 0))
    const norm = column.reduce((sum, a, i) => sum + a * weighted[i], 0)
    return weighted.map((a) => a / norm)
  })
  const points = scenarios.map((row) =>
    inverse.map((weights) => weights.reduce((sum, w, i) => sum + w * (row[i] - factors.means[i]), 0)),
  )
  const squared = points.map((y) => y.reduce((sum, v) => sum + v * v, 0))
  const losses = scenarios.map((row) => lossByFactor(position, row).reduce((sum, part) => sum + part, 0))
  const scenarioAt = (s: number) => stressScenario(factors, position, Array.from(scenarios[s]), squared[s], rank)
  const reaching = losses.flatMap((loss, s) => (loss >= targetLoss ? [s] : [])).sort((a, b) => squared[a] - squared[b])
  if (reaching.length === 0) {
    const worst = losses.reduce((best, loss, s) => (loss > losses[best] ? s : best), 0)
    return {
      result: { status: 'unreachable', worstLoss: losses[worst], scenario: scenarioAt(worst) },
      rows: [worst],
      count: 0,
    }
  }
  const [first] = reaching
  const second = reaching.find((s) => {
    const product = points[s].reduce((sum, v, k) => sum + v * points[first][k], 0)
    return product < 0.5 * Math.sqrt(squared[s] * squared[first])
  })
  const rows = second === undefined ? [first] : [first, second]
  return { result: { status: 'reached', scenarios: rows.map(scenarioAt) }, rows, count: reaching.length }
}
