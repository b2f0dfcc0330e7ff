import { requireInRange } from '../errors/index.ts'
import { semidefiniteFactor } from '../math/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { efficientFrontier, type FrontierPoint } from './efficient-frontier.ts'
import type { InfeasiblePortfolio } from './infeasible-portfolio.ts'
import { optimisationTask, type OptimisationInput } from './optimisation-task.ts'
import { inner, variance } from './risk-matrix.ts'

/** One rank of the resampled frontier, from least risk (first) to highest return (last). */
export interface ResampledPoint {
  /** Mean of the optimal weights over the samples. */
  readonly weights: Float64Array
  /** Standard error of each mean weight. */
  readonly standardErrors: Float64Array
  /** Standard deviation of the optimal weights over samples: how little the data say about them. */
  readonly deviations: Float64Array
  /** Of the mean weights under the given returns and covariance. */
  readonly expectedReturn: number
  readonly volatility: number
}

/** A frontier averaged over samples of the inputs. */
export interface ResampledFrontier {
  readonly status: 'solved'
  readonly points: readonly ResampledPoint[]
  readonly samples: number
}

/** How the inputs are resampled. */
export interface Resampling {
  /** Observations that the inputs were estimated from, more than the number of assets. */
  readonly observations: number
  readonly samples: number
  /** Ranks from least risk to highest return, 2 at least. */
  readonly ranks: number
  readonly seed: number
}

/**
 * Michaud's resampled frontier: samples of normal returns as long as the data are drawn from the given inputs, the frontier
 * of each is computed at equally spaced returns, and the weights are averaged by rank. Averages meet all limits, as these
 * are convex. The same seed gives the same figures on any machine.
 *
 * Throws `invalid-input` for counts out of range, and as `efficientFrontier`. Source: Michaud (1998), Efficient Asset
 * Management.
 */
export function resampledFrontier(
  input: OptimisationInput,
  resampling: Resampling,
): ResampledFrontier | InfeasiblePortfolio {
  const task = optimisationTask({ ...input, costs: undefined, relative: undefined })
  const { size, covariance } = task.risk
  const { observations, samples, ranks, seed } = resampling
  requireInRange(observations, size + 1, 100_000, 'observations')
  requireInRange(samples, 2, 100_000, 'samples')
  requireInRange(ranks, 2, 200, 'ranks')
  const factor = semidefiniteFactor(covariance, size)
  const sums = Array.from({ length: ranks }, () => new Float64Array(size))
  const squares = Array.from({ length: ranks }, () => new Float64Array(size))
  const state = new Int32Array(4)
  for (let sample = 0; sample < samples; sample++) {
    openStream(seed, 0, sample, state)
    const drawn = drawnMoments(task.expectedReturns, factor, observations, state)
    const frontier = efficientFrontier({ ...drawn, limits: task.limits }, { targetReturns: [], gridPoints: ranks })
    if (frontier.status === 'infeasible') return frontier
    for (let rank = 0; rank < ranks; rank++) {
      const weights = atRank(frontier.points, rank / (ranks - 1))
      for (let i = 0; i < size; i++) {
        sums[rank][i] += weights[i]
        squares[rank][i] += weights[i] * weights[i]
      }
    }
  }
  const points = sums.map((sum, rank): ResampledPoint => {
    const weights = sum.map((value) => value / samples)
    const deviations = squares[rank].map((square, i) =>
      Math.sqrt(Math.max(0, (square - samples * weights[i] * weights[i]) / (samples - 1))),
    )
    return {
      weights,
      deviations,
      standardErrors: deviations.map((deviation) => deviation / Math.sqrt(samples)),
      expectedReturn: inner(task.expectedReturns, weights),
      volatility: Math.sqrt(variance(task.risk, weights)),
    }
  })
  return { status: 'solved', points, samples }
}

/** Mean and covariance (divisor n - 1) of normal draws. */
function drawnMoments(mean: Float64Array, factor: Float64Array, observations: number, state: Int32Array) {
  const size = mean.length
  const normals = new Float64Array(size)
  const row = new Float64Array(size)
  const sum = new Float64Array(size)
  const cross = new Float64Array(size * size)
  for (let t = 0; t < observations; t++) {
    fillNormals(state, normals, size)
    for (let i = 0; i < size; i++) {
      let value = 0
      for (let k = 0; k < size; k++) value += factor[i * size + k] * normals[k]
      row[i] = value
      sum[i] += value
    }
    for (let i = 0; i < size; i++) {
      const start = i * size
      for (let j = 0; j <= i; j++) cross[start + j] += row[i] * row[j]
    }
  }
  const covariance = Array.from({ length: size }, () => new Float64Array(size))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = (cross[i * size + j] - (sum[i] * sum[j]) / observations) / (observations - 1)
      covariance[i][j] = value
      covariance[j][i] = value
    }
  }
  return { expectedReturns: mean.map((value, i) => value + sum[i] / observations), covariance }
}

/** The weights at a share of the way from the first return to the last, linear between points. */
function atRank(points: readonly FrontierPoint[], share: number): Float64Array {
  const first = points[0].expectedReturn
  const target = first + share * (points[points.length - 1].expectedReturn - first)
  let k = 1
  while (k < points.length - 1 && points[k].expectedReturn < target) k++
  if (points.length === 1) return points[0].weights
  const from = points[k - 1]
  const to = points[k]
  const span = to.expectedReturn - from.expectedReturn
  const s = span > 0 ? Math.min(1, Math.max(0, (target - from.expectedReturn) / span)) : share === 0 ? 0 : 1
  return from.weights.map((weight, i) => weight + s * (to.weights[i] - weight))
}
