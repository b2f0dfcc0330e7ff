import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { parsedInput, runOrderSchema } from '../client-runs/index.ts'
import type { WorkflowDescription } from '../runs/run-service.ts'

/** The payload of an invocation. */
const invocationSchema = z.strictObject({
  /** `workflows`, a workflow, or a specialist of it as `workflow/specialist`. */
  entry: z.string().min(1).max(200),
  /** Starts a run: an order without its workflow. */
  input: runOrderSchema.omit({ workflow: true }).optional(),
  /** Answers from this run. */
  run: z.string().min(1).max(100).optional(),
  /** Goes on with `run` before answering. */
  resume: z.boolean().default(false),
  /** Whether the answer waits for the end of a run that this call starts or goes on with. */
  wait: z.boolean().default(true),
  /** Part of the result that the answer has, as JSON pointer; none where it is left out. */
  pointer: z.string().max(1000).optional(),
  offset: z.int().min(0).default(0),
  /** Read by the runtime, where its header is missing. */
  sessionId: z.string().max(300).optional(),
})

/** An invocation that was parsed, of a workflow or of one of its specialists. */
export interface Invocation {
  readonly workflow: string
  readonly specialist: string | null
  readonly order: z.output<typeof runOrderSchema> | null
  readonly run: string | null
  readonly resume: boolean
  readonly wait: boolean
  readonly pointer: string | null
  readonly offset: number
}

/** The names of all entry points. */
export function entryPoints(workflows: readonly WorkflowDescription[]): string[] {
  return [
    'workflows',
    ...workflows.flatMap(({ name, specialists }) => [name, ...specialists.map((one) => `${name}/${one.name}`)]),
  ]
}

/**
 * The invocation of a payload; null where it asks for the list of workflows. Throws `invalid-input` for a payload that does not
 * fit and `unsupported` for an entry point that is not there.
 */
export function parsedInvocation(payload: unknown, workflows: readonly WorkflowDescription[]): Invocation | null {
  if (typeof payload === 'object' && payload !== null && 'prompt' in payload) {
    throw new TuttiError('invalid-input', 'a prompt is not read: nothing at this door answers free text', {
      field: 'prompt',
      expected: '{"entry": …, "input": {…}} to run, {"entry": …, "run": ID, "pointer": …} to ask a run',
    })
  }
  const body = parsedInput(invocationSchema, payload, 'the payload')
  const known = entryPoints(workflows)
  if (!known.includes(body.entry)) {
    throw new TuttiError('unsupported', 'there is no entry point of this name', {
      field: 'entry',
      got: body.entry,
      expected: known.join(' | '),
    })
  }
  if (body.entry === 'workflows') return null
  if ((body.input === undefined) === (body.run === undefined)) {
    throw new TuttiError('invalid-input', 'an invocation either starts a run (input) or asks one (run)', {
      field: 'input',
      got: body.input === undefined ? 'neither' : 'both',
      expected: 'input or run',
    })
  }
  const { resume, wait, offset, pointer = null, run = null } = body
  const slash = body.entry.indexOf('/')
  const workflow = slash < 0 ? body.entry : body.entry.slice(0, slash)
  const specialist = slash < 0 ? null : body.entry.slice(slash + 1)
  const order = body.input === undefined ? null : { ...body.input, workflow }
  return { workflow, specialist, order, run, resume, wait, pointer, offset }
}
