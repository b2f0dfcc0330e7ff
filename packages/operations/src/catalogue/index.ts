export { type CostClass, type Operation, type OperationFailure } from './operation.ts'
export * from './operations.ts'
