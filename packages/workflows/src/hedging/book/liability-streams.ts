import type { Flow } from '@tutti/analytics/revaluation'
import { type Day, dayOf } from '@tutti/analytics/time'
import type { LiabilityFlow } from '@tutti/market'
import { yearsFrom } from './bond-terms.ts'

/** Payments of one currency, group and indexation, in order of time. */
export interface LiabilityStream {
  readonly currency: string
  readonly indexation: 'fixed' | 'inflation-linked'
  readonly group: string | null
  /** Of today's money where linked to inflation. */
  readonly flows: readonly Flow[]
}

/** The streams of a list of payments, in the order in which they first appear; payments of a day are one. */
export function liabilityStreams(payments: readonly LiabilityFlow[], asOf: Day): LiabilityStream[] {
  const streams = new Map<string, { first: LiabilityFlow; amounts: Map<Day, number> }>()
  for (const payment of payments) {
    const key = JSON.stringify([payment.currency, payment.indexation, payment.group])
    const stream = streams.get(key) ?? { first: payment, amounts: new Map<Day, number>() }
    streams.set(key, stream)
    const day = dayOf(payment.date)
    stream.amounts.set(day, (stream.amounts.get(day) ?? 0) + payment.amount)
  }
  return [...streams.values()].map(({ first, amounts }) => ({
    currency: first.currency,
    indexation: first.indexation,
    group: first.group,
    flows: [...amounts].sort(([a], [b]) => a - b).map(([day, amount]) => ({ years: yearsFrom(asOf, day), amount })),
  }))
}
