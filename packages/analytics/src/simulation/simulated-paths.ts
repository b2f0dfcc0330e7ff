import { requireSample, TuttiError } from '../errors/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { marginalMean } from './marginal.ts'
import { orderStatisticRanks } from './order-statistic-ranks.ts'
import { type ScenarioModel, type ScenarioSeed, type ScenarioSource, scenarioSource } from './scenario-source.ts'
import { blockOf, requireEvenPairs } from './simulated-portfolio.ts'
import {
  meanFigure,
  normalFigure,
  pairedTailFigures,
  probabilityFigure,
  type SimulatedFigure,
  type SimulatedTail,
  tailFigures,
  tailRanks,
} from './tail-figures.ts'

/** A run over several periods. */
export interface PathSimulationOptions extends ScenarioSeed {
  /** At least 100; default 10,000. */
  readonly scenarios?: number | undefined
  /** Number of periods of the marginals: 12 for a year of monthly ones. */
  readonly periods: number
  /** Periods between rebalancings to the weights; 1 for each, 0 for never (weights drift). */
  readonly rebalanceEvery: number
  /** Default 0.95, 0.99. */
  readonly confidences?: readonly number[] | undefined
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number | undefined
}

/** Figures of each path of one portfolio, in the order of the scenarios. */
export interface PathFigures {
  /** Wealth at the end of each period, from a start of 1: wealth[t][s]. */
  readonly wealth: readonly Float64Array[]
  /** Largest fall from a peak, the start included, as a share of the peak. */
  readonly maximumDrawdown: Float64Array
  /** Root mean square of the drawdowns at the ends of the periods. */
  readonly ulcer: Float64Array
  /** Share of the periods that end below an earlier peak. */
  readonly timeUnderWater: Float64Array
}

/** A quantile over the scenarios, with its order-statistic interval. */
export interface QuantileFigure {
  readonly probability: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/** Distribution of wealth and drawdowns over the periods, each figure with its error. Wealth starts at 1. */
export interface SimulatedPaths {
  readonly scenarios: number
  readonly periods: number
  readonly meanFinalWealth: SimulatedFigure
  /** By the sum of the period returns as control variate, whose mean is known; `null` where a marginal has no closed mean. */
  readonly controlledMeanFinalWealth: SimulatedFigure | null
  readonly probabilityOfLoss: SimulatedFigure
  /** Share of the paths that lose everything; their wealth stays at 0. */
  readonly probabilityOfRuin: SimulatedFigure
  /** Of the loss at the end, 1 - wealth. */
  readonly tails: readonly SimulatedTail[]
  readonly meanMaximumDrawdown: SimulatedFigure
  readonly maximumDrawdownQuantiles: readonly QuantileFigure[]
  /** Mean of the maximum drawdowns beyond their quantile, at each confidence. */
  readonly conditionalDrawdowns: readonly SimulatedTail[]
  readonly meanUlcer: SimulatedFigure
  readonly meanTimeUnderWater: SimulatedFigure
  /** Quantiles of wealth at 5, 25, 50, 75 and 95 % for each period. */
  readonly fan: readonly (readonly QuantileFigure[])[]
}

const fanProbabilities = [0.05, 0.25, 0.5, 0.75, 0.95]
const drawdownProbabilities = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99]
/** Most wealths kept at a time. */
const MOST_WEALTHS = 5e7

/**
 * Paths of one or more portfolios on the same scenarios; the strategies' returns of a period are simple returns on their
 * value. Throws as `simulatedPaths` does.
 */
export function pathFigures(
  model: ScenarioModel,
  portfolios: readonly Sample[],
  options: PathSimulationOptions,
): { readonly figures: readonly PathFigures[]; readonly periodSums: readonly Float64Array[] } {
  const { scenarios = 10_000, periods, rebalanceEvery, antithetic = false } = options
  requireWhole(scenarios, 100, 100_000_000, 'scenarios')
  requireEvenPairs(scenarios, antithetic)
  requireWhole(periods, 1, 10_000, 'periods')
  requireWhole(rebalanceEvery, 0, 10_000, 'rebalanceEvery')
  if (scenarios * periods * portfolios.length > MOST_WEALTHS) {
    throw new TuttiError('invalid-input', 'the paths do not fit into memory: take fewer scenarios or periods', {
      field: 'scenarios',
      got: `${scenarios} x ${periods} x ${portfolios.length}`,
      expected: `a product of at most ${MOST_WEALTHS}`,
    })
  }
  const source = scenarioSource(model, options)
  portfolios.forEach((weights, p) => {
    requireSample(weights, 1, `weights ${p}`)
    requireWhole(weights.length, source.strategies, source.strategies, 'number of weights')
  })
  const walks = portfolios.map((weights) => portfolioWalk(weights, source, scenarios, periods, rebalanceEvery))
  const returns = new Float64Array(source.strategies * source.stride)
  for (let start = 0; start < scenarios; start += source.stride) {
    const count = Math.min(source.stride, scenarios - start)
    source.open(blockOf(start, start + count))
    for (const walk of walks) walk.restart()
    for (let t = 0; t < periods; t++) {
      source.next(returns)
      for (const walk of walks) walk.step(returns, start, count, t)
    }
  }
  for (const { figures } of walks) requireFinitePaths(figures)
  return { figures: walks.map(({ figures }) => figures), periodSums: walks.map(({ sums }) => sums) }
}

