export * from './basel-irb.ts'
export * from './cds-flat-spread.ts'
export { type CdsQuoteConventions, type CdsTenorQuote, cdsHazardCurve } from './cds-hazard-curve.ts'
export type { CdsIntegration } from './cds-legs.ts'
export * from './cds-risk.ts'
export { type CdsSide, type CdsValuation } from './cds-valuation.ts'
export { type Cds, type CdsContract, cdsValue, type CreditCurves } from './cds.ts'
export * from './conventional-spread.ts'
export * from './credit-triangle.ts'
export {
  type DatedCds,
  type DatedCdsContract,
  type DatedCdsIntegration,
  datedCdsValue,
  type DatedCreditCurves,
} from './dated-cds.ts'
export * from './dated-hazard-curve.ts'
export * from './dated-survival-curve.ts'
export type { CdsQuote, HazardBootstrap } from './hazard-bootstrap.ts'
export * from './index-cds.ts'
export * from './merton-structural.ts'
export * from './standard-cds.ts'
export * from './survival-curve.ts'
export * from './total-return-swap.ts'
export * from './transition-matrix.ts'
export * from './vasicek-loss.ts'
export {
  type BlackKarasinskiHazard,
  blackKarasinskiHazard,
  type BlackKarasinskiParameters,
  blackKarasinskiStep,
} from './black-karasinski-hazard.ts'
export {
  type CdsOption,
  cdsOptionImpliedVolatility,
  type CdsOptionValue,
  cdsOptionValue,
  type ForwardCds,
} from './cds-option.ts'
export * from './cir-hazard-calibration.ts'
export * from './cir-hazard.ts'
export * from './hazard-model-option.ts'
export * from './credit-exposures.ts'
export * from './portfolio-loss.ts'
export { ratingNotch, ratingOfNotch } from './rating-scale.ts'
export * from './risky-bond.ts'
export * from './spread-curve-fit.ts'
export * from './dated-cds-risk.ts'
