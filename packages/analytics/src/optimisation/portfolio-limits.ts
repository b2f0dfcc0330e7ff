import { TuttiError } from '../errors/index.ts'
import type { ProgrammeRow } from '../programming/programme.ts'

/** A limit on a weighted sum of the weights: a group, a duration, a yield, an exposure to a factor. */
export interface LinearLimit {
  /** What results and explanations call it; unique among the limits. */
  readonly name: string
  /** One coefficient for each asset. */
  readonly coefficients: readonly number[]
  /** -Infinity and +Infinity where there is no limit. */
  readonly lower: number
  readonly upper: number
}

/** How far a portfolio may move from the present one. */
export interface TurnoverLimit {
  readonly currentWeights: readonly number[]
  /** Largest Σ|wᵢ - currentᵢ|: purchases and sales added. */
  readonly maxTwoWay: number
}

/**
 * What the weights of a portfolio of n assets must satisfy. Weights are fractions of capital; bounds may be infinite; the
 * budget is the sum of the weights (`{lower: 1, upper: 1}` for a fully invested portfolio).
 */
export interface PortfolioLimits {
  /** Names for results and explanations; `asset 1`, `asset 2`, … where absent. */
  readonly assets?: readonly string[] | undefined
  readonly minWeights: readonly number[]
  readonly maxWeights: readonly number[]
  readonly budget: { readonly lower: number; readonly upper: number }
  readonly linear?: readonly LinearLimit[] | undefined
  readonly turnover?: TurnoverLimit | undefined
}

/** Limits of `count` assets with the same bounds for each and a fixed sum of weights. */
export const boxLimits = (count: number, minWeight: number, maxWeight: number, budget: number): PortfolioLimits => ({
  minWeights: new Array<number>(count).fill(minWeight),
  maxWeights: new Array<number>(count).fill(maxWeight),
  budget: { lower: budget, upper: budget },
})

/** The name of each asset. */
export const assetNames = (limits: PortfolioLimits): readonly string[] =>
  limits.assets ?? limits.minWeights.map((_, i) => `asset ${i + 1}`)

/** How many variables {@link limitRows} needs beyond the weights: one purchase for each asset under a turnover limit. */
export const purchaseCount = (limits: PortfolioLimits): number =>
  limits.turnover === undefined ? 0 : limits.minWeights.length

/**
 * The limits that are no bounds of single weights, as rows of a programme whose variables begin with the n weights:
 * `budget`, the linear limits under their names, and, under a turnover limit, `turnover` with its n `purchase: …` rows.
 * These rows use purchases bᵢ ≥ 0, bᵢ ≥ wᵢ - currentᵢ as variables n … 2n-1, which the programme must then have (lower
 * bound 0, no upper bound): 2Σb - Σ(w - current) is the two-way turnover once b is least, and never less than it.
 */
export function limitRows(limits: PortfolioLimits): ProgrammeRow[] {
  const count = limits.minWeights.length
  const all = Array.from({ length: count }, (_, i) => i)
  const rows: ProgrammeRow[] = [
    { name: 'budget', indices: all, coefficients: new Array<number>(count).fill(1), ...limits.budget },
    ...(limits.linear ?? []).map(({ name, coefficients, lower, upper }) => ({
      name,
      ...sparse(coefficients),
      lower,
      upper,
    })),
  ]
  if (limits.turnover === undefined) return rows
  return [...rows, ...purchaseRows(limits, limits.turnover)]
}

function purchaseRows(limits: PortfolioLimits, { currentWeights, maxTwoWay }: TurnoverLimit): ProgrammeRow[] {
  const count = currentWeights.length
  const names = assetNames(limits)
  const held = currentWeights.reduce((sum, weight) => sum + weight, 0)
  return [
    {
      name: 'turnover',
      indices: Array.from({ length: 2 * count }, (_, i) => i),
      coefficients: Array.from({ length: 2 * count }, (_, i) => (i < count ? -1 : 2)),
      lower: -Infinity,
      upper: maxTwoWay - held,
    },
    ...currentWeights.map((weight, i) => ({
      name: `purchase: ${names[i]}`,
      indices: [i, count + i],
      coefficients: [-1, 1],
      lower: -weight,
      upper: Infinity,
    })),
  ]
}

function sparse(coefficients: readonly number[]): { indices: number[]; coefficients: number[] } {
  const indices = coefficients.flatMap((value, i) => (value === 0 ? [] : [i]))
  return { indices, coefficients: indices.map((i) => coefficients[i]) }
}

/**
 * The same limits, once every list has one entry for each of `count` assets, no figure is NaN, names are unique and no
 * bound is an infinity of the wrong sign. Throws `invalid-input` naming the field. That bounds can be met together is not
 * checked: a programme that cannot be met is explained, not refused.
 */
export function requireLimits(limits: PortfolioLimits, count: number): PortfolioLimits {
  requireBounds(limits.minWeights, limits.maxWeights, count)
  requireInterval(limits.budget.lower, limits.budget.upper, 'budget')
  if (limits.assets !== undefined) {
    requireCount(limits.assets, count, 'assets')
    requireUnique(limits.assets, 'assets')
  }
  const linear = limits.linear ?? []
  linear.forEach((limit, k) => {
    requireCount(limit.coefficients, count, `linear[${k}].coefficients`)
    limit.coefficients.forEach((value, i) => requireNumber(value, `linear[${k}].coefficients[${i}]`, false))
    requireInterval(limit.lower, limit.upper, `linear[${k}]`)
  })
  requireUnique([...linear.map((limit) => limit.name), ...(linear.length > 0 ? ['budget', 'turnover'] : [])], 'linear')
  if (limits.turnover !== undefined) {
    requireCount(limits.turnover.currentWeights, count, 'turnover.currentWeights')
    limits.turnover.currentWeights.forEach((value, i) => requireNumber(value, `turnover.currentWeights[${i}]`, false))
    requireNumber(limits.turnover.maxTwoWay, 'turnover.maxTwoWay', false)
  }
  return limits
}

function requireBounds(minWeights: readonly number[], maxWeights: readonly number[], count: number): void {
  requireCount(minWeights, count, 'minWeights')
  requireCount(maxWeights, count, 'maxWeights')
  for (let i = 0; i < count; i++) {
    requireNumber(minWeights[i], `minWeights[${i}]`, true)
    requireNumber(maxWeights[i], `maxWeights[${i}]`, true)
    if (minWeights[i] === Infinity || maxWeights[i] === -Infinity) {
      throw invalid(`minWeights[${i}]`, `[${minWeights[i]}, ${maxWeights[i]}]`, 'bounds that leave room for a weight')
    }
  }
}

function requireInterval(lower: number, upper: number, field: string): void {
  requireNumber(lower, `${field}.lower`, true)
  requireNumber(upper, `${field}.upper`, true)
  if (lower === Infinity || upper === -Infinity) {
    throw invalid(field, `[${lower}, ${upper}]`, 'bounds that leave room for a value')
  }
}

function requireCount(values: readonly unknown[], count: number, field: string): void {
  if (values.length !== count) throw invalid(field, `${values.length} entries`, `${count}, one for each asset`)
}

function requireNumber(value: number, field: string, infinite: boolean): void {
  if (infinite ? Number.isNaN(value) : !Number.isFinite(value)) throw invalid(field, String(value), 'a number')
}

function requireUnique(names: readonly string[], field: string): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) throw invalid(field, `${repeated} twice`, 'names that differ')
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
