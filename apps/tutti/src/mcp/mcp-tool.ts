import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js'
import { problemText, TuttiError } from '@tutti/analytics/errors'
import { outcomeError } from '@tutti/operations/tabular'
import type { ProgressNotice } from './progress-notices.ts'

/** What a tool may use of the call it serves. */
export interface ToolCall {
  /** Aborted when the client cancels the call or is gone. */
  readonly signal: AbortSignal
  /** Tells the client how far the call is; does nothing unless the client asked for it. */
  readonly progress: (notice: ProgressNotice) => Promise<void>
}

/** A tool of the server: what the client is told of it, and what it does. */
export interface McpTool {
  readonly name: string
  /** What the client is told; its schemas are made when they are first asked for. */
  readonly facts: () => Tool
  /** A plain object that fits the output schema, or a promise of one. Errors are told as error results. */
  readonly run: (input: unknown, call: ToolCall) => unknown
}

/** What a tool gave, as structured content and as text, or its error as an error result with the code and every problem. */
export async function toolResult(compute: () => unknown): Promise<CallToolResult> {
  try {
    // through JSON, so that the client gets what it would get over any other door
    const text = JSON.stringify(await compute())
    return { content: [{ type: 'text', text }], structuredContent: JSON.parse(text) as Record<string, unknown> }
  } catch (error) {
    if (!(error instanceof TuttiError)) {
      const text = 'calculation-failed: this is a fault of Tutti itself'
      return { isError: true, content: [{ type: 'text', text }], _meta: { 'tutti/code': 'calculation-failed' } }
    }
    const { code, message, problems } = outcomeError(error)
    const text = [`${code}: ${message}`, ...problems.map((problem) => `- ${problemText(problem)}`)].join('\n')
    return {
      isError: true,
      content: [{ type: 'text', text }],
      _meta: { 'tutti/code': code, 'tutti/problems': problems },
    }
  }
}
