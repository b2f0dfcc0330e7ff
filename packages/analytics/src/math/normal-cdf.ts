const SQRT_TWO = Math.SQRT2
const INV_SQRT_TWO_PI = 0.3989422804014326779
const LN_SQRT_TWO_PI = 0.91893853320467274178
/** The density is below the smallest denormal number beyond this. */
const BEYOND_DENORMAL = 40

// Rational minimax coefficients of W. J. Cody, "Rational Chebyshev approximations for the error function",
// Mathematics of Computation 23 (1969), 631-637, Tables II and III (18-digit versions).
const erfNumerator = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3,
]
const erfDenominator = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3]
const middleNumerator = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
  8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
]
const middleDenominator = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
  4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
]
const farNumerator = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
]
const farDenominator = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
]

function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0]
  for (let i = 1; i < coefficients.length; i++) value = value * x + coefficients[i]
  return value
}

/** erfc(y) exp(y^2) for y > 0.46875. */
function scaledErfc(y: number): number {
  if (y <= 4) return polynomial(middleNumerator, y) / polynomial(middleDenominator, y)
  const inverseSquare = 1 / (y * y)
  const correction =
    (inverseSquare * polynomial(farNumerator, inverseSquare)) / polynomial(farDenominator, inverseSquare)
  return (0.56418958354775628695 - correction) / y
}

/**
 * `factor * exp(-x^2 / 2)` with no loss of relative accuracy for large |x| (x^2 is split into an exact part and a small
 * remainder) and a single rounding where the result is denormal.
 */
function timesGaussian(factor: number, x: number): number {
  if (Math.abs(x) > BEYOND_DENORMAL) return 0
  const coarse = Math.trunc(x * 16) / 16
  const remainder = (x - coarse) * (x + coarse)
  const halfOfExponent = Math.exp((-coarse * coarse) / 4)
  return factor * Math.exp(-remainder / 2) * halfOfExponent * halfOfExponent
}

/** Standard normal density at `x`; relative error about 1e-15, denormal results included. */
export function normalPdf(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? NaN : 0
  return timesGaussian(INV_SQRT_TWO_PI, x)
}

/**
 * Standard normal distribution function P(Z <= x).
 *
 * Relative error below 1e-14 on the whole line, the far lower tail included (x = -38 gives a denormal number).
 * NaN gives NaN; infinities give 0 and 1. Source: Cody (1969).
 */
export function normalCdf(x: number): number {
  if (!Number.isFinite(x)) return x > 0 ? 1 : x < 0 ? 0 : NaN
  const y = Math.abs(x) / SQRT_TWO
  if (y <= 0.46875) {
    const square = y * y
    const erf = (y * polynomial(erfNumerator, square)) / polynomial(erfDenominator, square)
    return x < 0 ? 0.5 * (1 - erf) : 0.5 * (1 + erf)
  }
  const tail = timesGaussian(0.5 * scaledErfc(y), Math.abs(x))
  return x < 0 ? tail : 1 - tail
}

/**
 * Natural logarithm of the standard normal distribution function; finite far below the point where `normalCdf`
 * underflows, and accurate near zero for large positive `x`. Relative error below 1e-13.
 */
export function logNormalCdf(x: number): number {
  if (x > 0) return Math.log1p(-normalCdf(-x))
  if (x > -1) return Math.log(normalCdf(x))
  if (x === -Infinity) return -Infinity
  return Math.log(0.5 * scaledErfc(-x / SQRT_TWO)) - (x * x) / 2
}

/**
 * Mills ratio of the upper tail, P(Z > x) / density(x), for x > 0: about 1 / x for large `x`, never underflows.
 */
export function millsRatio(x: number): number {
  const y = x / SQRT_TWO
  if (y <= 0.46875) return normalCdf(-x) / normalPdf(x)
  return 0.5 * scaledErfc(y) * Math.exp(LN_SQRT_TWO_PI)
}
