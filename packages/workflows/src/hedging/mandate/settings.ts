import { z } from 'zod'

export const fundSchema = z.strictObject({
  base_currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters')
    .default('USD'),
  /** Credit spread of the fund itself, for debit adjustments, bp. */
  credit_spread_bp: z.number().min(0).max(10_000).default(30),
  recovery: z.number().min(0).max(0.95).default(0.4),
  /** What the fund pays over the risk-free rate for cash that it posts, bp. */
  funding_spread_bp: z.number().min(0).max(2000).default(25),
})

export const executionSchema = z.strictObject({
  max_daily_volume_percent: z.number().positive().max(100).default(15),
  max_market_impact_bp: z.number().positive().max(1000).default(3),
  window_days: z.number().int().min(1).max(60).default(5),
  /** Aversion to the variance of cost against its mean, per unit of money at the fund's scale: 0 spreads evenly. */
  risk_aversion: z.number().min(0).max(100).default(1),
  /** First day of trading; the next business day after the as-of date when absent. */
  start: z.iso.date().optional(),
})

export const accountingSchema = z.strictObject({
  standards: z.array(z.enum(['ifrs-9', 'asc-815'])).default(['ifrs-9', 'asc-815']),
  /** Months of changes that effectiveness is tested on. */
  months: z.number().int().min(12).max(240).default(36),
})
