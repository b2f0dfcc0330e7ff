import type { TableBlock, TableRow } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** What is held and owed by currency, and what the hedge changes. */
export function currencyTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const after = result.selection.afterHedge.currencies
  return {
    kind: 'table',
    id: 'currencies',
    caption: `By currency, m ${currency}`,
    columns: [
      'Currency',
      'Assets',
      'Liabilities',
      'Derivatives held',
      'Net before',
      'New hedges',
      'Net after',
      'Net after, of assets',
    ],
    rows: result.exposures.currencies.map((exposure, i) => {
      const at: Keys = ['exposures', 'currencies', i]
      const place = after.findIndex((each) => each.currency === exposure.currency)
      const now: Keys = ['selection', 'afterHedge', 'currencies', place]
      return {
        cells: [
          textCell(slot('text', ...at, 'currency')),
          cell([...at, 'assets'], 'money', 0),
          cell([...at, 'liabilities'], 'money', 0),
          cell([...at, 'derivatives'], 'money', 0),
          cell([...at, 'net'], 'money', 0),
          ...(place < 0
            ? [textCell(''), textCell(''), textCell('')]
            : [
                cell([...now, 'hedge'], 'money', 0),
                cell([...now, 'after'], 'money', 0),
                cell([...now, 'afterShareOfAssets'], 'percent', 1),
              ]),
        ],
      }
    }),
    note: 'By sensitivity to the exchange rate, which for what is held is its value. Options count by their delta.',
  }
}

/** Key rates of one kind, every currency in one table. */
export function ladderTable(
  { result, slot, cell, currency }: HedgingFindings,
  group: 'rates' | 'inflation',
): TableBlock {
  const ladders = result.selection.afterHedge[group]
  const cells = (at: Keys) => [
    cell([...at, 'before'], 'money', 2),
    cell([...at, 'hedge'], 'money', 2),
    cell([...at, 'after'], 'money', 2),
    cell([...at, 'hedgeRatioBefore'], 'percent', 0, 'no liabilities'),
    cell([...at, 'hedgeRatioAfter'], 'percent', 0, 'no liabilities'),
  ]
  return {
    kind: 'table',
    id: `${group}-ladder`,
    collapsed: true,
    compact: true,
    caption:
      group === 'rates'
        ? `Key rates: figures, m ${currency} a basis point`
        : `Inflation by key rate: figures, m ${currency} a basis point`,
    columns: ['Curve', 'Years', 'Net before', 'New hedges', 'Net after', 'Hedge ratio before', 'Hedge ratio after'],
    rows: ladders.flatMap(({ keyRates }, c): TableRow[] => {
      const at: Keys = ['selection', 'afterHedge', group, c]
      const name = textCell(slot('text', ...at, 'currency'))
      return [
        ...keyRates.map((_, k) => ({
          cells: [name, cell([...at, 'keyRates', k, 'years'], 'ratio', 2), ...cells([...at, 'keyRates', k])],
        })),
        { emphasis: true, cells: [name, textCell('all'), ...cells([...at, 'parallel'])] },
      ]
    }),
    note: 'Hedge ratio: sensitivity of assets and hedges over that of the liabilities.',
    empty: 'The fund has no such exposure.',
  }
}

/** Loss for spreads a basis point wider, by rating, by sector and by bucket. */
export function spreadTables({
  result,
  slot,
  cell,
  currency,
}: HedgingFindings): readonly [TableBlock, TableBlock, TableBlock] {
  const names = (key: 'byRating' | 'bySector', title: string): TableBlock => ({
    kind: 'table',
    id: key === 'byRating' ? 'spreads-rating' : 'spreads-sector',
    caption: `Spreads ${title}: loss for a basis point wider, m ${currency}`,
    columns: [key === 'byRating' ? 'Rating' : 'Sector', 'Before'],
    rows: result.exposures.credit[key].map((_, i) => ({
      cells: [
        textCell(slot('text', 'exposures', 'credit', key, i, 'name')),
        cell(['exposures', 'credit', key, i, 'cs01'], 'money', 3),
      ],
    })),
    empty: 'The fund has no exposure to credit spreads.',
  })
  const { byBucket } = result.selection.afterHedge.credit
  const at: Keys = ['selection', 'afterHedge', 'credit']
  const cells = (keys: Keys) => [
    cell([...keys, 'before'], 'money', 3),
    cell([...keys, 'hedge'], 'money', 3),
    cell([...keys, 'after'], 'money', 3),
  ]
  return [
    names('byRating', 'by rating'),
    names('bySector', 'by sector'),
    {
      kind: 'table',
      id: 'spreads-bucket',
      caption: `Spreads by bucket before and after the hedge: loss for a basis point wider, m ${currency}`,
      columns: ['Bucket', 'Before', 'New hedges', 'After'],
      rows: [
        ...byBucket.map((_, i) => ({
          cells: [textCell(slot('text', ...at, 'byBucket', i, 'name')), ...cells([...at, 'byBucket', i])],
        })),
        { emphasis: true, cells: [textCell('All'), ...cells([...at, 'total'])] },
      ],
    },
  ]
}

