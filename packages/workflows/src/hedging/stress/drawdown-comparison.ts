import type { ReplayRecord } from './replay-record.ts'

/** One package in one window: drawdown with it beside that without. */
interface DrawdownComparisonRow {
  readonly window: string
  readonly from: string
  readonly to: string
  readonly package: string
  /** Positive, base currency. */
  readonly unhedged: number
  readonly hedged: number
  /** Share removed; null where the fall without hedges is below a basis point of assets. */
  readonly removed: number | null
  /** Falls of the funded ratio as differences; null without liabilities. */
  readonly fundedRatioUnhedged: number | null
  readonly fundedRatioHedged: number | null
  /** Factors that were not observed throughout. */
  readonly gaps: number
}

export interface DrawdownComparisonRecord {
  readonly rows: readonly DrawdownComparisonRow[]
  readonly notCovered: readonly { readonly window: string; readonly reason: string }[]
}

/** All replays side by side, each package a row. */
export function drawdownComparison(replays: readonly ReplayRecord[]): DrawdownComparisonRecord {
  return {
    rows: replays.flatMap((replay): DrawdownComparisonRow[] => {
      if (replay.status === 'not-covered') return []
      const [unhedged, ...packages] = replay.packages
      return packages.map((hedged) => ({
        window: replay.window.name,
        from: replay.from,
        to: replay.to,
        package: hedged.id,
        unhedged: unhedged.drawdown.amount,
        hedged: hedged.drawdown.amount,
        removed: hedged.drawdownRemoved,
        fundedRatioUnhedged: unhedged.fundedRatioDrawdown?.amount ?? null,
        fundedRatioHedged: hedged.fundedRatioDrawdown?.amount ?? null,
        gaps: replay.gaps.length,
      }))
    }),
    notCovered: replays.flatMap((replay) =>
      replay.status === 'not-covered' ? [{ window: replay.window.name, reason: replay.reason }] : [],
    ),
  }
}
