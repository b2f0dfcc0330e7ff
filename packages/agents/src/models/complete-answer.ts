import type { Message, Model, ModelStreamEvent, StreamOptions, StopReason } from '@strands-agents/sdk'
import { failureOf, modelFailure } from './model-failure.ts'
import type { Environment } from './environment.ts'
import type { ModelUsage } from './model-usage.ts'

/** How long a model may be silent, milliseconds. */
export interface ModelTimeouts {
  /** From the request to the first event of the answer: connecting, and reading the prompt. */
  readonly firstEventMs: number
  /** Between two events. */
  readonly silenceMs: number
}

/** Two minutes for either. */
export const standardTimeouts: ModelTimeouts = { firstEventMs: 120_000, silenceMs: 120_000 }

/** A piece of an answer as it is recorded: plain JSON. Each block is whole; reasoning keeps what its provider wants to see again. */
export type AnswerEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly id: string; readonly input: string }
  | {
      readonly kind: 'reasoning'
      readonly text: string
      readonly signature: string
      readonly redacted: string
      readonly bytes: boolean
    }
  | { readonly kind: 'stop'; readonly reason: StopReason }

/** Longest answer that is accepted, characters of all its blocks: far beyond what `max_tokens` allows a server that keeps to it. */
const longestAnswer = 1_000_000

/** How Bedrock says that the model itself wrote something that cannot be read (ConverseStream, `malformed_model_output`, `malformed_tool_use`). */
const malformedStops: ReadonlySet<string> = new Set(['malformedModelOutput', 'malformedToolUse'])

interface AskingOptions {
  readonly signals: readonly AbortSignal[]
  readonly timeouts: ModelTimeouts
  readonly model: string
  readonly environment: Environment
}

/**
 * The whole answer of a model, with the tokens that it says it took. Blocks come out whole and apart, whatever the order in which the
 * client's events open and close them: the OpenAI client of Strands 1.19 closes blocks only at the end of the message, so that of
 * several tool calls, or of a text before a call, only the last would be left. A stop `endTurn` after calls of tools counts as `toolUse`, which some
 * OpenAI-compatible servers do not send. Throws the failure for anything but a complete, well-formed answer: `dropped` where the stream
 * ends without a stop, `malformed` where the input of a tool is not a JSON object, `timed-out`, `too-long-answer`, `cancelled`.
 */
export async function completeAnswer(
  model: Model,
  messages: Message[],
  streamOptions: StreamOptions,
  { signals, timeouts, model: label, environment }: AskingOptions,
): Promise<{ readonly events: readonly AnswerEvent[]; readonly usage: ModelUsage | undefined }> {
  const fail = (kind: Parameters<typeof modelFailure>[0], words: string) =>
    modelFailure(kind, label, words, environment)
  const abort = new AbortController()
  const outer = AbortSignal.any([...signals])
  const cancelSignal = AbortSignal.any([abort.signal, outer])
  const blocks = new AnswerBlocks()
  let limit = timeouts.firstEventMs
  const iterator = model.stream(messages, { ...streamOptions, cancelSignal })[Symbol.asyncIterator]()
  try {
    for (;;) {
      if (outer.aborted) throw fail('cancelled', '')
      const step = await within(iterator.next(), limit, outer)
      if (step === 'cancelled') throw fail('cancelled', '')
      if (step === 'silent') throw fail('timed-out', `nothing came for ${limit} ms`)
      if (step.done) break
      limit = timeouts.silenceMs
      blocks.take(step.value)
      if (blocks.characters > longestAnswer) throw fail('too-long-answer', `more than ${longestAnswer} characters`)
    }
  } catch (error) {
    throw outer.aborted ? fail('cancelled', '') : failureOf(error, label, environment)
  } finally {
    abort.abort()
    // Not awaited: a stream that is silent would never return.
    iterator.return?.()?.then(undefined, () => {})
  }
  if (blocks.stop === undefined) throw fail('dropped', 'the stream ended before the answer did')
  if (malformedStops.has(blocks.stop)) throw fail('malformed', blocks.stop)
  const events = blocks.whole()
  // An answer that was cut off at its limit says so by its stop, whatever became of its last call.
  if (blocks.stop !== 'maxTokens') {
    for (const event of events) {
      if (event.kind === 'tool' && event.name === '') throw fail('malformed', 'a call names no tool')
      if (event.kind === 'tool' && !isObjectText(event.input)) {
        throw fail('malformed', `the input of the tool ${event.name} is not a JSON object`)
      }
    }
  }
  const toolUse = blocks.stop === 'endTurn' && events.some(({ kind }) => kind === 'tool')
  return { events: [...events, { kind: 'stop', reason: toolUse ? 'toolUse' : blocks.stop }], usage: blocks.usage }
}

