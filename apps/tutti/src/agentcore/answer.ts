import { type ResultPage, resultPage, type RunDesk, type SpokenBrief, spokenBriefs } from '../client-runs/index.ts'
import type { RunSummary } from '../runs/run-service.ts'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import type { Invocation } from './invocation.ts'

/** What an invocation of a workflow or a specialist answers. */
export interface Answer {
  readonly entry: string
  readonly run: string
  /** Whether the run is no longer at work; false: ask again with `run`. */
  readonly over: boolean
  readonly summary: RunSummary
  /** Of a specialist's entry point its own alone, as are the missing and the proposals. */
  readonly briefs: readonly SpokenBrief[]
  readonly missing: AgentsRecord['missing']
  readonly proposals: AgentsRecord['proposals']
  /** The part of the result that was asked for. */
  readonly result?: ResultPage
}

/** Characters of the part of a result in an answer. */
const mostCharacters = 200_000

/** What is known of a run for an invocation. Throws `missing-data` for a part of a result that is not there. */
export function answerOf(desk: RunDesk, invocation: Invocation, run: string): Answer {
  const { workflow, specialist, pointer, offset } = invocation
  const { service } = desk
  const summary = service.summary(run)
  const record = service.agents(run)
  const isAsked = (name: string): boolean => specialist === null || specialist === name
  return {
    entry: specialist === null ? workflow : `${workflow}/${specialist}`,
    run,
    over: !desk.isActive(run) && summary.status !== 'running',
    summary,
    briefs: record === null ? [] : spokenBriefs(record).filter((brief) => isAsked(brief.specialist)),
    missing: record === null ? [] : record.missing.filter((one) => isAsked(one.specialist)),
    proposals: record === null ? [] : record.proposals.filter(({ proposal }) => isAsked(proposal.by)),
    ...(pointer === null ? {} : { result: resultPage(service.result(run, pointer), pointer, offset, mostCharacters) }),
  }
}
