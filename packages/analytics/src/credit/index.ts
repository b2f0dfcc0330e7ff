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
