export * from './budgeted-portfolio.ts'
export * from './hierarchical-equal-risk.ts'
export type { Linkage, Merger } from './hierarchical-linkage.ts'
export {
  type ClusterDistance,
  type HierarchicalPortfolio,
  type HierarchicalRiskParityOptions,
  hierarchicalRiskParity,
} from './hierarchical-risk-parity.ts'
export * from './limited-risk-budgets.ts'
export { limitsConflict } from './limits-conflict.ts'
export * from './most-diversified.ts'
export * from './naive-portfolios.ts'
export { equalRiskPortfolio, riskBudgetPortfolio } from './risk-budgets.ts'
export * from './volatility-correlation.ts'
