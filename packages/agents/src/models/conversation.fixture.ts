import { Agent, tool } from '@strands-agents/sdk'
import type { Model } from '@strands-agents/sdk'
import { canonicalJson } from '@tutti/runtime/hashing'
import type { Json } from '@tutti/runtime/hashing'
import { z } from 'zod'
import { startLoopbackModel } from '../loopback/loopback-model-server.fixture.ts'
import type {
  LoopbackModelServer,
  LoopbackProvider,
  LoopbackScript,
} from '../loopback/loopback-model-server.fixture.ts'
import { budgetMeter } from './budget-meter.ts'
import type { ModelChoice } from './model-choice.ts'
import type { BudgetMeter, ConversationRecording } from './model-usage.ts'
import { modelOf } from './real-model.ts'
import { recordedModel } from './recorded-model.ts'
import type { RecordedModelOptions } from './recorded-model.ts'
import { retryStrategy } from './retry-strategy.ts'

export const testKey = 'sk-test-0123456789abcdefghij'
/** Credentials that no server knows. */
export const testEnvironment: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: testKey,
  OPENAI_API_KEY: testKey,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIATESTTESTTESTTEST',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMIK7MDENGbPxRfiCYTESTKEYTESTK',
}

export interface MemoryRecording extends ConversationRecording {
  /** Canonical JSON of each answer by name and request. */
  readonly answers: Map<string, string>
}

/** A recording that lives in memory and keeps answers as a store would: as canonical JSON. */
export function memoryRecording(): MemoryRecording {
  const answers = new Map<string, string>()
  return {
    answers,
    answer: async <Answer>(name: string, request: unknown, ask: () => Promise<Answer>) => {
      const key = `${name} ${canonicalJson(request as Json)}`
      const kept = answers.get(key) ?? canonicalJson((await ask()) as Json)
      answers.set(key, kept)
      return JSON.parse(kept) as Answer
    },
  }
}

export const openMeter = (): BudgetMeter => budgetMeter({ tokens: 1e9, usd: 1e9, seconds: 1e9 })

function choiceFor(kind: LoopbackProvider, baseUrl: string): ModelChoice {
  return { kind, modelId: 'loopback-model-1', baseUrl }
}

/** A recorded model of a provider's real client, speaking to a server on the loopback address. */
export async function loopbackClient(
  kind: LoopbackProvider,
  server: LoopbackModelServer,
  more: Partial<RecordedModelOptions> = {},
): Promise<Model> {
  const choice = more.choice ?? choiceFor(kind, server.baseUrl)
  return recordedModel(await modelOf(choice, testEnvironment), {
    name: 'run-1/speaker',
    choice,
    recording: memoryRecording(),
    meter: openMeter(),
    price: { input: 1, output: 10 },
    timeouts: { firstEventMs: 20_000, silenceMs: 20_000 },
    environment: testEnvironment,
    ...more,
  })
}

/** A Strands agent with two tools that remembers what they were given. */
export function speakingAgent(model: Model, attempts = 3) {
  const called: [string, unknown][] = []
  const agent = new Agent({
    name: 'speaker',
    model,
    printer: false,
    systemPrompt: 'You explain results.',
    retryStrategy: retryStrategy({ attempts, firstDelayMs: 1 }),
    tools: [
      tool({
        name: 'read_result',
        description: 'Reads a part of the result.',
        inputSchema: z.object({ pointer: z.string() }),
        callback: (input) => {
          called.push(['read_result', input])
          return { value: 0.25 }
        },
      }),
      tool({
        name: 'what_if',
        description: 'Recomputes.',
        inputSchema: z.object({ assumption: z.string(), value: z.number() }),
        callback: (input) => {
          called.push(['what_if', input])
          return { first: 1, second: 2 }
        },
      }),
    ],
  })
  return { agent, called }
}

/** Runs a conversation against a script and closes the server. */
export async function conversed(
  kind: LoopbackProvider,
  script: LoopbackScript,
  { attempts = 3, ...more }: Partial<RecordedModelOptions> & { readonly attempts?: number } = {},
) {
  await using server = await startLoopbackModel(kind, script)
  const { agent, called } = speakingAgent(await loopbackClient(kind, server, more), attempts)
  const outcome = await agent.invoke('Explain.').then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  )
  return { ...outcome, called, requests: server.requests, agent }
}
