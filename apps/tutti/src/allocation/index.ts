export * from './allocation-run.ts'
export * from './allocation-runner.ts'
export * from './budget.ts'
export * from './mandate-source.ts'
