export * from './allocation-specialists.ts'
export * from './analyses.ts'
export * from './analysis-of.ts'
export * from './judgement.ts'
