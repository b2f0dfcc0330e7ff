export * from './agents-record.ts'
