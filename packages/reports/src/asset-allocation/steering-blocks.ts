import type { Block } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { Findings } from './findings.ts'

const at: Keys = ['search', 'steering']

/** What an agent's steering of the search bought against the sampler alone; nothing where nobody steered. */
export function steeringBlocks({ result, slot, cell }: Findings): Block[] {
  const { steering } = result.search
  if (steering === null) return []
  const { tied, stands } = steering
  return [
    {
      kind: 'callout',
      tone: stands === 'steered' && !tied ? 'good' : 'info',
      title: 'What steering by the agent bought',
      items: [
        `Best score of the steered search ${slot('ratio 3', ...at, 'steeredBest')}, of the sampler alone ${slot('ratio 3', ...at, 'samplerBest')}; difference ${slot('ratio 3', ...at, 'difference')}. Both searches have ${slot('count', ...at, 'trials')} trials on the same paths; ${slot('count', ...at, 'steeredTrials')} of the steered one’s were proposed.`,
        tied ? 'The difference is within Monte Carlo error of nothing.' : 'The difference is beyond Monte Carlo error.',
        stands === 'steered'
          ? 'The study goes on with the steered search.'
          : 'The study goes on with the sampler’s search, as if nobody had steered.',
      ],
    },
    {
      kind: 'table',
      id: 'steering',
      caption: 'Proposals to the search',
      columns: ['Proposal', 'Before generation', 'Kind', 'Trials', 'Best score of these', 'Outcome'],
      rows: steering.proposals.map(({ best, refused }, i) => ({
        cells: [
          textCell(slot('text', ...at, 'proposals', i, 'proposal', 'id')),
          textCell(slot('count', ...at, 'proposals', i, 'generation')),
          textCell(slot('text', ...at, 'proposals', i, 'proposal', 'kind')),
          textCell(slot('count', ...at, 'proposals', i, 'trials')),
          best === null ? textCell('n/a') : cell([...at, 'proposals', i, 'best', 'score'], 'ratio', 3),
          textCell(refused === null ? 'evaluated' : slot('text', ...at, 'proposals', i, 'refused')),
        ],
      })),
    },
  ]
}
