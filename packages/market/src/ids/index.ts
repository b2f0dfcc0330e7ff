export * from './series-id.ts'
