export * from './book-values.ts'
export * from './scenario-profit.ts'
export * from './sensitivities.ts'
