export * from './mandate.ts'
export * from './result.ts'
export * from './study.ts'
