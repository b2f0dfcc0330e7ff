import { requireFinite, requireInRange, requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile, requireSemidefinite, requireSymmetric, semidefiniteFactor } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { requireBetween, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { requireCovariance } from './risk-contributions.ts'
import {
  expectedShortfallInterval,
  type IntervalEstimate,
  type OrderStatisticInterval,
  valueAtRiskInterval,
} from './tail-risk-interval.ts'

/** Jointly normal or Student t moves of risk factors. */
export interface FactorDistribution {
  readonly means: Sample
  readonly covariance: readonly Sample[]
  /** Above 2: a common chi-square mixing variable, scaled to the covariance given. A normal when left out. */
  readonly degreesOfFreedom?: number | undefined
}

/** A run of the simulation. */
export interface SimulationOptions {
  readonly confidence: number
  /** At least 100. */
  readonly scenarios: number
  /** Whole, in [0, 2^53): the same seed gives the same figures. */
  readonly seed: number
  /** Coverage of the intervals. */
  readonly level: number
}

/** Simulated VaR (lower quantile) and expected shortfall (fractional), losses positive, with their intervals. */
export interface SimulatedTailRisk {
  readonly valueAtRisk: OrderStatisticInterval
  readonly expectedShortfall: IntervalEstimate
  readonly losses: Float64Array
  /** Number of scenarios. */
  readonly scenarios: number
}

/**
 * VaR and expected shortfall of a position whose loss is any function of the moves of risk factors, by simulation:
 * L L' = covariance, moves = means + L z (times sqrt((nu - 2) / chi-square) for Student t).
 *
 * `loss` gets a buffer that is reused: read it, do not keep it; it returns a finite number. Throws `invalid-input` for a
 * covariance that is not positive semidefinite; a singular one is allowed. Cost: scenarios x (factors^2 + one loss).
 *
 * Source: Glasserman, Monte Carlo Methods in Financial Engineering (2003), chapter 9.
 */
export function simulatedTailRisk(
  distribution: FactorDistribution,
  loss: (moves: Float64Array) => number,
  options: SimulationOptions,
): SimulatedTailRisk {
  const { means, covariance, degreesOfFreedom: nu } = distribution
  requireSample(means, 1, 'means')
  requireSameLength(means, { length: covariance.length }, 'means', 'covariance')
  requireCovariance(means, covariance)
  requireBetween(options.confidence, 0, 1, 'confidence')
  requireWhole(options.scenarios, 100, 100_000_000, 'scenarios')
  if (nu !== undefined && !(nu > 2)) {
    throw new TuttiError('invalid-input', 'degreesOfFreedom must be above 2 for a covariance to exist', {
      field: 'degreesOfFreedom',
      got: String(nu),
      expected: 'a number > 2',
    })
  }
  requireSemidefinite(covariance, 'covariance')
  const size = means.length
  const lower = semidefiniteFactor(Float64Array.from(covariance.flatMap((row) => Array.from(row))), size)
  const z = new Float64Array(size)
  const moves = new Float64Array(size)
  const normals = uniformStream(options.seed, normalStream, 0)
  const mixing = uniformStream(options.seed, mixingStream, 0)
  const losses = new Float64Array(options.scenarios)
  for (let s = 0; s < options.scenarios; s++) {
    for (let i = 0; i < size; i++) z[i] = normalQuantile(normals())
    const scale = nu === undefined ? 1 : Math.sqrt((nu - 2) / chiSquareDraw(nu, mixing))
    for (let i = 0; i < size; i++) {
      let move = 0
      for (let j = 0; j <= i; j++) move += lower[i * size + j] * z[j]
      moves[i] = means[i] + scale * move
    }
    losses[s] = requireFinite(loss(moves), `loss of scenario ${s}`)
  }
  return {
    valueAtRisk: valueAtRiskInterval(losses, options.confidence, options.level),
    expectedShortfall: expectedShortfallInterval(losses, options.confidence, options.level),
    losses,
    scenarios: options.scenarios,
  }
}

/** Loss of a portfolio that is linear, or quadratic, in its factors: -(delta' x + x' Gamma x / 2). */
export function deltaGammaLoss(deltas: Sample, gammas?: readonly Sample[]): (moves: Float64Array) => number {
  requireSample(deltas, 1, 'deltas')
  if (gammas !== undefined) {
    requireSymmetric(gammas, 'gammas')
    requireSameLength(deltas, { length: gammas.length }, 'deltas', 'gammas')
  }
  return (moves) => {
    let gain = 0
    for (let i = 0; i < moves.length; i++) {
      gain += deltas[i] * moves[i]
      if (gammas !== undefined) for (let j = 0; j < moves.length; j++) gain += 0.5 * gammas[i][j] * moves[i] * moves[j]
    }
    return -gain
  }
}

const normalStream = 9_101
const mixingStream = 9_102

/**
 * A chi-square draw as twice a gamma one of shape nu / 2. Source: Marsaglia and Tsang, A simple method for generating
 * gamma variables, ACM TOMS 26 (2000).
 */
function chiSquareDraw(degreesOfFreedom: number, uniform: () => number): number {
  requireInRange(degreesOfFreedom, 2, Number.MAX_VALUE, 'degreesOfFreedom')
  const d = degreesOfFreedom / 2 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normalQuantile(uniform())
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return 2 * d * v
  }
}
