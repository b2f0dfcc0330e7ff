import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'
import { fxSmile, type FxSmileQuotes } from '../fx/index.ts'
import type { VarianceSlice } from './variance-slice.ts'

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
  const bends = interpolation === 'cubic' ? naturalSplineBends(x, y) : x.map(() => 0)
  const within = (k: number, i: number) => {
    const h = x[i + 1] - x[i]
    const a = (x[i + 1] - k) / h
    const b = (k - x[i]) / h
    return {
      totalVariance: a * y[i] + b * y[i + 1] + (((a ** 3 - a) * bends[i] + (b ** 3 - b) * bends[i + 1]) * h * h) / 6,
      slope: (y[i + 1] - y[i]) / h + (((3 * b * b - 1) * bends[i + 1] - (3 * a * a - 1) * bends[i]) * h) / 6,
      curvature: a * bends[i] + b * bends[i + 1],
    }
  }
  const left = Math.max(Math.min(within(x[0], 0).slope, 0), -STEEPEST_WING)
  const right = Math.min(Math.max(within(x[n - 1], n - 2).slope, 0), STEEPEST_WING)
  return (k) => {
    if (k < x[0]) return { totalVariance: y[0] + left * (k - x[0]), slope: left, curvature: 0 }
    if (k > x[n - 1]) return { totalVariance: y[n - 1] + right * (k - x[n - 1]), slope: right, curvature: 0 }
    let low = 0
    let high = n - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (x[middle] <= k) low = middle
      else high = middle
    }
    return within(k, low)
  }
}

/** Second derivatives of the natural cubic spline at its nodes (tridiagonal elimination). */
function naturalSplineBends(x: readonly number[], y: readonly number[]): number[] {
  const n = x.length
  const upper = new Float64Array(n)
  const right = new Float64Array(n)
  for (let i = 1; i < n - 1; i++) {
    const before = x[i] - x[i - 1]
    const after = x[i + 1] - x[i]
    const pivot = 2 * (before + after) - before * upper[i - 1]
    upper[i] = after / pivot
    right[i] = (6 * ((y[i + 1] - y[i]) / after - (y[i] - y[i - 1]) / before) - before * right[i - 1]) / pivot
  }
  const bends = new Array<number>(n).fill(0)
  for (let i = n - 2; i >= 1; i--) bends[i] = right[i] - upper[i] * bends[i + 1]
  return bends
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
