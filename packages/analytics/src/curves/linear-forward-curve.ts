import { TuttiError, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { intervalIndex } from './piecewise-cubic.ts'
import { requireTime } from './require-time.ts'

/**
 * Curve whose instantaneous forward is linear between the given ones, flat before the first time and after the last.
 * Throws `invalid-input` for unequal lengths or times that do not increase from 0 or above.
 */
export function linearForwardCurve(timesYears: readonly number[], forwards: readonly number[]): DiscountCurve {
  requireSample(timesYears, 1, 'timesYears')
  requireSample(forwards, 1, 'forwards')
  if (timesYears.length !== forwards.length) {
    throw new TuttiError(
      'invalid-input',
      `each time needs one forward, got ${timesYears.length} and ${forwards.length}`,
      { field: 'forwards', got: String(forwards.length), expected: String(timesYears.length) },
    )
  }
  const areas = [forwards[0] * timesYears[0]]
  timesYears.forEach((time, i) => {
    const after = i === 0 ? 0 : timesYears[i - 1]
    if (i === 0 ? time < 0 : time <= after) {
      throw new TuttiError('invalid-input', `timesYears must increase from 0 or above, got ${time} after ${after}`, {
        field: `timesYears[${i}]`,
        got: String(time),
        expected: `a time after ${after}`,
      })
    }
    if (i > 0) areas.push(areas[i - 1] + ((forwards[i - 1] + forwards[i]) / 2) * (time - after))
  })
  const end = timesYears.length - 1
  const forward = (t: number): number => {
    if (t <= timesYears[0]) return forwards[0]
    if (t >= timesYears[end]) return forwards[end]
    const i = intervalIndex(timesYears, t)
    const weight = (t - timesYears[i]) / (timesYears[i + 1] - timesYears[i])
    return forwards[i] * (1 - weight) + forwards[i + 1] * weight
  }
  const area = (t: number): number => {
    if (t <= timesYears[0]) return forwards[0] * t
    const i = t >= timesYears[end] ? end : intervalIndex(timesYears, t)
    return areas[i] + ((forwards[i] + forward(t)) / 2) * (t - timesYears[i])
  }
  return {
    discountFactor: (t) => Math.exp(-area(requireTime(t, 'timeYears'))),
    zeroRate: (t) => (requireTime(t, 'timeYears') === 0 ? forward(0) : area(t) / t),
    instantaneousForward: (t) => forward(requireTime(t, 'timeYears')),
  }
}
