export type { LiabilityFlow, LiabilityMember, Liabilities } from './checked-liabilities.ts'
export { type HoldingKind, portfolioColumns } from './holding-columns.ts'
export type { Holding, HoldingOf } from './holding.ts'
export { type FundHoldings, type HoldingChecks, loadHoldings } from './load-holdings.ts'
