import type { DomainResult } from './analyses/domain-specialists.ts'
import type { ExecutionTraderResult } from './analyses/execution-trader.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import type { ReviewRecord } from '../review/index.ts'
import type { ExposureRecord, HedgingObjectives } from './exposures/index.ts'
import type { HedgingMandate } from './mandate/index.ts'
import type { LimitCheck } from './strategies/index.ts'
import type { HedgeDomain } from './universe/index.ts'

/** What a study was made from. */
export interface HedgingStudyFacts {
  readonly name: string
  readonly seed: number
  /** ISO date. */
  readonly asOf: string
  readonly origin: 'real' | 'simulated'
  readonly baseCurrency: string
  readonly marketHash: string
  readonly files: readonly { readonly file: string; readonly sha256: string; readonly rows: number }[]
  /** Without its governance, which no figure depends on. */
  readonly mandate: Omit<HedgingMandate, 'governance'>
  readonly holdings: number
  readonly instruments: number
  readonly factors: number
  readonly scenarios: { readonly count: number; readonly method: string; readonly from: string; readonly to: string }
  readonly exposurePaths: number
  /** Hedge instruments whose exposure to counterparties is not simulated, and why. */
  readonly withoutExposure: readonly { readonly id: string; readonly reason: string }[]
  readonly assumptions: readonly string[]
  /** What a reader must know of the market data and the fund's files, their warnings among it. */
  readonly notes: readonly string[]
}

/** What the committee is asked to approve. */
export interface HedgingDecision {
  readonly status: 'recommended' | 'best-compromise' | 'no-hedge'
  readonly headline: string
  readonly package: string
  readonly limits: readonly LimitCheck[]
  /** Words without figures. */
  readonly reasons: readonly string[]
}

/** The result of a hedging study: plain JSON. Money in base currency. */
export interface HedgingResult {
  readonly schema: 'hedging/1'
  readonly study: HedgingStudyFacts
  readonly specialists: readonly {
    readonly name: string
    readonly role: string
    readonly responsibility: string
    readonly needs: readonly string[]
  }[]
  readonly exposures: ExposureRecord
  readonly objectives: HedgingObjectives
  readonly domains: Readonly<Record<HedgeDomain, DomainResult>>
  readonly selection: HedgeSelection
  /** Null where the execution trader gave no result: then nothing says how the package is dealt, and there are no orders. */
  readonly execution: ExecutionTraderResult | null
  readonly decision: HedgingDecision
  /** The main figures recomputed by other methods; null where the reviewer gave no result. */
  readonly review: ReviewRecord | null
  /** Names of the specialists that gave no result; empty as a rule. */
  readonly missing: readonly string[]
  readonly limitations: readonly string[]
}
