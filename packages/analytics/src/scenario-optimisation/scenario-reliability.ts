import { normalQuantile } from '../math/index.ts'
import { expectedShortfallInterval, type IntervalEstimate } from '../risk/index.ts'
import { requireBetween, type Sample } from '../statistics/index.ts'
import type { ScenarioRisk } from './scenario-risk.ts'
import { portfolioLosses, type ScenarioSet } from './scenario-set.ts'

/** How far a risk over scenarios may be trusted. */
export interface ScenarioReliability {
  readonly scenarios: number
  /** Scenarios that make up the tail of CVaR or CDaR; null for other measures. */
  readonly tailScenarios: number | null
  /**
   * The risk with its standard error and interval, the scenarios taken as independent draws and the weights as given; null
   * where there is no theory for it (drawdowns, the worst loss, unequal probabilities) or one scenario alone in the tail.
   */
  readonly interval: IntervalEstimate | null
  /** `code: what it means and what to do`. */
  readonly cautions: readonly string[]
}

/**
 * Sampling error of the risk of given weights, and what to know before relying on them: weights optimised over the same
 * scenarios look better there than outside, the more so the fewer scenarios the tail has for each asset held.
 *
 * The interval of CVaR is that of Manistre and Hancock (2005), that of the mean absolute deviation by its influence function.
 * Source on the optimism: Lim, Shanthikumar and Vahn (2011), Conditional value-at-risk in portfolio optimization: coherent
 * but fragile, Operations Research Letters 39.
 */
export function scenarioReliability(
  scenarios: ScenarioSet,
  weights: Sample,
  risk: ScenarioRisk,
  level: number,
): ScenarioReliability {
  requireBetween(level, 0, 1, 'level')
  const { count, equallyLikely } = scenarios
  const hasTail = risk.measure === 'cvar' || risk.measure === 'cdar'
  const tailScenarios = hasTail ? Math.max(1, Math.ceil(count * (1 - risk.confidence) - 1e-9)) : null
  const held = Array.from(weights).filter((weight) => Math.abs(weight) > 1e-9).length
  const cautions: string[] = []
  const informative = tailScenarios ?? count
  if (informative < 5 * scenarios.assets) {
    cautions.push(
      `few-scenarios: ${informative} scenarios decide the risk of ${scenarios.assets} assets, ${held} of them held, so that outside these scenarios the risk will be higher than inside; use more scenarios, fewer assets or tighter limits, and measure the weights on other scenarios`,
    )
  }
  if (tailScenarios !== null && tailScenarios < 10) {
    cautions.push(`short-tail: the tail has ${tailScenarios} scenarios; lower the confidence or use more scenarios`)
  }
  if (risk.measure === 'worst-loss' || risk.measure === 'max-drawdown') {
    cautions.push(
      'extreme: the figure hangs on the single worst event of the sample and has no standard error; a longer sample can only raise it',
    )
  } else if (risk.measure === 'cdar') {
    cautions.push(
      'dependent: drawdowns of successive periods depend on each other, so that the figure has no standard error; compare it over other periods',
    )
  }
  return {
    scenarios: count,
    tailScenarios,
    interval: equallyLikely ? intervalOf(scenarios, weights, risk, level) : null,
    cautions,
  }
}

function intervalOf(
  scenarios: ScenarioSet,
  weights: Sample,
  risk: ScenarioRisk,
  level: number,
): IntervalEstimate | null {
  const losses = portfolioLosses(scenarios, weights)
  const { count } = scenarios
  if (risk.measure === 'cvar') {
    if (!(risk.confidence > 0) || count < 2 || count * (1 - risk.confidence) < 2) return null
    return expectedShortfallInterval(losses, risk.confidence, level)
  }
  if (risk.measure !== 'mad' || count < 3) return null
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / count
  const estimate = losses.reduce((sum, loss) => sum + Math.abs(loss - mean), 0) / count
  const below = losses.reduce((sum, loss) => sum + (loss < mean ? 1 : loss === mean ? 0.5 : 0), 0) / count
  // Influence of one loss on the deviation, its effect on the mean included.
  const variance = losses.reduce(
    (sum, loss) => sum + (Math.abs(loss - mean) - estimate + (2 * below - 1) * (loss - mean)) ** 2,
    0,
  )
  const standardError = Math.sqrt(variance / (count - 1) / count)
  const half = normalQuantile((1 + level) / 2) * standardError
  return { estimate, standardError, lower: estimate - half, upper: estimate + half, level }
}
