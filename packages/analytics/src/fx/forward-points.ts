import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from '../curves/index.ts'
import type { FxMarket } from './fx-market.ts'

/** Quoted forward points of a pair: `points` pips to be added to spot at `timesYears` (increasing, > 0). */
export interface ForwardPoints {
  readonly spot: number
  /** What one point is worth: 0.0001 for most pairs, 0.01 against the yen. */
  readonly pipSize: number
  readonly timesYears: readonly number[]
  readonly points: readonly number[]
}

/** The outright that points make of a spot rate; throws `invalid-input` where it is not positive. */
export function outrightRate(spot: number, points: number, pipSize: number): number {
  requirePositive(spot, 'spot')
  requirePositive(pipSize, 'pipSize')
  return requirePositive(spot + requireFinite(points, 'points') * pipSize, 'outright')
}

/** Forward points, in pips, of an outright over spot. */
export function forwardPoints(spot: number, outright: number, pipSize: number): number {
  requirePositive(spot, 'spot')
  requirePositive(outright, 'outright')
  return (outright - spot) / requirePositive(pipSize, 'pipSize')
}

/**
 * The market that forward points describe: the foreign curve is the one that covered interest parity implies from the
 * domestic curve and the points, so cross-currency basis is in it. Points are linear in time between the quotes and from
 * zero at spot; beyond the last quote the curve refuses. Spot settles at once: measure times from its settlement.
 * Throws `invalid-input` for times out of order, lengths that differ, or outrights that are not positive.
 */
export function fxMarketOfPoints(quotes: ForwardPoints, domestic: DiscountCurve): FxMarket {
  const { spot, pipSize, timesYears, points } = quotes
  requireSample(timesYears, 1, 'timesYears')
  requireSample(points, 1, 'points')
  if (points.length !== timesYears.length) {
    throw new TuttiError('invalid-input', `${points.length} forward points stand for ${timesYears.length} times`, {
      field: 'points',
      got: `${points.length} points`,
      expected: `${timesYears.length}, as many as times`,
    })
  }
  const times = [0, ...timesYears]
  const outrights = [requirePositive(spot, 'spot'), ...points.map((point) => outrightRate(spot, point, pipSize))]
  times.forEach((time, i) => {
    if (i > 0 && !(time > times[i - 1])) {
      throw new TuttiError('invalid-input', `times of forward points must increase from 0, got ${time}`, {
        field: `timesYears[${i - 1}]`,
        got: String(time),
        expected: `a time after ${times[i - 1]}`,
      })
    }
  })
  const last = times[times.length - 1]
  const segment = (time: number): number => {
    if (!(time >= 0 && time <= last)) {
      throw new TuttiError('invalid-input', `forward points reach from 0 to ${last} years, ${time} lies outside`, {
        field: 'timeYears',
        got: String(time),
        expected: `a time in [0, ${last}]`,
      })
    }
    return Math.max(
      times.findLastIndex((node, i) => node <= time && i < times.length - 1),
      0,
    )
  }
  const slope = (i: number): number => (outrights[i + 1] - outrights[i]) / (times[i + 1] - times[i])
  const outright = (time: number): number => {
    const i = segment(time)
    return outrights[i] + slope(i) * (time - times[i])
  }
  const instantaneousForward = (time: number): number =>
    domestic.instantaneousForward(time) - slope(segment(time)) / outright(time)
  const discountFactor = (time: number): number => (domestic.discountFactor(time) * outright(time)) / spot
  return {
    spot,
    domestic,
    foreign: {
      discountFactor,
      instantaneousForward,
      zeroRate: (time) =>
        time === 0 ? instantaneousForward(0) : domestic.zeroRate(time) - Math.log(outright(time) / spot) / time,
    },
  }
}
