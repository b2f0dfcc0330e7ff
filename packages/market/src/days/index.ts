export * from './iso-day.ts'
