import type { Block, Section, TableBlock } from '../document/document.ts'
import { type FigureValue, jsonPointer } from '@tutti/workflows/figures'
import { type Keys, textCell } from '../document/result-reading.ts'
import { conditionTables, type Plan, shortfallBlocks } from './execution-tables.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { missingPlanBlocks } from './missing-plan.ts'

const plan: Keys = ['execution', 'plan']
/** A longer table of days is closed at first. */
const mostRows = 60

/** How the package is dealt, day by day, at what cost, and what has to hold first. */
export function executionSection(findings: HedgingFindings): Section {
  const { execution } = findings.result
  return {
    id: 'execution',
    flows: true,
    title: 'Execution timeline',
    blocks: execution === null ? missingPlanBlocks(findings) : planBlocks(findings, execution.plan),
  }
}

function planBlocks(findings: HedgingFindings, given: Plan): Block[] {
  const { slot, figure } = findings
  const { status, costs, notes } = given
  const dealt = costs.length > 0
  return [
    {
      kind: 'callout',
      tone: status === 'complete' ? 'good' : 'caution',
      title: !dealt
        ? 'There is nothing to deal'
        : status === 'complete'
          ? `All of it fits into ${slot('days 0', ...plan, 'limits', 'windowDays')} of dealing`
          : `Not all of it fits into ${slot('days 0', ...plan, 'limits', 'windowDays')} of dealing`,
      items: [
        `Limits of the mandate: ${slot('percentage 0', ...plan, 'limits', 'dailyVolumePercent')} of a day’s volume, ${slot('basis-points 0', ...plan, 'limits', 'impactBp')} of impact in the unit of each quote. Nothing is ever sent: the orders stand in two files beside this report, once the decision is approved where the mandate asks for that, as CSV and as FIX 4.4 messages, for the fund’s own systems.`,
      ],
    },
    ...(dealt
      ? ([
          {
            kind: 'key-figures',
            caption:
              'Half the spread and the impact of every day’s part; the deviation is from moves of prices while the trades are worked.',
            items: [
              { label: 'Notional dealt', figure: figure([...plan, 'total', 'notional'], 'money', 0) },
              { label: 'Expected cost', figure: figure([...plan, 'total', 'expected'], 'money', 1) },
              {
                label: 'The same, of notional',
                figure: figure([...plan, 'total', 'expectedBp'], 'basis-points', 1, 'nothing is dealt'),
              },
              { label: 'Standard deviation', figure: figure([...plan, 'total', 'standardDeviation'], 'money', 1) },
              { label: 'Exceeded with a probability of 5 %', figure: figure([...plan, 'total', 'high'], 'money', 1) },
            ],
          },
        ] as const)
      : []),
    ...timelineChart(findings, given),
    ...riskChart(findings, given),
    dayTable(findings, given),
    costTable(findings, given),
    ...shortfallBlocks(findings, given),
    ...conditionTables(findings, given),
    timelineTable(findings, given),
    ...(notes.length === 0
      ? []
      : [{ kind: 'list' as const, items: notes.map((_, i) => slot('text', ...plan, 'notes', i)) }]),
  ]
}

/** Instruments by day, shaded by the share of the day's volume. */
function timelineChart({ slot, figure, instrumentLabel }: HedgingFindings, { days, costs }: Plan): Block[] {
  const dealt = days.map((_, d) => d).filter((d) => days[d].markets.length > 0)
  if (dealt.length === 0) return []
  const listed = costs.map((_, c) => c).toReversed() // the first row is drawn at the bottom
  const cellOf = (d: number, instrument: string): FigureValue => {
    const m = days[d].markets.findIndex((market) => market.instrument === instrument)
    if (m >= 0) return figure([...plan, 'days', d, 'markets', m, 'participation'], 'percent', 1)
    return {
      pointer: jsonPointer(...plan, 'days', d, 'markets'),
      value: null,
      standardError: null,
      unit: 'percent',
      digits: 1,
      missing: 'not dealt on this day',
    }
  }
  return [
    {
      kind: 'chart',
      id: 'timeline-chart',
      size: 'full',
      title: 'What is dealt when: share of the market’s volume of the day',
      caption: 'Dealing days across. n/a: not dealt on that day.',
      alt: 'Heat map of the share of each day’s volume that the plan takes, by instrument and day. The tables of days and costs give the figures.',
      chart: {
        kind: 'heatmap',
        xTitle: '',
        yTitle: '',
        xLabels: dealt.map((d) => slot('date', ...plan, 'days', d, 'date')),
        labelWidth: 220,
        yLabels: listed.map((c) => instrumentLabel(costs[c].instrument, [...plan, 'costs', c, 'instrument'])),
        values: listed.map((c) => dealt.map((d) => cellOf(d, costs[c].instrument))),
      },
    },
  ]
}

