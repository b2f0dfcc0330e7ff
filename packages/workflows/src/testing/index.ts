export { smallHedgingMandate, smallInput } from '../hedging/hedging-study.fixture.ts'
export * from './in-process-context.ts'
export { tinyMandate } from './small-mandate.ts'
