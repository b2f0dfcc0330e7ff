import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { type ParallelDefinition, parallelMove, requireTenors } from './key-rate-attribution.ts'
import { requireColumn } from './require-columns.ts'

/** A bond, or a segment of bonds, held by portfolio or benchmark; characteristics at the start of the period. */
export interface BondPosition {
  /** Whatever spreads move together by: sector, rating, or both. */
  readonly sector: string
  readonly portfolioWeight: number
  readonly benchmarkWeight: number
  /** Annual, decimal. */
  readonly yieldStart: number
  /** Change of the yield by ageing on an unchanged curve, usually negative; 0 when left out. */
  readonly rollYieldChange?: number
  /** Years, one a tenor of the curve. */
  readonly keyRateDurations: readonly number[]
  /** Years. */
  readonly spreadDuration: number
  /** Over the curve, decimals: at the start, and its change. */
  readonly spreadStart: number
  readonly spreadChange: number
  /** Years squared; 0 when left out. */
  readonly convexity?: number
  /** Simple, of the period. */
  readonly totalReturn: number
}

/** How the curve moved, and how its move and that of spreads is read. */
export interface BondMarketMove {
  readonly periodYears: number
  readonly tenors: readonly number[]
  readonly zeroRateChanges: readonly number[]
  readonly parallel: ParallelDefinition
  /** Spreads of a sector move by one amount, or in proportion to where they stand (duration times spread). */
  readonly spreadModel: 'level' | 'duration-times-spread'
}

/** Active effects; `residual` is what the model leaves of the returns. */
export interface BondEffects {
  readonly carry: number
  readonly rollDown: number
  readonly parallel: number
  readonly reshape: number
  /** The sector's move of spreads, and each bond's own beyond it. */
  readonly spreadSector: number
  readonly spreadSpecific: number
  readonly convexity: number
  readonly residual: number
}

/** A sector's active effects, and its excess over the curve as allocation and issue selection. */
export interface BondSectorEffects {
  readonly sector: string
  readonly portfolioWeight: number
  readonly benchmarkWeight: number
  /** Change of the sector's spreads: an amount, or a share of the spread. */
  readonly spreadMove: number
  readonly effects: BondEffects
  readonly sectorAllocation: number
  readonly issueSelection: number
}

