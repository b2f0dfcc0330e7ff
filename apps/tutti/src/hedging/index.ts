export * from './hedging-files.ts'
export * from './hedging-run.ts'
export * from './hedging-runner.ts'
