import { requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { caution, type AttributionCaution } from './attribution-caution.ts'
import { requireColumn, requireCount, weightedSum } from './require-columns.ts'
import { weightGap } from './weight-gap.ts'

/** Sectors of a bond portfolio over one period: characteristics at its start, changes over it. */
export interface BondSectors {
  readonly weights: readonly number[]
  /** Annual coupon per 100 of face, and price in the same unit. */
  readonly coupon: readonly number[]
  readonly price: readonly number[]
  /** Modified, years. */
  readonly duration: readonly number[]
  /** Years squared; no convexity effect when left out. */
  readonly convexity?: readonly number[]
  /** Decimals: 0.001 is 10 bp. */
  readonly treasuryYieldChange: readonly number[]
  readonly spreadChange: readonly number[]
  readonly totalReturn: readonly number[]
}

/** One side of a Campisi attribution; the four effects of a sector add up to its return. */
export interface CampisiSide {
  readonly income: readonly number[]
  readonly treasury: readonly number[]
  readonly spread: readonly number[]
  /** What income, Treasury and spread moves do not explain. */
  readonly selection: readonly number[]
  /** Weighted sums of income, treasury, spread, selection. */
  readonly contributions: CampisiEffects
  readonly totalReturn: number
}

/** Income, Treasury, spread and selection effects. */
export interface CampisiEffects {
  readonly income: number
  readonly treasury: number
  readonly spread: number
  readonly selection: number
}

/** Both sides and their difference. */
export interface CampisiAttribution {
  readonly portfolio: CampisiSide
  readonly benchmark: CampisiSide
  readonly active: CampisiEffects
  /** [sector] contributions of the portfolio less those of the benchmark. */
  readonly activeBySector: readonly CampisiEffects[]
  readonly activeReturn: number
  /** What the weights of each side leave of 1, and the active return of it; zero where the weights sum to 1. */
  readonly unassigned: {
    readonly portfolioWeight: number
    readonly benchmarkWeight: number
    readonly activeReturn: number
  }
  /** Active return less the four effects and what is unassigned: rounding alone. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Bond returns by sector: income coupon / price x years, Treasury -D dy + C dy^2 / 2, spread -D ds, and what is left,
 * selection. Sectors of both sides stand in the same order. Weights are never scaled: what they leave of 1 is held as
 * unassigned at `unassignedReturn` and shown.
 *
 * Source: S. Campisi, J. Performance Measurement 4 (2000), 14-25.
 */
export function campisiAttribution(
  portfolio: BondSectors,
  benchmark: BondSectors,
  periodYears: number,
  unassignedReturn = 0,
): CampisiAttribution {
  requirePositive(periodYears, 'periodYears')
  requireCount(benchmark.weights.length, portfolio.weights.length, 'benchmark.weights')
  requireFinite(unassignedReturn, 'unassignedReturn')
  const own = side(portfolio, periodYears, 'portfolio', unassignedReturn)
  const theirs = side(benchmark, periodYears, 'benchmark', unassignedReturn)
  const difference = (a: CampisiEffects, b: CampisiEffects): CampisiEffects => ({
    income: a.income - b.income,
    treasury: a.treasury - b.treasury,
    spread: a.spread - b.spread,
    selection: a.selection - b.selection,
  })
  const ofSector = (of: CampisiSide, weight: number, i: number): CampisiEffects => ({
    income: weight * of.income[i],
    treasury: weight * of.treasury[i],
    spread: weight * of.spread[i],
    selection: weight * of.selection[i],
  })
  const active = difference(own.contributions, theirs.contributions)
  const activeBySector = portfolio.weights.map((weight, i) =>
    difference(ofSector(own, weight, i), ofSector(theirs, benchmark.weights[i], i)),
  )
  const activeReturn = own.totalReturn - theirs.totalReturn
  const [portfolioWeight, benchmarkWeight] = [weightGap(portfolio.weights), weightGap(benchmark.weights)]
  const unassigned = {
    portfolioWeight,
    benchmarkWeight,
    activeReturn: (portfolioWeight - benchmarkWeight) * unassignedReturn,
  }
  const residual = compensatedSum([
    activeReturn,
    -unassigned.activeReturn,
    ...Object.values(active).map((effect: number) => -effect),
  ])
  const cautions = [['portfolio', portfolioWeight] as const, ['benchmark', benchmarkWeight] as const].flatMap(
    ([of, rest]) =>
      rest === 0
        ? []
        : [
            caution(
              'unassigned-weight',
              `the ${of} weights leave ${rest} of 1: held as unassigned at a return of ${unassignedReturn}`,
            ),
          ],
  )
  return { portfolio: own, benchmark: theirs, active, activeBySector, activeReturn, unassigned, residual, cautions }
}

function side(sectors: BondSectors, years: number, name: string, unassignedReturn: number): CampisiSide {
  const n = requireSample(sectors.weights, 1, `${name}.weights`).length
  for (const [field, column] of Object.entries(sectors)) requireColumn(column as number[], n, `${name}.${field}`)
  const { weights, coupon, price, duration, convexity, treasuryYieldChange, spreadChange, totalReturn } = sectors
  const income = coupon.map((c, i) => (c / requirePositive(price[i], `${name}.price[${i}]`)) * years)
  const treasury = treasuryYieldChange.map((dy, i) => -duration[i] * dy + 0.5 * (convexity?.[i] ?? 0) * dy * dy)
  const spread = spreadChange.map((ds, i) => -duration[i] * ds)
  const selection = totalReturn.map((r, i) => r - income[i] - treasury[i] - spread[i])
  const contributions = {
    income: weightedSum(weights, income),
    treasury: weightedSum(weights, treasury),
    spread: weightedSum(weights, spread),
    selection: weightedSum(weights, selection),
  }
  return {
    income,
    treasury,
    spread,
    selection,
    contributions,
    totalReturn: weightedSum(weights, totalReturn) + weightGap(weights) * unassignedReturn,
  }
}
