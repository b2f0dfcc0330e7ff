export * from './technical-indicators.ts'
export * from './trend-signals.ts'