/** The blocks of an answer while its events come in. */
class AnswerBlocks {
  readonly #blocks: {
    kind: 'text' | 'tool' | 'reasoning'
    name: string
    id: string
    text: string[]
    signature: string
    redacted: string
    bytes: boolean
  }[] = []
  #open = false
  characters = 0
  stop: StopReason | undefined
  usage: ModelUsage | undefined

  take(event: ModelStreamEvent): void {
    if (event.type === 'modelContentBlockStartEvent') {
      this.#open = false
      if (event.start?.type === 'toolUseStart') {
        this.#begin('tool', event.start.name, event.start.toolUseId)
        this.characters += event.start.name.length
      }
    } else if (event.type === 'modelContentBlockStopEvent') {
      this.#open = false
    } else if (event.type === 'modelMessageStopEvent') {
      this.stop = event.stopReason
    } else if (event.type === 'modelMetadataEvent' && event.usage !== undefined) {
      // No cache of prompts is asked for: what OpenAI reads from its own is part of its count of the input.
      const { inputTokens, outputTokens } = event.usage
      this.usage = { inputTokens, outputTokens }
    } else if (event.type === 'modelContentBlockDeltaEvent') {
      const { delta } = event
      if (delta.type === 'textDelta') this.#at('text').text.push(this.#counted(delta.text))
      else if (delta.type === 'toolUseInputDelta') this.#at('tool').text.push(this.#counted(delta.input))
      else if (delta.type === 'reasoningContentDelta') {
        const block = this.#at('reasoning')
        block.text.push(this.#counted(delta.text ?? ''))
        block.signature += this.#counted(delta.signature ?? '')
        const redacted: unknown = delta.redactedContent
        if (redacted instanceof Uint8Array) {
          block.bytes = true
          block.redacted += this.#counted(Buffer.from(redacted).toString('base64'))
        } else if (typeof redacted === 'string') block.redacted += this.#counted(redacted)
      }
    }
  }

  whole(): readonly AnswerEvent[] {
    return this.#blocks.map(({ kind, name, id, text, signature, redacted, bytes }): AnswerEvent => {
      const joined = text.join('').toWellFormed()
      if (kind === 'text') return { kind, text: joined }
      if (kind === 'tool') return { kind, name: name.toWellFormed(), id, input: joined === '' ? '{}' : joined }
      return { kind, text: joined, signature, redacted, bytes }
    })
  }

  /** The open block if it is of the kind, else a new one; deltas of a tool's input go to the last call. */
  #at(kind: 'text' | 'tool' | 'reasoning') {
    const last = this.#blocks.at(-1)
    if (last !== undefined && last.kind === kind && (this.#open || kind === 'tool')) return last
    return this.#begin(kind, '', '')
  }

  #begin(kind: 'text' | 'tool' | 'reasoning', name: string, id: string) {
    const block = { kind, name, id, text: [], signature: '', redacted: '', bytes: false }
    this.#blocks.push(block)
    this.#open = true
    return this.#blocks[this.#blocks.length - 1]
  }

  #counted(text: string): string {
    this.characters += text.length
    return text
  }
}

async function within<Value>(
  promise: Promise<Value>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Value | 'silent' | 'cancelled'> {
  let timer: NodeJS.Timeout | undefined
  let cancel: (() => void) | undefined
  // Left behind after a time-out, its rejection is nobody's.
  promise.catch(() => {})
  try {
    return await Promise.race([
      promise,
      new Promise<'silent'>((resolve) => (timer = setTimeout(resolve, milliseconds, 'silent'))),
      new Promise<'cancelled'>((resolve) => {
        cancel = () => resolve('cancelled')
        signal.addEventListener('abort', cancel, { once: true })
      }),
    ])
  } finally {
    clearTimeout(timer)
    if (cancel !== undefined) signal.removeEventListener('abort', cancel)
  }
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
