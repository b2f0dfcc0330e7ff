import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { intervalIndex } from './piecewise-cubic.ts'
import { requireTime } from './require-time.ts'

/**
 * Curve through `discountFactors` at increasing positive `timesYears`, with ln P linear between them, that is with
 * piecewise constant instantaneous forwards. From 0 to the first time and beyond the last the nearest forward holds;
 * at a knot the forward of the interval to its right is given.
 *
 * Throws `invalid-input` for times that do not increase from above 0, unequal lengths, or a discount factor not above 0.
 */
export function logLinearDiscountCurve(
  timesYears: readonly number[],
  discountFactors: readonly number[],
): DiscountCurve {
  requireSample(timesYears, 1, 'timesYears')
  requireSample(discountFactors, 1, 'discountFactors')
  if (timesYears.length !== discountFactors.length) {
    throw new TuttiError(
      'invalid-input',
      `each time needs one discount factor, got ${timesYears.length} times and ${discountFactors.length} factors`,
      { field: 'discountFactors', got: String(discountFactors.length), expected: String(timesYears.length) },
    )
  }
  const times = [0, ...timesYears]
  const logs = [0, ...discountFactors.map((factor, i) => Math.log(requirePositive(factor, `discountFactors[${i}]`)))]
  for (let i = 1; i < times.length; i++) {
    if (!(times[i] > times[i - 1])) {
      throw new TuttiError(
        'invalid-input',
        `timesYears must increase from above 0, got ${times[i]} after ${times[i - 1]}`,
        {
          field: `timesYears[${i - 1}]`,
          got: String(times[i]),
          expected: `a time after ${times[i - 1]}`,
        },
      )
    }
  }
  const forwards = times.slice(1).map((time, i) => -(logs[i + 1] - logs[i]) / (time - times[i]))
  const logDiscount = (t: number): number => {
    const i = intervalIndex(times, t)
    return logs[i] - forwards[i] * (t - times[i])
  }
  return {
    discountFactor: (timeYears) => Math.exp(logDiscount(requireTime(timeYears, 'timeYears'))),
    zeroRate: (timeYears) =>
      requireTime(timeYears, 'timeYears') === 0 ? forwards[0] : -logDiscount(timeYears) / timeYears,
    instantaneousForward: (timeYears) => forwards[intervalIndex(times, requireTime(timeYears, 'timeYears'))],
  }
}
