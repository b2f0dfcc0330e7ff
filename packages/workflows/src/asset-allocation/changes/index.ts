export * from './allocation-changes.ts'
