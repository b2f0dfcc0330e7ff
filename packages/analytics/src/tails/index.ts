export * from './generalised-extreme-value-fit.ts'
export * from './generalised-pareto-fit.ts'
export * from './hill-plot.ts'
export * from './pareto-profile-interval.ts'
export {
  generalisedParetoExcess,
  type ParetoTailRisk,
  paretoTailRisk,
  type TailEstimate,
  type TailSample,
} from './pareto-tail-risk.ts'
export * from './return-level.ts'
export * from './threshold-diagnostics.ts'
