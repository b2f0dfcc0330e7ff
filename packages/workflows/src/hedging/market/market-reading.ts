import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import {
  type CurveHistory,
  type CurveHistoryId,
  curveOf,
  isCurveHistoryId,
  isoOfDay,
  marketId,
  type MarketSnapshot,
  type SeriesId,
  seriesOf,
} from '@tutti/market'
import type { FactorSeries } from './factor-series.ts'
import { type ZeroPoints, zeroPoints } from './zero-points.ts'
import { lastWithin, type Observations, observationsOf, staleAtAsOf } from './observations.ts'

/** Last tenor, years, of each currency's curve and break-even curve. */
export interface CurveEnds {
  readonly rates: Readonly<Record<string, number>>
  readonly inflation: Readonly<Record<string, number>>
}

/** A snapshot while a market is read from it: what was found so far, and every fault. */
export interface MarketReading {
  readonly snapshot: MarketSnapshot
  readonly asOfDay: number
  readonly factors: FactorSeries[]
  readonly notes: string[]
  readonly problems: Problem[]
  /** Zero points of each curve history that was read, by id. */
  readonly points: Map<string, readonly ZeroPoints[]>
  readonly curveEnds: Readonly<Record<'rates' | 'inflation', Record<string, number>>>
}

/** What `read` finds; undefined, with the fault taken down under `field`, where it throws. */
export function attempted<T>({ problems }: MarketReading, field: string, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    const { got, expected } = error.details
    problems.push({ field, message: error.message, got, expected })
    return undefined
  }
}

/** A series of the snapshot, each value put through `transform`. */
export function readSeries(
  { snapshot }: MarketReading,
  id: string,
  transform: (value: number) => number,
): Observations {
  const known = marketId(id)
  if (isCurveHistoryId(known)) throw wrongKind(id, 'a curve history', 'a series')
  return observationsOf(seriesOf(snapshot, known), transform)
}

/** A curve history of the snapshot. */
export function readCurveHistory({ snapshot }: MarketReading, id: string): CurveHistory {
  const known = marketId(id)
  if (!isCurveHistoryId(known)) throw wrongKind(id, 'a series', 'a curve history')
  return curveOf(snapshot, known)
}

/** Zero points of every date of a curve history; each history is worked out once. */
export function readZeroPoints({ points }: MarketReading, history: CurveHistory): readonly ZeroPoints[] {
  const known = points.get(history.id)
  if (known !== undefined) return known
  const found = history.dates.map((_, row) => zeroPoints(history, row))
  points.set(history.id, found)
  return found
}

/** The value of the as-of date, or of the last week. */
export function latestValue({ asOfDay }: MarketReading, observations: Observations, id: string): number {
  const at = lastWithin(observations, asOfDay, staleAtAsOf)
  if (at >= 0) return observations.values[at]
  throw tooOld(id, observations.days, asOfDay)
}

/** Adds the factor that moves with one series, and gives its level as of the date; undefined where there is a fault. */
export function readFactor(
  reading: MarketReading,
  factor: RiskFactor,
  id: string,
  field: string,
  transform: (value: number) => number,
): number | undefined {
  return attempted(reading, field, () => {
    const observations = readSeries(reading, id, transform)
    const level = latestValue(reading, observations, id)
    reading.factors.push({ factor, source: id, parts: [observations] })
    return level
  })
}

/** Whether the snapshot has a series. */
export function hasSeries({ snapshot }: MarketReading, id: string): boolean {
  return snapshot.series.has(marketId(id) as SeriesId & CurveHistoryId)
}

/** The fault of a history without a value in the week up to the as-of date. */
export function tooOld(id: string, days: Int32Array, asOfDay: number): TuttiError {
  const before = days.findLast((day) => day <= asOfDay)
  const asOf = isoOfDay(asOfDay)
  return new TuttiError('missing-data', `${id} has no value within ${staleAtAsOf} days of ${asOf}`, {
    field: id,
    got: before === undefined ? 'nothing up to then' : `a last date of ${isoOfDay(before)}`,
    expected: `a value from ${isoOfDay(asOfDay - staleAtAsOf)} to ${asOf}`,
  })
}

/** One error of all faults of a market. */
export function marketFaults(problems: readonly Problem[], asOfDay: number): TuttiError {
  const list = problems.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new TuttiError('missing-data', `the market as of ${isoOfDay(asOfDay)} is not complete: ${list}`, {
    field: problems[0].field,
    problems,
  })
}

function wrongKind(id: string, got: string, expected: string): TuttiError {
  return new TuttiError('invalid-input', `${id} is ${got}; here belongs ${expected}`, { field: id, got, expected })
}
