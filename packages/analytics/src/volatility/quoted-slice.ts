import { cubicSpline, intervalIndex, type PiecewiseCubic } from '../curves/index.ts'
import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'
import { fxSmile, type FxSmileQuotes } from '../fx/index.ts'
import type { SlicePoint, VarianceSlice } from './variance-slice.ts'

/** Volatilities quoted at strikes for one expiry. */
export interface StrikeQuotes {
  readonly expiryYears: number
  readonly forward: number
  /** Increasing, > 0. */
  readonly strikes: readonly number[]
  /** Annual Black volatilities, > 0. */
  readonly volsAnnual: readonly number[]
}

/** How total variance runs between quoted strikes, in log-moneyness. */
export type SliceInterpolation = 'linear' | 'cubic'

/** Beyond the quotes a wing of total variance is no steeper than this (Lee's bound). */
const STEEPEST_WING = 2

/** Throws `invalid-input` unless strikes increase and there is a volatility above zero for each. */
export function requireStrikeQuotes({ expiryYears, forward, strikes, volsAnnual }: StrikeQuotes, field: string): void {
  requirePositive(expiryYears, `${field}.expiryYears`)
  requirePositive(forward, `${field}.forward`)
  requireSample(strikes, 1, `${field}.strikes`)
  if (volsAnnual.length !== strikes.length) {
    throw new TuttiError('invalid-input', `${field} needs one volatility a strike, got ${volsAnnual.length}`, {
      field: `${field}.volsAnnual`,
      got: `${volsAnnual.length} values`,
      expected: `${strikes.length} values`,
    })
  }
  strikes.forEach((strike, i) => {
    requirePositive(strike, `${field}.strikes[${i}]`)
    requirePositive(volsAnnual[i], `${field}.volsAnnual[${i}]`)
    if (i === 0 || strike > strikes[i - 1]) return
    throw new TuttiError('invalid-input', `${field}.strikes must increase; strike ${i} does not`, {
      field: `${field}.strikes[${i}]`,
      got: String(strike),
      expected: `more than ${strikes[i - 1]}`,
    })
  })
}

/**
 * Smile through quoted volatilities: total variance is linear, or a natural cubic spline, in log-moneyness between the
 * strikes; beyond them it goes on along the end's slope where that leads upwards and no steeper than 2, else flat.
 *
 * Meets every quote; says nothing about arbitrage (see `surfaceViolations`). Throws `invalid-input`.
 */
export function quotedSlice(quotes: StrikeQuotes, interpolation: SliceInterpolation, field = 'quotes'): VarianceSlice {
  requireStrikeQuotes(quotes, field)
  const { expiryYears, forward } = quotes
  const x = quotes.strikes.map((strike) => Math.log(strike / forward))
  const y = quotes.volsAnnual.map((vol) => vol * vol * expiryYears)
  const n = x.length
  if (n === 1) return () => ({ totalVariance: y[0], slope: 0, curvature: 0 })
  const { c0, c1, c2, c3 } = interpolation === 'cubic' ? cubicSpline(x, y, 'natural') : piecewiseLinear(x, y)
  const within = (k: number, i: number): SlicePoint => {
    const s = k - x[i]
    return {
      totalVariance: c0[i] + s * (c1[i] + s * (c2[i] + s * c3[i])),
      slope: c1[i] + s * (2 * c2[i] + 3 * s * c3[i]),
      curvature: 2 * c2[i] + 6 * s * c3[i],
    }
  }
  const left = Math.max(Math.min(within(x[0], 0).slope, 0), -STEEPEST_WING)
  const right = Math.min(Math.max(within(x[n - 1], n - 2).slope, 0), STEEPEST_WING)
  return (k) => {
    if (k < x[0]) return { totalVariance: y[0] + left * (k - x[0]), slope: left, curvature: 0 }
    if (k > x[n - 1]) return { totalVariance: y[n - 1] + right * (k - x[n - 1]), slope: right, curvature: 0 }
    return within(k, intervalIndex(x, k))
  }
}

function piecewiseLinear(x: readonly number[], y: readonly number[]): PiecewiseCubic {
  const flat = new Float64Array(x.length - 1)
  const c1 = flat.map((_, i) => (y[i + 1] - y[i]) / (x[i + 1] - x[i]))
  return { knots: x, c0: y, c1, c2: flat, c3: flat }
}

/**
 * Strikes and volatilities behind quotes by delta (at the money, risk reversals, butterflies, with their conventions), to
 * be interpolated as any others. Errors as `fxSmile`.
 */
export function strikeQuotesOfDeltas(quotes: FxSmileQuotes): StrikeQuotes {
  const { forward, expiryYears, pillars } = fxSmile(quotes)
  return {
    forward,
    expiryYears,
    strikes: pillars.map(({ strike }) => strike),
    volsAnnual: pillars.map(({ volAnnual }) => volAnnual),
  }
}
