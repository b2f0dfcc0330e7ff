export * from './active-record.ts'
