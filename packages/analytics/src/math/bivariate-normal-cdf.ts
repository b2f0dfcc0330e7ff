import { requireInRange } from '../errors/index.ts'
import { gaussLegendre } from './gauss-legendre.ts'
import { normalCdf } from './normal-cdf.ts'

const TWO_PI = 2 * Math.PI
const rules = [gaussLegendre(6), gaussLegendre(12), gaussLegendre(20)] as const

/**
 * P(X <= x, Y <= y) of two standard normal variables with correlation `rho` in [-1, 1].
 * Absolute error about 1e-15. Infinite `x` or `y` give the univariate limits.
 * Source: A. Genz, "Numerical computation of rectangular bivariate and trivariate normal and t probabilities",
 * Statistics and Computing 14 (2004), 251-260, which improves Drezner & Wesolowsky (1990). Throws `invalid-input`
 * unless -1 <= rho <= 1.
 */
export function bivariateNormalCdf(x: number, y: number, rho: number): number {
  requireInRange(rho, -1, 1, 'rho')
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  if (x === -Infinity || y === -Infinity) return 0
  if (x === Infinity) return normalCdf(y)
  if (y === Infinity) return normalCdf(x)
  return upperOrthant(-x, -y, rho)
}

/** P(X > h, Y > k). */
function upperOrthant(h: number, k: number, rho: number): number {
  const rule = Math.abs(rho) < 0.3 ? rules[0] : Math.abs(rho) < 0.75 ? rules[1] : rules[2]
  const probability = Math.abs(rho) < 0.925 ? moderateCorrelation(h, k, rho, rule) : nearPerfectCorrelation(h, k, rho)
  return Math.max(0, Math.min(1, probability))
}

/** Plackett's integral of the density over correlation, substituted by its arcsine. */
function moderateCorrelation(h: number, k: number, rho: number, rule: (typeof rules)[number]): number {
  const product = h * k
  const halfSquares = (h * h + k * k) / 2
  const halfAngle = Math.asin(rho) / 2
  let sum = 0
  for (let i = 0; i < rule.nodes.length; i++) {
    const sine = Math.sin(halfAngle * (1 + rule.nodes[i]))
    sum += rule.weights[i] * Math.exp((sine * product - halfSquares) / (1 - sine * sine))
  }
  return (sum * halfAngle) / TWO_PI + normalCdf(-h) * normalCdf(-k)
}

/**
 * Expansion around |rho| = 1 (Genz 2004, eq. 6): the leading terms of the integrand are integrated in closed form, the
 * smooth remainder by a 20-point rule.
 */
function nearPerfectCorrelation(h: number, kGiven: number, rho: number): number {
  const k = rho < 0 ? -kGiven : kGiven
  const product = h * k
  let correction = 0
  if (Math.abs(rho) < 1) {
    const oneMinusSquare = (1 - rho) * (1 + rho)
    const width = Math.sqrt(oneMinusSquare)
    const gap = Math.abs(h - k)
    const gapSquare = gap * gap
    const c = (4 - product) / 8
    const d = (12 - product) / 16
    const exponent = -(gapSquare / oneMinusSquare + product) / 2
    if (exponent > -745) {
      correction =
        width *
        Math.exp(exponent) *
        (1 - (c * (gapSquare - oneMinusSquare) * (1 - (d * gapSquare) / 5)) / 3 + (c * d * oneMinusSquare ** 2) / 5)
    }
    if (product > -1490) {
      correction -=
        Math.exp(-product / 2) *
        Math.sqrt(TWO_PI) *
        normalCdf(-gap / width) *
        gap *
        (1 - (c * gapSquare * (1 - (d * gapSquare) / 5)) / 3)
    }
    const half = width / 2
    const { nodes, weights } = rules[2]
    for (let i = 0; i < nodes.length; i++) {
      const square = (half * (1 + nodes[i])) ** 2
      const root = Math.sqrt(1 - square)
      const exponentHere = -(gapSquare / square + product) / 2
      if (exponentHere <= -745) continue
      const series = 1 + c * square * (1 + d * square)
      const exact = Math.exp((-product * square) / (2 * (1 + root) ** 2)) / root
      correction += half * weights[i] * Math.exp(exponentHere) * (exact - series)
    }
    correction /= -TWO_PI
  }
  if (rho > 0) return correction + normalCdf(-Math.max(h, k))
  const between = h >= k ? 0 : h < 0 ? normalCdf(k) - normalCdf(h) : normalCdf(-h) - normalCdf(-k)
  return between - correction
}
