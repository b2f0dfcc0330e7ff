import type { Consult, Proposal } from '@tutti/workflows/changes'
import type { Specialist } from '@tutti/workflows/specialists'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { consultationPrompt } from '../prompts/index.ts'
import { citablesOf } from './citables-of.ts'
import { closedConversation } from './closed-conversation.ts'
import { proposalMaker } from './proposal-maker.ts'
import { specialistChoice } from './specialist-model.ts'

/**
 * Answers what an analysis asks its agent in the middle of its work. Offline nobody proposes, and nobody is asked where the mandate
 * allows no proposals. A model that fails leaves the analysis to itself: an answer without proposals. An analysis that is made again gets the
 * answers that it had; one of a run that goes on asks again, outside of its steps, and gets what was recorded.
 */
export function consultOf<Case>(desk: AgentDesk<Case>, specialist: Specialist<Case>): Consult {
  return async (consultation): Promise<readonly Proposal[]> => {
    if (specialistChoice(desk, specialist.name).kind === 'offline') return []
    const { id, kinds, most, state } = consultation
    const conversation = `${specialist.name}/${id}`
    const answered = desk.consultations.get(conversation)
    if (answered !== undefined) return answered
    const citables = citablesOf(desk, consultation.results, { state })
    const maker = proposalMaker(desk, specialist, citables, { own: undefined, most, kinds, isConsultation: true })
    if (maker.left() <= 0) return []
    try {
      await closedConversation(desk, {
        specialist,
        conversation,
        task: consultationPrompt({ ...consultation, most: maker.left() }),
        results: { ...consultation.results, state },
        citables,
        maker,
        drafts: null,
      })
    } catch {
      desk.context.signal.throwIfAborted()
      if (desk.faults.length > 0) throw desk.faults[0]
    }
    desk.consultations.set(conversation, maker.made())
    return maker.made()
  }
}
