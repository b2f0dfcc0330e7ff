export * from './error-text.ts'
export * from './door-status.ts'