function requireFinitePaths({ wealth }: PathFigures): void {
  const last = wealth[wealth.length - 1]
  for (let s = 0; s < last.length; s++) {
    if (Number.isFinite(last[s])) continue
    throw new TuttiError(
      'calculation-failed',
      `the wealth of scenario ${s} is not finite: the tails of a marginal are too heavy to compound`,
      {
        field: 'marginals',
        got: String(last[s]),
      },
    )
  }
}

interface Walk {
  readonly figures: PathFigures
  /** Sum over the periods of the returns at the weights, for each scenario. */
  readonly sums: Float64Array
  readonly restart: () => void
  readonly step: (returns: Float64Array, start: number, count: number, t: number) => void
}

function portfolioWalk(
  weights: Sample,
  { strategies, stride }: ScenarioSource,
  scenarios: number,
  periods: number,
  rebalanceEvery: number,
): Walk {
  let total = 0
  for (let i = 0; i < strategies; i++) total += weights[i]
  const drifts = rebalanceEvery !== 1
  const holdings = new Float64Array(drifts ? strategies * stride : 0)
  const cash = new Float64Array(stride)
  const now = new Float64Array(stride)
  const peak = new Float64Array(stride)
  const gains = new Float64Array(stride)
  const figures: PathFigures = {
    wealth: Array.from({ length: periods }, () => new Float64Array(scenarios)),
    maximumDrawdown: new Float64Array(scenarios),
    ulcer: new Float64Array(scenarios),
    timeUnderWater: new Float64Array(scenarios),
  }
  const sums = new Float64Array(scenarios)
  return {
    figures,
    sums,
    restart: () => {
      now.fill(1)
      peak.fill(1)
    },
    step: (returns, start, count, t) => {
      gains.fill(0)
      for (let i = 0; i < strategies; i++) {
        const weight = weights[i]
        const at = i * stride
        for (let s = 0; s < count; s++) gains[s] += weight * returns[at + s]
      }
      for (let s = 0; s < count; s++) sums[start + s] += gains[s]
      if (drifts) {
        if (t === 0 || (rebalanceEvery > 0 && t % rebalanceEvery === 0)) {
          for (let i = 0; i < strategies; i++) {
            for (let s = 0; s < count; s++) holdings[i * stride + s] = weights[i] * now[s]
          }
          for (let s = 0; s < count; s++) cash[s] = (1 - total) * now[s]
        }
        now.set(cash)
        for (let i = 0; i < strategies; i++) {
          const at = i * stride
          for (let s = 0; s < count; s++) {
            holdings[at + s] *= 1 + returns[at + s]
            now[s] += holdings[at + s]
          }
        }
      } else {
        for (let s = 0; s < count; s++) now[s] *= 1 + gains[s]
      }
      const wealth = figures.wealth[t]
      for (let s = 0; s < count; s++) {
        const id = start + s
        // A path that has lost everything stays there.
        if (now[s] <= 0 || (t > 0 && figures.wealth[t - 1][id] === 0)) {
          now[s] = 0
          if (drifts) {
            cash[s] = 0
            for (let i = 0; i < strategies; i++) holdings[i * stride + s] = 0
          }
        }
        wealth[id] = now[s]
        if (now[s] >= peak[s]) {
          peak[s] = now[s]
          continue
        }
        const drawdown = 1 - now[s] / peak[s]
        if (drawdown > figures.maximumDrawdown[id]) figures.maximumDrawdown[id] = drawdown
        figures.ulcer[id] += (drawdown * drawdown) / periods
        figures.timeUnderWater[id] += 1 / periods
      }
      if (t === periods - 1) {
        for (let s = start; s < start + count; s++) figures.ulcer[s] = Math.sqrt(figures.ulcer[s])
      }
    },
  }
}

