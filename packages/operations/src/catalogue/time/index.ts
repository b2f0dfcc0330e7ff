export * from './business-days.ts'
export * from './schedules.ts'
export * from './year-fraction.ts'
