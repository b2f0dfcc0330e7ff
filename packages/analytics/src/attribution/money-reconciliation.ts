import { requireFinite, TuttiError } from '../errors/index.ts'
import { compensatedSum, requireNonNegative } from '../statistics/index.ts'

/** An effect in money. */
export interface MoneyEffect {
  readonly name: string
  readonly amount: number
}

/** An effect as it is printed. */
export interface MoneyLine extends MoneyEffect {
  /** Whole cents. */
  readonly cents: number
}

/** Effects in whole cents that, with the residual, add up to the total to the last cent. */
export interface MoneyReconciliation {
  readonly lines: readonly MoneyLine[]
  /** Sum of the lines. */
  readonly explainedCents: number
  /** Total less explained: 0 where the true residual is below half a cent. */
  readonly residualCents: number
  readonly totalCents: number
  /** Total less the sum of the effects before any rounding. */
  readonly trueResidual: number
  /** Whether the true residual is larger than the tolerance. */
  readonly unexplained: boolean
}

/** Cents beyond which a number does not hold each of them. */
const LARGEST = 2 ** 52

/**
 * Rounds effects to cents so that they add up: each is rounded down, and the cents that are missing go to the largest
 * remainders (the first of equal ones). They add up to the rounded total; a residual of half a cent or more before
 * rounding is a line of its own and is never spread over the effects.
 *
 * Source: the method of largest remainders (Hamilton); Balinski & Young, Fair Representation (1982).
 */
export function moneyReconciliation(
  effects: readonly MoneyEffect[],
  total: number,
  tolerance: number,
): MoneyReconciliation {
  requireNonNegative(tolerance, 'tolerance')
  const amounts = effects.map(({ amount }, i) => requireCountable(amount, `effects[${i}].amount`))
  requireCountable(total, 'total')
  const explained = requireCountable(compensatedSum(amounts), 'sum of effects')
  const trueResidual = compensatedSum([total, ...amounts.map((amount) => -amount)])
  const totalCents = wholeCents(total)
  const explainedCents = effects.length === 0 ? 0 : Math.abs(trueResidual) < 0.005 ? totalCents : wholeCents(explained)
  const cents = amounts.map((amount) => Math.floor(amount * 100))
  const remainders = amounts.map((amount, i) => amount * 100 - cents[i])
  const order = amounts.map((_, i) => i).sort((a, b) => remainders[b] - remainders[a] || a - b)
  // Usually 0 to n; where the total rounds across a cent from the sum, one beyond: then the smallest remainder gives one.
  let open = explainedCents - cents.reduce((sum, value) => sum + value, 0)
  for (let k = 0; open > 0; k++, open--) cents[order[k % order.length]]++
  for (let k = order.length - 1; open < 0; k = k === 0 ? order.length - 1 : k - 1, open++) cents[order[k]]--
  return {
    lines: effects.map(({ name, amount }, i) => ({ name, amount, cents: cents[i] + 0 })),
    explainedCents,
    residualCents: totalCents - explainedCents,
    totalCents,
    trueResidual,
    unexplained: Math.abs(trueResidual) > tolerance,
  }
}

/** Half a cent goes away from zero. */
function wholeCents(amount: number): number {
  const rounded = Math.round(Math.abs(amount) * 100)
  return amount < 0 ? 0 - rounded : rounded
}

function requireCountable(amount: number, field: string): number {
  requireFinite(amount, field)
  if (Math.abs(amount) * 100 <= LARGEST) return amount
  throw new TuttiError('invalid-input', `${field} of ${amount} is too large to count its cents`, {
    field,
    got: String(amount),
    expected: `an amount up to ${LARGEST / 100}`,
  })
}
