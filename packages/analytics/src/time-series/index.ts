export { type AdfTest, adfTest, type LagChoice } from './adf-test.ts'
export * from './chow-denning-test.ts'
export * from './df-gls-test.ts'
export { type EngleGrangerTest, engleGrangerTest } from './engle-granger-test.ts'
export * from './error-correction-model.ts'
export {
  detrendedFluctuation,
  independenceRange,
  type IndependenceRange,
  type RescaledRange,
  rescaledRange,
  type ScalingExponent,
  structureExponent,
} from './hurst.ts'
export {
  type JohansenCase,
  johansenCriticalValues,
  type JohansenKind,
  johansenPValue,
  type JohansenStatistic,
} from './johansen-critical-values.ts'
export * from './johansen-test.ts'
export * from './kalman-local-level.ts'
export * from './kalman-regression.ts'
export { type KpssTest, kpssTest } from './kpss-test.ts'
export { type CriticalValues, mackinnonBiasPValue, mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts'
export type { DeterministicTerms } from './mackinnon-tables.ts'
export { type Ar1Fit, type FittedParameter, type HalfLife, halfLife, type OuFit, ouFit } from './ou-fit.ts'
export * from './ou-stopping.ts'
export * from './ou-trading.ts'
export * from './pair-scan.ts'
export * from './phillips-ouliaris-test.ts'
export { type CorrectionScale, type PhillipsPerronTest, phillipsPerronTest } from './phillips-perron-test.ts'
export { kalmanRegressionFit, localLevelFit, localLinearTrendFit, type StateSpaceFit } from './state-space-fit.ts'
export * from './stationarity-verdict.ts'
export type { TimeSeriesCaution } from './test-cautions.ts'
export * from './vector-autoregression.ts'
