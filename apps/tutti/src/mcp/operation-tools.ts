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
    name: toolName(operation.name),
    facts: () => knownFacts(operation),
    run: (input) => run(operation.name, input),
  }))
}

/** Schemas of the whole catalogue take half a second, which neither a start nor each session of a client should cost. */
const made = new WeakMap<Operation, Tool>()

function knownFacts(operation: Operation): Tool {
  const facts = made.get(operation) ?? toolOf(operation)
  made.set(operation, facts)
  return facts
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
