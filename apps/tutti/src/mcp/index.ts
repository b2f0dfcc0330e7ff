export * from './operation-server.ts'
