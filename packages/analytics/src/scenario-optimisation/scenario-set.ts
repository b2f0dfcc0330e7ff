import { TuttiError } from '../errors/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'

/** Joint returns of n assets in S scenarios, or in S successive periods, laid flat. */
export interface ScenarioSet {
  readonly count: number
  readonly assets: number
  /** Simple returns by rows: entry s n + i is asset i in scenario s. */
  readonly returns: Float64Array
  /** They add up to 1. */
  readonly probabilities: Float64Array
  /** Probability-weighted mean return of each asset. */
  readonly means: Float64Array
  readonly equallyLikely: boolean
}

/**
 * Scenarios (rows) of simple returns of the assets (columns), equally likely unless `probabilities` are given.
 *
 * Throws `invalid-input` naming the entry for rows of different lengths, figures that are not finite, probabilities below
 * zero or that do not add up to 1 (to 1e-9).
 */
export function scenarioSet(rows: readonly Sample[], probabilities?: Sample): ScenarioSet {
  const count = rows.length
  const assets = rows[0]?.length ?? 0
  if (count === 0 || assets === 0) throw invalid('returns', 'no returns', 'at least one scenario of at least one asset')
  const returns = new Float64Array(count * assets)
  for (let s = 0; s < count; s++) {
    requireSameLength(rows[0], rows[s], 'returns[0]', `returns[${s}]`)
    const row = rows[s]
    for (let i = 0; i < assets; i++) {
      const value = row[i]
      if (!Number.isFinite(value)) throw invalid(`returns[${s}][${i}]`, String(value), 'a finite number')
      returns[s * assets + i] = value
    }
  }
  const weights =
    probabilities === undefined ? new Float64Array(count).fill(1 / count) : requireProbabilities(probabilities, count)
  const means = new Float64Array(assets)
  for (let s = 0; s < count; s++) for (let i = 0; i < assets; i++) means[i] += weights[s] * returns[s * assets + i]
  return {
    count,
    assets,
    returns,
    probabilities: weights,
    means,
    equallyLikely: weights.every((p) => p === weights[0]),
  }
}

/** Losses (minus the returns) of a portfolio in each scenario. */
export function portfolioLosses({ count, assets, returns }: ScenarioSet, weights: Sample): Float64Array {
  const losses = new Float64Array(count)
  for (let s = 0; s < count; s++) {
    const row = s * assets
    let sum = 0
    for (let i = 0; i < assets; i++) sum += weights[i] * returns[row + i]
    losses[s] = -sum
  }
  return losses
}

function requireProbabilities(probabilities: Sample, count: number): Float64Array {
  if (probabilities.length !== count)
    throw invalid('probabilities', `${probabilities.length} entries`, `${count}, one for each scenario`)
  let total = 0
  for (let s = 0; s < count; s++) {
    if (!(probabilities[s] >= 0 && probabilities[s] <= 1))
      throw invalid(`probabilities[${s}]`, String(probabilities[s]), 'a number in [0, 1]')
    total += probabilities[s]
  }
  if (Math.abs(total - 1) > 1e-9) throw invalid('probabilities', `a sum of ${total}`, 'a sum of 1')
  return Float64Array.from(probabilities, (p) => p / total)
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
