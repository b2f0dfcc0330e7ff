export * from './workflow-context.ts'
