import type { Tool } from '@modelcontextprotocol/sdk/types.js'
import type { Operation } from '@tutti/operations'
import { inputSchema, outputSchema, toolName } from '@tutti/operations/description'
import type { McpTool } from './mcp-tool.ts'

/** The operations as tools: name with `_` for `/`, the schemas of the catalogue. */
export function operationTools(
  operations: readonly Operation[],
  run: (name: string, input: unknown) => Promise<unknown>,
): McpTool[] {
  return operations.map((operation) => ({
    facts: toolOf(operation),
    run: (input) => run(operation.name, input),
  }))
}

function toolOf(operation: Operation): Tool {
  const { name, title, description, source } = operation
  return {
    name: toolName(name),
    title,
    description: `${description}\nSource: ${source}`,
    inputSchema: inputSchema(operation) as Tool['inputSchema'],
    outputSchema: outputSchema(operation) as NonNullable<Tool['outputSchema']>,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
  }
}
