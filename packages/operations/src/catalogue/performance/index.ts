export * from './money-weighted.ts'
export * from './relative-measures.ts'
export * from './strategies.ts'
export * from './track-record.ts'
