export { areaOperations } from '../catalogue/area-operations.ts'
export { operationNamed } from './operation-named.ts'
