import type { Consultation } from '@tutti/workflows/changes'
import { boundedView } from '../tools/bounded-view.ts'
import { inertLines } from '../tools/inert-text.ts'
import { dataBlock } from './data-block.ts'

/** Asks a specialist in the middle of its analysis, such as before the next generation of a search. */
export function consultationPrompt({ question, state, kinds, most }: Omit<Consultation, 'id' | 'results'>): string {
  const { value, cut } = boundedView(state, { bytes: 10_000 })
  return [
    'Your analysis is under way and asks for your judgement before it goes on. The question; its slots lead into the state below:',
    dataBlock('question', { question: inertLines(question, 2000) }),
    `What is known so far${cut ? ' (shortened; read_result gives the rest at state#)' : ''}:`,
    dataBlock('state', value),
    `You may answer with at most ${most} ${most === 1 ? 'proposal' : 'proposals'} of these kinds: ${kinds.join(', ')}.`,
    [
      'Use propose for each, with a reason whose figures are slots. No proposal is an answer too: where nothing in the state',
      'speaks for a change, end without one. The work goes on in either case, and what you propose is computed before it counts.',
    ].join('\n'),
  ].join('\n\n')
}
