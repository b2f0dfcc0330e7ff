export * from './allowed-operations.ts'
export * from './operation-tools.ts'
export * from './specialist-tools.ts'
export type * from './toolbox.ts'
