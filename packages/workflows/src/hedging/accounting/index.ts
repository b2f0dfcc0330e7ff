export { type AccountingInputs, type AccountingPack, accountingPack } from './accounting-pack.ts'
export type { HedgePeriod, HedgeRecord, MemoParagraph } from './hedge-record.ts'
