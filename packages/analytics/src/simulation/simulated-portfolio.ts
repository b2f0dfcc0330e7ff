import { requireSample, TuttiError } from '../errors/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { largestLosses, type LargestLosses } from './largest-losses.ts'
import { type ScenarioModel, type ScenarioSeed, type ScenarioSource, scenarioSource } from './scenario-source.ts'
import {
  type ContributionPlace,
  lowestContributionRank,
  tailContributions,
  type TailContributions,
} from './tail-contributions.ts'
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

/** A run over one period. */
export interface PortfolioSimulationOptions extends ScenarioSeed {
  /** At least 100, even with antithetic; default 10,000. */
  readonly scenarios?: number | undefined
  /** Of VaR and expected shortfall; default 0.95, 0.99. */
  readonly confidences?: readonly number[] | undefined
  /** Coverage of the intervals; default 0.95. */
  readonly level?: number | undefined
  /** Tail figures of each strategy on its own; default true. */
  readonly byStrategy?: boolean | undefined
  /** Contributions to VaR and expected shortfall; default true. */
  readonly contributions?: boolean | undefined
}

/** Distribution of a portfolio's loss over one period, each figure with its error. Losses positive, decimals of wealth. */
export interface SimulatedPortfolio {
  readonly scenarios: number
  readonly meanReturn: SimulatedFigure
  readonly volatility: SimulatedFigure
  /** Wilson's interval. */
  readonly probabilityOfLoss: SimulatedFigure
  readonly tails: readonly SimulatedTail[]
  /** Of each strategy's own return (weight 1); empty when left out. */
  readonly strategyTails: readonly (readonly SimulatedTail[])[]
  /** One for each confidence; empty when left out. */
  readonly contributions: readonly TailContributions[]
  /** Loss of each scenario, in their order. */
  readonly losses: Float64Array
}

/** Most numbers kept for the tails of all strategies. */
const MOST_KEPT = 4e7

/**
 * Simulates one period of a portfolio of strategies: VaR, expected shortfall, their contributions, probability of loss.
 *
 * `weights` are decimals of wealth, of any sign and sum (the rest is cash without return). Memory is bounded: a block of
 * scenarios, one loss a scenario and the tails; the scenarios of the tail are drawn again for the contributions. The
 * volatility has no standard error under antithetic pairs that the pairs do not give: it is that of pairs.
 *
 * Throws `invalid-input` for parameters out of range, `not-applicable` where the tail has fewer than five scenarios.
 * Source: McNeil, Frey & Embrechts, Quantitative Risk Management (2015), 8.4, 9.2; Glasserman (2003), 9.1.
 */
export function simulatedPortfolio(
  model: ScenarioModel,
  weights: Sample,
  options: PortfolioSimulationOptions,
): SimulatedPortfolio {
  const { scenarios = 10_000, confidences = [0.95, 0.99], level = 0.95, antithetic = false } = options
  requireWhole(scenarios, 100, 100_000_000, 'scenarios')
  requireEvenPairs(scenarios, antithetic)
  requireBetween(level, 0, 1, 'level')
  const source = scenarioSource(model, options)
  requireSample(weights, 1, 'weights')
  requireWhole(weights.length, source.strategies, source.strategies, 'number of weights')
  const ranks = tailRanks(scenarios, confidences, level)
  const byStrategy = options.byStrategy ?? true
  const most = scenarios - Math.min(...ranks.map(({ lowerRank }) => lowerRank)) + 1
  const size = source.strategies
  if (byStrategy && size * most * 2 > MOST_KEPT) {
    throw new TuttiError(
      'invalid-input',
      'the tails of all strategies do not fit into memory: raise the confidences, take fewer scenarios or set byStrategy to false',
      {
        field: 'byStrategy',
        got: `${size} strategies with ${most} losses each`,
        expected: `at most ${MOST_KEPT / 2} losses in all`,
      },
    )
  }
  const keepers = byStrategy && !antithetic ? Array.from({ length: size }, () => largestLosses(most)) : []
  const losses = portfolioLosses(source, weights, scenarios, keepers)
  const returns = losses.map((loss) => -loss)
  const meanReturn = meanFigure(returns, antithetic, level)
  const portfolioTail = largestLosses(most)
  portfolioTail.add(losses, 0, scenarios, 1)
  const tails = antithetic
    ? pairedTailFigures(losses, confidences, level)
    : tailFigures(portfolioTail.descending(), scenarios, ranks, level)
  const places = ranks.map(({ rank, confidence }, c) => {
    return { rank, confidence, valueError: tails[c].valueAtRisk.standardError }
  })
  return {
    scenarios,
    meanReturn,
    volatility: volatilityFigure(returns, meanReturn.estimate, antithetic, level),
    probabilityOfLoss: probabilityFigure(losses, (loss) => loss > 0, antithetic, level),
    tails,
    strategyTails: byStrategy
      ? antithetic
        ? antitheticStrategyTails(source, scenarios, confidences, level)
        : keepers.map((keeper) => tailFigures(keeper.descending(), scenarios, ranks, level))
      : [],
    contributions:
      (options.contributions ?? true) ? contributionsOf(source, weights, losses, places, antithetic, level) : [],
    losses,
  }
}

