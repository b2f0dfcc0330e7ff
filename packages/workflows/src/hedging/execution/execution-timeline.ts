import { addBusinessDays, dayOf, isoOfDay } from '@tutti/analytics/time'
import { currencyCalendar } from './dealing-days.ts'
import type { PlanDay, TimelineEvent } from './execution-record.ts'

const order: readonly TimelineEvent['kind'][] = ['prepare', 'settle', 'confirm', 'deal', 'reconcile']

/** The steps of a plan in order of their dates; empty for a plan without trades. */
export function executionTimeline(asOf: string, days: readonly PlanDay[], baseCurrency: string): TimelineEvent[] {
  const dealt = days.filter(({ trades }) => trades.length > 0)
  if (dealt.length === 0) return []
  const own = currencyCalendar(baseCurrency)
  const after = (date: string, count: number): string => isoOfDay(addBusinessDays(dayOf(date), count, own))
  const names = (trades: readonly { readonly instrument: string }[]): string[] => [
    ...new Set(trades.map(({ instrument }) => instrument)),
  ]
  const settlements = new Map<string, Set<string>>()
  for (const { trades } of dealt) {
    for (const { settlement, instrument, family } of trades) {
      // nothing is paid on a forward before its value date
      if (family === 'forward') continue
      settlements.set(settlement, (settlements.get(settlement) ?? new Set()).add(instrument))
    }
  }
  const events: TimelineEvent[] = [
    {
      date: asOf,
      kind: 'prepare',
      label: 'Conditions checked, lines and cash reserved, designations drafted',
      instruments: [],
    },
    ...dealt.flatMap(({ date, trades }): TimelineEvent[] => [
      { date, kind: 'deal', label: 'Deal the orders of the day', instruments: names(trades) },
      { date: after(date, 1), kind: 'confirm', label: 'Confirm terms, post margin', instruments: names(trades) },
    ]),
    ...[...settlements].map(([date, instruments]): TimelineEvent => ({
      date,
      kind: 'settle',
      label: 'Premiums, upfronts and first margin settle; swaps take effect',
      instruments: [...instruments],
    })),
    {
      date: after(dealt[dealt.length - 1].date, 2),
      kind: 'reconcile',
      label: 'Positions and risk reconciled with the decision, cost measured against the price at the start',
      instruments: [],
    },
  ]
  return events.sort(
    (a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0) || order.indexOf(a.kind) - order.indexOf(b.kind),
  )
}
