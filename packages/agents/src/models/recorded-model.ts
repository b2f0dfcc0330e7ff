import { Model } from '@strands-agents/sdk'
import type { BaseModelConfig, Message, ModelStreamEvent, StreamOptions } from '@strands-agents/sdk'
import { canonicalJson } from '@tutti/runtime/hashing'
import type { Json } from '@tutti/runtime/hashing'
import { alternatingMessages } from './alternating-messages.ts'
import { budgetError } from './budget-meter.ts'
import { checkedAnswer } from './checked-answer.ts'
import type { RecordedAnswer } from './checked-answer.ts'
import { completeAnswer, standardTimeouts } from './complete-answer.ts'
import type { AnswerEvent, ModelTimeouts } from './complete-answer.ts'
import type { ModelChoice } from './model-choice.ts'
import type { Environment } from './environment.ts'
import { costUsd } from './model-prices.ts'
import type { ModelPrice } from './model-prices.ts'
import type { BudgetMeter, ConversationRecording, ModelUsage, UsedUpBudget } from './model-usage.ts'
import { modelText } from './parsed-model-choice.ts'

/** What a recorded model needs to know about the conversation it speaks in. */
export interface RecordedModelOptions {
  /** Begins the name of each recorded answer: `NAME/answer-1`, `NAME/answer-2`, … */
  readonly name: string
  readonly choice: ModelChoice
  readonly recording: ConversationRecording
  readonly meter: BudgetMeter
  /** Null where it is not known. */
  readonly price: ModelPrice | null
  /** Stops calls that are under way. */
  readonly signal?: AbortSignal | undefined
  readonly timeouts?: ModelTimeouts
  /** Told of each complete answer, also of one that was recorded. */
  readonly onCall?: (call: {
    readonly usage: ModelUsage
    readonly usd: number | null
    readonly replayed: boolean
  }) => void
  /** Holds the secrets that no error may show. Standard: the variables of the process. */
  readonly environment?: Environment
}

/**
 * A model whose answers are recorded. What it is asked (the choice of the model, system prompt, messages, tools, choice of tool) as
 * canonical JSON, free of random ids and measurements, is given to the recording; the answer comes from there, or from the model, and
 * is then played as a stream. Only a complete and well-formed answer is recorded. A real call is made only while the meter has room;
 * that it had none is recorded too. Tokens, and the time that the model took, count also when the answer was recorded, so that a run
 * that goes on, or is replayed, comes to the same account and ends where it ended. The time of a call that failed counts in the
 * session that made it. An answer whose server counts no tokens, none at all, or what no count can be (below zero, in pieces), is
 * charged by the estimate of the SDK (a token for four characters).
 *
 * A model given as a function is made before its first real call: a conversation that is recorded to its end is replayed without keys.
 *
 * Its errors are TuttiErrors: see `modelFailure` (field `model`, or `budget` from the meter); Strands wraps them, `conversationError`
 * finds them.
 */
export function recordedModel(model: Model | (() => Promise<Model>), options: RecordedModelOptions): Model {
  return new RecordedModel(model, options)
}

/** What is kept of a request: the answer, or that the budget left no room for one. */
type Recorded = RecordedAnswer | { readonly usedUp: UsedUpBudget }

class RecordedModel extends Model {
  readonly #options: RecordedModelOptions
  #model: Model | (() => Promise<Model>)
  #config: BaseModelConfig

  constructor(model: Model | (() => Promise<Model>), options: RecordedModelOptions) {
    super()
    const { modelId, maxTokens, temperature } = options.choice
    this.#options = options
    this.#model = model
    this.#config = {
      modelId,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(temperature === undefined ? {} : { temperature }),
    }
  }

  override updateConfig(config: BaseModelConfig): void {
    this.#config = { ...this.#config, ...config }
    if (this.#model instanceof Model) this.#model.updateConfig(config)
  }

  override getConfig(): BaseModelConfig {
    return this.#model instanceof Model ? this.#model.getConfig() : this.#config
  }

  override async *stream(messages: Message[], streamOptions: StreamOptions = {}): AsyncIterable<ModelStreamEvent> {
    const { name, choice, recording, meter, price, onCall } = this.#options
    const environment = this.#options.environment ?? process.env
    const request = requestJson(choice, messages, streamOptions)
    const number = messages.filter(({ role }) => role === 'assistant').length + 1
    let replayed = true
    const answer = await recording.answer(`${name}/answer-${number}`, request, async (): Promise<Recorded> => {
      const usedUp = meter.usedUp()
      if (usedUp !== undefined) return { usedUp }
      replayed = false
      return this.#ask(messages, streamOptions, environment)
    })
    if ('usedUp' in answer) throw budgetError(answer.usedUp)
    const usd = costUsd(price, answer.usage)
    meter.add(answer.usage, usd)
    meter.waited(answer.milliseconds)
    onCall?.({ usage: answer.usage, usd, replayed })
    yield* checkedAnswer(answer, modelText(choice), environment)
  }

  async #ask(messages: Message[], streamOptions: StreamOptions, environment: Environment): Promise<RecordedAnswer> {
    const { choice, meter, signal, timeouts = standardTimeouts } = this.#options
    const signals = [signal, streamOptions.cancelSignal].filter((each) => each !== undefined)
    const label = { model: modelText(choice), environment }
    if (!(this.#model instanceof Model)) this.#model = await this.#model()
    const began = performance.now()
    const taken = (): number => Math.round(performance.now() - began)
    const asking = { signals, timeouts, ...label }
    const { events, usage } = await completeAnswer(
      this.#model,
      alternatingMessages(messages),
      streamOptions,
      asking,
    ).catch((error: unknown) => {
      meter.waited(taken())
      throw error
    })
    const milliseconds = taken()
    const counted = isCounted(usage) ? usage : await this.#estimatedUsage(messages, streamOptions, events)
    return { events, usage: counted, milliseconds }
  }

  async #estimatedUsage(
    messages: Message[],
    { systemPrompt, toolSpecs }: StreamOptions,
    events: readonly AnswerEvent[],
  ) {
    const asked = await this.countTokens(messages, {
      ...(systemPrompt === undefined ? {} : { systemPrompt }),
      ...(toolSpecs === undefined ? {} : { toolSpecs }),
    })
    return { inputTokens: asked, outputTokens: Math.ceil(JSON.stringify(events).length / 4) }
  }
}

/** Whether a server's count of tokens is one: a count below zero would give back what was spent. */
function isCounted(usage: ModelUsage | undefined): usage is ModelUsage {
  if (usage === undefined) return false
  const { inputTokens, outputTokens } = usage
  return (
    [inputTokens, outputTokens].every((count) => Number.isSafeInteger(count) && count >= 0) &&
    inputTokens + outputTokens > 0
  )
}

/** All that an answer depends on, as plain JSON: no tracking ids, no measurements of earlier calls, no lone surrogates. */
function requestJson(choice: ModelChoice, messages: readonly Message[], options: StreamOptions): Json {
  const { kind, modelId, region, baseUrl, temperature, maxTokens } = choice
  const value = {
    model: { kind, modelId, region, baseUrl, temperature, maxTokens },
    system: options.systemPrompt,
    messages: messages.map(({ role, content }) => ({ role, content })),
    tools: options.toolSpecs?.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    toolChoice: options.toolChoice,
  }
  const plain: Json = JSON.parse(JSON.stringify(value), (_, each: unknown) =>
    typeof each === 'string' ? each.toWellFormed() : each,
  )
  return JSON.parse(canonicalJson(plain)) as Json
}
