export * from './history-record.ts'
