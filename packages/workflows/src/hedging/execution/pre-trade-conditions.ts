import { isoOfDay } from '@tutti/analytics/time'
import { isCleared } from '../valuation-adjustments/counterparty-shares.ts'
import { currencyCalendar, hasHolidays } from './dealing-days.ts'
import type { AllocatedShare } from './allocated-shares.ts'
import type { ExecutionInputs } from './execution-inputs.ts'
import type { TradeCost } from './trade-cost.ts'
import type { Shortfall } from './shortfalls.ts'
import type { WorkedTrade } from './worked-trade.ts'

/** What has to hold before dealing. Figures and limits in `unit`; null where there is none or it was not given. */
export interface PreTradeCondition {
  readonly id: string
  readonly kind:
    | 'volume'
    | 'impact'
    | 'window'
    | 'market-open'
    | 'counterparty'
    | 'line'
    | 'annex'
    | 'cash'
    | 'price-band'
    | 'designation'
    | 'confirmation'
  /** Instrument, counterparty, or `plan`. */
  readonly subject: string
  readonly status: 'met' | 'not met' | 'to confirm'
  readonly figure: number | null
  readonly limit: number | null
  readonly unit: 'percent' | 'bp' | 'days' | 'money' | null
  /** Words without figures. */
  readonly note: string
}

/** Two standard deviations of a day: a dealt price beyond them is asked about before it is taken. */
const bandDeviations = 2

/** The checklist of the plan, of each trade and of each counterparty. */
export function preTradeConditions(
  inputs: ExecutionInputs,
  trades: readonly WorkedTrade[],
  shares: readonly (readonly AllocatedShare[])[],
  costs: readonly TradeCost[],
  missed: readonly Shortfall[],
  days: readonly number[],
): PreTradeCondition[] {
  if (trades.length === 0) return []
  return [
    ...planConditions(inputs, trades, missed, days),
    ...trades.flatMap((trade, i) => tradeConditions(inputs, trade, costs[i], days)),
    ...counterpartyConditions(inputs, trades, shares),
  ]
}

const condition = (
  kind: PreTradeCondition['kind'],
  subject: string,
  status: PreTradeCondition['status'],
  note: string,
  figures: { figure: number | null; limit: number | null; unit: PreTradeCondition['unit'] } = none,
): PreTradeCondition => ({ id: `${kind}:${subject}`, kind, subject, status, ...figures, note })

const none = { figure: null, limit: null, unit: null } as const
const met = (holds: boolean): 'met' | 'not met' => (holds ? 'met' : 'not met')

function planConditions(
  { mandate, availableCash }: ExecutionInputs,
  trades: readonly WorkedTrade[],
  missed: readonly Shortfall[],
  days: readonly number[],
): PreTradeCondition[] {
  const cash = trades.reduce(
    (sum, { instrument, quantity, amount }) =>
      sum + Math.max(0, quantity * instrument.premium) + Math.abs(amount) * instrument.dealing.initialMarginRate,
    0,
  )
  const needed = { figure: cash, limit: availableCash ?? null, unit: 'money' as const }
  const longest = Math.max(days.length, ...missed.map(({ relaxations }) => relaxations.moreDays?.days ?? Infinity))
  const window = {
    figure: Number.isFinite(longest) ? longest : null,
    limit: mandate.execution.window_days,
    unit: 'days' as const,
  }
  return [
    condition('window', 'plan', met(missed.length === 0), 'all trades fit into the window within the limits', window),
    condition(
      'cash',
      'plan',
      availableCash === undefined ? 'to confirm' : met(cash <= availableCash),
      'cash for initial margin and premiums is at hand before the first trade',
      needed,
    ),
    condition(
      'designation',
      'plan',
      'to confirm',
      'hedges that are to be designated are documented no later than they are dealt (IFRS and US standards alike)',
    ),
  ]
}

