import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'
import { betaLn } from './gamma.ts'

const MAX_TERMS = 100_000
const PRECISION = 1e-16
const TINY = 1e-300

function betaContinuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  if (Math.abs(d) < TINY) d = TINY
  d = 1 / d
  let value = d
  const advance = (numerator: number): number => {
    d = 1 + numerator * d
    if (Math.abs(d) < TINY) d = TINY
    c = 1 + numerator / c
    if (Math.abs(c) < TINY) c = TINY
    d = 1 / d
    value *= c * d
    return c * d
  }
  for (let m = 1; m < MAX_TERMS; m++) {
    advance((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)))
    const change = advance((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)))
    if (Math.abs(change - 1) < 2 * PRECISION) return value
  }
  throw new TuttiError(
    'not-converged',
    `the incomplete beta fraction did not converge for x = ${x}, a = ${a}, b = ${b}`,
  )
}

/**
 * Regularised incomplete beta function I_x(a, b), 0 <= x <= 1, a, b > 0; relative error about 1e-13.
 * `complement` is 1 - x where the caller has it without cancellation. Source: Abramowitz & Stegun 26.5.8.
 */
export function regularizedBeta(x: number, a: number, b: number, complement: number = 1 - x): number {
  requireInRange(x, 0, 1, 'x')
  requirePositive(a, 'a')
  requirePositive(b, 'b')
  if (x === 0) return 0
  if (complement === 0) return 1
  const logX = x > 0.5 ? Math.log1p(-complement) : Math.log(x)
  const logComplement = complement > 0.5 ? Math.log1p(-x) : Math.log(complement)
  const factor = Math.exp(a * logX + b * logComplement - betaLn(a, b))
  if (x < (a + 1) / (a + b + 2)) return (factor * betaContinuedFraction(x, a, b)) / a
  return 1 - (factor * betaContinuedFraction(complement, b, a)) / b
}