/**
 * Simulates wealth and drawdowns of a portfolio of strategies over several periods, independent from period to period (or
 * with the volatility of filtered historical simulation).
 *
 * `weights` are decimals of wealth; the rest is cash without return. Throws `invalid-input` for parameters out of range,
 * `not-applicable` where the tail has fewer than five scenarios. Source: Glasserman (2003), 4.1 (control variates), 9.1;
 * Chekhlov, Uryasev & Zabarankin, Int. J. of Theoretical and Applied Finance 8 (2005) (conditional drawdown).
 */
export function simulatedPaths(model: ScenarioModel, weights: Sample, options: PathSimulationOptions): SimulatedPaths {
  const { scenarios = 10_000, confidences = [0.95, 0.99], level = 0.95, antithetic = false, periods } = options
  requireBetween(level, 0, 1, 'level')
  const ranks = tailRanks(scenarios, confidences, level)
  const {
    figures: [paths],
    periodSums: [sums],
  } = pathFigures(model, [weights], options)
  const final = paths.wealth[periods - 1]
  const loss = final.map((wealth) => 1 - wealth)
  const tailOf = (values: Float64Array): SimulatedTail[] =>
    antithetic
      ? pairedTailFigures(values, confidences, level)
      : tailFigures(values.slice().sort().toReversed(), scenarios, ranks, level)
  const quantilesOf = (values: Float64Array, probabilities: readonly number[]): QuantileFigure[] =>
    quantileFigures(values, probabilities, level, antithetic)
  return {
    scenarios,
    periods,
    meanFinalWealth: meanFigure(final, antithetic, level),
    controlledMeanFinalWealth: controlledMean(model, weights, final, sums, periods, antithetic, level),
    probabilityOfLoss: probabilityFigure(final, (wealth) => wealth < 1, antithetic, level),
    probabilityOfRuin: probabilityFigure(final, (wealth) => wealth === 0, antithetic, level),
    tails: tailOf(loss),
    meanMaximumDrawdown: meanFigure(paths.maximumDrawdown, antithetic, level),
    maximumDrawdownQuantiles: quantilesOf(paths.maximumDrawdown, drawdownProbabilities),
    conditionalDrawdowns: tailOf(paths.maximumDrawdown),
    meanUlcer: meanFigure(paths.ulcer, antithetic, level),
    meanTimeUnderWater: meanFigure(paths.timeUnderWater, antithetic, level),
    fan: paths.wealth.map((wealth) => quantilesOf(wealth, fanProbabilities)),
  }
}

/** Lower quantiles with their order-statistic intervals; antithetic ones with twice the variance, its upper bound. */
function quantileFigures(
  values: Float64Array,
  probabilities: readonly number[],
  level: number,
  paired: boolean,
): QuantileFigure[] {
  const sorted = values.slice().sort()
  return probabilities.map((probability) => {
    const variance = paired ? 2 * probability * (1 - probability) : undefined
    const { rank, lowerRank, upperRank } = orderStatisticRanks(sorted.length, probability, level, variance)
    return { probability, estimate: sorted[rank - 1], lower: sorted[lowerRank - 1], upper: sorted[upperRank - 1] }
  })
}

/** Mean of the final wealth by regression on the sum of the period returns. */
function controlledMean(
  model: ScenarioModel,
  weights: Sample,
  final: Float64Array,
  sums: Float64Array,
  periods: number,
  paired: boolean,
  level: number,
): SimulatedFigure | null {
  if (model.kind !== 'copula') return null
  // The mean of the draws of an empirical copula is that of its ranks, not of the marginals.
  if (model.copula.kind === 'empirical') return null
  let known = 0
  for (let i = 0; i < weights.length; i++) {
    const centre = marginalMean(model.marginals[i])
    if (centre === null) return null
    known += weights[i] * centre * periods
  }
  const n = final.length
  let meanFinal = 0
  let meanSum = 0
  for (let s = 0; s < n; s++) {
    meanFinal += final[s] / n
    meanSum += sums[s] / n
  }
  let both = 0
  let square = 0
  for (let s = 0; s < n; s++) {
    both += (final[s] - meanFinal) * (sums[s] - meanSum)
    square += (sums[s] - meanSum) ** 2
  }
  if (!(square > 0)) return normalFigure(meanFinal, 0, level)
  const slope = both / square
  return meanFigure(
    final.map((wealth, s) => wealth - slope * (sums[s] - known)),
    paired,
    level,
  )
}
