export * from './distributions.ts'
export * from './philox.ts'
export * from './sequences.ts'
