import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import { briefText, type Citables, checkedBrief } from '../briefs/index.ts'
import { type AgentDesk, specialistOf } from '../graph/agent-desk.ts'
import { revisionPrompt } from '../prompts/index.ts'
import type { Toolbox } from '../tools/index.ts'
import { citablesOf } from './citables-of.ts'
import { closedConversation } from './closed-conversation.ts'
import { draftsOf } from './drafts.ts'
import { proposalMaker } from './proposal-maker.ts'
import { specialistChoice } from './specialist-model.ts'

/**
 * How the lead asks those it needs to revise, at most `maximum_revisions` times in a run. The answer is proposals that the lead's
 * analysis weighs like any other; figures in the question are slots. Null where nobody can be asked.
 */
export function revisionDesk<Case>(
  desk: AgentDesk<Case>,
  lead: Specialist<Case>,
  citables: Citables,
  results: SpecialistResults,
): Toolbox['revise'] {
  const specialists = lead.needs.filter(
    (name) =>
      specialistOf(desk, name).script.changes.length > 0 &&
      desk.outcomes.get(name)?.status === 'done' &&
      specialistChoice(desk, name).kind !== 'offline',
  )
  const left = (): number => desk.governance.agents.maximum_revisions - desk.revisions.length
  if (specialists.length === 0 || left() <= 0) return null
  return {
    specialists,
    left,
    async ask(name, question) {
      requireAskable(name, specialists, left())
      const checked = checkedBrief(question, citables)
      if (!checked.ok) {
        const problems = checked.reasons.map((message): Problem => ({ field: 'question', message }))
        throw new TuttiError('invalid-input', 'the question is sent back', { problems })
      }
      const number = desk.revisions.push({
        askedBy: lead.name,
        specialist: name,
        question: checked.paragraphs.flat(),
        proposals: [],
      })
      desk.options.onEvent({ kind: 'revision', specialist: name, question: briefText(checked.paragraphs) })
      const answer = await revisionAnswer(desk, { askedBy: lead.role, name, number, question, results })
      desk.revisions[number - 1] = { ...desk.revisions[number - 1], proposals: answer.proposals }
      return answer
    },
  }
}

async function revisionAnswer<Case>(
  desk: AgentDesk<Case>,
  asked: { askedBy: string; name: string; number: number; question: string; results: SpecialistResults },
): Promise<{ proposals: readonly string[]; answer: string }> {
  const specialist = specialistOf(desk, asked.name)
  const { results } = asked
  const citables = citablesOf(desk, results)
  const maker = proposalMaker(desk, specialist, citables, { own: results[asked.name] })
  const drafts = draftsOf(desk, asked.name, citables, false)
  await closedConversation(desk, {
    specialist,
    conversation: `${asked.name}/revision-${asked.number}`,
    task: revisionPrompt({ askedBy: asked.askedBy, question: asked.question, proposalsLeft: maker.left() }),
    results,
    citables,
    maker,
    drafts,
  })
  const none =
    drafts.refused().length === 0 ? 'No answer in words was handed in.' : 'No answer in words passed the check.'
  const answer = drafts.accepted()?.template ?? none
  return { proposals: maker.made().map(({ id }) => id), answer }
}

function requireAskable(name: string, specialists: readonly string[], left: number): void {
  if (left <= 0) throw new TuttiError('conflict', 'no revision is left in this run', { field: 'specialist' })
  if (specialists.includes(name)) return
  throw new TuttiError('invalid-input', `${name} cannot be asked to revise`, {
    field: 'specialist',
    got: name,
    expected: specialists.join(' | '),
  })
}
