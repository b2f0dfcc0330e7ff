import { Agent, Graph, tool } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { OfflineModel } from '../models/index.ts'
import { inSpan } from './index.ts'

/** Words that must not leave the process; the secret neither when content may. */
export const contents = {
  system: 'system-words',
  task: 'task-words',
  toolInput: 'tool-input-words',
  toolOutput: 'tool-output-words',
  toolError: 'tool-error-words',
  answer: 'answer-words',
  madeUpTool: 'words as a tool',
} as const
export const secret = 'sk-fixture-0123456789abcdef'

/** A run of a graph of two agents, one of which calls a tool that works and one that fails, with our spans around. */
export async function twoAgentsRun(): Promise<void> {
  const look = tool({
    name: 'look',
    description: 'looks something up',
    inputSchema: z.object({ what: z.string() }),
    callback: ({ what }) => `${contents.toolOutput} for ${what.length} ${secret}`,
  })
  const fail = tool({
    name: 'fail',
    description: 'fails',
    inputSchema: z.object({}),
    callback: (): string => {
      throw new TuttiError('missing-data', contents.toolError)
    },
  })
  const agent = (id: string, turns: ConstructorParameters<typeof OfflineModel>[0]) =>
    new Agent({
      id,
      name: id,
      description: id,
      systemPrompt: contents.system,
      model: new OfflineModel(turns),
      tools: [look, fail],
      printer: false,
    })
  const first = agent('first', [
    [
      { tool: 'look', input: { what: contents.toolInput } },
      { tool: 'fail', input: {} },
      { tool: contents.madeUpTool, input: {} },
    ],
    { text: contents.answer },
  ])
  const graph = new Graph({
    id: 'two',
    nodes: [first, agent('second', [{ text: 'done' }])],
    edges: [['first', 'second']],
    maxSteps: 10,
    timeout: 60_000,
  })
  const run = {
    'tutti.run.id': '20260131-120000-aaaa',
    'tutti.run.key': 'key',
    'tutti.workflow': 'made-up',
    'tutti.seed': 7,
    'tutti.code_version': 'v1',
  }
  await inSpan('tutti.run', run, async () => {
    await inSpan('tutti.analysis', { 'tutti.specialist': 'first' }, () =>
      inSpan('tutti.step', { 'tutti.step.name': 'analyse' }, async () => undefined),
    )
    await graph.invoke(contents.task)
  })
}
