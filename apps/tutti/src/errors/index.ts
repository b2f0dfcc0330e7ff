export * from './error-text.ts'
export * from './door-status.ts'
export * from './json-text.ts'
