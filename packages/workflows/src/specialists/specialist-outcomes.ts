import { TuttiError } from '@tutti/analytics/errors'
import type { WorkflowContext } from '../workflow-context.ts'
import type { Specialist } from './specialist.ts'
import type { SpecialistResults } from './specialist-results.ts'
import { specialistWaves } from './specialist-order.ts'

/** How a specialist came to its end: with a result, with an error of its own, or not at all for want of another's result. */
export type SpecialistOutcome =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'not-run'; readonly missing: readonly string[] }

/** Why there is no result, in a line; undefined where there is one. */
export function reasonOf(outcome: SpecialistOutcome): string | undefined {
  if (outcome.status === 'done') return undefined
  if (outcome.status === 'not-run') return outcome.missing.join(', ')
  const { error } = outcome
  if (error instanceof TuttiError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

/** Outcomes by the names of the specialists, in the order of the list. */
export type SpecialistOutcomes = Readonly<Record<string, SpecialistOutcome>>

/** Whether a specialist can start: with which results, or which it misses. */
export type Readiness =
  | { readonly status: 'ready'; readonly results: SpecialistResults }
  | { readonly status: 'missing'; readonly missing: readonly string[] }

/** The results that a specialist needs, once all of those have an outcome. */
export function readiness<Case>(
  { needs, canDoWithout = [] }: Specialist<Case>,
  outcome: (name: string) => SpecialistOutcome | undefined,
): Readiness {
  const done: [string, unknown][] = []
  const missing: string[] = []
  for (const name of needs) {
    const found = outcome(name)
    if (found?.status === 'done') done.push([name, found.result])
    else if (!canDoWithout.includes(name)) missing.push(name)
  }
  return missing.length > 0 ? { status: 'missing', missing } : { status: 'ready', results: Object.fromEntries(done) }
}

/**
 * Runs every specialist as soon as those it needs have come to their end, at most `concurrency` at once. The order in which they
 * finish leaves no trace. One that fails does not sink the others: those that cannot do without it are not run, and say which
 * they miss. An abort of the context ends it all with its reason. Errors: those of `specialistWaves`.
 */
export async function specialistOutcomes<Case>(
  specialists: readonly Specialist<Case>[],
  study: Case,
  context: WorkflowContext,
  concurrency: number,
): Promise<SpecialistOutcomes> {
  const waiting = specialistWaves(specialists).flat()
  const outcomes = new Map<string, SpecialistOutcome>()
  const atWork = new Map<string, Promise<void>>()
  const startReady = (): void => {
    for (const specialist of waiting.filter(({ needs }) => needs.every((need) => outcomes.has(need)))) {
      if (atWork.size >= concurrency || context.signal.aborted) return
      waiting.splice(waiting.indexOf(specialist), 1)
      const work = outcomeOf(specialist, study, context, (name) => outcomes.get(name))
        .then((outcome) => void outcomes.set(specialist.name, outcome))
        .finally(() => atWork.delete(specialist.name))
      atWork.set(specialist.name, work)
    }
  }
  for (startReady(); atWork.size > 0; startReady()) await Promise.race(atWork.values())
  context.signal.throwIfAborted()
  return Object.fromEntries(specialists.map(({ name }) => [name, outcomes.get(name)!]))
}

/**
 * The outcome of one specialist whose needs have theirs. Throws what an abort of the context throws, and `conflict` where the
 * store cannot keep its work.
 */
export async function outcomeOf<Case>(
  specialist: Specialist<Case>,
  study: Case,
  context: WorkflowContext,
  outcome: (name: string) => SpecialistOutcome | undefined,
): Promise<SpecialistOutcome> {
  const ready = readiness(specialist, outcome)
  if (ready.status === 'missing') return { status: 'not-run', missing: ready.missing }
  try {
    return { status: 'done', result: await specialist.analyse(study, ready.results, context) }
  } catch (error) {
    context.signal.throwIfAborted()
    // a full disk or a store in use is no failure of a specialist: nothing that follows could be kept
    if (error instanceof TuttiError && error.code === 'conflict') throw error
    return { status: 'failed', error }
  }
}

/**
 * The results of those that are done. Throws the error of the first that failed when one of `required` has no result; it names
 * what is missing.
 */
export function resultsOf(outcomes: SpecialistOutcomes, required: readonly string[]): SpecialistResults {
  const lacking = required.filter((name) => outcomes[name]?.status !== 'done')
  if (lacking.length > 0) {
    const failed = Object.entries(outcomes).find(([, { status }]) => status === 'failed')
    if (failed?.[1].status === 'failed') throw failed[1].error
    throw new TuttiError('calculation-failed', `no result of ${lacking.join(', ')}`, { field: lacking[0] })
  }
  return Object.fromEntries(
    Object.entries(outcomes).flatMap(([name, outcome]) => (outcome.status === 'done' ? [[name, outcome.result]] : [])),
  )
}
