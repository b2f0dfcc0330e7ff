import { Agent, type FunctionTool } from '@strands-agents/sdk'
import type { ScriptedCall } from '@tutti/workflows/specialists'
import { OfflineModel } from '../models/index.ts'

/** What came back for a call: JSON where it succeeded, the message where it failed. */
interface ToolAnswer {
  readonly status: 'success' | 'error'
  readonly value: unknown
}

/** What the tools answer to calls that a model makes through the loop of an agent. */
export async function toolAnswers(tools: FunctionTool[], calls: readonly ScriptedCall[]): Promise<ToolAnswer[]> {
  if (calls.length === 0) return []
  const agent = new Agent({ model: new OfflineModel([calls]), tools, printer: false })
  await agent.invoke('go')
  return agent.messages
    .flatMap(({ content }) => content)
    .filter((block) => block.type === 'toolResultBlock')
    .map(({ status, content: [first] }) => ({
      status,
      value: first.type === 'jsonBlock' ? first.json : first.type === 'textBlock' ? first.text : first,
    }))
}

/** The single answer to a single call that succeeds. */
export async function answerOf(tools: FunctionTool[], tool: string, input: Record<string, unknown>): Promise<unknown> {
  const [{ status, value }] = await toolAnswers(tools, [{ tool, input }])
  if (status === 'success') return value
  throw new Error(`${tool} failed: ${JSON.stringify(value)}`)
}

/** The error to a single call that fails, as JSON. */
export async function refusalOf(
  tools: FunctionTool[],
  tool: string,
  input: Record<string, unknown>,
): Promise<{ code: string; message: string; problems?: { field: string; message: string; got?: string }[] }> {
  const [{ status, value }] = await toolAnswers(tools, [{ tool, input }])
  if (status === 'success') throw new Error(`${tool} succeeded`)
  return JSON.parse((value as string).slice('Error: '.length))
}
