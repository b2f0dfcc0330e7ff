import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { allowedOperations, calledOperations, type Toolbox } from '../tools/index.ts'
import type { ProposalMaker } from './proposal-maker.ts'

/** What differs between the conversations of a specialist. */
export interface ToolboxTask<Case> extends Pick<Toolbox, 'submit' | 'revise'> {
  readonly specialist: Specialist<Case>
  readonly results: SpecialistResults
  readonly citables: Citables
  readonly maker: ProposalMaker
  /** Told of every call of a tool and whether it succeeded; so is whoever follows the run. */
  readonly onCall?: Toolbox['onCall']
  /** Tools by whose names alone operations are called: of a script. All that are allowed where left out. */
  readonly called?: readonly string[]
}

/** The tools' side of a conversation: what the specialist may read, ask, propose, compute. */
export async function toolboxOf<Case>(
  desk: AgentDesk<Case>,
  { specialist, results, citables, maker, submit, revise, onCall, called }: ToolboxTask<Case>,
): Promise<Toolbox> {
  const { operations: entries } = specialist.script
  return {
    specialist,
    results,
    citables,
    kinds: maker.kinds,
    whatIf: maker.whatIf,
    propose: maker.propose,
    proposalsLeft: maker.left,
    recalled: desk.options.recalled,
    revise,
    submit,
    operations:
      called === undefined
        ? allowedOperations(entries, (await import('@tutti/operations')).operations)
        : await calledOperations(entries, called),
    compute: desk.options.compute,
    onCall: (tool, ok) => {
      onCall?.(tool, ok)
      desk.options.onEvent({ kind: 'tool-call', specialist: specialist.name, tool, ok })
    },
  }
}
