export * from './contributions.ts'
export * from './tail-risk.ts'
export * from './tests-and-targets.ts'
