export * from './app.ts'
export * from './listening-server.ts'
