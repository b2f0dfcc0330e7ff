export * from './forwards.ts'
export * from './options.ts'
export * from './variance-from-surface.ts'
export * from './variance.ts'
