import type { WorkflowContext } from '../../workflow-context.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { replayRecord, type ReplayRecord, type StressBook } from '../stress/index.ts'
import {
  type CollateralRunway,
  type CounterpartyTicket,
  type LiquidityWaterfall,
  liquidityWaterfall,
} from '../valuation-adjustments/index.ts'
import { executorRevaluation } from './executor-revaluation.ts'

/** Every window of the mandate, one after the other; margin calls are paid from the sources of the collateral runway. */
export async function crisisReplays(
  study: HedgingCase,
  context: WorkflowContext,
  book: StressBook,
  tickets: readonly CounterpartyTicket[],
  runway: CollateralRunway,
): Promise<ReplayRecord<LiquidityWaterfall>[]> {
  const records: ReplayRecord<LiquidityWaterfall>[] = []
  for (const window of study.mandate.replays) {
    context.progress({ step: `replay of ${window.name}`, done: records.length, total: study.mandate.replays.length })
    records.push(
      await replayRecord({
        mandate: study.mandate,
        market: study.market,
        book,
        window,
        allocation: tickets,
        waterfall: (calls) => liquidityWaterfall(runway.sources, calls),
        revaluation: executorRevaluation(context, `replay of ${window.name}`),
      }),
    )
  }
  return records
}
