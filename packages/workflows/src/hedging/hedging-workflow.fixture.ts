import { TuttiError } from '@tutti/analytics/errors'
import type { Proposal } from '../changes/index.ts'
import { specialistOutcomes, type SpecialistOutcomes, type SpecialistResults } from '../specialists/index.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { type HedgingCase, hedgingCase, type HedgingInput } from './hedging-case.ts'
import { smallHedgingMandate, smallInput } from './hedging-study.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'

/** A prepared study, and runs of its specialists that share what they computed. */
interface PreparedStudy {
  readonly study: HedgingCase
  /** Outcomes with these specialists failing, and these proposals accepted for the choice. */
  readonly outcomes: (without?: readonly string[], proposals?: readonly Proposal[]) => Promise<SpecialistOutcomes>
  readonly results: (without?: readonly string[], proposals?: readonly Proposal[]) => Promise<SpecialistResults>
}

/** Prepares a study of an input once. */
export async function preparedStudy(input: HedgingInput = smallInput()): Promise<PreparedStudy> {
  const steps = new Map<string, string>()
  const study = await hedgingCase(input, inProcessContext({ steps }))
  const outcomes: PreparedStudy['outcomes'] = (without = [], proposals = []) => {
    const context = { ...inProcessContext({ steps }), ...(proposals.length > 0 && { proposals }) }
    const specialists = hedgingWorkflow.specialists.map((each) =>
      without.includes(each.name) ? { ...each, analyse: () => Promise.reject(failure(each.name)) } : each,
    )
    return specialistOutcomes(specialists, study, context, hedgingWorkflow.concurrency)
  }
  return {
    study,
    outcomes,
    results: async (without, proposals) =>
      Object.fromEntries(
        Object.entries(await outcomes(without, proposals)).flatMap(([name, outcome]) =>
          outcome.status === 'done' ? [[name, outcome.result]] : [],
        ),
      ),
  }
}

function failure(name: string): TuttiError {
  return new TuttiError('calculation-failed', `${name} was made to fail`)
}

/** A mandate whose limit of impact is too small for a schedule: the execution trader fails, and nobody else does. */
export function untradable(): HedgingInput {
  const mandate = smallHedgingMandate()
  return smallInput({ mandate: { ...mandate, execution: { ...mandate.execution, max_market_impact_bp: 1e-160 } } })
}
