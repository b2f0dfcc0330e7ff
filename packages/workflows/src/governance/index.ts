export * from './governance.ts'
