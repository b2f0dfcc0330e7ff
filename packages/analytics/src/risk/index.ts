export * from './component-tail-risk.ts'
export * from './duration-convexity-change.ts'
export * from './factor-risk.ts'
export * from './funding-ratio.ts'
export * from './historical-simulation.ts'
export * from './liquidity.ts'
export * from './parametric-tail-risk.ts'
export * from './return-tail.ts'
export * from './risk-contributions.ts'
export * from './scaled-value-at-risk.ts'
export * from './simulated-tail-risk.ts'
export * from './spectral-correlation.ts'
export * from './spread-stress-change.ts'
export * from './tail-dependence.ts'
export * from './tail-risk-backtest.ts'
export {
  type IntervalEstimate,
  type OrderStatisticInterval,
  type ParametricTailInterval,
  type TailBootstrap,
  expectedShortfallBootstrap,
  expectedShortfallInterval,
  parametricTailInterval,
  valueAtRiskInterval,
} from './tail-risk-interval.ts'
export * from './target-shortfall.ts'
export * from './value-at-risk-backtest.ts'
export * from './value-at-risk.ts'
