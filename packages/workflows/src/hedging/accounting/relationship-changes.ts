import {
  baseValues,
  compiledBook,
  revaluedBook,
  type RiskFactor,
  type ValuationMarket,
} from '@tutti/analytics/revaluation'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { FormedRelationship, HedgedItem } from './formed-relationship.ts'
import type { MonthlyChanges } from './monthly-changes.ts'
import { exercisedLegs, type IntrinsicLeg, intrinsicLegs, positionLegs } from './option-underlying.ts'
import { parallelSensitivity, positionSensitivities, type WeightedInstrument } from './parallel-sensitivity.ts'

/** Changes in value of a relationship, month by month, base currency. In memory only. */
export interface RelationshipChanges {
  readonly periods: readonly { readonly from: string; readonly to: string }[]
  /** Of the designated part of the items, for the hedged risk alone. */
  readonly item: Float64Array
  /** Of the items' credit spreads alone, where these are not the hedged risk. */
  readonly itemCredit: Float64Array
  /** Of the perfect hedge, for the hedged risk. */
  readonly hypothetical: Float64Array
  /** Of the hedging instruments: for the hedged risk, and with all that moves them. */
  readonly hedgeOwnRisk: Float64Array
  readonly hedge: Float64Array
  /** Sensitivity of all items and of the hedging instruments to the hedged risk moving in parallel, base currency. */
  readonly itemSensitivity: number
  readonly hedgeSensitivity: number
  /** Minus the latter over the former. */
  readonly hedgeRatio: number
  /** Share of the items that is designated: the hedge ratio, at most 1. */
  readonly proportion: number
  /** Months left out: a factor that matters was not observed. */
  readonly monthsWithout: number
}

/**
 * Items, perfect hedge and instruments revalued as they stand today under each month's changes of the market. An item moves with the
 * hedged risk alone; instruments move with everything, options (designated by intrinsic value) with what is positive of their underlying.
 * For these the item is one-sided: its loss beyond the strike, measured from where the underlying stands today, less the
 * gains given up beyond a sold option's (IFRS 9 B6.3.12).
 *
 * Source: IFRS 9 B6.5.5 (hypothetical derivative), B6.4.
 */
export function relationshipChanges(
  market: HedgingMarket,
  months: MonthlyChanges,
  relationship: FormedRelationship,
): RelationshipChanges {
  const { hedges, items, positions, designation } = relationship
  const { factors } = market
  const whole = items.map(weighted)
  const intrinsic = designation === 'intrinsic value'
  const legs = positions.flatMap(intrinsic ? intrinsicLegs : positionLegs)
  const exercised = positions.flatMap(exercisedLegs)
  const itemSensitivity = parallelSensitivity(market, whole, hedges)
  const hedgeSensitivity = parallelSensitivity(market, exercised, hedges)
  const hedgeRatio = itemSensitivity === 0 || hedgeSensitivity === 0 ? 0 : -hedgeSensitivity / itemSensitivity
  const proportion = Math.min(1, Math.max(0, hedgeRatio))

  const [ofItems, ofHedge] = [positionSensitivities(market, whole), positionSensitivities(market, legs)]
  const matters = factors.map((factor, f) => (hedges(factor) && ofItems[f] !== 0) || ofHedge[f] !== 0)
  const kept = months.periods.flatMap((_, t) =>
    matters.some((own, f) => own && months.missing[t * factors.length + f] === 1) ? [] : [t],
  )
  const changes = (position: readonly WeightedInstrument[], belongs: (factor: RiskFactor) => boolean): Float64Array =>
    changesOf(market, position, months.shocks, kept, belongs)

  const hedgedOwn = changes(whole, hedges)
  const own = hedgedOwn.map((change) => proportion * change)
  const item = intrinsic ? oneSided(market.valuation, relationship, own) : own
  const credit = factors.some((factor) => factor.group === 'credit' && hedges(factor))
  const perfect = relationship.hypothetical
  return {
    periods: kept.map((t) => months.periods[t]),
    item,
    itemCredit: credit
      ? new Float64Array(kept.length)
      : changes(whole, (factor) => factor.group === 'credit').map((change) => proportion * change),
    hypothetical:
      perfect === null
        ? item.map((change) => 0 - change)
        : changes(
            perfect.map((instrument, i) => ({ instrument, weight: proportion * items[i].line.quantity })),
            hedges,
          ),
    hedgeOwnRisk: changes(legs, hedges),
    hedge: changes(legs, () => true),
    itemSensitivity,
    hedgeSensitivity,
    hedgeRatio,
    proportion,
    monthsWithout: months.periods.length - kept.length,
  }
}

const weighted = ({ line, instrument }: HedgedItem): WeightedInstrument => ({ instrument, weight: line.quantity })

/** Change of the whole position in each of the months kept, with the factors that belong moving. */
function changesOf(
  { valuation, factors }: HedgingMarket,
  position: readonly (WeightedInstrument & Partial<IntrinsicLeg>)[],
  shocks: Float64Array,
  kept: readonly number[],
  belongs: (factor: RiskFactor) => boolean,
): Float64Array {
  const width = factors.length
  const on = factors.map(belongs)
  const own = new Float64Array(kept.length * width)
  kept.forEach((month, row) => {
    for (let f = 0; f < width; f++) if (on[f]) own[row * width + f] = shocks[month * width + f]
  })
  const book = compiledBook(
    position.map(({ instrument }) => instrument),
    valuation,
    factors,
  )
  const base = baseValues(book)
  const values = kept.length === 0 ? new Float64Array(0) : revaluedBook(book, own)
  return Float64Array.from(kept, (_, row) =>
    position.reduce((sum, { weight, isOption = false }, i) => {
      const value = values[row * position.length + i]
      return sum + weight * (isOption ? Math.max(value, 0) - Math.max(base[i], 0) : value - base[i])
    }, 0),
  )
}

/** The designated side of the items' changes, by the distance of each option's underlying from its strike today. */
function oneSided(valuation: ValuationMarket, { positions }: FormedRelationship, changes: Float64Array): Float64Array {
  const options = positions.flatMap(intrinsicLegs).filter(({ isOption }) => isOption)
  const values = baseValues(
    compiledBook(
      options.map(({ instrument }) => instrument),
      valuation,
      [],
    ),
  )
  const sides = options.map(({ weight }, i) => ({ bought: weight > 0, inside: values[i] * Math.abs(weight) }))
  // bought: what the items lose beyond the strike; sold: what they gain beyond it
  return changes.map((change) =>
    sides.reduce((sum, { bought, inside }) => {
      const beyond = Math.max(inside + (bought ? -change : change), 0) - Math.max(inside, 0)
      return sum + (bought ? -beyond : beyond)
    }, 0),
  )
}
