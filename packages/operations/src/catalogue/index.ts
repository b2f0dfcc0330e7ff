export { type Operation } from './operation.ts'
export * from './operations.ts'
