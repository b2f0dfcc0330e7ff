export * from './checked-mandate.ts'
export * from './yaml-value.ts'
