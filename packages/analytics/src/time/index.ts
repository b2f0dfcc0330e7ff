export * from './day.ts'
export * from './day-count.ts'