/** Risk that is left after each day. */
function riskChart({ slot, figure, currency }: HedgingFindings, { days, fundedStatusAtRiskBefore }: Plan): Block[] {
  const known = days.map((_, d) => d).filter((d) => days[d].fundedStatusAtRisk !== null)
  if (fundedStatusAtRiskBefore === null || known.length === 0) return []
  return [
    {
      kind: 'chart',
      id: 'execution-risk',
      size: 'full',
      title: 'Funded status at risk after each day of dealing',
      caption: 'First point: before the first trade. Lines: two standard errors either way.',
      alt: 'Line chart of the funded status at risk that is left after each day of dealing. The table of days gives the figures.',
      chart: {
        kind: 'line',
        xTitle: '',
        x: ['before', ...known.map((d) => slot('date', ...plan, 'days', d, 'date'))],
        xEvery: 1,
        y: { label: `m ${currency}`, unit: 'money' },
        scale: 'linear',
        errorBars: true,
        series: [
          {
            name: 'Funded status at risk',
            role: 'winner',
            shape: 'line',
            markers: true,
            points: [
              figure([...plan, 'fundedStatusAtRiskBefore'], 'money', 0),
              ...known.map((d) => figure([...plan, 'days', d, 'fundedStatusAtRisk'], 'money', 0)),
            ],
          },
        ],
      },
    },
  ]
}

function dayTable({ slot, cell, currency }: HedgingFindings, { days }: Plan): TableBlock {
  const many = days.reduce((sum, { trades }) => sum + trades.length, 0) > mostRows
  return {
    kind: 'table',
    id: 'days',
    collapsed: many,
    compact: many,
    caption: `Day by day, m ${currency}`,
    columns: [
      'Day',
      'Order',
      'Instrument',
      'With',
      'Notional',
      'Settles',
      'Tolerance',
      'Done after the day',
      'Risk left',
    ],
    rows: days.flatMap((day, d) =>
      day.trades.map(({ counterparty }, t) => {
        const at: Keys = [...plan, 'days', d]
        const own: Keys = [...at, 'trades', t]
        const last = t === day.trades.length - 1
        return {
          cells: [
            textCell(t === 0 ? slot('date', ...at, 'date') : ''),
            textCell(slot('text', ...own, 'action', 'words')),
            textCell(slot('text', ...own, 'label')),
            textCell(counterparty === 'cleared' ? 'clearing house' : slot('text', ...own, 'counterparty')),
            cell([...own, 'notional'], 'money', 0),
            textCell(slot('date', ...own, 'settlement')),
            cell([...own, 'toleranceBp'], 'basis-points', 0),
            last ? cell([...at, 'done'], 'percent', 0) : textCell(''),
            last ? cell([...at, 'fundedStatusAtRisk'], 'money', 0, 'not computed') : textCell(''),
          ],
        }
      }),
    ),
    note: 'Tolerance: two standard deviations of a day; a price further from the opening mid is asked about before it is dealt.',
    empty: 'There is nothing to deal.',
  }
}

function costTable({ cell, instrumentLabel, currency }: HedgingFindings, { costs }: Plan): TableBlock {
  return {
    kind: 'table',
    id: 'execution-costs',
    caption: `Cost of dealing and its uncertainty, m ${currency}`,
    columns: [
      'Instrument',
      'Notional',
      'Half spread',
      'Impact',
      'Expected',
      'Of notional',
      'Standard deviation',
      'Largest share of a day',
      'Largest impact',
    ],
    rows: costs.map(({ instrument }, i) => {
      const at: Keys = [...plan, 'costs', i]
      return {
        cells: [
          textCell(instrumentLabel(instrument, [...at, 'instrument'])),
          cell([...at, 'notional'], 'money', 0),
          cell([...at, 'spread'], 'money', 2),
          cell([...at, 'impact'], 'money', 2),
          cell([...at, 'expected'], 'money', 2),
          cell([...at, 'expectedBp'], 'basis-points', 1, 'nothing is dealt'),
          cell([...at, 'standardDeviation'], 'money', 1),
          cell([...at, 'largestParticipation'], 'percent', 1),
          cell([...at, 'largestImpactBp'], 'basis-points', 2),
        ],
      }
    }),
    empty: 'There is nothing to deal.',
  }
}

const kinds = {
  prepare: 'Prepare',
  deal: 'Deal',
  confirm: 'Confirm',
  settle: 'Settle',
  reconcile: 'Reconcile',
} as const

function timelineTable({ slot }: HedgingFindings, { timeline }: Plan): TableBlock {
  return {
    kind: 'table',
    id: 'timeline',
    caption: 'Timeline',
    columns: ['Date', 'Step', 'What', 'Instruments'],
    rows: timeline.map(({ kind, instruments }, i) => {
      const at: Keys = [...plan, 'timeline', i]
      return {
        cells: [
          textCell(slot('date', ...at, 'date')),
          textCell(kinds[kind]),
          textCell(slot('text', ...at, 'label')),
          textCell(
            instruments.length === 0
              ? ''
              : `${slot('length', ...at, 'instruments')}${instruments.length === 1 ? ' instrument' : ' instruments'}`,
          ),
        ],
      }
    }),
    empty: 'There is nothing to deal.',
  }
}
