export * from './regression.ts'
export * from './samples.ts'
export * from './sharpe-inference.ts'
export * from './volatility.ts'
