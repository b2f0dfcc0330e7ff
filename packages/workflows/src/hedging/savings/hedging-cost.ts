import type { AnnualCost } from '../packages/index.ts'

/** What one way of hedging costs a year; base currency. */
export interface HedgingCost {
  /** Parts in the order of their sum. */
  readonly annualCost: AnnualCost
  readonly fundedStatusAtRisk: number
  /** Cost of capital times funded-status-at-risk. */
  readonly riskCost: number
  /** Annual cost and risk cost. */
  readonly total: number
  /** Of the annual cost, from the valuation adjustments; of the risk cost, from the scenarios; of the total, from both. */
  readonly standardErrors: { readonly annualCost: number; readonly riskCost: number; readonly total: number }
  /** Whether it meets every limit of the mandate. */
  readonly feasible: boolean
}

/** What the chosen package saves a year against another; negative where it costs more. */
export interface Saving {
  readonly money: number
  /** Of the assets. */
  readonly bp: number
  /** The parts of the money. */
  readonly cost: number
  readonly risk: number
  /** Of the money, on common scenarios; and the same in bp. */
  readonly standardError: number
  readonly standardErrorBp: number
  /** Within two standard errors of nothing. */
  readonly tied: boolean
}
