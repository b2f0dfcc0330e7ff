export * from './agentcore-server.ts'
