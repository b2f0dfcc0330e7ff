import { operations } from '@tutti/operations'
import { toolName } from '@tutti/operations/description'
import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { Citables } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { allowedOperations, type Toolbox } from '../tools/index.ts'
import type { ProposalMaker } from './proposal-maker.ts'

/** What differs between the conversations of a specialist. */
export interface ToolboxTask<Case> extends Pick<Toolbox, 'submit' | 'revise' | 'onCall'> {
  readonly specialist: Specialist<Case>
  readonly results: SpecialistResults
  readonly citables: Citables
  readonly maker: ProposalMaker
  /** Tools by whose names alone operations are called: of a script. All that are allowed where left out. */
  readonly called?: readonly string[]
}

/** The tools' side of a conversation: what the specialist may read, ask, propose, compute. */
export function toolboxOf<Case>(
  desk: AgentDesk<Case>,
  { specialist, results, citables, maker, submit, revise, onCall, called }: ToolboxTask<Case>,
): Toolbox {
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
    operations: allowedOperations(specialist.script.operations, operations).filter(
      ({ name }) => called?.includes(toolName(name)) ?? true,
    ),
    compute: desk.options.compute,
    onCall,
  }
}
