export * from './sabr.ts'
export * from './ssvi.ts'
export * from './svi.ts'
