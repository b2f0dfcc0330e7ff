import { z } from 'zod'

export const scenarioSchema = z.strictObject({
  count: z.number().int().min(200).max(50_000).default(2000),
  /** Joint law of the changes: normal, or Student t with the degrees of freedom below, both on the estimated covariance. */
  distribution: z.enum(['normal', 'student-t']).default('student-t'),
  degrees_of_freedom: z.number().min(2.5).max(100).default(5),
  /** Years of history that volatilities and correlations are estimated on; all there is when shorter. */
  history_years: z.number().min(1).max(60).default(10),
  /** Business days of each change: overlapping changes are not used. */
  change_days: z.number().int().min(1).max(63).default(5),
  /** Paths and dates of the simulation behind the valuation adjustments. */
  exposure_paths: z.number().int().min(128).max(20_000).default(512),
})

const bp = z.number().min(0).max(2000)
export const stressSchema = z.strictObject({
  /** Either way, against the base currency; 0.15 is 15 %. */
  currency_move: z.number().min(0).max(0.9).default(0.15),
  parallel_bp: bp.default(200),
  steepening_bp: bp.default(150),
  spread_bp: bp.default(300),
  equity_fall: z.number().min(0).max(0.95).default(0.3),
  inflation_bp: bp.default(100),
  /** Correlations at which the surplus is tried again; and the worst valid matrix within this distance of the estimate. */
  worst_correlation_distance: z.number().min(0).max(2).default(0.5),
})

const date = z.iso.date()
/** A window of the market's own history that today's book is walked through. */
export const replaySchema = z
  .strictObject({ name: z.string().min(1).max(60), start: date, end: date })
  .refine(({ start, end }) => start < end, 'start must lie before end')
