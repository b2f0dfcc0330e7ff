export { type SavingsRecord, savingsRecord } from './savings-record.ts'
