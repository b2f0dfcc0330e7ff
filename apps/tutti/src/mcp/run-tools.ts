import type { Tool } from '@modelcontextprotocol/sdk/types.js'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { parsedInput, resultPage, type RunDesk, runOrderSchema, runsPage, spokenBriefs } from '../client-runs/index.ts'
import type { McpTool, ToolCall } from './mcp-tool.ts'
import { runProgress, tellProgress } from './progress-notices.ts'
import {
  briefsSchema,
  resultPageSchema,
  runListSchema,
  startedSchema,
  summarySchema,
  waitedSchema,
  workflowsSchema,
} from './run-schemas.ts'

const run = z.string().min(1).max(100).describe('Id of a run.')
const offset = z.int().min(0).default(0)

/**
 * The tools with which a client runs workflows and reads what came of them. There is none to approve a decision: that is for a
 * person, at another door.
 */
export function runTools(desk: RunDesk, account: string): McpTool[] {
  const { service } = desk
  return [
    tool({
      name: 'workflows_list',
      title: 'Workflows',
      description: 'What can be run: each workflow with its inputs, settings, specialists and kinds of changes.',
      input: z.strictObject({}),
      output: workflowsSchema,
      reads: true,
      run: async () => ({ models: Object.keys(desk.options.models), workflows: await service.workflows() }),
    }),
    tool({
      name: 'run_start',
      title: 'Start a run',
      description:
        'Starts a workflow and returns its run at once; run_wait waits for its end. The run goes on when the client leaves, ' +
        'as long as the server does.',
      input: runOrderSchema,
      output: startedSchema,
      run: async (order) => {
        const started = await desk.start(order, account)
        return { run: started.run, summary: service.summary(started.run) }
      },
    }),
    tool({
      name: 'run_resume',
      title: 'Go on with a run',
      description: 'Goes on with a run that was interrupted or failed; what it has computed is not computed again.',
      input: z.strictObject({ run }),
      output: startedSchema,
      run: async (input) => {
        const started = await desk.resume(input.run)
        return { run: started.run, summary: service.summary(started.run) }
      },
    }),
    tool({
      name: 'run_stop',
      title: 'Stop a run',
      description: 'Stops a run that is at work. It is kept as interrupted, and run_resume goes on with it.',
      input: z.strictObject({ run }),
      output: summarySchema,
      run: (input) => desk.stop(input.run),
    }),
    tool({
      name: 'run_status',
      title: 'Where a run stands',
      description: 'Status, headline and approval of a run.',
      input: z.strictObject({ run }),
      output: summarySchema,
      reads: true,
      run: (input) => service.summary(input.run),
    }),
    tool({
      name: 'run_wait',
      title: 'Wait for a run',
      description:
        'Waits until a run is over or waits for approval, at most so many seconds; tells of its progress where the client ' +
        'asks for that. Cancelling the call leaves the run at work.',
      input: z.strictObject({ run, seconds: z.number().min(0).max(3600).default(50).describe('Longest wait.') }),
      output: waitedSchema,
      reads: true,
      run: async (input, call) => waited(desk, input.run, input.seconds, call),
    }),
    tool({
      name: 'run_result',
      title: 'Result of a run',
      description:
        'The part of a result at a JSON pointer ("" is the whole). What is too large for one answer comes as its members, ' +
        'with values where they fit: read the others by their pointers, and the next page with next_offset.',
      input: z.strictObject({
        run,
        pointer: z
          .string()
          .max(1000)
          .default('')
          .describe('JSON pointer (RFC 6901), such as /decision/limits; or as briefs cite: specialist#/pointer.'),
        offset: offset.describe('Where the page begins: next_offset of the page before.'),
        most: z.int().min(1000).max(100_000).default(20_000).describe('Characters of an answer, about.'),
      }),
      output: resultPageSchema,
      reads: true,
      run: (input) => ({
        run: input.run,
        ...resultPage(service.result(input.run, input.pointer), input.pointer, input.offset, input.most),
      }),
    }),
    tool({
      name: 'run_briefs',
      title: 'Briefs of a run',
      description:
        'What each specialist said, with every figure and where it comes from; who is missing and why; what was proposed and ' +
        'what came of it; where the approval stands.',
      input: z.strictObject({ run }),
      output: briefsSchema,
      reads: true,
      run: (input) => briefs(desk, input.run),
    }),
    tool({
      name: 'run_list',
      title: 'Runs',
      description: 'The runs of this store, the newest first.',
      input: z.strictObject({ offset, most: z.int().min(1).max(200).default(50) }),
      output: runListSchema,
      reads: true,
      run: (input) => runsPage(service, input.offset, input.most),
    }),
  ]
}

async function waited(desk: RunDesk, idOrPrefix: string, seconds: number, call: ToolCall): Promise<object> {
  const { id, workflow } = desk.service.summary(idOrPrefix)
  const done = new AbortController()
  const all = (await desk.service.workflows()).find(({ name }) => name === workflow)?.specialists.length
  const events = desk.events(id, undefined, AbortSignal.any([call.signal, done.signal]))
  const telling = tellProgress(runProgress(events, all), call.progress)
  try {
    return await desk.wait(id, seconds, call.signal)
  } finally {
    // where the run is over its log is too, and the last events are told
    if (desk.isActive(id)) done.abort()
    await telling
  }
}

function briefs(desk: RunDesk, id: string): object {
  const { id: run, approval } = desk.service.summary(id)
  const record = desk.service.agents(run)
  if (record === null) {
    throw new TuttiError('missing-data', `run ${run} has no briefs: it ran without agents, or is not that far`, {
      field: 'run',
      got: run,
    })
  }
  return {
    run,
    approval: { ...record.approval, status: approval },
    briefs: spokenBriefs(record),
    missing: record.missing,
    proposals: record.proposals,
  }
}

interface ToolParts<Input extends z.ZodType> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: Input
  readonly output: z.ZodType
  readonly reads?: boolean
  readonly run: (input: z.output<Input>, call: ToolCall) => unknown
}

function tool<Input extends z.ZodType>(parts: ToolParts<Input>): McpTool {
  const { name, title, description, input, output, reads = false, run } = parts
  return {
    name,
    facts: () => ({
      name,
      title,
      description,
      inputSchema: z.toJSONSchema(input, { io: 'input' }) as Tool['inputSchema'],
      outputSchema: z.toJSONSchema(output) as NonNullable<Tool['outputSchema']>,
      annotations: { readOnlyHint: reads, destructiveHint: false, openWorldHint: false },
    }),
    run: (given, call) => run(parsedInput(input, given, `the input of ${name}`), call),
  }
}
