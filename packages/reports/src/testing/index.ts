export * from './simulated-result.ts'
export { smallHedgingResult } from './small-hedging-study.ts'
