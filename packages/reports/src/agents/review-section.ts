import type { ReviewRecord } from '@tutti/workflows/review'
import { valueText } from '@tutti/workflows/figures'
import type { Block, Cell, Section } from '../document/document.ts'
import { type ResultReading, textCell } from '../document/result-reading.ts'
import { unitDigits } from './unit-digits.ts'

/** The decision's main figures, recomputed by another method; without a record, that nobody recomputed them. */
export function reviewSection(review: ReviewRecord | null, reading: ResultReading): Section {
  return {
    id: 'review',
    title: 'The reviewer’s own figures',
    flows: true,
    blocks: review === null || review.checks.length === 0 ? unreviewed(review, reading) : reviewed(review, reading),
  }
}

function unreviewed(review: ReviewRecord | null, reading: ResultReading): Block[] {
  return [
    {
      kind: 'callout',
      tone: 'caution',
      title: 'No figure of the decision was confirmed by another method',
      items: [
        'The reviewer recomputed nothing: take the figures as those of one method alone.',
        ...(review === null ? [] : failedTexts(review, reading)),
      ],
    },
  ]
}

/** The figure, or words in its place where none of its digits would be shown. */
function shownOr(cell: Cell, words: string): Cell {
  if (cell.kind !== 'figure' || !cell.figure.value) return cell
  return /[1-9]/.test(valueText(cell.figure)) ? cell : textCell(words)
}

function failedTexts({ failed }: ReviewRecord, { slot }: ResultReading): string[] {
  return failed.map(
    (_, i) =>
      `Not recomputed: ${slot('text', 'review', 'failed', i, 'label')}, since ${slot('text', 'review', 'failed', i, 'message')}`,
  )
}

function reviewed(review: ReviewRecord, reading: ResultReading): Block[] {
  const { slot, cell } = reading
  const { checks, agreed, figures } = review
  // records of before this count was kept have none
  const several = figures !== undefined && figures !== checks.length
  return [
    {
      kind: 'callout',
      tone: agreed ? 'good' : 'caution',
      title: agreed ? 'The reviewer agrees' : 'The reviewer does not agree everywhere',
      items: [
        `Checks of main figures by another method: ${slot('length', 'review', 'checks')}; in agreement: ${slot('length agrees true', 'review', 'checks')}.${several ? ` Different figures among them: ${slot('count', 'review', 'figures')}.` : ''}`,
        ...failedTexts(review, reading),
      ],
    },
    {
      kind: 'table',
      id: 'review-table',
      caption: 'Claimed and recomputed',
      columns: ['Figure', 'Claimed', 'Recomputed', 'Difference', 'May differ by', 'Verdict'],
      rows: checks.map(({ unit, agrees }, i) => {
        const figure = (key: string) => cell(['review', 'checks', i, key], unit, unitDigits[unit])
        return {
          emphasis: !agrees,
          cells: [
            textCell(slot('text', 'review', 'checks', i, 'label')),
            figure('claimed'),
            figure('recomputed'),
            figure('difference'),
            shownOr(figure('allowed'), 'less than is shown'),
            agrees
              ? { kind: 'status', tone: 'good', text: 'agrees' }
              : { kind: 'status', tone: 'stop', text: 'does not agree' },
          ],
        }
      }),
    },
    {
      kind: 'detail',
      id: 'review-methods',
      title: 'How each figure was recomputed, and by how much it may differ',
      blocks: [
        {
          kind: 'definitions',
          items: checks.map((_, i) => ({
            term: slot('text', 'review', 'checks', i, 'label'),
            text: `${slot('text', 'review', 'checks', i, 'method')} (may differ: ${slot('text', 'review', 'checks', i, 'why')})`,
          })),
        },
      ],
    },
  ]
}
