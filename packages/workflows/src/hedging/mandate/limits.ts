import { factorGroups } from '@tutti/analytics/revaluation'
import { z } from 'zod'

const share = z.number().min(0).max(1)

/** Cost of capital a year by tolerance for risk, decimal: what a unit of capital at risk is charged in the score. */
export const costOfCapitalByTolerance = { low: 0.08, medium: 0.06, high: 0.04 } as const

export const objectivesSchema = z.strictObject({
  /** Sets the cost of capital: low 8 %, medium 6 % (the rate of Solvency II's risk margin), high 4 % a year. */
  risk_tolerance: z.enum(['low', 'medium', 'high']).default('medium'),
  /** Replaces that of the tolerance; a year, decimal. */
  cost_of_capital: z.number().min(0).max(0.5).optional(),
  /** Confidence of funded-status-at-risk and of the collateral need. */
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  horizon_years: z.number().min(0.01).max(5).default(1),
  /** Effectiveness that every major risk factor is held to in the report. */
  effectiveness_target: share.default(0.92),
  /** Groups that are always major where the fund is exposed to them ... */
  major_factors: z.array(z.enum(factorGroups)).default(['rates', 'inflation', 'currency', 'credit']),
  /** ... and any other is when its variance is at least this share of the unhedged surplus variance. */
  major_factor_share: share.default(0.02),
  /**
   * Share of the carry and roll that a trade earns which counts against cost: 0 counts what is paid alone. What a trade earns if
   * nothing moves is a forecast, what it pays is a bill.
   */
  carry_credit: share.default(0),
  /** Years over which the cost of entering a hedge is spread. */
  holding_years: z.number().min(0.05).max(30).default(3),
})

export const limitsSchema = z.strictObject({
  /** Cost of the whole package a year, bp of assets; null: no limit. */
  total_cost_bp: z.number().min(0).max(10_000).nullable().default(25),
  /**
   * Effectiveness that the package keeps under each adverse stress of a whole group (currencies, curves, break-evens, spreads);
   * null: reported, but no limit.
   */
  stress_effectiveness: share.nullable().default(null),
  /** Whether every trade must fit into the days, volume and impact of `execution`. */
  within_execution_window: z.boolean().default(true),
  /** Whether the sources that are cash within a day must cover the margin that `collateral.buffer_bp` calls for, either way. */
  within_collateral_buffer: z.boolean().default(true),
  /** Initial margin of the package, percent of assets; null: no limit. */
  initial_margin_percent: z.number().min(0).max(100).nullable().default(5),
  /**
   * Most of the notional of new trades that are not cleared with one counterparty, where at least two may deal them; null: no
   * limit.
   */
  counterparty_share: z.number().positive().max(1).nullable().default(0.5),
  currency: z
    .strictObject({
      /** Cost a year, percent of assets; the document's 0.15. */
      cost_limit_percent: z.number().min(0).max(100).nullable().default(0.15),
      minimum_effectiveness: share.default(0.85),
    })
    .prefault({}),
  rates: z
    .strictObject({
      /** Money duration of assets and hedges less that of liabilities, over assets; years, either way. */
      maximum_duration_gap_years: z.number().min(0).max(50).default(0.5),
      minimum_effectiveness: share.default(0.9),
    })
    .prefault({}),
  inflation: z.strictObject({ minimum_effectiveness: share.default(0) }).prefault({}),
  credit: z
    .strictObject({
      /** Cost a year, percent of assets; the document's 0.25. */
      cost_limit_percent: z.number().min(0).max(100).nullable().default(0.25),
      /** Effectiveness on credit spreads; the document's minimum protection. */
      minimum_protection: share.default(0.8),
    })
    .prefault({}),
})
