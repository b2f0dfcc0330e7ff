import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'
import { lastYears } from '../valuation-adjustments/exposure-trades.ts'
import type { PackageStudy } from './package-study.ts'

/** Cost of entering a trade of `quantity` units, base currency, split into crossing the spread and moving the market. */
export interface DealingCost {
  readonly spread: number
  readonly impact: number
}

/**
 * Half the bid-ask spread on the notional, and the square-root law of impact on equal parts over the days of the window:
 * notional x coefficient x daily volatility x sqrt(quantity / (days x daily volume)). Source: Grinold & Kahn, Active Portfolio
 * Management (1999), chapter 16.
 */
export function dealingCost(
  { notionalInBase, dealing }: Pick<HedgeInstrument, 'notionalInBase' | 'dealing'>,
  quantity: number,
  { dealing: { impact_coefficient }, execution: { window_days } }: Pick<HedgingMandate, 'dealing' | 'execution'>,
): DealingCost {
  const size = Math.abs(quantity)
  const notional = size * notionalInBase
  const share = size / (window_days * dealing.dailyVolume)
  return {
    spread: (notional * dealing.halfSpreadBp) / 1e4,
    impact: (notional * impact_coefficient * dealing.dailyVolatilityBp * Math.sqrt(share)) / 1e4,
  }
}

/**
 * Years after which a trade is dealt again: the holding period of the mandate, or its own life where that is shorter, as of a
 * forward or a future that is rolled on; the holding period for what has no end.
 */
export function dealtEvery(
  { legs }: Pick<HedgeInstrument, 'legs'>,
  { objectives }: Pick<HedgingMandate, 'objectives'>,
): number {
  const life = legs.reduce((last, { instrument }) => Math.max(last, lastYears(instrument)), 0)
  return life > 0 ? Math.min(objectives.holding_years, life) : objectives.holding_years
}

/** Costs of the trades of one domain without valuation adjustments and margin. */
interface DomainCost {
  /** A year: carry and roll as they count + dealing cost, see `dealtEvery`. */
  readonly annualCost: number
  /** Sum over the trades of their size, whatever the side. */
  readonly notional: number
}

/** What a list of trades costs before valuation adjustments; base currency. */
export interface TradeCosts {
  /** A year; positive is earned. */
  readonly carry: number
  readonly roll: number
  /** A year, of carry and roll: what counts as cost, see `countedCarry`; and what is earned and does not count. */
  readonly carryAndRollCost: number
  readonly uncountedIncome: number
  /** Of entering, once; and a year, each trade dealt again at the end of its life or of the holding period. */
  readonly executionCost: number
  readonly executionAYear: number
  readonly initialMargin: number
  readonly byDomain: Readonly<Record<HedgeDomain, DomainCost>>
}

/**
 * Cost a year that the carry and roll of one trade count as: what it pays in full, what it earns at the mandate's credit for it
 * (negative).
 */
export function countedCarry(earned: number, { objectives }: Pick<HedgingMandate, 'objectives'>): number {
  return earned > 0 ? 0 - objectives.carry_credit * earned : 0 - earned
}

/** Costs of merged trades, all of which are in the universe. Linear in the quantities of each side but for impact. */
export function tradeCosts(
  { universe, mandate }: Pick<PackageStudy, 'universe' | 'mandate'>,
  trades: readonly HedgeTrade[],
): TradeCosts {
  const positions = new Map(universe.map((instrument) => [instrument.id, instrument]))
  const domains = Object.fromEntries(hedgeDomains.map((domain) => [domain, { annualCost: 0, notional: 0 }])) as Record<
    HedgeDomain,
    { annualCost: number; notional: number }
  >
  let carry = 0
  let roll = 0
  let carryAndRollCost = 0
  let uncountedIncome = 0
  let executionCost = 0
  let executionAYear = 0
  let initialMargin = 0
  for (const { instrument: id, quantity } of trades) {
    const instrument = positions.get(id)!
    const notional = Math.abs(quantity) * instrument.notionalInBase
    const { spread, impact } = dealingCost(instrument, quantity, mandate)
    const earned = quantity * (instrument.carry + instrument.roll)
    carry += quantity * instrument.carry
    roll += quantity * instrument.roll
    const counted = countedCarry(earned, mandate)
    carryAndRollCost += counted
    uncountedIncome += earned + counted
    const dealing = (spread + impact) / dealtEvery(instrument, mandate)
    executionCost += spread + impact
    executionAYear += dealing
    initialMargin += notional * instrument.dealing.initialMarginRate
    domains[instrument.domain].annualCost += dealing + counted
    domains[instrument.domain].notional += notional
  }
  return {
    carry,
    roll,
    carryAndRollCost,
    uncountedIncome,
    executionCost,
    executionAYear,
    initialMargin,
    byDomain: domains,
  }
}

/** Cost a year of a package: its parts in the order of the sum, and the sum; base currency, positive is a cost. */
export interface AnnualCost {
  /** What carry and roll count as: what is paid, less the mandate's credit for what is earned. */
  readonly carryAndRoll: number
  /** Carry and roll that are earned and not counted: the full ones are `-carryAndRoll + uncountedIncome`. No part of the sum. */
  readonly uncountedIncome: number
  /** Dealing cost, each trade dealt again at the end of its life or of the holding period. */
  readonly execution: number
  /** Valuation adjustments, the funding of initial margin among them. */
  readonly charges: number
  readonly total: number
}

/** The cost a year from trade costs and the valuation adjustments of a year. */
export function annualCost(
  costs: Pick<TradeCosts, 'carryAndRollCost' | 'uncountedIncome' | 'executionAYear'>,
  annualCharges: number,
): AnnualCost {
  const { carryAndRollCost, uncountedIncome, executionAYear } = costs
  return {
    carryAndRoll: carryAndRollCost,
    uncountedIncome,
    execution: executionAYear,
    charges: annualCharges,
    total: carryAndRollCost + executionAYear + annualCharges,
  }
}
