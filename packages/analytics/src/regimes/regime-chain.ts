import { requireInRange, TuttiError } from '../errors/index.ts'

/** Transition probabilities as rows: entry [i][j] is the chance of going from regime i to regime j. */
export type TransitionMatrix = readonly (readonly number[])[]

/** Throws `invalid-input` unless the matrix is square, its entries are in [0, 1] and each row adds to 1. */
export function requireTransition(transition: TransitionMatrix): void {
  const regimes = transition.length
  transition.forEach((row, i) => {
    if (row.length !== regimes) {
      throw new TuttiError('invalid-input', 'transition must be a square matrix', {
        field: `transition[${i}]`,
        got: `${row.length} entries`,
        expected: `${regimes} entries`,
      })
    }
    row.forEach((p, j) => requireInRange(p, 0, 1, `transition[${i}][${j}]`))
    const total = row.reduce((sum, p) => sum + p, 0)
    if (Math.abs(total - 1) > 1e-9) {
      throw new TuttiError('invalid-input', `row ${i} of transition adds to ${total}, not 1`, {
        field: `transition[${i}]`,
        got: String(total),
        expected: '1',
      })
    }
  })
}

/**
 * Stationary law of a chain: the probabilities that one step leaves unchanged, 0 for regimes that are left for good. By
 * the subtraction-free elimination of Grassmann, Taksar and Heyman, exact to rounding however slow the chain is.
 *
 * Throws `not-applicable` where the regimes fall into groups that are never left, so that the law depends on the start.
 */
export function stationaryLaw(transition: TransitionMatrix): Float64Array {
  const lasting = lastingRegimes(transition)
  const n = lasting.length
  const a = lasting.map((i) => Float64Array.from(lasting, (j) => transition[i][j]))
  for (let k = n - 1; k > 0; k--) {
    let out = 0
    for (let j = 0; j < k; j++) out += a[k][j]
    for (let i = 0; i < k; i++) {
      a[i][k] /= out
      for (let j = 0; j < k; j++) a[i][j] += a[i][k] * a[k][j]
    }
  }
  const weights = new Float64Array(n)
  weights[0] = 1
  let total = 1
  for (let k = 1; k < n; k++) {
    for (let i = 0; i < k; i++) weights[k] += weights[i] * a[i][k]
    total += weights[k]
  }
  const law = new Float64Array(transition.length)
  lasting.forEach((regime, k) => (law[regime] = weights[k] / total))
  return law
}

/** The regimes that a long run stays in: those that can be come back to from wherever they lead. */
function lastingRegimes(transition: TransitionMatrix): number[] {
  const n = transition.length
  const reach = transition.map((row, i) => row.map((p, j) => p > 0 || i === j))
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) if (reach[i][k]) for (let j = 0; j < n; j++) reach[i][j] ||= reach[k][j]
  const lasting = reach.flatMap((row, i) => (row.every((leads, j) => !leads || reach[j][i]) ? [i] : []))
  const apart = lasting.find((j) => !reach[lasting[0]][j])
  if (apart === undefined) return lasting
  throw new TuttiError(
    'not-applicable',
    `regimes ${lasting[0]} and ${apart} never lead to each other: the chain has no single stationary law`,
    { field: 'transition', got: `no way from ${lasting[0]} to ${apart}`, expected: 'a chain with one lasting group' },
  )
}

/** Expected number of periods that a stay in each regime lasts, 1 / (1 - p[i][i]); `null` where it is never left. */
export function expectedDurations(transition: TransitionMatrix): (number | null)[] {
  return transition.map((row, i) => {
    const leaving = row.reduce((sum, p, j) => (j === i ? sum : sum + p), 0)
    return leaving > 0 ? 1 / leaving : null
  })
}
