import { requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'

/**
 * Channel breakout: 1 from a value above the highest of the `entry` values before it, -1 from one below the lowest, held
 * until a value passes the opposite end of the channel of the `exit` values before it, then 0 until the next breakout.
 * Entry k belongs to observation k + entry. Uses past values alone; `exit` at most `entry`.
 *
 * Source: Donchian's channel rule as in Faith (2003), The Original Turtle Trading Rules.
 */
export function breakoutPositions(series: Sample, entry: number, exit: number): Int8Array {
  requireWhole(entry, 1, Infinity, 'entry')
  requireWhole(exit, 1, entry, 'exit')
  requireSample(series, entry + 1, 'series')
  const out = new Int8Array(series.length - entry)
  let position = 0
  for (let t = entry; t < series.length; t++) {
    const value = series[t]
    if (position > 0 && value < extreme(series, t - exit, t, -1)) position = 0
    else if (position < 0 && value > extreme(series, t - exit, t, 1)) position = 0
    if (value > extreme(series, t - entry, t, 1)) position = 1
    else if (value < extreme(series, t - entry, t, -1)) position = -1
    out[t - entry] = position
  }
  return out
}

/** The highest (`side` 1) or lowest (-1) of [from, to). */
function extreme(series: Sample, from: number, to: number, side: 1 | -1): number {
  let most = series[from]
  for (let t = from + 1; t < to; t++) if (side * (series[t] - most) > 0) most = series[t]
  return most
}
