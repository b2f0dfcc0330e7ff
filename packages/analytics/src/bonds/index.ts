export { type Amortisation, outstandingByPeriod } from './amortisation.ts'
export * from './asset-swap.ts'
export * from './bond-curve-value.ts'
export { bondYield, bondYieldAnalytics, type QuotedPrice, type YieldAnalytics, type YieldTerms } from './bond-yield.ts'
export { type CouponDates, type CouponFrequency, type CouponPeriod, couponPeriods } from './coupon-period.ts'
export * from './curve-sensitivity.ts'
export * from './discount-margin.ts'
export {
  type BondFlow,
  bondFlows,
  type BondHolding,
  bondHolding,
  type ExCoupon,
  type FixedRateBond,
} from './fixed-rate-bond.ts'
export * from './inflation-index.ts'
export * from './mortgage-pass-through.ts'
export * from './period-bond.ts'
export * from './prepayment.ts'
export * from './treasury-bill.ts'
export { streetConvention, type YieldConvention } from './yield-convention.ts'
export * from './z-spread.ts'
export * from './bond-forward.ts'
export * from './bond-future.ts'
export * from './conversion-factor.ts'
export * from './rate-future.ts'
export * from './floating-rate-note.ts'
export * from './inflation-linked-bond.ts'
export * from './bond-scenario-values.ts'
export * from './bond-scenario-values-by-flow.ts'
export * from './flow-table.ts'
export * from './mortgage-static-value.ts'
export * from './yield-spread.ts'
