export * from './load-snapshot.ts'
