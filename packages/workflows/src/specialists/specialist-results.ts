import type { WorkflowContext } from '../workflow-context.ts'
import type { Specialist, SpecialistResults } from './specialist.ts'
import { specialistWaves } from './specialist-order.ts'

/**
 * Runs every specialist as soon as those it needs are done, at most `concurrency` at once, and returns their results by name.
 * The order in which they finish leaves no trace. The first that fails ends the run with its error, after those at work have
 * come to their end. Errors: those of `specialistWaves`, and of the specialists.
 */
export async function specialistResults<Case>(
  specialists: readonly Specialist<Case>[],
  study: Case,
  context: WorkflowContext,
  concurrency: number,
): Promise<SpecialistResults> {
  const waiting = specialistWaves(specialists).flat()
  const results = new Map<string, unknown>()
  const atWork = new Map<string, Promise<void>>()
  const failures: unknown[] = []
  const startReady = (): void => {
    for (const specialist of waiting.filter(({ needs }) => needs.every((need) => results.has(need)))) {
      if (atWork.size >= concurrency || failures.length > 0) return
      waiting.splice(waiting.indexOf(specialist), 1)
      const needed = Object.fromEntries(specialist.needs.map((need) => [need, results.get(need)]))
      const work = specialist
        .analyse(study, needed, context)
        .then((result) => void results.set(specialist.name, result))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => atWork.delete(specialist.name))
      atWork.set(specialist.name, work)
    }
  }
  for (startReady(); atWork.size > 0; startReady()) await Promise.race(atWork.values())
  if (failures.length > 0) throw failures[0]
  return Object.fromEntries(specialists.map(({ name }) => [name, results.get(name)]))
}
