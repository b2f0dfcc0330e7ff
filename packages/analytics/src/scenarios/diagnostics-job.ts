import { type PathJob, pathJob, type PathRequest } from './path-job.ts'

/** Figures of a path at each horizon, in this order. */
export const horizonFigures = [
  /** ln S_T: growth of the equity index. */
  'logEquity',
  /** ln B_T: growth of the bond index. */
  'logBond',
  /** Integral of the short rate: ln of the bank account. */
  'rateIntegral',
  /** 252 / n times the sum of squared daily equity log returns. */
  'realisedVariance',
  /** v_T as the scheme holds it (the euler scheme may hold a negative one). */
  'variance',
  /** Mean-zero Hull-White factor x_T; r_T - r_0 under the euler scheme. */
  'rateFactor',
] as const
export type HorizonFigure = (typeof horizonFigures)[number]

/**
 * Sums over all days of a path, in this order, with v the (positive part of the) variance at the day's start, R the
 * equity log return, and dv, dx the day's changes of variance and rate factor less their conditional means.
 */
export const pathSums = [
  /** sum of v */
  'variances',
  /** sum of sqrt(v) */
  'volatilities',
  /** sum of v^(3/2) */
  'volatilityCubes',
  /** sum of dv^2 */
  'varianceChanges',
  /** sum of R dv */
  'equityVariance',
  /** sum of v R dx */
  'equityRate',
  /** sum of v dv dx */
  'varianceRate',
] as const
export type PathSum = (typeof pathSums)[number]

/**
 * The job of `pathDiagnostics`. A column is a shared buffer with one double for each (regime, path), regime-major:
 * `columns[h * horizonFigures.length + f]` is figure f at horizon h, and the path sums follow after the last horizon.
 */
export interface DiagnosticsJob extends PathJob {
  /** One year and the whole path; the latter alone when a path is no longer than a year. */
  readonly horizonMonths: readonly number[]
  readonly columns: readonly SharedArrayBuffer[]
}

/** Checks the request and lays out its shared memory. Throws `invalid-input` as `pathJob` does. */
export function diagnosticsJob(request: PathRequest): DiagnosticsJob {
  const job = pathJob(request)
  const horizonMonths = job.months > 12 ? [12, job.months] : [job.months]
  const count = horizonMonths.length * horizonFigures.length + pathSums.length
  return {
    ...job,
    horizonMonths,
    columns: Array.from({ length: count }, () => new SharedArrayBuffer(8 * job.models.length * job.paths)),
  }
}

/** The figure of every path of a regime at a horizon, by path number. A view, not a copy. */
export function horizonColumn(
  job: DiagnosticsJob,
  regime: number,
  horizon: number,
  figure: HorizonFigure,
): Float64Array {
  const column = horizon * horizonFigures.length + horizonFigures.indexOf(figure)
  return new Float64Array(job.columns[column], 8 * regime * job.paths, job.paths)
}

/** The sum of every path of a regime, by path number. A view, not a copy. */
export function sumColumn(job: DiagnosticsJob, regime: number, sum: PathSum): Float64Array {
  const column = job.horizonMonths.length * horizonFigures.length + pathSums.indexOf(sum)
  return new Float64Array(job.columns[column], 8 * regime * job.paths, job.paths)
}
