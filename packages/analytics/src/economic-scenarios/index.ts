export * from './economic-scenarios.ts'
export * from './funding-scenarios.ts'
export * from './scenario-checks.ts'
export * from './scenario-spec.ts'
