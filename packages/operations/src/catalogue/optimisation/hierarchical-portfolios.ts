import {
  hierarchicalEqualRisk,
  hierarchicalRiskParity,
  type HierarchicalPortfolio,
  volatilityCorrelation,
} from '@tutti/analytics/risk-budgeting'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number } from '../value-schemas.ts'
import { budgetCovariance, budgetedPortfolioShape, plainBudgetedPortfolio } from './budgeted-portfolio-schema.ts'

const exampleCovariance = [
  [0.04, 0.03, 0.002, 0.001],
  [0.03, 0.0625, 0.003, 0.002],
  [0.002, 0.003, 0.01, 0.006],
  [0.001, 0.002, 0.006, 0.0144],
]

const clustering = {
  linkage: z.enum(['single', 'complete', 'average', 'ward']).describe('distance between clusters'),
  distance: z
    .enum(['correlation', 'distance-of-distances'])
    .describe('√((1-ρ)/2) itself, or the Euclidean distances between the columns of its matrix'),
}

const treeShape = {
  ...budgetedPortfolioShape,
  leafOrder: z.array(z.int()).describe('assets by number from 0 in the order of the tree'),
  mergers: z
    .array(z.strictObject({ left: z.int(), right: z.int(), distance: number, items: z.int() }))
    .describe('clusters merged, by distance: 0 … n-1 are the assets, n + k the cluster that merger k made'),
}

const plainTree = (portfolio: HierarchicalPortfolio) => ({
  ...plainBudgetedPortfolio(portfolio),
  leafOrder: [...portfolio.leafOrder],
  mergers: portfolio.mergers.map((merger) => ({ ...merger })),
})

/** Hierarchical risk parity. */
export const hierarchicalRiskParityOperation = defineOperation({
  name: 'optimisation/hierarchical-risk-parity',
  title: 'Hierarchical risk parity',
  description:
    'Weights by clustering the correlations and splitting capital top down in inverse proportion to the variance of each part; needs no inverse of the covariance.',
  source:
    'López de Prado, Building diversified portfolios that outperform out of sample, J. of Portfolio Management 42 (2016)',
  input: z.strictObject({
    covariance: budgetCovariance,
    ...clustering,
    bisection: z
      .enum(['halves', 'tree'])
      .describe('cut the order of the leaves at floor(n/2), as in the paper, or follow the mergers of the tree'),
  }),
  output: z.strictObject(treeShape),
  example: {
    covariance: exampleCovariance,
    linkage: 'single' as const,
    distance: 'distance-of-distances' as const,
    bisection: 'halves' as const,
  },
  failures: [{ code: 'not-applicable', when: 'an asset has no variance' }],
  compute: ({ covariance, ...options }) =>
    plainTree(hierarchicalRiskParity(volatilityCorrelation(covariance), options)),
})

/** Hierarchical equal risk contribution. */
export const hierarchicalEqualRiskOperation = defineOperation({
  name: 'optimisation/hierarchical-equal-risk',
  title: 'Hierarchical equal risk contribution',
  description:
    'Weights by clustering the correlations into a number of clusters, sharing capital along the tree in inverse proportion to the risks on either side and within a cluster to those of its assets; a cluster counts with the risk of what it holds.',
  source: 'Raffinot, The hierarchical equal risk contribution portfolio (2018)',
  input: z.strictObject({
    covariance: budgetCovariance,
    ...clustering,
    clusters: z.int().min(1).describe('into how many clusters the tree is cut'),
    risk: z.enum(['variance', 'volatility']),
  }),
  output: z.strictObject({
    ...treeShape,
    clusters: z.array(z.array(z.int())).describe('assets of each cluster, by number from 0'),
  }),
  example: {
    covariance: exampleCovariance,
    linkage: 'ward' as const,
    distance: 'correlation' as const,
    clusters: 2,
    risk: 'variance' as const,
  },
  failures: [{ code: 'not-applicable', when: 'an asset has no variance' }],
  compute: ({ covariance, ...options }) => {
    const portfolio = hierarchicalEqualRisk(volatilityCorrelation(covariance), options)
    return { ...plainTree(portfolio), clusters: portfolio.clusters.map((cluster) => [...cluster]) }
  },
})
