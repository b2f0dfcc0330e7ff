import { TuttiError } from '@tutti/analytics/errors'
import { factorName, type RiskFactor } from '@tutti/analytics/revaluation'
import { dayOfIso } from '@tutti/market'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { flooredShocks } from '../market/level-floors.ts'

/** A window may begin on an observation so many days before its first date: what it starts from. */
const startDays = 7

/** A window of history, ISO dates. */
export interface ReplayWindow {
  readonly name: string
  readonly start: string
  readonly end: string
}

/** A factor without observations for a part of the window, and what it does there. */
export interface ReplayGapRecord {
  readonly factor: string
  /** First and last date without an observation, and how many there are. */
  readonly from: string
  readonly to: string
  readonly days: number
  /** Held at its last known change (none yet: at today's level), or moved with its neighbour on the same curve. */
  readonly treatment: 'held' | 'follows'
  readonly follows: string | null
}

/** Today's market through a window: changes since its start. */
export interface ReplayShocks {
  /** Observed dates; the first is the start, where nothing has changed yet. */
  readonly dates: readonly string[]
  /** dates x factors, row by row. */
  readonly shocks: Float64Array
  readonly gaps: readonly ReplayGapRecord[]
  /** Factors whose change was cut to keep a spread or a volatility at its floor, and on how many days (`flooredShocks`). */
  readonly floored: readonly { readonly factor: string; readonly days: number }[]
}

/** Why a window cannot be replayed: fewer than two dates, or no factor was observed on two of them. */
export type ReplayRefusal = 'no dates' | 'no observations'

/**
 * The changes of the market's factors since the start of a window, for every observed date in it: absolute for rates,
 * break-evens, spreads and volatilities, logarithmic for exchange rates and indices, as `FactorHistory` holds them. A tenor
 * that was not observed moves with the nearest one of its curve that was; any other factor is held. Both are named in `gaps`.
 *
 * Throws `invalid-input` for a window whose start is not before its end.
 */
export function replayShocks(market: HedgingMarket, window: ReplayWindow): ReplayShocks | ReplayRefusal {
  const { history, factors } = market
  const rows = rowsOf(market, window)
  if (rows.length < 2) return 'no dates'
  const width = factors.length
  const changes = new Float64Array(rows.length * width).fill(NaN)
  factors.forEach((_, f) => {
    let reference = NaN
    rows.forEach((row, t) => {
      const level = history.levels[row * width + f]
      if (Number.isNaN(reference)) reference = level
      changes[t * width + f] = level - reference
    })
  })
  const observed = changes.slice()
  if (!factors.some((_, f) => rows.filter((_row, t) => !Number.isNaN(observed[t * width + f])).length > 1)) {
    return 'no observations'
  }
  const gaps = factors.flatMap((factor, f): ReplayGapRecord[] => {
    const missing = rows.map((_, t) => t).filter((t) => Number.isNaN(observed[t * width + f]))
    if (missing.length === 0) return []
    const neighbour = nearestTenor(factors, factor, (other) =>
      missing.every((t) => !Number.isNaN(observed[t * width + other])),
    )
    fill(changes, observed, { width, rows: rows.length, factor: f, neighbour })
    return [
      {
        factor: factorName(factor),
        from: history.dates[rows[missing[0]]],
        to: history.dates[rows[missing[missing.length - 1]]],
        days: missing.length,
        treatment: neighbour === null ? 'held' : 'follows',
        follows: neighbour === null ? null : factorName(factors[neighbour]),
      },
    ]
  })
  const shocks = flooredShocks(market, changes)
  const floored = factors.flatMap((factor, f) => {
    const days = rows.filter((_, t) => shocks[t * width + f] !== changes[t * width + f]).length
    return days === 0 ? [] : [{ factor: factorName(factor), days }]
  })
  return { dates: rows.map((row) => history.dates[row]), shocks, gaps, floored }
}

/** Rows of the history from the window's start, the last one at or before it where that is near, to its end. */
function rowsOf({ history }: HedgingMarket, { name, start, end }: ReplayWindow): number[] {
  const [from, to] = [dayOfIso(start), dayOfIso(end)]
  if (from === undefined || to === undefined || from >= to) {
    throw new TuttiError('invalid-input', `the window ${name} must start before it ends`, {
      field: `replays.${name}`,
      got: `${start} to ${end}`,
      expected: 'two dates YYYY-MM-DD, the first before the second',
    })
  }
  const { days } = history
  let first = 0
  while (first < days.length && days[first] < from) first++
  if (first > 0 && days[first] !== from && from - days[first - 1] <= startDays) first--
  const rows: number[] = []
  for (let row = first; row < days.length && days[row] <= to; row++) rows.push(row)
  return rows
}

/** The nearest factor of the same curve that serves; null for a factor that is no tenor of a curve. */
function nearestTenor(
  factors: readonly RiskFactor[],
  factor: RiskFactor,
  serves: (other: number) => boolean,
): number | null {
  if (factor.group !== 'rates' && factor.group !== 'inflation') return null
  let best: { readonly other: number; readonly distance: number } | null = null
  factors.forEach((other, at) => {
    if (other.group !== factor.group || other.currency !== factor.currency || other.years === factor.years) return
    const distance = Math.abs(other.years - factor.years)
    if ((best === null || distance < best.distance) && serves(at)) best = { other: at, distance }
  })
  return (best as { readonly other: number } | null)?.other ?? null
}

interface Filling {
  readonly width: number
  readonly rows: number
  readonly factor: number
  readonly neighbour: number | null
}

/** Fills the missing changes; observations that come first after the start go on from the change reached until then. */
function fill(changes: Float64Array, observed: Float64Array, { width, rows, factor, neighbour }: Filling): void {
  let last = 0
  let offset = 0
  let begun = false
  for (let t = 0; t < rows; t++) {
    const at = t * width + factor
    if (Number.isNaN(observed[at])) {
      last = neighbour === null ? last : observed[t * width + neighbour]
    } else {
      if (!begun) offset = last
      begun = true
      last = observed[at] + offset
    }
    changes[at] = last
  }
}
