export * from './mcp-server.ts'
export * from './mcp-sessions.ts'
export { runListSchema, summarySchema, workflowsSchema } from './run-schemas.ts'
