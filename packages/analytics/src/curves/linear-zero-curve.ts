import { TuttiError, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { intervalIndex } from './piecewise-cubic.ts'
import { requireTime } from './require-time.ts'

/**
 * Curve through continuously compounded `zeroRates` at increasing `timesYears` (>= 0), linear in the zero rate between
 * them and flat in the zero rate before the first and after the last. Its forwards jump at the knots; at a knot the
 * forward to the right is given. Throws `invalid-input` for unequal lengths or times that do not increase.
 */
export function linearZeroCurve(timesYears: readonly number[], zeroRates: readonly number[]): DiscountCurve {
  requireSample(timesYears, 1, 'timesYears')
  requireSample(zeroRates, 1, 'zeroRates')
  if (timesYears.length !== zeroRates.length) {
    throw new TuttiError(
      'invalid-input',
      `each time needs one zero rate, got ${timesYears.length} and ${zeroRates.length}`,
      {
        field: 'zeroRates',
        got: String(zeroRates.length),
        expected: String(timesYears.length),
      },
    )
  }
  for (let i = 0; i < timesYears.length; i++) {
    if (timesYears[i] < 0 || (i > 0 && timesYears[i] <= timesYears[i - 1])) {
      throw new TuttiError('invalid-input', `timesYears must increase from 0 or above, got ${timesYears[i]}`, {
        field: `timesYears[${i}]`,
        got: String(timesYears[i]),
        expected: i === 0 ? 'a time >= 0' : `a time after ${timesYears[i - 1]}`,
      })
    }
  }
  const last = timesYears.length - 1
  /** Zero rate and its slope in time, on the piece to the right of `t`. */
  const rateAndSlope = (t: number): { rate: number; slope: number } => {
    if (t < timesYears[0]) return { rate: zeroRates[0], slope: 0 }
    if (t >= timesYears[last]) return { rate: zeroRates[last], slope: 0 }
    const i = intervalIndex(timesYears, t)
    const slope = (zeroRates[i + 1] - zeroRates[i]) / (timesYears[i + 1] - timesYears[i])
    return { rate: zeroRates[i] + slope * (t - timesYears[i]), slope }
  }
  const zeroRate = (timeYears: number): number => rateAndSlope(requireTime(timeYears, 'timeYears')).rate
  return {
    zeroRate,
    discountFactor: (timeYears) => Math.exp(-zeroRate(timeYears) * timeYears),
    instantaneousForward: (timeYears) => {
      const { rate, slope } = rateAndSlope(requireTime(timeYears, 'timeYears'))
      return rate + slope * timeYears
    },
  }
}
