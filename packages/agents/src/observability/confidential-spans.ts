import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { withoutSecrets } from '../models/without-secrets.ts'
import { shownToolName } from './shown-tool-name.ts'
import type { Environment } from '../models/environment.ts'

/**
 * Attributes that say what was done, by whom, how long and how much, and nothing of what was said. A list of what may pass, so that an
 * attribute that a new version of a library adds stays inside.
 */
const open = new Set([
  'error.type',
  'exception.type',
  'gen_ai.agent.execution_time',
  'gen_ai.agent.id',
  'gen_ai.agent.name',
  'gen_ai.agent.node_type',
  'gen_ai.agent.status',
  'gen_ai.agent.tools',
  'gen_ai.event.end_time',
  'gen_ai.event.start_time',
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.server.request.duration',
  'gen_ai.server.time_to_first_token',
  'gen_ai.system',
  'gen_ai.tool.call.id',
  'gen_ai.tool.name',
  'gen_ai.tool.status',
  'agent_loop.cycle_id',
  'event_loop.cycle_id',
  'name',
])

/** How the agents' SDK begins the name of the span of a call of a tool. */
const toolSpan = 'execute_tool '

/**
 * Passes spans on without prompts, answers, tool inputs, tool outputs and messages of errors, unless `captureContent`. Then these
 * pass, without secrets of `environment` and whatever looks like a key.
 */
export class ConfidentialSpanProcessor implements SpanProcessor {
  readonly #next: SpanProcessor
  readonly #captureContent: boolean
  readonly #environment: Environment

  constructor(next: SpanProcessor, captureContent: boolean, environment: Environment) {
    this.#next = next
    this.#captureContent = captureContent
    this.#environment = environment
  }

  onStart(...started: Parameters<SpanProcessor['onStart']>): void {
    this.#next.onStart(...started)
  }

  onEnd(span: ReadableSpan): void {
    const events = this.#captureContent ? span.events : span.events.filter(({ name }) => name === 'exception')
    const { code, message } = span.status
    const shown: Partial<ReadableSpan> = {
      name: this.#shownName(span.name),
      attributes: this.#shown(span.attributes),
      events: events.map((event) => ({ ...event, attributes: this.#shown(event.attributes ?? {}) })),
      links: span.links.map((link) => ({ ...link, attributes: this.#shown(link.attributes ?? {}) })),
      status: this.#captureContent && message !== undefined ? { code, message: this.#clean(message) } : { code },
    }
    const members = Object.entries(shown).map(([name, value]) => [name, { value, enumerable: true }])
    this.#next.onEnd(Object.create(span, Object.fromEntries(members) as PropertyDescriptorMap) as ReadableSpan)
  }

  async forceFlush(): Promise<void> {
    await this.#next.forceFlush()
  }

  async shutdown(): Promise<void> {
    await this.#next.shutdown()
  }

  #shown(attributes: Attributes): Attributes {
    const kept = Object.entries(attributes).filter(([name]) => this.#captureContent || passes(name))
    return Object.fromEntries(kept.map(([name, value]) => [name, this.#shownValue(name, value)]))
  }

  #shownName(name: string): string {
    const tool = name.startsWith(toolSpan) && !this.#captureContent ? name.slice(toolSpan.length) : undefined
    return tool === undefined ? this.#clean(name) : toolSpan + shownToolName(tool)
  }

  #shownValue(name: string, value: Attributes[string]): Attributes[string] {
    if (!this.#captureContent && typeof value === 'string') {
      if (name === 'gen_ai.tool.name') return shownToolName(value)
      if (name === 'name') return this.#shownName(value)
    }
    return this.#cleanValue(value)
  }

  #cleanValue(value: Attributes[string]): Attributes[string] {
    if (typeof value === 'string') return this.#clean(value)
    if (!Array.isArray(value)) return value
    return value.map((part: unknown) => (typeof part === 'string' ? this.#clean(part) : part)) as string[]
  }

  #clean(text: string): string {
    return withoutSecrets(text, this.#environment)
  }
}

function passes(name: string): boolean {
  return open.has(name) || name.startsWith('tutti.') || name.startsWith('gen_ai.usage.')
}