/** Throws unless antithetic scenarios come in pairs. */
export function requireEvenPairs(scenarios: number, antithetic: boolean): void {
  if (!antithetic || scenarios % 2 === 0) return
  throw new TuttiError('invalid-input', 'antithetic scenarios come in pairs: take an even number', {
    field: 'scenarios',
    got: String(scenarios),
    expected: 'an even number',
  })
}

/** Numbers start, start + 1, ... of a block. */
export function blockOf(start: number, end: number): Int32Array {
  const block = new Int32Array(end - start)
  for (let s = 0; s < block.length; s++) block[s] = start + s
  return block
}

function portfolioLosses(
  source: ScenarioSource,
  weights: Sample,
  scenarios: number,
  keepers: readonly LargestLosses[],
): Float64Array {
  const { strategies, stride } = source
  const returns = new Float64Array(strategies * stride)
  const losses = new Float64Array(scenarios)
  for (let start = 0; start < scenarios; start += stride) {
    const count = Math.min(stride, scenarios - start)
    source.open(blockOf(start, start + count))
    source.next(returns)
    for (let i = 0; i < strategies; i++) {
      const weight = weights[i]
      const from = i * stride
      for (let s = 0; s < count; s++) losses[start + s] -= weight * returns[from + s]
      if (keepers.length > 0) keepers[i].add(returns, from, count, -1)
    }
  }
  for (let s = 0; s < scenarios; s++) {
    if (Number.isFinite(losses[s])) continue
    throw new TuttiError(
      'calculation-failed',
      `the loss of scenario ${s} is not finite: the tails of a marginal are too heavy to simulate`,
      {
        field: 'marginals',
        got: String(losses[s]),
      },
    )
  }
  return losses
}

/** Antithetic pairs need every loss in its order: one strategy after another, from scenarios drawn again in groups. */
function antitheticStrategyTails(
  source: ScenarioSource,
  scenarios: number,
  confidences: readonly number[],
  level: number,
): SimulatedTail[][] {
  const { strategies, stride } = source
  const group = Math.max(1, Math.floor(MOST_KEPT / scenarios))
  const returns = new Float64Array(strategies * stride)
  const tails: SimulatedTail[][] = []
  for (let first = 0; first < strategies; first += group) {
    const last = Math.min(strategies, first + group)
    const columns = Array.from({ length: last - first }, () => new Float64Array(scenarios))
    for (let start = 0; start < scenarios; start += stride) {
      const count = Math.min(stride, scenarios - start)
      source.open(blockOf(start, start + count))
      source.next(returns)
      for (let i = first; i < last; i++) {
        for (let s = 0; s < count; s++) columns[i - first][start + s] = -returns[i * stride + s]
      }
    }
    for (const column of columns) tails.push(pairedTailFigures(column, confidences, level))
  }
  return tails
}

/** Draws the scenarios of the tail again and splits their losses by strategy. */
function contributionsOf(
  source: ScenarioSource,
  weights: Sample,
  losses: Float64Array,
  places: readonly ContributionPlace[],
  antithetic: boolean,
  level: number,
): TailContributions[] {
  const scenarios = losses.length
  const { strategies, stride } = source
  const firstRank = Math.min(...places.map(({ rank }) => lowestContributionRank(scenarios, rank)))
  // Scenario numbers of the tail in the order of their losses; equal losses in the order of the scenarios.
  const tail = largestLosses(scenarios - firstRank + 1)
  tail.add(losses, 0, scenarios, 1)
  const floor = tail.descending().at(-1) ?? -Infinity
  const candidates: number[] = []
  for (let s = 0; s < scenarios; s++) if (losses[s] >= floor) candidates.push(s)
  candidates.sort((a, b) => losses[a] - losses[b] || a - b)
  const ordered = Int32Array.from(candidates.slice(candidates.length - (scenarios - firstRank + 1)))
  const parts = Array.from({ length: strategies }, () => new Float64Array(ordered.length))
  const returns = new Float64Array(strategies * stride)
  for (let start = 0; start < ordered.length; start += stride) {
    const ids = ordered.subarray(start, Math.min(ordered.length, start + stride))
    source.open(ids)
    source.next(returns)
    for (let i = 0; i < strategies; i++) {
      for (let s = 0; s < ids.length; s++) parts[i][start + s] = -weights[i] * returns[i * stride + s]
    }
  }
  const drawn = {
    firstRank,
    losses: Float64Array.from(ordered, (s) => losses[s]),
    parts,
    mirrors: antithetic ? mirrorPlaces(ordered) : null,
  }
  return places.map((place) => tailContributions(drawn, scenarios, place, level))
}

/** Where among `ids` the other scenario of each pair (2k, 2k + 1) is; -1 where it is not among them. */
function mirrorPlaces(ids: Int32Array): Int32Array {
  const places = new Map<number, number>()
  ids.forEach((id, k) => places.set(id, k))
  return ids.map((id) => places.get(id % 2 === 0 ? id + 1 : id - 1) ?? -1)
}

/** Standard deviation with its error by the delta method on the squared deviations. */
function volatilityFigure(returns: Float64Array, centre: number, paired: boolean, level: number): SimulatedFigure {
  const squares = meanFigure(
    returns.map((r) => (r - centre) ** 2),
    paired,
    level,
  )
  const n = returns.length
  const volatility = Math.sqrt((squares.estimate * n) / (n - 1))
  return normalFigure(volatility, volatility > 0 ? squares.standardError / (2 * volatility) : 0, level)
}
