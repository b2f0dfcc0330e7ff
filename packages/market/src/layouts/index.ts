export * from './known-layouts.ts'
export * from './layout.ts'
export * from './provider-of.ts'
export * from './source-unit.ts'
