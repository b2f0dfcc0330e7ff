import type { Sample } from '../statistics/index.ts'
import { orderStatisticRanks } from './order-statistic-ranks.ts'
import type { ScenarioModel } from './scenario-source.ts'
import { type PathSimulationOptions, pathFigures } from './simulated-paths.ts'
import { meanFigure, tailRanks } from './tail-figures.ts'

/** One figure of two portfolios on the same scenarios. */
export interface ComparedFigure {
  readonly first: number
  readonly second: number
  /** First less second, with the standard error of the difference and its interval. */
  readonly difference: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
  /** `tie` where the interval of the difference holds 0. */
  readonly verdict: 'first-higher' | 'second-higher' | 'tie'
}

/** Two portfolios side by side. Losses positive, 1 - final wealth. */
export interface ComparedPortfolios {
  readonly meanFinalWealth: ComparedFigure
  readonly meanMaximumDrawdown: ComparedFigure
  readonly tails: readonly {
    readonly confidence: number
    readonly valueAtRisk: ComparedFigure
    readonly expectedShortfall: ComparedFigure
  }[]
}

/**
 * Compares two portfolios on common scenarios: the standard error is that of the paired difference, by influence
 * functions for VaR and expected shortfall, and a difference within its interval is called a tie.
 *
 * Throws as `simulatedPaths` does. Source: Glasserman & Yao, Management Science 38 (1992) (common random numbers); Van der
 * Vaart, Asymptotic Statistics (1998), chapter 21 (influence of quantiles).
 */
export function comparedPortfolios(
  model: ScenarioModel,
  first: Sample,
  second: Sample,
  options: PathSimulationOptions,
): ComparedPortfolios {
  const { scenarios = 10_000, confidences = [0.95, 0.99], level = 0.95, antithetic = false, periods } = options
  tailRanks(scenarios, confidences, level)
  const { figures } = pathFigures(model, [first, second], options)
  const compared = (a: Float64Array, b: Float64Array, values?: readonly [number, number]): ComparedFigure => {
    const { estimate, standardError, lower, upper } = meanFigure(
      a.map((value, s) => value - b[s]),
      antithetic,
      level,
    )
    const [left, right] = values ?? [meanOf(a), meanOf(b)]
    const difference = left - right
    // Influence functions have a mean of 0; the interval lies around the difference of the figures.
    const shift = difference - estimate
    const ends = { lower: lower + shift, upper: upper + shift }
    return {
      first: left,
      second: right,
      difference,
      standardError,
      ...ends,
      verdict: ends.lower > 0 ? 'first-higher' : ends.upper < 0 ? 'second-higher' : 'tie',
    }
  }
  const [a, b] = figures
  const lossA = a.wealth[periods - 1].map((wealth) => 1 - wealth)
  const lossB = b.wealth[periods - 1].map((wealth) => 1 - wealth)
  return {
    meanFinalWealth: compared(a.wealth[periods - 1], b.wealth[periods - 1]),
    meanMaximumDrawdown: compared(a.maximumDrawdown, b.maximumDrawdown),
    tails: confidences.map((confidence) => {
      const x = tailInfluence(lossA, confidence)
      const y = tailInfluence(lossB, confidence)
      return {
        confidence,
        valueAtRisk: compared(x.valueAtRisk, y.valueAtRisk, [x.value, y.value]),
        expectedShortfall: compared(x.expectedShortfall, y.expectedShortfall, [x.shortfall, y.shortfall]),
      }
    }),
  }
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let s = 0; s < values.length; s++) sum += values[s]
  return sum / values.length
}

/** VaR and expected shortfall with the influence of each scenario on them. */
function tailInfluence(
  losses: Float64Array,
  confidence: number,
): { value: number; shortfall: number; valueAtRisk: Float64Array; expectedShortfall: Float64Array } {
  const n = losses.length
  const share = 1 - confidence
  const sorted = losses.slice().sort()
  // The slope of the quantile function over its own one-sigma range of ranks.
  const { rank, lowerRank, upperRank } = orderStatisticRanks(n, confidence, 2 * normalCdfOfOne - 1)
  const value = sorted[rank - 1]
  const slope = ((sorted[upperRank - 1] - sorted[lowerRank - 1]) / (upperRank - lowerRank)) * n
  let excess = 0
  for (let s = rank; s < n; s++) excess += (sorted[s] - value) / (n * share)
  return {
    value,
    shortfall: value + excess,
    valueAtRisk: losses.map((loss) => ((loss > value ? 1 : 0) - share) * slope),
    expectedShortfall: losses.map((loss) => Math.max(0, loss - value) / share - excess),
  }
}

/** P(Z <= 1). */
const normalCdfOfOne = 0.8413447460685429
