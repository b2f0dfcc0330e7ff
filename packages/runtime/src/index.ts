export * from './executor/index.ts'
export * from './hashing/index.ts'
export * from './store/index.ts'
