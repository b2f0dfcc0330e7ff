export { costOfCapitalByTolerance } from './limits.ts'
export type { Counterparty } from './counterparties.ts'
export { type HedgingMandate, hedgingMandateSchema } from './mandate.ts'
export * from './parsed-mandate.ts'
