export * from './designs.ts'
