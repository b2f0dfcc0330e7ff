import { requireInRange, TuttiError } from '../errors/index.ts'
import { type ScenarioSet, portfolioLosses } from './scenario-set.ts'
import type { Sample } from '../statistics/index.ts'

/** Measures of risk over scenarios that are linear programmes; losses are positive. */
export type ScenarioRisk =
  /** Mean of the worst 1 - confidence of the losses (conditional value at risk, expected shortfall). */
  | { readonly measure: 'cvar'; readonly confidence: number }
  /** Mean absolute deviation of the return from its mean. */
  | { readonly measure: 'mad' }
  /**
   * Mean of the worst 1 - confidence of the drawdowns of the uncompounded sum of returns, scenarios being successive
   * periods. The running maximum starts at zero, before the first return, or at the first return. Confidence 0 is the
   * average drawdown.
   */
  | { readonly measure: 'cdar'; readonly confidence: number; readonly maximumStartsAt: 'zero' | 'first-return' }
  /** Largest drawdown of the uncompounded sum of returns. */
  | { readonly measure: 'max-drawdown'; readonly maximumStartsAt: 'zero' | 'first-return' }
  /** Largest loss in any scenario (maximin). */
  | { readonly measure: 'worst-loss' }

/** Throws `invalid-input` where a risk cannot be measured over the scenarios; returns it. */
export function requireRisk(risk: ScenarioRisk, scenarios: ScenarioSet): ScenarioRisk {
  if (risk.measure === 'cvar' || risk.measure === 'cdar') {
    requireInRange(risk.confidence, 0, 1, 'confidence')
    if (risk.confidence > 1 - 1e-9) {
      throw new TuttiError(
        'invalid-input',
        `confidence must be below 1, got ${risk.confidence}; the largest loss and the largest drawdown are measures of their own`,
        {
          field: 'confidence',
          got: String(risk.confidence),
          expected: 'a number in [0, 1)',
        },
      )
    }
  }
  if ((risk.measure === 'cdar' || risk.measure === 'max-drawdown') && !scenarios.equallyLikely) {
    throw new TuttiError('invalid-input', 'drawdowns are those of successive periods, which have no probabilities', {
      field: 'probabilities',
      got: 'probabilities',
      expected: 'none',
    })
  }
  return risk
}

/** The risk of a portfolio over the scenarios, computed from its losses. */
export function scenarioRisk(scenarios: ScenarioSet, weights: Sample, risk: ScenarioRisk): number {
  const losses = portfolioLosses(scenarios, weights)
  const { probabilities } = scenarios
  switch (risk.measure) {
    case 'cvar':
      return tailMean(losses, probabilities, risk.confidence).mean
    case 'cdar':
      return tailMean(drawdowns(losses, risk.maximumStartsAt), probabilities, risk.confidence).mean
    case 'max-drawdown':
      return drawdowns(losses, risk.maximumStartsAt).reduce((most, value) => Math.max(most, value), 0)
    case 'worst-loss':
      return losses.reduce((most, value, s) => (probabilities[s] > 0 ? Math.max(most, value) : most), -Infinity)
    case 'mad': {
      let mean = 0
      for (let s = 0; s < losses.length; s++) mean += probabilities[s] * losses[s]
      return losses.reduce((sum, value, s) => sum + probabilities[s] * Math.abs(value - mean), 0)
    }
  }
}

/** Mean of the worst 1 - confidence of values, the one on the edge counted in part, and the value there (the quantile). */
export function tailMean(
  values: Float64Array,
  probabilities: Float64Array,
  confidence: number,
): { readonly mean: number; readonly quantile: number } {
  const order = Uint32Array.from(values, (_, s) => s).sort((a, b) => values[b] - values[a])
  const tail = 1 - confidence
  let mass = 0
  let sum = 0
  let quantile = values[order[0]]
  for (const s of order) {
    const share = Math.min(probabilities[s], tail - mass)
    // A rest of the tail that only rounding leaves is not another loss.
    if (share <= 1e-12 * tail) continue
    quantile = values[s]
    sum += share * values[s]
    mass += share
    if (tail - mass <= 1e-12 * tail) break
  }
  return { mean: sum / mass, quantile }
}

/** Distance of the cumulative uncompounded return from its running maximum after each period. */
function drawdowns(losses: Float64Array, maximumStartsAt: 'zero' | 'first-return'): Float64Array {
  const path = new Float64Array(losses.length)
  let drawdown = 0
  for (let t = 0; t < losses.length; t++) {
    drawdown = t === 0 && maximumStartsAt === 'first-return' ? 0 : Math.max(0, drawdown + losses[t])
    path[t] = drawdown
  }
  return path
}
