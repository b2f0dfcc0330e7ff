import type { WorkflowContext } from '../../workflow-context.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { type ReplayHoldings, replayRecord, type ReplayRecord, type StressBook } from '../stress/index.ts'
import {
  type CounterpartyTicket,
  liquiditySources,
  type LiquidityWaterfall,
  liquidityWaterfall,
  type MarginCall,
  sourceLines,
} from '../valuation-adjustments/index.ts'
import { executorRevaluation } from './executor-revaluation.ts'

/**
 * Every window of the mandate, one after the other. Margin calls are paid from the mandate's sources, at what they are worth
 * on the day.
 */
export async function crisisReplays(
  study: HedgingCase,
  context: WorkflowContext,
  book: StressBook,
  tickets: readonly CounterpartyTicket[],
): Promise<ReplayRecord<LiquidityWaterfall>[]> {
  const { mandate, market } = study
  const records: ReplayRecord<LiquidityWaterfall>[] = []
  for (const window of mandate.replays) {
    context.progress({ step: `replay of ${window.name}`, done: 0, total: 0 })
    records.push(
      await replayRecord({
        mandate,
        market,
        book,
        window,
        allocation: tickets,
        waterfall: (calls, holdings) => paidCalls(study, calls, holdings),
        revaluation: executorRevaluation(context, `replay of ${window.name}`),
      }),
    )
  }
  return records
}

/** The first date of the holdings is the start of the window, before any call. */
function paidCalls(
  { mandate, book }: HedgingCase,
  calls: readonly MarginCall[],
  { values }: ReplayHoldings,
): LiquidityWaterfall {
  const places = sourceLines(mandate, book.lines)
  const width = book.lines.length
  const sourcesAt = (date: number) =>
    liquiditySources(mandate, places, values.subarray(date * width, (date + 1) * width))
  const start = sourcesAt(0)
  const available = new Float64Array(calls.length * start.length)
  for (let day = 0; day < calls.length; day++) {
    available.set(
      sourcesAt(day + 1).map((source) => source.available),
      day * start.length,
    )
  }
  return liquidityWaterfall(start, calls, { available })
}
