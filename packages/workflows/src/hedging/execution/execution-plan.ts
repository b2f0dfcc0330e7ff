import { requirePositive, TuttiError } from '@tutti/analytics/errors'
import { dayOf, isoOfDay } from '@tutti/analytics/time'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeFamily } from '../universe/hedge-instrument.ts'
import { type AllocatedShare, allocatedShares } from './allocated-shares.ts'
import { dealingDays } from './dealing-days.ts'
import { dealtLabel, fixedTerms } from './dealt-terms.ts'
import type { ExecutionInputs } from './execution-inputs.ts'
import type { DayTrade, ExecutionPlan, PlanDay } from './execution-record.ts'
import { executionTimeline } from './execution-timeline.ts'
import { jointSchedule, type JointSchedule } from './joint-schedule.ts'
import { preTradeConditions } from './pre-trade-conditions.ts'
import { type PlanDates, settlementDates } from './settlement-dates.ts'
import { type Shortfall, shortfalls } from './shortfalls.ts'
import { participationOf, planCost, tradeCost } from './trade-cost.ts'
import { legAction, tradeAction } from './trade-action.ts'
import { workedTrades, type WorkedTrade } from './worked-trade.ts'

/**
 * How the trades are dealt day by day within the mandate's limits on volume, impact and time (see `jointSchedule`), with whom,
 * at what expected cost, and what has to hold first. Trades that do not fit are explained with the smallest limits with which
 * they would, and with stand-ins. Dates are business days after the date of the market; nothing reads a clock.
 *
 * Throws `missing-data` for a trade in no instrument of the universe, `invalid-input` where the allocation does not add up to
 * the trades and for a start that is not after the date of the market.
 */
export function executionPlan(inputs: ExecutionInputs): ExecutionPlan {
  const { mandate, universe, unitProfits } = inputs
  const { execution, fund } = mandate
  requirePositive(inputs.assets, 'assets')
  if (unitProfits.length !== universe.length) {
    throw new TuttiError('invalid-input', 'each instrument of the universe needs its profits', {
      field: 'unitProfits',
      got: `${unitProfits.length}`,
      expected: `${universe.length}`,
    })
  }
  const { days } = dealingDays(inputs.asOf, execution.start, execution.window_days, fund.base_currency)
  const trades = workedTrades(inputs, days)
  const allocated = allocatedShares(trades, inputs.allocation)
  const schedule = jointSchedule(trades, unitProfits, execution.risk_aversion, inputs.assets)
  const costs = trades.map((trade, i) => tradeCost(trade, schedule.shares[i]))
  const missed = shortfalls(inputs, trades, schedule, days)
  const planned = planDays(inputs, days, trades, allocated, schedule)
  return {
    status: missed.length === 0 ? 'complete' : 'incomplete',
    baseCurrency: fund.base_currency,
    limits: {
      dailyVolumePercent: execution.max_daily_volume_percent,
      impactBp: execution.max_market_impact_bp,
      windowDays: execution.window_days,
    },
    days: planned,
    executed: executedUpTo(trades, schedule, days.length).filter(({ quantity }) => quantity !== 0),
    costs,
    total: planCost(trades, schedule.shares, costs, schedule.covariance),
    shortfalls: missed,
    withSubstitutes: missed.length === 0 ? null : substituted(trades, schedule, missed),
    conditions: preTradeConditions(inputs, trades, allocated, costs, missed, days),
    timeline: executionTimeline(inputs.asOf, planned, fund.base_currency),
    fundedStatusAtRiskBefore: inputs.fundedStatusAtRisk?.([]) ?? null,
    notes: [...notesOf(trades, missed), ...contractNotes(planned)],
  }
}

function planDays(
  { mandate, asOf, fundedStatusAtRisk }: ExecutionInputs,
  days: readonly number[],
  trades: readonly WorkedTrade[],
  allocated: readonly (readonly AllocatedShare[])[],
  schedule: JointSchedule,
): PlanDay[] {
  if (trades.length === 0) return []
  const gross = trades.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  const participation = trades.map((trade, i) => participationOf(trade, schedule.shares[i]))
  const dates = { asOf: dayOf(asOf), last: days[days.length - 1], baseCurrency: mandate.fund.base_currency }
  let dealt = 0
  return days.map((day, k) => {
    const own = trades.flatMap((trade, i) => {
      const share = schedule.shares[i][k]
      if (share === 0) return []
      dealt += share * Math.abs(trade.amount)
      return allocated[i].map((part) =>
        dayTrade(trade, part, share, day, dates, mandate.dealing.future.contract_notional),
      )
    })
    return {
      date: isoOfDay(day),
      trades: own,
      markets: trades.flatMap(({ instrument, quoteImpactBp }, i) => {
        const taken = participation[i][k]
        return taken === 0
          ? []
          : [{ instrument: instrument.id, participation: taken, impactBp: quoteImpactBp * Math.sqrt(taken) }]
      }),
      done: dealt / gross,
      fundedStatusAtRisk: fundedStatusAtRisk?.(executedUpTo(trades, schedule, k + 1)) ?? null,
    }
  })
}

