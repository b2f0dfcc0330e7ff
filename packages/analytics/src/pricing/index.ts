export * from './present-value.ts'
