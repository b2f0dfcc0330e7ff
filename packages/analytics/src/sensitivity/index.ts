export { type Bump, customaryBumps, type Valuation } from './bump.ts'
export * from './profit-explain.ts'
export * from './scenario-revaluation.ts'
export * from './sensitivity-ladder.ts'
