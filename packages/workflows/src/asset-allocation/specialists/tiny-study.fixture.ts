import type { MarketSnapshot } from '@tutti/market'
import { type SpecialistOutcomes, specialistOutcomes, type SpecialistResults } from '../../specialists/index.ts'
import { type InProcessContext, inProcessContext, type InProcessOptions } from '../../testing/in-process-context.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import { allocationChanges } from '../changes/index.ts'
import { type AllocationCase, allocationCase } from '../allocation-case.ts'
import type { Mandate } from '../mandate.ts'
import { allocationConcurrency, allocationSpecialists } from './allocation-specialists.ts'

/** A study in small, worked through by its specialists. */
export interface WorkedStudy {
  readonly study: AllocationCase
  readonly outcomes: SpecialistOutcomes
  /** Results of those that are done. */
  readonly results: SpecialistResults
  readonly context: InProcessContext
}

export interface WorkedOptions {
  readonly mandate?: Mandate
  readonly seed?: number
  readonly snapshot?: MarketSnapshot | null
  readonly process?: InProcessOptions
  readonly more?: Pick<WorkflowContext, 'consult' | 'proposals'>
}

/** Runs the specialists of a tiny study in this process. */
export async function workedStudy(options: WorkedOptions = {}): Promise<WorkedStudy> {
  const { mandate = tinyMandate(), seed = 4, snapshot = null, process, more = {} } = options
  const context = inProcessContext(process)
  const study = allocationCase({ mandate, seed, snapshot })
  const takenBy = (kind: string) => allocationChanges.find((known) => known.kind === kind)?.takenBy
  // each specialist gets the proposals that its own analysis takes in
  const team = allocationSpecialists.map((specialist) => {
    const proposals = more.proposals?.filter(({ kind }) => takenBy(kind) === specialist.name)
    const own = proposals === undefined ? more : { ...more, proposals }
    const analyse: typeof specialist.analyse = (about, results, given) =>
      specialist.analyse(about, results, { ...given, ...own })
    return { ...specialist, analyse }
  })
  const outcomes = await specialistOutcomes(team, study, context, allocationConcurrency)
  const done = Object.entries(outcomes).flatMap(([name, outcome]) =>
    outcome.status === 'done' ? [[name, outcome.result] as const] : [],
  )
  return { study, outcomes, results: Object.fromEntries(done), context }
}