/** Attribution of an active bond return. */
export interface FixedIncomeAttribution {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly activeReturn: number
  /** Adding up to the active return. */
  readonly effects: BondEffects
  readonly reshapeByKeyRate: readonly number[]
  readonly sectors: readonly BondSectorEffects[]
  /**
   * The same spread and residual effects seen as decisions, Brinson-Fachler on the return over carry, curve and
   * convexity: the two, and `unassigned` weight against the benchmark, add up to spread and residual together.
   */
  readonly sectorAllocation: number
  readonly issueSelection: number
  readonly unassigned: number
  /** Active return less all effects: rounding alone. */
  readonly roundingError: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Campisi's attribution by key rate: carry y dt; roll-down -D dy_roll; parallel -D p; reshaping -k_j (dz_j - p) by key
 * rate; spread -S ds, the sector's move and the bond's own; convexity C dy^2 / 2; and the residual of each bond's return.
 * The sector's move is that of the benchmark's bonds in it, weighted by spread duration (of the portfolio's where the
 * benchmark holds none); with duration times spread it is relative. D is the sum of key-rate durations.
 *
 * Throws `invalid-input` for unequal columns. Source: Campisi, J. Performance Measurement 4 (2000); Ben Dor, Dynkin,
 * Hyman, Houweling, van Leeuwen & Penninga, J. Portfolio Management 33 (2007) on duration times spread.
 */
export function fixedIncomeAttribution(
  positions: readonly BondPosition[],
  market: BondMarketMove,
): FixedIncomeAttribution {
  const n = requireTenors(market.tenors)
  requireColumn(market.zeroRateChanges, n, 'zeroRateChanges')
  requirePositive(market.periodYears, 'periodYears')
  if (positions.length === 0) {
    throw new TuttiError('invalid-input', 'an attribution needs a position at least', { field: 'positions' })
  }
  positions.forEach((position, i) => requirePosition(position, n, `positions[${i}]`))
  const parallel = parallelMove(market.tenors, market.zeroRateChanges, market.parallel)
  const names = [...new Set(positions.map(({ sector }) => sector))]
  const cautions: AttributionCaution[] = []
  const moves = new Map(names.map((name) => [name, sectorMove(name, positions, market.spreadModel, cautions)]))
  const own = positions.map((position) => positionEffects(position, market, parallel, moves.get(position.sector) ?? 0))
  const activeOf = (members: readonly number[], effect: keyof BondEffects): number =>
    compensatedSum(members.map((i) => activeWeight(positions[i]) * own[i][effect]))
  const effectsOf = (members: readonly number[]): BondEffects => ({
    carry: activeOf(members, 'carry'),
    rollDown: activeOf(members, 'rollDown'),
    parallel: activeOf(members, 'parallel'),
    reshape: activeOf(members, 'reshape'),
    spreadSector: activeOf(members, 'spreadSector'),
    spreadSpecific: activeOf(members, 'spreadSpecific'),
    convexity: activeOf(members, 'convexity'),
    residual: activeOf(members, 'residual'),
  })
  const everyone = positions.map((_, i) => i)
  const effects = effectsOf(everyone)
  const reshapeByKeyRate = market.zeroRateChanges.map((change, k) =>
    compensatedSum(positions.map((p) => -activeWeight(p) * p.keyRateDurations[k] * (change - parallel))),
  )
  const total = (weight: 'portfolioWeight' | 'benchmarkWeight'): number =>
    compensatedSum(positions.map((position) => position[weight] * position.totalReturn))
  const [portfolioReturn, benchmarkReturn] = [total('portfolioWeight'), total('benchmarkWeight')]
  const activeReturn = portfolioReturn - benchmarkReturn

  const excess = own.map(({ spreadSector, spreadSpecific, residual }) => spreadSector + spreadSpecific + residual)
  const sum = (members: readonly number[], weight: 'portfolioWeight' | 'benchmarkWeight', by?: readonly number[]) =>
    compensatedSum(members.map((i) => positions[i][weight] * (by?.[i] ?? 1)))
  const benchmarkExcess = sum(everyone, 'benchmarkWeight', excess)
  const sectors = names.map((sector): BondSectorEffects => {
    const members = everyone.filter((i) => positions[i].sector === sector)
    const [w, v] = [sum(members, 'portfolioWeight'), sum(members, 'benchmarkWeight')]
    const [portfolioPart, benchmarkPart] = [
      sum(members, 'portfolioWeight', excess),
      sum(members, 'benchmarkWeight', excess),
    ]
    // Off the benchmark, the sector's own excess is its measure: the bet is one of allocation.
    const measure = v !== 0 ? benchmarkPart / v : w !== 0 ? portfolioPart / w : benchmarkExcess
    return {
      sector,
      portfolioWeight: w,
      benchmarkWeight: v,
      spreadMove: moves.get(sector) ?? 0,
      effects: effectsOf(members),
      sectorAllocation: (w - v) * (measure - benchmarkExcess),
      issueSelection: portfolioPart - w * measure - (benchmarkPart - v * measure),
    }
  })
  const openWeight = sum(everyone, 'portfolioWeight') - sum(everyone, 'benchmarkWeight')
  if (Math.abs(openWeight) > 1e-9) {
    cautions.push(caution('unassigned-weight', `the weights of the two sides differ by ${openWeight} in sum`))
  }
  cautions.push(caution('first-order', 'curve and spread effects are of first order; what they miss is the residual'))
  return {
    portfolioReturn,
    benchmarkReturn,
    activeReturn,
    effects,
    reshapeByKeyRate,
    sectors,
    sectorAllocation: compensatedSum(sectors.map((sector) => sector.sectorAllocation)),
    issueSelection: compensatedSum(sectors.map((sector) => sector.issueSelection)),
    unassigned: openWeight * benchmarkExcess,
    roundingError: compensatedSum([activeReturn, ...Object.values(effects).map((effect: number) => -effect)]),
    cautions,
  }
}

const activeWeight = (position: BondPosition): number => position.portfolioWeight - position.benchmarkWeight

function positionEffects(
  position: BondPosition,
  market: BondMarketMove,
  parallelChange: number,
  spreadMove: number,
): BondEffects {
  const { keyRateDurations, spreadDuration, spreadChange } = position
  const duration = compensatedSum(keyRateDurations)
  const curve = compensatedSum(keyRateDurations.map((years, k) => -years * market.zeroRateChanges[k]))
  const expected = market.spreadModel === 'level' ? spreadMove : spreadMove * position.spreadStart
  const carry = position.yieldStart * market.periodYears
  const rollDown = -duration * (position.rollYieldChange ?? 0)
  const parallel = -duration * parallelChange
  const reshape = curve - parallel
  const spreadSector = -spreadDuration * expected
  const spreadSpecific = -spreadDuration * (spreadChange - expected)
  const yieldChange = (duration === 0 ? 0 : -curve / duration) + spreadChange
  const convexity = 0.5 * (position.convexity ?? 0) * yieldChange * yieldChange
  const parts = [carry, rollDown, parallel, reshape, spreadSector, spreadSpecific, convexity]
  const residual = compensatedSum([position.totalReturn, ...parts.map((part) => -part)])
  return { carry, rollDown, parallel, reshape, spreadSector, spreadSpecific, convexity, residual }
}

/** The common move of a sector's spreads: an amount, or relative to the spreads. */
function sectorMove(
  sector: string,
  positions: readonly BondPosition[],
  model: BondMarketMove['spreadModel'],
  cautions: AttributionCaution[],
): number {
  const members = positions.filter((position) => position.sector === sector)
  for (const side of ['benchmarkWeight', 'portfolioWeight'] as const) {
    const exposure = compensatedSum(
      members.map((p) => p[side] * p.spreadDuration * (model === 'level' ? 1 : p.spreadStart)),
    )
    if (!(Math.abs(exposure) > 0)) continue
    if (side === 'portfolioWeight') {
      cautions.push(
        caution('off-benchmark', `the benchmark has no spreads in ${sector}: the portfolio's own move is used`),
      )
    }
    return compensatedSum(members.map((p) => p[side] * p.spreadDuration * p.spreadChange)) / exposure
  }
  return 0
}

function requirePosition(position: BondPosition, tenors: number, place: string): void {
  requireColumn(position.keyRateDurations, tenors, `${place}.keyRateDurations`)
  for (const [field, value] of Object.entries(position)) {
    if (typeof value === 'number') requireFinite(value, `${place}.${field}`)
  }
}
