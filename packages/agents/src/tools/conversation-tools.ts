import type { FunctionTool } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { answeringTool } from './answering-tool.ts'
import { recalledView } from './recalled-view.ts'
import type { RevisionDesk, Toolbox } from './toolbox.ts'

/** Recalls earlier decisions of the mandate, without the ids of their runs. */
export function recallTool({ recalled, onCall }: Toolbox): FunctionTool {
  return answeringTool({
    name: 'recall',
    description:
      'Earlier decisions under this mandate: as of when, their status, headline and approval. Page with from.',
    input: z.strictObject({
      from: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(20).default(10),
    }),
    forLess: 'Shortened: ask for fewer decisions with limit.',
    onCall,
    answer: ({ from, limit }) => ({
      total: recalled.length,
      from,
      decisions: recalled.slice(from, from + limit).map(recalledView),
    }),
  })
}

/** Lets the lead ask others to look again. */
export function askToReviseTool({ specialists, left, ask }: RevisionDesk, onCall: Toolbox['onCall']): FunctionTool {
  return answeringTool({
    name: 'ask_to_revise',
    description: `Asks a specialist to look again at its part; the answer may bring proposals. The number of such questions is limited. May be asked: ${specialists.join(', ')}.`,
    input: z.strictObject({
      specialist: z.enum(specialists as readonly [string, ...string[]]),
      question: z.string().trim().min(1).max(2000),
    }),
    forLess: 'Shortened.',
    onCall,
    answer: async ({ specialist, question }) => {
      if (left() <= 0) throw new TuttiError('conflict', 'no further revision may be asked for', { field: 'specialist' })
      const { proposals, answer } = await ask(specialist, question)
      return { specialist, answer, proposals, left: left() }
    },
  })
}

/** Hands in a draft of the brief. */
export function submitBriefTool(submit: NonNullable<Toolbox['submit']>, onCall: Toolbox['onCall']): FunctionTool {
  return answeringTool({
    name: 'submit_brief',
    description:
      'Hands in the brief: paragraphs parted by an empty line, every figure a slot. It is checked; a refused draft comes back with every reason.',
    input: z.strictObject({ brief: z.string().min(1).max(20_000) }),
    forLess: 'Shortened.',
    onCall,
    answer: ({ brief }) => submit(brief),
  })
}
