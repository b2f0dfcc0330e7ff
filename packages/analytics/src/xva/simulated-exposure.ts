import { type ExposureJob, exposureJob, type ExposureRequest } from './exposure-job.ts'
import { simulateExposure } from './exposure-paths.kernel.ts'

/** Simulated values: every array is dates x paths, in money and discount factors of each path. */
export interface SimulatedExposure {
  readonly timesYears: readonly number[]
  readonly paths: number
  readonly nettingSets: readonly SimulatedValues[]
  /** Discount factor of the path from each date to today. */
  readonly discount: Float64Array
  /** Survival of the path to each date, by hazard of the model. */
  readonly survivals: readonly Float64Array[]
}

/** One netting set on the paths. */
export interface SimulatedValues {
  readonly id: string
  readonly valueToday: number
  readonly value: Float64Array
  /** Value a margin period before each date; the value itself without margining. */
  readonly valueBefore: Float64Array
  /** Net payments received between that date and this one; zeros without margining. */
  readonly paidSince: Float64Array
}

/**
 * Simulates the values of netting sets on the dates of a profile, all shards in this thread. Sources: Lichters, Stamm &
 * Gallagher (2015), chapter 18; Andersen, Pykhtin & Sokol, "Rethinking the margin period of risk" (2017).
 */
export function simulatedExposure(request: ExposureRequest): SimulatedExposure {
  const job = exposureJob(request)
  const simulate = simulateExposure(job)
  for (let shard = 0; shard < job.shards; shard++) simulate(shard)
  return exposureOfJob(
    job,
    request.nettingSets.map(({ id }) => id),
  )
}

/** The simulated values of a job whose shards have all run, wherever they ran. */
export function exposureOfJob(job: ExposureJob, ids: readonly string[]): SimulatedExposure {
  const { paths, timesYears, dateRows, lookbackRows } = job
  const rows = (buffer: SharedArrayBuffer, at: readonly number[], today: number): Float64Array => {
    const all = new Float64Array(buffer)
    const out = new Float64Array(at.length * paths)
    for (const [d, row] of at.entries()) {
      if (row < 0) out.fill(today, d * paths, (d + 1) * paths)
      else out.set(all.subarray(row * paths, (row + 1) * paths), d * paths)
    }
    return out
  }
  return {
    timesYears,
    paths,
    nettingSets: ids.map((id, b) => ({
      id,
      valueToday: job.valuesToday[b],
      value: rows(job.values[b], dateRows, job.valuesToday[b]),
      valueBefore: rows(job.values[b], lookbackRows, job.valuesToday[b]),
      paidSince: job.paid.length === 0 ? new Float64Array(timesYears.length * paths) : rows(job.paid[b], dateRows, 0),
    })),
    discount: rows(job.discount, dateRows, 1),
    survivals: job.survivals.map((buffer) => rows(buffer, dateRows, 1)),
  }
}
