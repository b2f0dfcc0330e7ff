import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { instruments } from './instruments.ts'

/** Measures how long calls of models take, from the spans that the agents' SDK makes of them. */
export class ModelCallTimes implements SpanProcessor {
  onStart(): void {}

  onEnd({ attributes, duration, status }: ReadableSpan): void {
    if (attributes['gen_ai.operation.name'] !== 'chat') return
    const failed = status.code === SpanStatusCode.ERROR
    instruments().modelDuration.record(duration[0] + duration[1] / 1e9, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': attributes['gen_ai.request.model'],
      ...(failed ? { 'error.type': '_OTHER' } : {}),
    })
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