function tradeConditions(
  { mandate }: ExecutionInputs,
  { instrument, volumes }: WorkedTrade,
  { largestParticipation, largestImpactBp }: TradeCost,
  days: readonly number[],
): PreTradeCondition[] {
  const { max_daily_volume_percent: volumePercent, max_market_impact_bp: impactBp } = mandate.execution
  const closed = days.filter((_, k) => volumes[k] === 0).map(isoOfDay)
  const band = bandDeviations * instrument.dealing.dailyVolatilityBp
  const { id, currency } = instrument
  return [
    condition(
      'volume',
      id,
      met(largestParticipation * 100 <= volumePercent * (1 + 1e-9)),
      'share of a day of the market',
      {
        figure: largestParticipation * 100,
        limit: volumePercent,
        unit: 'percent',
      },
    ),
    condition(
      'impact',
      id,
      met(largestImpactBp <= impactBp * (1 + 1e-9)),
      'impact of a day, in the unit of its quote',
      {
        figure: largestImpactBp,
        limit: impactBp,
        unit: 'bp',
      },
    ),
    condition(
      'market-open',
      id,
      hasHolidays(currency) ? met(closed.length < days.length) : 'to confirm',
      [
        closed.length > 0
          ? `nothing is dealt on closed days of ${currencyCalendar(currency).name} or of the base currency: ${closed.join(', ')}`
          : 'its market is open on every day of the window',
        hasHolidays(currency) ? '' : '; holidays of this currency are not known, only weekends are taken out',
      ].join(''),
    ),
    condition(
      'price-band',
      id,
      'to confirm',
      'a price further from the opening mid is asked about before it is dealt',
      {
        figure: null,
        limit: band,
        unit: 'bp',
      },
    ),
  ]
}

function counterpartyConditions(
  { mandate, lines }: ExecutionInputs,
  trades: readonly WorkedTrade[],
  shares: readonly (readonly AllocatedShare[])[],
): PreTradeCondition[] {
  const domains = new Map<string, Set<string>>()
  const uncleared = new Map<string, string>()
  trades.forEach(({ instrument }, i) => {
    for (const { counterparty } of shares[i]) {
      domains.set(counterparty, (domains.get(counterparty) ?? new Set()).add(instrument.domain))
      if (!isCleared(instrument)) uncleared.set(counterparty, instrument.id)
    }
  })
  return [...domains].flatMap(([name, own]) => {
    const entry = mandate.counterparties.find(({ id }) => id === name)
    const confirmation = condition(
      'confirmation',
      name,
      'to confirm',
      'terms are confirmed in writing by someone who did not deal them, on the day after the trade',
    )
    if (entry === undefined) {
      const strays = uncleared.get(name)
      const note =
        strays === undefined
          ? 'cleared: the clearing account is open and the clearing broker takes the trade'
          : `no counterparty of the mandate, and ${strays} is not cleared`
      return [condition('counterparty', name, strays === undefined ? 'to confirm' : 'not met', note), confirmation]
    }
    const wrong = [...own].filter((domain) => entry.domains?.every((allowed) => allowed !== domain) ?? false)
    const line = lines?.find(({ counterparty }) => counterparty === name)
    return [
      condition(
        'counterparty',
        name,
        met(wrong.length === 0),
        wrong.length === 0
          ? 'may be dealt with in all of these domains'
          : `may not be dealt with in: ${wrong.join(', ')}`,
      ),
      condition(
        'line',
        name,
        line === undefined ? 'to confirm' : met(line.potentialExposure <= line.limit),
        'potential exposure after all trades stays within the line',
        { figure: line?.potentialExposure ?? null, limit: line?.limit ?? entry.exposure_limit, unit: 'money' },
      ),
      condition(
        'annex',
        name,
        'to confirm',
        entry.csa === null
          ? 'the mandate has no credit support annex with it: trades are uncollateralised, and the master agreement is signed'
          : 'the credit support annex of the mandate is signed and in force',
      ),
      confirmation,
    ]
  })
}
