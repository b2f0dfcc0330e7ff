export {
  adfOperation,
  dfGlsOperation,
  kpssOperation,
  mackinnonCriticalOperation,
  mackinnonPValueOperation,
  phillipsPerronOperation,
} from './unit-root.ts'
export { engleGrangerOperation, johansenCriticalOperation, johansenOperation } from './cointegration.ts'
export { kalmanRegressionOperation, localLevelOperation } from './kalman.ts'
export { halfLifeOperation, ouFitOperation } from './mean-reversion.ts'
export { hurstOperation } from './scaling.ts'
export { vectorAutoregressionOperation } from './vector-autoregression.ts'
export { chowDenningOperation, stationarityOperation } from './stationarity.ts'
export { errorCorrectionOperation, pairScanOperation, phillipsOuliarisOperation } from './pairs.ts'
export { ouOptimalLevelsOperation, ouStoppingOperation, ouTradePlanOperation } from './ou-trading.ts'
export { kalmanHedgeOperation, structuralTrendOperation } from './kalman-fits.ts'
