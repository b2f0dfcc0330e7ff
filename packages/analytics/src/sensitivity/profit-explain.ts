import { requireSample } from '../errors/index.ts'
import { compensatedSum, requireSameLength, type Sample } from '../statistics/index.ts'
import { type Bump, bumpOf, requireBump, type Valuation } from './bump.ts'
import { crossGammas, sensitivityLadders } from './sensitivity-ladder.ts'

/** A factor whose move is to be explained. Its sensitivities are taken with the bump, which is central. */
export interface ExplainedFactor {
  readonly name: string
  /** Volatilities explain vega and volga, all others delta and gamma. */
  readonly kind: 'price or rate' | 'volatility'
  readonly bump: Bump
}

/** What one factor's own move did. */
export interface FactorProfit {
  readonly name: string
  /** Change of its level. */
  readonly move: number
  /** Sensitivity times move. */
  readonly firstOrder: number
  /** Half the gamma times the move squared. */
  readonly secondOrder: number
}

/** A change in value taken apart; the parts add up to the total. */
export interface ProfitExplain {
  readonly startValue: number
  readonly endValue: number
  readonly total: number
  /** Change from the passing of time (and all else that is no factor) at the levels of the start. */
  readonly carry: number
  readonly delta: number
  readonly gamma: number
  readonly vega: number
  readonly volga: number
  /** Products of two different moves, vanna among them. */
  readonly cross: number
  /** total less all the others. */
  readonly unexplained: number
  readonly factors: readonly FactorProfit[]
}

/** The position before and after. */
export interface ExplainedPeriod {
  /** The position as it stood at the start, and as it stands at the end (shorter by the period, after payments). */
  readonly startValuation: Valuation
  readonly endValuation: Valuation
  readonly startLevels: Sample
  readonly endLevels: Sample
}

/**
 * Profit and loss explained to second order: carry at unchanged levels, then delta, gamma, vega, volga and cross terms
 * of the factors' moves with sensitivities at the start; what is left is unexplained.
 *
 * Cost: 2 k^2 + 2 k + 5 valuations for k factors that moved. Throws what the valuations throw.
 */
export function profitExplain(period: ExplainedPeriod, factors: readonly ExplainedFactor[]): ProfitExplain {
  const { startValuation, endValuation, startLevels, endLevels } = period
  requireSample(startLevels, 1, 'startLevels')
  requireSample(endLevels, 1, 'endLevels')
  requireSameLength(startLevels, endLevels, 'startLevels', 'endLevels')
  requireSameLength(startLevels, { length: factors.length }, 'startLevels', 'factors')
  const moved = factors
    .map(({ name, kind, bump }, factor) => {
      const central: Bump = { ...requireBump(bump, `bump of ${name}`), scheme: 'central' }
      return {
        factor,
        name,
        kind,
        move: endLevels[factor] - startLevels[factor],
        bump: inLevels(central, startLevels[factor], name),
      }
    })
    .filter(({ move }) => move !== 0)

  const levelsOf = (levels: Sample): number[] => Array.from(levels)
  const startValue = startValuation(levelsOf(startLevels))
  const carried = endValuation(levelsOf(startLevels))
  const endValue = endValuation(levelsOf(endLevels))
  const ladders = sensitivityLadders(
    startValuation,
    startLevels,
    moved.map(({ factor, name, bump }) => ({ name, factors: [factor], bump })),
  )
  const gammas = moved.length === 0 ? [] : crossGammas(startValuation, startLevels, moved)
  const profits = moved.map(({ name, kind, move }, i) => ({
    name,
    kind,
    move,
    firstOrder: ladders[i].parallel.sensitivity * move,
    secondOrder: 0.5 * gammas[i][i] * move * move,
  }))
  const sumOf = (kind: ExplainedFactor['kind'], order: 'firstOrder' | 'secondOrder'): number =>
    compensatedSum(profits.filter((profit) => profit.kind === kind).map((profit) => profit[order]))
  const parts = {
    carry: carried - startValue,
    delta: sumOf('price or rate', 'firstOrder'),
    gamma: sumOf('price or rate', 'secondOrder'),
    vega: sumOf('volatility', 'firstOrder'),
    volga: sumOf('volatility', 'secondOrder'),
    cross: compensatedSum(moved.flatMap((a, i) => moved.slice(0, i).map((b, j) => gammas[i][j] * a.move * b.move))),
  }
  const total = endValue - startValue
  return {
    startValue,
    endValue,
    total,
    ...parts,
    unexplained: total - compensatedSum(Object.values(parts)),
    factors: profits.map(({ name, move, firstOrder, secondOrder }) => ({ name, move, firstOrder, secondOrder })),
  }
}

/** The bump in the unit of the level, so that sensitivities are plain derivatives. */
function inLevels(bump: Bump, level: number, factor: string): Bump {
  return { ...bump, mode: 'absolute', size: Math.abs(bumpOf(level, bump, factor)), unit: 1 }
}
