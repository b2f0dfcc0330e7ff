import { requireInRange, TuttiError } from '../errors/index.ts'
import { type HybridModel, hybridStateIndex, type HybridWalk, hybridWalk } from '../hybrid/index.ts'
import { valueToday } from './date-values.ts'
import { type ExposurePlan, exposurePlan, type MoveCovariances, resetTimes } from './exposure-plan.ts'
import type { NettingSet } from './exposure-trade.ts'

/** What to simulate. */
export interface ExposureRequest {
  readonly model: HybridModel
  readonly nettingSets: readonly NettingSet[]
  /** Dates of the profile, years, increasing from above 0. Payments of a date have left the value at it. */
  readonly timesYears: readonly number[]
  /** Margin period of risk: values are also drawn this much before each date. 0 without margining. */
  readonly marginPeriodYears: number
  /**
   * `own dates` simulates every date on which a floating rate is fixed; `dates before` fixes it at its forward on the last
   * simulated date before, which leaves expected values exact and is faster for many schedules.
   */
  readonly resets: 'own dates' | 'dates before'
  readonly paths: number
  readonly seed: number
}

/** A simulation set up for its kernel: plain data and shared buffers, cloneable to workers. */
export interface ExposureJob {
  readonly walk: HybridWalk
  readonly plans: readonly ExposurePlan[]
  readonly paths: number
  readonly pathsPerShard: number
  readonly shards: number
  /** Row of the buffers for each simulated date, today first; -1 where nothing is kept. */
  readonly records: readonly number[]
  readonly recordCount: number
  /** Rows of the profile's dates, and of the dates a margin period before them; -1 is today. */
  readonly dateRows: readonly number[]
  readonly lookbackRows: readonly number[]
  readonly timesYears: readonly number[]
  /** Places of the log survivals in the state, by hazard of the model. */
  readonly hazards: readonly number[]
  readonly valuesToday: readonly number[]
  /** rows x paths; one a netting set. */
  readonly values: readonly SharedArrayBuffer[]
  /** Payments since a margin period before, at each row; empty without margining. */
  readonly paid: readonly SharedArrayBuffer[]
  readonly discount: SharedArrayBuffer
  readonly survivals: readonly SharedArrayBuffer[]
}

/** Paths in a shard: fixed, so that results do not depend on the number of workers. */
const PATHS_PER_EXPOSURE_SHARD = 128
const largestBuffer = 2 ** 27

/**
 * Sets up a simulation. Throws `invalid-input` for no netting sets, two of one name, times that do not increase, fewer
 * than 20 paths, or more figures than fit; and as trades and model require.
 */
export function exposureJob(request: ExposureRequest): ExposureJob {
  const { model, nettingSets, timesYears, marginPeriodYears, resets, paths, seed } = request
  requireInRange(paths, 20, 1e7, 'paths')
  requireInRange(marginPeriodYears, 0, 1, 'marginPeriodYears')
  const ids = nettingSets.map(({ id }) => id)
  if (!Number.isInteger(paths) || ids.length === 0 || new Set(ids).size !== ids.length || timesYears.length === 0) {
    throw new TuttiError(
      'invalid-input',
      'exposure needs netting sets with names of their own, dates, and whole paths',
      {
        field: 'nettingSets, timesYears, paths',
        got: `${ids.join(', ')}; ${timesYears.length} dates; ${paths} paths`,
        expected: 'at least one netting set and one date',
      },
    )
  }
  for (const { id, trades } of nettingSets) {
    const names = trades.map((trade) => trade.id)
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice === undefined) continue
    throw new TuttiError('invalid-input', `netting set ${id} has two trades with the id ${twice}`, {
      field: `trades of ${id}`,
      got: twice,
      expected: 'an id of its own for each trade',
    })
  }
  for (const [i, time] of timesYears.entries()) {
    if (time > (i === 0 ? 0 : timesYears[i - 1]) && time <= 1000) continue
    throw new TuttiError('invalid-input', `timesYears must increase from above 0, got ${time}`, {
      field: `timesYears[${i}]`,
      got: String(time),
      expected: i === 0 ? 'a time > 0' : `a time after ${timesYears[i - 1]}`,
    })
  }
  const last = timesYears[timesYears.length - 1]
  const lookbacks = timesYears.map((time) => time - marginPeriodYears)
  const valued = distinctTimes([...timesYears, ...lookbacks])
  const simulated = distinctTimes([...valued, ...(resets === 'own dates' ? resetTimes(model, nettingSets, last) : [])])
  const placeOf = (times: readonly number[], time: number): number =>
    times.findIndex((other) => Math.abs(other - time) < sameTime)
  const records = [-1, ...simulated.map((time) => placeOf(valued, time))]
  const recordCount = valued.length
  if (recordCount * paths > largestBuffer) {
    throw new TuttiError('invalid-input', `${recordCount} dates on ${paths} paths are too many to keep`, {
      field: 'paths',
      got: String(recordCount * paths),
      expected: `at most ${largestBuffer} values a netting set`,
    })
  }
  const walk = hybridWalk(model, simulated, { seed })
  const isValued = [true, ...records.slice(1).map((record) => record >= 0)]
  const isMargined = marginPeriodYears > 0
  const paidSince = [0, ...simulated].map((time) => (isMargined ? Math.max(time - marginPeriodYears, 0) : null))
  const known: MoveCovariances = new Map()
  const plans = nettingSets.map((set) => exposurePlan(model, set, [0, ...simulated], isValued, paidSince, known))
  const hazards = (model.spec.hazards ?? []).map(({ name }) => hybridStateIndex(model, `survival:${name}`))
  const buffer = (): SharedArrayBuffer => new SharedArrayBuffer(8 * recordCount * paths)
  return {
    walk,
    plans,
    paths,
    pathsPerShard: PATHS_PER_EXPOSURE_SHARD,
    shards: Math.ceil(paths / PATHS_PER_EXPOSURE_SHARD),
    records,
    recordCount,
    dateRows: timesYears.map((time) => placeOf(valued, time)),
    lookbackRows: lookbacks.map((time) => placeOf(valued, time)),
    timesYears: [...timesYears],
    hazards,
    valuesToday: plans.map((plan) => valueToday(plan, walk.start)),
    values: plans.map(buffer),
    paid: isMargined ? plans.map(buffer) : [],
    discount: buffer(),
    survivals: hazards.map(buffer),
  }
}

/** Two times closer than this, about half a minute, are one. */
const sameTime = 1e-6

/** The times above 0, sorted, each once. */
function distinctTimes(times: readonly number[]): number[] {
  const sorted = times.filter((time) => time > sameTime).sort((a, b) => a - b)
  return sorted.filter((time, i) => i === 0 || time - sorted[i - 1] >= sameTime)
}
