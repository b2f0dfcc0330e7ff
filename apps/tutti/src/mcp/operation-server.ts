import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import { problemText, TuttiError } from '@tutti/analytics/errors'
import type { Operation } from '@tutti/operations'
import { inputSchema, operationOfTool, outputSchema, toolName } from '@tutti/operations/description'
import { outcomeError } from '@tutti/operations/tabular'

/** What the server offers and how it computes. */
export interface OperationServerOptions {
  readonly operations: readonly Operation[]
  readonly run: (name: string, input: unknown) => Promise<unknown>
  readonly version: string
}

/** Tools in one page of the list. */
const pageLength = 50

const instructions = `Each tool computes one analytic of the Tutti library. Inputs state their units; rates, returns and volatilities are decimals.
Results are computed, never estimated by a language model. A failed call says what was wrong, where, and what was expected: mend the input and call again.`

/**
 * An MCP server whose tools are the operations: name with `_` for `/`, the schemas of the catalogue, the output both as
 * structured content and as text. An error of an analytic is an error result that lists every problem.
 */
export function operationServer({ operations, run, version }: OperationServerOptions): Server {
  const server = new Server({ name: 'tutti', version }, { capabilities: { tools: {} }, instructions })
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => {
    const start = pageStart(params?.cursor, operations.length)
    const end = start + pageLength
    return {
      tools: operations.slice(start, end).map(toolOf),
      ...(end < operations.length ? { nextCursor: String(end) } : {}),
    }
  })
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const operation = operationOfTool(operations, params.name)
    if (operation === undefined) throw new McpError(ErrorCode.InvalidParams, `there is no tool ${params.name}`)
    return toolResult(() => run(operation.name, params.arguments ?? {}))
  })
  return server
}

function pageStart(cursor: string | undefined, count: number): number {
  if (cursor === undefined) return 0
  const start = Number(cursor)
  if (Number.isInteger(start) && start > 0 && start < count) return start
  throw new McpError(ErrorCode.InvalidParams, `${cursor} is no cursor of this list`)
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

async function toolResult(compute: () => Promise<unknown>): Promise<CallToolResult> {
  try {
    // through JSON, so that the client gets what it would get over any other door
    const text = JSON.stringify(await compute())
    return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) as Record<string, unknown> }
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    const { code, message, problems } = outcomeError(error)
    const text = [`${code}: ${message}`, ...problems.map((problem) => `- ${problemText(problem)}`)].join('\n')
    return { isError: true, content: [{ type: 'text', text }] }
  }
}