/** Equities and volatilities. */
export function equityTables({ result, slot, cell, currency }: HedgingFindings): readonly [TableBlock, TableBlock] {
  const { equity, volatility } = result.selection.afterHedge
  const rows = (key: 'equity' | 'volatility', name: string, list: readonly unknown[], digits: number): TableRow[] =>
    list.map((_, i) => {
      const at: Keys = ['selection', 'afterHedge', key, i]
      return {
        cells: [
          textCell(slot('text', ...at, name)),
          cell([...at, 'before'], 'money', digits),
          cell([...at, 'after'], 'money', digits),
        ],
      }
    })
  return [
    {
      kind: 'table',
      id: 'equities',
      caption: `Equities: value that moves with each index, m ${currency}`,
      columns: ['Index', 'Before', 'After'],
      rows: rows('equity', 'index', equity, 0),
      empty: 'The fund has no exposure to equities.',
    },
    {
      kind: 'table',
      id: 'vega',
      caption: `Vega: gain for a volatility higher by a point (rates: a basis point), m ${currency}`,
      columns: ['Surface', 'Before', 'After'],
      rows: rows('volatility', 'surface', volatility, 2),
      empty: 'The fund has no exposure to volatility.',
    },
  ]
}

/** Error of a quantile, as a share of it, below which many scenarios must share the loss. */
const plateauError = 1e-4

function isPlateau({ value, standardError }: { readonly value: number; readonly standardError: number }): boolean {
  return value !== 0 && standardError < plateauError * Math.abs(value)
}

/** Figures behind the chart of contributions. */
export function contributionTable({ result, cell }: HedgingFindings): TableBlock {
  const { contributions } = result.exposures.risk
  return {
    kind: 'table',
    id: 'contributions',
    caption: 'Contributions to the funded status at risk, before the hedge',
    columns: ['Group', 'Contribution', 'Of the whole', 'Alone', 'Of the variance', 'Major'],
    rows: contributions.map(({ group, standardError }, i) => {
      const at: Keys = ['exposures', 'risk', 'contributions', i]
      const found = cell([...at, 'contribution'], 'money', 0)
      return {
        cells: [
          textCell(groupNames[group]),
          found.kind === 'figure' ? { ...found, figure: { ...found.figure, standardError } } : found,
          cell([...at, 'share'], 'percent', 1),
          cell([...at, 'alone'], 'money', 0, 'not a group by itself'),
          cell([...at, 'varianceShare'], 'percent', 1, 'not a group by itself'),
          textCell(group !== 'interaction' && result.exposures.major.includes(group) ? 'yes' : ''),
        ],
      }
    }),
    ...(contributions.some(({ alone }) => alone !== null && isPlateau(alone))
      ? {
          note: 'An error of next to nothing on a group alone: its factors stop at a floor (volatilities, spreads), where many scenarios share one loss, the one shown.',
        }
      : {}),
  }
}

/** Standing with each counterparty before new hedges. */
export function standingTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  return {
    kind: 'table',
    id: 'standings',
    caption: `Counterparties before new hedges, m ${currency}`,
    columns: [
      'Counterparty',
      'Lines',
      'Owed to the fund',
      'Collateral',
      'Potential exposure',
      'Limit',
      'Slack',
      'Verdict',
    ],
    rows: result.exposures.counterparties.map(({ collateralised, within }, i) => {
      const at: Keys = ['exposures', 'counterparties', i]
      return {
        cells: [
          textCell(slot('text', ...at, 'counterparty')),
          cell([...at, 'lines'], 'count', 0),
          cell([...at, 'markToMarket'], 'money', 0),
          textCell(collateralised ? 'annex' : 'none'),
          cell([...at, 'potentialExposure'], 'money', 0),
          cell([...at, 'limit'], 'money', 0),
          cell([...at, 'slack'], 'money', 0),
          within ? { kind: 'status', tone: 'good', text: 'within' } : { kind: 'status', tone: 'stop', text: 'beyond' },
        ],
      }
    }),
    note: 'A simple measure from sensitivities; the section on counterparties has the simulated one, with the new hedges.',
    empty: 'The mandate names no counterparties.',
  }
}
