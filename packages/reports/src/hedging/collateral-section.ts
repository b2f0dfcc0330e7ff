import type { Block, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** How far yields may move before the buffer, and then everything liquid, is used up. */
export function collateralSection(findings: HedgingFindings): Section {
  const { result, slot, figure } = findings
  const { collateral } = result.selection
  const at: Keys = ['selection', 'collateral']
  const beyond = 'none up to the largest move tried'
  return {
    id: 'collateral',
    flows: true,
    title: 'Collateral runway',
    blocks: [
      {
        kind: 'callout',
        tone: collateral.standsRequired && collateral.replenishesInTime ? 'good' : 'caution',
        title: collateral.standsRequired
          ? `The buffer stands a move of yields by ${slot('basis-points 0', ...at, 'requiredBp')}`
          : `The buffer does not stand a move of yields by ${slot('basis-points 0', ...at, 'requiredBp')}`,
        items: [replenishText(findings)],
      },
      {
        kind: 'key-figures',
        caption: `Parallel moves of all yields, up to ${slot('basis-points 0', ...at, 'largestTriedBp')} tried; derivatives and the holdings that pay for them fully revalued. Buffer: what is cash when a call falls due.`,
        items: [
          { label: 'Rise that uses up the buffer', figure: figure([...at, 'headroomUpBp'], 'basis-points', 0, beyond) },
          { label: 'Fall that does', figure: figure([...at, 'headroomDownBp'], 'basis-points', 0, beyond) },
          { label: 'Rise that uses up all sources', figure: figure([...at, 'runwayUpBp'], 'basis-points', 0, beyond) },
          { label: 'Fall that does', figure: figure([...at, 'runwayDownBp'], 'basis-points', 0, beyond) },
          { label: 'Initial margin, as trades are split', figure: figure([...at, 'initialMargin'], 'money', 0) },
          { label: 'Days to replenish', figure: figure([...at, 'replenishDays'], 'days', 0, 'cannot be filled again') },
        ],
      },
      ...runwayChart(findings),
      runwayTable(findings),
      sourceTable(findings),
    ],
  }
}

function replenishText({ result, slot }: HedgingFindings): Text {
  const { replenishesInTime, replenishDays } = result.selection.collateral
  const at: Keys = ['selection', 'collateral']
  const limit = slot('days 0', ...at, 'replenishLimitDays')
  if (replenishDays === null)
    return `After that move in the worse direction the sources cannot fill the buffer up again for another such move; the mandate gives ${limit}.`
  return `After that move in the worse direction sales fill the buffer up again in ${slot('days 0', ...at, 'replenishDays')}; the mandate gives ${limit}${replenishesInTime ? '' : ', which is too short'}.`
}

function runwayChart({ result, slot, figure, currency }: HedgingFindings): Block[] {
  const { rows } = result.selection.collateral
  if (rows.length < 2) return []
  const points = (key: 'need' | 'buffer' | 'withinReplenishDays') =>
    rows.map((_, i) => figure(['selection', 'collateral', 'rows', i, key], 'money', 0))
  return [
    {
      kind: 'chart',
      id: 'runway-chart',
      size: 'full',
      title: 'Need for collateral against what can pay for it, by the move of yields in basis points',
      caption: 'The runway ends where the need crosses what is available. A need below zero is margin got back.',
      alt: 'Line chart of the need for collateral, the buffer and all sources within the days to replenish, by parallel move of yields. The table of the runway gives the figures.',
      chart: {
        kind: 'line',
        xTitle: 'Move of all yields, basis points',
        x: rows.map((_, i) => slot('number', 'selection', 'collateral', 'rows', i, 'shockBp')),
        xEvery: 1,
        y: { label: `m ${currency}`, unit: 'money' },
        scale: 'linear',
        series: [
          { name: 'Need', role: 'rival', shape: 'line', markers: true, points: points('need') },
          { name: 'Buffer', role: 'a', shape: 'line', markers: true, points: points('buffer') },
          {
            name: 'All sources within the days to replenish',
            role: 'c',
            shape: 'line',
            markers: true,
            points: points('withinReplenishDays'),
          },
        ],
      },
    },
  ]
}

function runwayTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { rows, sources } = result.selection.collateral
  return {
    kind: 'table',
    id: 'runway',
    caption: `The runway, m ${currency}`,
    columns: [
      'Move, bp',
      'Need',
      'Buffer',
      'Headroom',
      ...sources.map((_, s) => `From ${slot('text', 'selection', 'collateral', 'sources', s, 'name')}`),
      'Shortfall',
      'Days to replenish',
    ],
    rows: rows.map(({ headroom, replenishDays }, i) => {
      const at: Keys = ['selection', 'collateral', 'rows', i]
      return {
        emphasis: headroom < 0,
        cells: [
          cell([...at, 'shockBp'], 'basis-points', 0),
          cell([...at, 'need'], 'money', 0),
          cell([...at, 'buffer'], 'money', 0),
          cell([...at, 'headroom'], 'money', 0),
          ...sources.map((_, s) => cell([...at, 'used', s], 'money', 0)),
          cell([...at, 'shortfall'], 'money', 0),
          replenishDays === null ? textCell('cannot') : cell([...at, 'replenishDays'], 'days', 0),
        ],
      }
    }),
    note: 'Bold: the buffer does not cover the need.',
  }
}

function sourceTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { sources, bufferSources } = result.selection.collateral
  return {
    kind: 'table',
    id: 'liquidity-sources',
    caption: `Sources of liquidity in their order, m ${currency}`,
    columns: ['Source', 'Value', 'Haircut', 'Can give', 'Days to cash', 'Buffer'],
    rows: sources.map(({ name }, i) => {
      const at: Keys = ['selection', 'collateral', 'sources', i]
      return {
        cells: [
          textCell(slot('text', ...at, 'name')),
          cell([...at, 'value'], 'money', 0),
          cell([...at, 'haircut'], 'percent', 1),
          cell([...at, 'available'], 'money', 0),
          cell([...at, 'daysToCash'], 'days', 0),
          textCell(bufferSources.includes(name) ? 'yes' : ''),
        ],
      }
    }),
    empty: 'The mandate names no sources.',
  }
}
