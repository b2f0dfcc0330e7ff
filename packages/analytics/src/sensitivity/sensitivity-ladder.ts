import { TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { type Bump, bumpOf, checkedValuation, requireBump, unitOf, type Valuation } from './bump.ts'

/** Factors that make one ladder, such as the pillars of a curve. */
export interface LadderGroup {
  /** Such as `PV01 EUR`, `CS01`, `vega`. */
  readonly name: string
  /** Indices of the factors among the levels. */
  readonly factors: readonly number[]
  readonly bump: Bump
}

/** Change in value for the unit of the bump, and of that change; the gamma only from a central bump. */
export interface Sensitivity {
  readonly sensitivity: number
  /** Second derivative times the unit squared; `null` for a one-sided bump. */
  readonly gamma: number | null
}

/** One rung of a ladder. */
export interface LadderBucket extends Sensitivity {
  readonly factor: number
}

/** The sensitivities of a position to the factors of a group, one by one and all together. */
export interface SensitivityLadder {
  readonly name: string
  readonly buckets: readonly LadderBucket[]
  /** All factors bumped at once. */
  readonly parallel: Sensitivity
  /** Sum of the buckets. */
  readonly sumOfBuckets: number
  /**
   * parallel less the sum of the buckets. Nil for a value linear in the bump; what is left is curvature (cross gammas
   * for a one-sided bump, third order for a central one). A large one means that the bumps are too large, or that the
   * buckets do not cover what moves in parallel.
   */
  readonly residual: number
}

/**
 * Bump-and-revalue ladders of a position at the market's `levels`: by bucket and in parallel for each group.
 *
 * Throws what the valuation throws, `invalid-input` for a factor that does not exist or is twice in a group, and
 * `not-applicable` for a relative bump of a zero level. Cost: two valuations a factor and two a group for central bumps,
 * half of it for one-sided ones.
 */
export function sensitivityLadders(
  valuation: Valuation,
  levels: Sample,
  groups: readonly LadderGroup[],
): readonly SensitivityLadder[] {
  const value = checkedValuation(valuation, levels)
  const base = value(new Map())
  return groups.map((group) => {
    const { name, factors } = group
    const bump = requireBump(group.bump, `bump of ${name}`)
    requireFactors(group, levels.length)
    const sensitivityTo = (bumped: readonly number[]): Sensitivity => {
      const moves = (sign: 1 | -1): Map<number, number> =>
        new Map(bumped.map((factor) => [factor, sign * bumpOf(levels[factor], bump, `factor ${factor}`)]))
      const perUnit = bump.unit / bump.size
      if (bump.scheme === 'forward') return { sensitivity: (value(moves(1)) - base) * perUnit, gamma: null }
      if (bump.scheme === 'backward') return { sensitivity: (base - value(moves(-1))) * perUnit, gamma: null }
      const [up, down] = [value(moves(1)), value(moves(-1))]
      return { sensitivity: ((up - down) / 2) * perUnit, gamma: (up - base - (base - down)) * perUnit ** 2 }
    }
    const buckets = factors.map((factor) => ({ factor, ...sensitivityTo([factor]) }))
    const parallel = sensitivityTo(factors)
    const sumOfBuckets = buckets.reduce((sum, bucket) => sum + bucket.sensitivity, 0)
    return { name, buckets, parallel, sumOfBuckets, residual: parallel.sensitivity - sumOfBuckets }
  })
}

/**
 * Gammas and cross gammas between factors (rows and columns in the order given), per unit of the one bump and unit of
 * the other, from central bumps. Symmetric; the scheme of the bumps does not matter. Cost: 2 k^2 + 1 valuations.
 */
export function crossGammas(
  valuation: Valuation,
  levels: Sample,
  factors: readonly { readonly factor: number; readonly bump: Bump }[],
): readonly (readonly number[])[] {
  requireFactors({ name: 'cross gammas', factors: factors.map(({ factor }) => factor) }, levels.length)
  const value = checkedValuation(valuation, levels)
  const base = value(new Map())
  const sizes = factors.map(({ factor, bump }) =>
    bumpOf(levels[factor], requireBump(bump, `bump of factor ${factor}`), `factor ${factor}`),
  )
  const units = factors.map(({ factor, bump }) => unitOf(levels[factor], bump, `factor ${factor}`))
  const at = (i: number, a: number, j: number, b: number): number =>
    value(
      new Map([
        [factors[i].factor, a * sizes[i]],
        [factors[j].factor, b * sizes[j]],
      ]),
    )
  const matrix = factors.map(() => factors.map(() => 0))
  for (let i = 0; i < factors.length; i++) {
    const own = value(new Map([[factors[i].factor, sizes[i]]])) + value(new Map([[factors[i].factor, -sizes[i]]]))
    matrix[i][i] = (own - 2 * base) * (units[i] / sizes[i]) ** 2
    for (let j = 0; j < i; j++) {
      const mixed = at(i, 1, j, 1) - at(i, 1, j, -1) - at(i, -1, j, 1) + at(i, -1, j, -1)
      matrix[i][j] = (mixed / 4) * (units[i] / sizes[i]) * (units[j] / sizes[j])
      matrix[j][i] = matrix[i][j]
    }
  }
  return matrix
}

function requireFactors({ name, factors }: Pick<LadderGroup, 'name' | 'factors'>, count: number): void {
  if (factors.length === 0 || new Set(factors).size !== factors.length) {
    throw new TuttiError('invalid-input', `${name} needs factors, each once`, {
      field: 'factors',
      got: factors.length === 0 ? 'none' : factors.join(', '),
      expected: 'one or more different factors',
    })
  }
  factors.forEach((factor) => requireWhole(factor, 0, count - 1, `factor of ${name}`))
}
