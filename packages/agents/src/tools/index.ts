export * from './operation-tools.ts'
