export * from './overnight.ts'
export * from './rate-options.ts'
export * from './swaps.ts'
