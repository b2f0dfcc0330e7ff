export * from './error-text.ts'
export * from './exit-status.ts'