function dayTrade(
  { instrument, quantity, amount }: WorkedTrade,
  { counterparty, share: part }: AllocatedShare,
  share: number,
  day: number,
  dates: PlanDates,
  contractNotional: number,
): DayTrade {
  const { id, domain, family, currency, legs, dealing } = instrument
  return {
    instrument: id,
    label: dealtLabel(instrument, quantity),
    domain,
    family,
    currency,
    counterparty,
    quantity: quantity * share * part,
    notional: amount * share * part,
    action: tradeAction(instrument, quantity),
    ...settlementDates(instrument, day, dates),
    fixed: fixedTerms(instrument, quantity),
    contractNotional: family === 'future' ? contractNotional : null,
    toleranceBp: 2 * dealing.dailyVolatilityBp,
    legs:
      legs.length > 1
        ? legs.map(({ instrument: leg, weight }) => ({
            kind: leg.kind,
            weight,
            side: legAction(leg, currency, weight * quantity > 0).side,
          }))
        : [],
  }
}

/** What is done after the first `count` days. */
function executedUpTo(trades: readonly WorkedTrade[], schedule: JointSchedule, count: number): HedgeTrade[] {
  return trades.map(({ instrument, quantity }, i) => ({
    instrument: instrument.id,
    quantity: quantity * schedule.shares[i].slice(0, count).reduce((sum, share) => sum + share, 0),
  }))
}

function substituted(
  trades: readonly WorkedTrade[],
  schedule: JointSchedule,
  missed: readonly Shortfall[],
): HedgeTrade[] {
  const quantities = new Map(trades.map(({ instrument, quantity }, i) => [instrument.id, quantity * schedule.done[i]]))
  for (const { substitution } of missed) {
    for (const { instrument, quantity } of substitution.substitutes) {
      quantities.set(instrument, (quantities.get(instrument) ?? 0) + quantity)
    }
  }
  return [...quantities].flatMap(([instrument, quantity]) => (quantity === 0 ? [] : [{ instrument, quantity }]))
}

function notesOf(trades: readonly WorkedTrade[], missed: readonly Shortfall[]): string[] {
  const byYield = trades.some(({ instrument: { family } }) => quotedInYield.has(family))
  const shared = new Set<string>()
  const repeated = trades.some(({ instrument: { family, currency } }) => {
    const key = `${family}:${currency}`
    const seen = shared.has(key)
    shared.add(key)
    return seen
  })
  const families = new Map(trades.map(({ instrument }) => [instrument.id, instrument.family]))
  const sameMarket = missed.some(({ instrument, substitution }) =>
    substitution.substitutes.some((each) => each.family === families.get(instrument)),
  )
  return [
    ...(byYield
      ? ['The impact of swaps and inflation swaps is held to its limit in basis points of yield, as they are quoted.']
      : []),
    ...(sameMarket
      ? ['Some stand-ins are other tenors of the same market: whether it bears both is for the trader to judge.']
      : []),
    ...(repeated ? ['Each tenor is taken to have a volume of its own, as in the dealing terms of the mandate.'] : []),
  ]
}

/** That futures go in whole contracts, and which trades are too small for one. */
function contractNotes(days: readonly PlanDay[]): string[] {
  const sizes = new Map<string, number>()
  for (const { instrument, counterparty, quantity, contractNotional } of days.flatMap(({ trades }) => trades)) {
    if (contractNotional === null) continue
    const key = `${instrument} with ${counterparty}`
    sizes.set(key, (sizes.get(key) ?? 0) + quantity / contractNotional)
  }
  if (sizes.size === 0) return []
  const none = [...sizes].filter(([, contracts]) => Math.round(Math.abs(contracts)) === 0).map(([key]) => key)
  return [
    'Futures are ordered in whole contracts; the orders say what that leaves of the plan.',
    ...(none.length > 0 ? [`Less than half a contract, so that no order is given: ${none.join(', ')}.`] : []),
  ]
}

const quotedInYield: ReadonlySet<HedgeFamily> = new Set(['swap', 'forward-starting-swap', 'zero-coupon-swap'])
