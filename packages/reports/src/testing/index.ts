export * from './simulated-result.ts'
