import { shockExpectation, type ShockLaw } from './garch-distribution.ts'
import type { GarchForm } from './garch-recursion.ts'

/** How much of a variance carries over to the next period; see `GarchFit.persistence`. */
export function garchPersistence(
  { variance, archLags: p = 1 }: GarchForm,
  equation: ArrayLike<number>,
  law: ShockLaw,
): number {
  const [, ...rest] = Array.from(equation)
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
  if (variance === 'igarch') return 1
  if (variance === 'egarch') return rest[2 * p]
  if (variance === 'component') return rest[0]
  if (variance === 'aparch') {
    const [alpha, gamma, beta, delta] = rest
    return alpha * shockExpectation(law, (z) => (Math.abs(z) - gamma * z) ** delta) + beta
  }
  if (variance === 'gjr') {
    const falls = shockExpectation(law, (z) => (z < 0 ? z * z : 0))
    return sum(rest.slice(0, p)) + falls * sum(rest.slice(p, 2 * p)) + sum(rest.slice(2 * p))
  }
  return sum(rest)
}

/** Variance per period in the long run; `null` where the persistence leaves none. */
export function longRunVariance(
  { variance }: GarchForm,
  equation: ArrayLike<number>,
  persistence: number,
): number | null {
  if (!(persistence < 1 - 1e-6)) return null
  const level = equation[0] / (1 - persistence)
  if (variance === 'component') return equation[0]
  if (variance === 'egarch') return Math.exp(level)
  return variance === 'aparch' ? level ** (2 / equation[4]) : level
}
