import { addBusinessDays, isoOfDay } from '@tutti/analytics/time'
import { marketCalendar } from './dealing-days.ts'
import { dealtLabel } from './dealt-terms.ts'
import type { ExecutionInputs } from './execution-inputs.ts'
import type { JointSchedule } from './joint-schedule.ts'
import { type Substitution, substitution } from './substitutes.ts'
import { windowCapacity, type WorkedTrade } from './worked-trade.ts'

/** A trade that does not fit into the window, why, and what would help. */
export interface Shortfall {
  readonly instrument: string
  readonly label: string
  /** Units and base currency, signed. */
  readonly unexecuted: number
  readonly unexecutedNotional: number
  readonly unexecutedShare: number
  /** The limit that caps the day; `closed` where its market is open on no day of the window. */
  readonly limit: 'participation' | 'impact' | 'closed'
  /** Each is enough by itself if the limits not named in it stay. */
  readonly relaxations: {
    /** Smallest limits with which it fits into the window; null for one that need not move. `possible` false: it is more than the market trades. */
    readonly withinWindow: {
      readonly possible: boolean
      readonly maxDailyVolumePercent: number | null
      readonly maxMarketImpactBp: number | null
    }
    /** Days on which its market is open that it takes at the limits, and the last of them; null beyond ten years. */
    readonly moreDays: { readonly days: number; readonly until: string } | null
  }
  readonly substitution: Substitution
}

const longestDays = 2600

/** The trades that are not done in the window, each explained, with stand-ins as far as they have room. */
export function shortfalls(
  inputs: ExecutionInputs,
  trades: readonly WorkedTrade[],
  schedule: JointSchedule,
  days: readonly number[],
): Shortfall[] {
  const room = new Map(
    trades.map((trade): [number, number] => [trade.index, Math.max(0, windowCapacity(trade) - Math.abs(trade.amount))]),
  )
  return trades.flatMap((trade, i) => {
    const share = 1 - schedule.done[i]
    if (share <= 1e-9) return []
    const unexecuted = trade.quantity * share
    return [
      {
        instrument: trade.instrument.id,
        label: dealtLabel(trade.instrument, trade.quantity),
        unexecuted,
        unexecutedNotional: trade.amount * share,
        unexecutedShare: share,
        limit: windowCapacity(trade) > 0 ? trade.bindingLimit : 'closed',
        relaxations: relaxationsOf(inputs, trade, days),
        substitution: substitution(inputs, trade, unexecuted, days, room),
      },
    ]
  })
}

function relaxationsOf(
  { mandate }: ExecutionInputs,
  trade: WorkedTrade,
  days: readonly number[],
): Shortfall['relaxations'] {
  const { max_daily_volume_percent: volumePercent, max_market_impact_bp: impactBp } = mandate.execution
  const size = Math.abs(trade.amount)
  const volume = trade.volumes.reduce((sum, each) => sum + each, 0)
  const needed = volume > 0 ? size / volume : Infinity
  const possible = needed <= 1
  const neededImpact = trade.quoteImpactBp * Math.sqrt(needed)
  return {
    withinWindow: {
      possible,
      maxDailyVolumePercent: possible && needed * 100 > volumePercent ? needed * 100 : null,
      maxMarketImpactBp: possible && neededImpact > impactBp ? neededImpact : null,
    },
    moreDays: moreDays(trade, days[0], mandate.fund.base_currency),
  }
}

function moreDays({ amount, instrument, participationCap }: WorkedTrade, first: number, baseCurrency: string) {
  const dailyCapacity = participationCap * instrument.dealing.dailyVolume * instrument.notionalInBase
  const days = Math.ceil((Math.abs(amount) / dailyCapacity) * (1 - 1e-12))
  if (!(days <= longestDays)) return null
  const market = marketCalendar(instrument.currency, baseCurrency)
  const opening = addBusinessDays(first, 0, market)
  return { days, until: isoOfDay(days > 1 ? addBusinessDays(opening, days - 1, market) : opening) }
}
