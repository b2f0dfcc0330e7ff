export * from './case-outcome.ts'
export * from './cases-of-csv.ts'
export * from './csv-of-outcomes.ts'
export * from './flat-record.ts'
