import type { ModelStreamEvent, StopReason } from '@strands-agents/sdk'
import type { AnswerEvent } from './complete-answer.ts'
import { modelFailure } from './model-failure.ts'
import type { Environment } from './environment.ts'
import type { ModelFailureKind } from './model-failure.ts'
import type { ModelUsage } from './model-usage.ts'

/** What is recorded of a call of a model. */
export interface RecordedAnswer {
  readonly events: readonly AnswerEvent[]
  readonly usage: ModelUsage
  /** How long the model took for it. */
  readonly milliseconds: number
}

/** Stops that mean that there is no answer to go on with. */
const failedStops: ReadonlyMap<StopReason, ModelFailureKind> = new Map([
  ['refusal', 'refused'],
  ['contentFiltered', 'refused'],
  ['guardrailIntervened', 'refused'],
  ['maxTokens', 'cut-short'],
  ['modelContextWindowExceeded', 'context-overflow'],
] as const)

/**
 * The stream of events of a recorded answer. Throws the failure of one that is complete but is no answer: refused, or cut off at its
 * limit of tokens. Being recorded, it fails alike when it is replayed.
 */
export function* checkedAnswer(
  { events: answer, usage }: RecordedAnswer,
  model: string,
  environment: Environment,
): Generator<ModelStreamEvent> {
  const last = answer.at(-1)
  const reason = last?.kind === 'stop' ? last.reason : 'endTurn'
  const failed = failedStops.get(reason)
  if (failed !== undefined) throw modelFailure(failed, model, '', environment)
  yield { type: 'modelMessageStartEvent', role: 'assistant' }
  for (const event of answer) {
    if (event.kind === 'text') {
      yield { type: 'modelContentBlockStartEvent' }
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: event.text } }
    } else if (event.kind === 'tool') {
      const { name, id, input } = event
      yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name, toolUseId: id } }
      yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input } }
    } else if (event.kind === 'reasoning') {
      yield { type: 'modelContentBlockStartEvent' }
      yield { type: 'modelContentBlockDeltaEvent', delta: reasoningDelta(event) }
    } else break
    yield { type: 'modelContentBlockStopEvent' }
  }
  yield { type: 'modelMetadataEvent', usage: { ...usage, totalTokens: usage.inputTokens + usage.outputTokens } }
  yield { type: 'modelMessageStopEvent', stopReason: reason }
}

function reasoningDelta({ text, signature, redacted, bytes }: Extract<AnswerEvent, { kind: 'reasoning' }>) {
  // The Anthropic client hands redacted reasoning on as the text that it is, against its type; the Bedrock client as bytes.
  const content = bytes ? new Uint8Array(Buffer.from(redacted, 'base64')) : (redacted as unknown as Uint8Array)
  return {
    type: 'reasoningContentDelta' as const,
    ...(text === '' ? {} : { text }),
    ...(signature === '' ? {} : { signature }),
    ...(redacted === '' ? {} : { redactedContent: content }),
  }
}
