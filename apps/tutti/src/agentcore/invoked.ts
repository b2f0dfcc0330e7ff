import { TuttiError } from '@tutti/analytics/errors'
import type { RunDesk, RunUnderWay } from '../client-runs/index.ts'
import { answerOf } from './answer.ts'
import { entryPoints, type Invocation, parsedInvocation } from './invocation.ts'
import { refusalOf } from './refusal.ts'

/** An event of a stream, as the runtime sends it. */
interface StreamedEvent {
  readonly id?: string
  readonly event: string
  readonly data: unknown
}

/**
 * What an invocation comes to: an answer, or, where the caller takes a stream, the events of the run and the answer as the last.
 * A run goes on when its caller leaves. `onStart` hears of a run that this call started or goes on with. Errors: those of the
 * payload, the desk and the service.
 */
export async function invoked(
  desk: RunDesk,
  payload: unknown,
  streams: boolean,
  onStart: (workflow: string, run: RunUnderWay) => void,
): Promise<unknown> {
  const workflows = await desk.service.workflows()
  const invocation = parsedInvocation(payload, workflows)
  if (invocation === null) {
    return { models: Object.keys(desk.options.models), entries: entryPoints(workflows), workflows }
  }
  const run = await runOf(desk, invocation, onStart)
  if (streams) return streamed(desk, invocation, run)
  if (invocation.wait && desk.isActive(run)) await desk.wait(run, mostSeconds, new AbortController().signal)
  return answerOf(desk, invocation, run)
}

/** The runtime ends a call that takes longer than this; the run goes on, and can be asked. */
const mostSeconds = 15 * 60

async function runOf(
  desk: RunDesk,
  { workflow, order, run, resume }: Invocation,
  onStart: (workflow: string, run: RunUnderWay) => void,
): Promise<string> {
  if (order !== null) {
    const started = await desk.start(order, 'agentcore')
    onStart(workflow, started)
    return started.run
  }
  const summary = desk.service.summary(run as string)
  if (summary.workflow !== workflow) {
    throw new TuttiError('invalid-input', `run ${summary.id} is of another workflow`, {
      field: 'entry',
      got: workflow,
      expected: summary.workflow,
    })
  }
  if (resume) onStart(workflow, await desk.resume(summary.id))
  return summary.id
}

async function* streamed(desk: RunDesk, invocation: Invocation, run: string): AsyncGenerator<StreamedEvent> {
  try {
    if (invocation.wait) {
      for await (const { id, event } of desk.events(run, undefined, new AbortController().signal)) {
        yield { id, event: event.kind, data: event }
      }
    }
    yield { event: 'answer', data: answerOf(desk, invocation, run) }
  } catch (error) {
    yield { event: 'error', data: refusalOf(error).body }
  }
}
