import type { Block, Section } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'
import { steeringBlocks } from './steering-blocks.ts'

/** How the search went: best score by trial, generations, and why it stopped. */
export function searchSection(findings: Findings): Section {
  const { result, slot, proposedTrials } = findings
  const { search } = result
  const compared: Text =
    search.pureSamplingBest === null
      ? 'Pure sampling was not run beside it.'
      : `Pure Latin hypercube sampling with the same number of trials on the same paths reached ${slot('ratio 3', 'search', 'pureSamplingBest')}.`
  const best =
    search.convergence.length === 0
      ? ''
      : ` The best score was ${slot('ratio 3', 'search', 'convergence', search.convergence.length - 1, 'best')}. ${compared}`
  // proposed trials stand among all of them; the convergence has those of the search alone
  const evaluated =
    proposedTrials.length === 0 ? slot('length', 'search', 'trials') : slot('length', 'search', 'convergence')
  return {
    id: 'search',
    title: 'Search and convergence',
    blocks: [
      {
        kind: 'paragraph',
        text: `The search evaluated ${evaluated} configurations in ${slot('length', 'search', 'generations')} generations and stopped because ${slot('words', 'search', 'stop', 'reason')} (${slot('text', 'search', 'stop', 'detail')}).${best}${proposedText(findings)}`,
      },
      ...steeringBlocks(findings),
      ...convergence(findings),
      {
        kind: 'table',
        id: 'generations',
        caption: 'Generations of the search',
        collapsed: search.generations.length > 30,
        columns: ['Generation', 'Method', 'Trials', 'Best score in it'],
        rows: search.generations.map((_, g) => ({
          cells: [
            textCell(slot('count', 'search', 'generations', g, 'index')),
            textCell(slot('words', 'search', 'generations', g, 'method')),
            textCell(slot('length', 'search', 'generations', g, 'trials')),
            findings.cell(['search', 'generations', g, 'bestScore'], 'ratio', 3),
          ],
        })),
      },
    ],
  }
}

/** The rules that were proposed beside the search. */
function proposedText({ proposedTrials, slot }: Findings): Text {
  if (proposedTrials.length === 0) return ''
  const names = proposedTrials.slice(0, mostNamed).map((i) => slot('count', 'search', 'trials', i, 'id'))
  const one = proposedTrials.length === 1
  return ` Beside these ${one ? 'a rule was' : 'rules were'} proposed and evaluated on the same paths as further trials: ${names.join(', ')}${proposedTrials.length > mostNamed ? ' and others' : ''}. ${one ? 'It has' : 'They have'} no part in the convergence below.`
}

const mostNamed = 8

function convergence(findings: Findings): Block[] {
  const { result, slot, figure } = findings
  const points = result.search.convergence
  if (points.length === 0) return [{ kind: 'paragraph', text: 'The result has no record of convergence.' }]
  const order = new Map(result.search.trials.map((trial, index) => [trial.id, index]))
  const every = labelStep(result.search.generations.length, 12)
  const marks = result.search.generations.flatMap((generation, g) => {
    const at = generation.trials[0] === undefined ? undefined : order.get(generation.trials[0])
    if (g % every !== 0 || g === 0 || at === undefined || at >= points.length) return []
    return [{ at, label: slot('count', 'search', 'generations', g, 'index') }]
  })
  const compared = points.some((point) => point.pureSampling !== null)
  const step = labelStep(points.length, 12)
  return [
    {
      kind: 'chart',
      id: 'convergence',
      size: 'full',
      title: 'Best score found so far, by trial',
      caption:
        'The score is in units of the Sharpe ratio. Vertical lines mark the first trial of a generation, with its number.',
      alt: `Step chart of the best score after each of ${slot('length', 'search', 'convergence')} trials${compared ? ', adaptive search and pure sampling' : ''}. The table of generations below gives the figures.`,
      chart: {
        kind: 'line',
        xTitle: 'Trial',
        x: points.map((_, i) => slot('count', 'search', 'convergence', i, 'trial')),
        xEvery: step,
        xOffset: (step - (points[0].trial % step)) % step,
        y: { label: 'Best score', unit: 'ratio' },
        scale: 'linear',
        marks,
        series: [
          {
            name: 'Adaptive search',
            role: 'winner',
            shape: 'step',
            points: points.map((_, i) => figure(['search', 'convergence', i, 'best'], 'ratio', 3)),
          },
          ...(compared
            ? [
                {
                  name: 'Pure Latin hypercube sampling, same paths',
                  role: 'rival' as const,
                  shape: 'step' as const,
                  points: points.map((_, i) => figure(['search', 'convergence', i, 'pureSampling'], 'ratio', 3)),
                },
              ]
            : []),
        ],
      },
    },
  ]
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that leaves at most `most` labels. */
export function labelStep(count: number, most: number): number {
  for (let scale = 1; ; scale *= 10)
    for (const unit of [1, 2, 5]) if (count / (scale * unit) <= most) return scale * unit
}
