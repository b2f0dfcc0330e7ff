export * from './load-reference-folder.ts'
export * from './verify-reference.ts'
