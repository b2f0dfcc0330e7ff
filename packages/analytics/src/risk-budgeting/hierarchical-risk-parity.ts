import { type BudgetedPortfolio, budgetedPortfolio } from './budgeted-portfolio.ts'
import { hierarchicalLinkage, leafOrder, type Linkage, type Merger } from './hierarchical-linkage.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/**
 * What is clustered: the correlation distances √((1-ρ)/2) themselves, or the Euclidean distances between the columns of
 * their matrix (López de Prado's distance of distances).
 */
export type ClusterDistance = 'correlation' | 'distance-of-distances'

/** Choices of hierarchical risk parity. */
export interface HierarchicalRiskParityOptions {
  readonly linkage: Linkage
  readonly distance: ClusterDistance
  /** `halves` cuts the leaf order at floor(n/2); `tree` follows the mergers themselves. */
  readonly bisection: 'halves' | 'tree'
}

/** A hierarchical portfolio with its tree. */
export interface HierarchicalPortfolio extends BudgetedPortfolio {
  /** Items of the tree in the order in which it is drawn. */
  readonly leafOrder: readonly number[]
  readonly mergers: readonly Merger[]
}

/**
 * Hierarchical risk parity: assets ordered by clustering, then weights split top down, each part in inverse proportion to
 * its variance under inverse-variance weights. Needs no inverse of the covariance, which may be singular.
 *
 * Source: López de Prado (2016), Building diversified portfolios that outperform out of sample, J. of Portfolio
 * Management 42 (4).
 */
export function hierarchicalRiskParity(
  model: VolatilityCorrelation,
  options: HierarchicalRiskParityOptions,
): HierarchicalPortfolio {
  const { size } = model
  const mergers = hierarchicalLinkage(clusterDistances(model, options.distance), options.linkage)
  const order = leafOrder(mergers)
  const weights = new Float64Array(size).fill(1)
  const split = (left: readonly number[], right: readonly number[]): void => {
    const risk = clusterVariance(model, left)
    const other = clusterVariance(model, right)
    // Where rounding leaves neither side a variance, they are alike.
    const share = risk + other > 0 ? other / (risk + other) : 0.5
    for (const i of left) weights[i] *= share
    for (const i of right) weights[i] *= 1 - share
  }
  if (options.bisection === 'tree') {
    for (const merger of mergers) split(clusterItems(mergers, merger.left), clusterItems(mergers, merger.right))
  } else {
    const open: (readonly number[])[] = [order]
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      if (part.length < 2) continue
      const half = Math.floor(part.length / 2)
      const [left, right] = [part.slice(0, half), part.slice(half)]
      split(left, right)
      open.push(left, right)
    }
  }
  return hierarchicalPortfolio(model, weights, mergers, order, 2 * size)
}

/** Cluster distances by rows. */
export function clusterDistances({ size, correlation }: VolatilityCorrelation, kind: ClusterDistance): Float64Array {
  const direct = correlation.map((rho, k) => (k % (size + 1) === 0 ? 0 : Math.sqrt(Math.max(0, (1 - rho) / 2))))
  if (kind === 'correlation') return direct
  const between = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += (direct[i * size + k] - direct[j * size + k]) ** 2
      between[i * size + j] = between[j * size + i] = Math.sqrt(sum)
    }
  }
  return between
}

/** Items of a cluster of the tree, ascending by the order in which it is drawn. */
export function clusterItems(mergers: readonly Merger[], cluster: number): number[] {
  const n = mergers.length + 1
  const items: number[] = []
  const open = [cluster]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next < n) items.push(next)
    else open.push(mergers[next - n].right, mergers[next - n].left)
  }
  return items
}

/** Variance of the inverse-variance portfolio of some assets. */
export function clusterVariance(
  { size, volatilities, correlation }: VolatilityCorrelation,
  items: readonly number[],
): number {
  let total = 0
  for (const i of items) total += 1 / volatilities[i] ** 2
  let sum = 0
  for (const i of items) for (const j of items) sum += correlation[i * size + j] / (volatilities[i] * volatilities[j])
  return Math.max(0, sum) / (total * total)
}

/** Weights of a tree with their risk; the budgets of such a portfolio are what it came to. */
export function hierarchicalPortfolio(
  model: VolatilityCorrelation,
  weights: Float64Array,
  mergers: readonly Merger[],
  order: readonly number[],
  iterations: number,
): HierarchicalPortfolio {
  const found = budgetedPortfolio(model, weights, new Float64Array(model.size), { method: 'direct', iterations })
  return { ...found, budgets: found.shares, largestGap: 0, leafOrder: order, mergers }
}
