export { cashFlowRiskOperation, cashFlowStressOperation } from './cash-flow-risk.ts'
export { discountMarginOperation } from './discount-margin.ts'
export { fixedRateBondOperation } from './fixed-rate-bond.ts'
export { inflationLinkedPriceOperation } from './inflation-linked-price.ts'
export { mortgagePassThroughOperation, mortgageStaticSpreadOperation } from './mortgage-pass-through.ts'
export { assetSwapOperation, cashFlowZSpreadOperation, zSpreadOperation } from './spreads.ts'
export { treasuryBillOperation } from './treasury-bill.ts'
export { cashFlowsOperation, yieldAnalyticsOperation } from './yield-analytics.ts'
export { bondForwardOperation } from './bond-forward.ts'
export { bondFutureOperation, conversionFactorOperation } from './bond-futures.ts'
export { floatingRateNoteOperation } from './floating-rate-note.ts'
export {
  inflationLinkedBondOperation,
  laggedIndexGiltOperation,
  referenceIndexOperation,
} from './inflation-linked-bond.ts'
export { rateFutureOperation } from './rate-future.ts'
export { relativeValueOperation } from './relative-value.ts'
export { scenarioValuesOperation } from './scenario-values.ts'
