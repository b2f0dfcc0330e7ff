import { requireWhole } from '../statistics/index.ts'
import { hierarchicalLinkage, leafOrder, type Linkage } from './hierarchical-linkage.ts'
import {
  type ClusterDistance,
  clusterDistances,
  clusterItems,
  clusterVariance,
  type HierarchicalPortfolio,
  hierarchicalPortfolio,
} from './hierarchical-risk-parity.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** Choices of hierarchical equal risk contribution. */
export interface HierarchicalEqualRiskOptions {
  readonly linkage: Linkage
  readonly distance: ClusterDistance
  /** Into how many clusters the tree is cut, from 1 to the number of assets. */
  readonly clusters: number
  /** What counts as risk: of an asset, and of a cluster that holds its assets in inverse proportion to it. */
  readonly risk: 'variance' | 'volatility'
}

/** A hierarchical portfolio with the clusters into which its tree was cut. */
export interface ClusteredPortfolio extends HierarchicalPortfolio {
  /** Assets of each cluster, by number from 0, as the tree draws them. */
  readonly clusters: readonly (readonly number[])[]
}

/**
 * Hierarchical equal risk contribution: the tree is cut into clusters; from its top, each merger above the cut shares the
 * weight out in inverse proportion to the summed risks of the clusters on either side; within a cluster weights are in
 * inverse proportion to the assets' risks, and that is the portfolio whose risk is the cluster's.
 *
 * Source: Raffinot (2018), The hierarchical equal risk contribution portfolio.
 */
export function hierarchicalEqualRisk(
  model: VolatilityCorrelation,
  options: HierarchicalEqualRiskOptions,
): ClusteredPortfolio {
  const { size, volatilities } = model
  requireWhole(options.clusters, 1, size, 'clusters')
  const mergers = hierarchicalLinkage(clusterDistances(model, options.distance), options.linkage)
  const cut = 2 * size - options.clusters
  // Clusters with a number below the cut whose merger is at or above it.
  const tops = [2 * size - 2, ...mergers.slice(cut - size).flatMap(({ left, right }) => [left, right])].filter(
    (c) => c < cut,
  )
  const clusters = tops.map((top) => clusterItems(mergers, top))
  const risks = new Map(tops.map((top, k) => [top, clusterRisk(model, clusters[k], options.risk)]))
  const riskBelow = (cluster: number): number => {
    const own = risks.get(cluster)
    if (own !== undefined) return own
    const { left, right } = mergers[cluster - size]
    return riskBelow(left) + riskBelow(right)
  }
  const weights = new Float64Array(size).fill(1)
  for (let k = mergers.length - 1; k >= cut - size; k--) {
    const { left, right } = mergers[k]
    const [a, b] = [riskBelow(left), riskBelow(right)]
    const share = a + b > 0 ? b / (a + b) : 0.5
    for (const i of clusterItems(mergers, left)) weights[i] *= share
    for (const i of clusterItems(mergers, right)) weights[i] *= 1 - share
  }
  for (const cluster of clusters) {
    const own = (i: number): number => volatilities[i] ** (options.risk === 'variance' ? -2 : -1)
    const total = cluster.reduce((sum, i) => sum + own(i), 0)
    for (const i of cluster) weights[i] *= own(i) / total
  }
  return { ...hierarchicalPortfolio(model, weights, mergers, leafOrder(mergers), 2 * size), clusters }
}

/** Risk of a cluster as it is held. */
function clusterRisk(model: VolatilityCorrelation, items: readonly number[], risk: 'variance' | 'volatility'): number {
  if (risk === 'variance') return clusterVariance(model, items)
  const { size, volatilities, correlation } = model
  let total = 0
  let sum = 0
  for (const i of items) {
    total += 1 / volatilities[i]
    for (const j of items) sum += correlation[i * size + j]
  }
  return Math.sqrt(Math.max(0, sum)) / total
}
