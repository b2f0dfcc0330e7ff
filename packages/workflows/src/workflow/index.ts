export * from './workflow.ts'
