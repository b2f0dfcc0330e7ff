import { SpanStatusCode, trace } from '@opentelemetry/api'
import { TuttiError } from '@tutti/analytics/errors'
import { instruments } from './instruments.ts'

/** Spans of the project by name, with what each says of itself. The agents' SDK adds its own below them. */
export interface SpanAttributes {
  readonly 'tutti.run': {
    readonly 'tutti.run.id': string
    readonly 'tutti.run.key': string
    readonly 'tutti.workflow': string
    readonly 'tutti.seed': number
    readonly 'tutti.code_version': string
  }
  /** A specialist's analysis, without its words. */
  readonly 'tutti.analysis': { readonly 'tutti.specialist': string }
  /** A durable step of a run. */
  readonly 'tutti.step': { readonly 'tutti.step.name': string }
}

/**
 * Does `work` in a span: spans that begin within it lie below it. A failure marks the span with the code of the error, not its
 * message, and is thrown on. A run is also counted and timed. Costs next to nothing while no telemetry runs.
 */
export async function inSpan<Name extends keyof SpanAttributes, Result>(
  name: Name,
  attributes: SpanAttributes[Name],
  work: () => Promise<Result>,
): Promise<Result> {
  const began = performance.now()
  return trace.getTracer('tutti').startActiveSpan(name, { attributes: { ...attributes } }, async (span) => {
    let failure: string | undefined
    try {
      return await work()
    } catch (error) {
      failure = errorType(error)
      span.setAttribute('error.type', failure)
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
      if ('tutti.workflow' in attributes) countRun(attributes['tutti.workflow'], failure, began)
    }
  })
}

function countRun(workflow: string, failure: string | undefined, began: number): void {
  const labels = { 'tutti.workflow': workflow, ...(failure === undefined ? {} : { 'error.type': failure }) }
  instruments().runs.add(1, labels)
  instruments().runDuration.record((performance.now() - began) / 1000, labels)
}

function errorType(error: unknown): string {
  if (error instanceof TuttiError) return error.code
  return error instanceof Error ? error.name : '_OTHER'
}
