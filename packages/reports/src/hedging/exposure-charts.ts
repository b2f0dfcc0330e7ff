import type { ChartBlock, ChartGroup } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Keys } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { groupNames } from './group-words.ts'

const captions = {
  rates: {
    title: 'Key rates before and after the hedge: gain of the surplus when the rate falls by a basis point',
    empty: 'interest rate',
  },
  inflation: {
    title: 'Break-even inflation before and after the hedge: gain of the surplus when it rises by a basis point',
    empty: 'inflation',
  },
} as const

/** One chart a currency: net sensitivity by key rate before and after the chosen hedge. */
export function ladderCharts(findings: HedgingFindings, group: 'rates' | 'inflation'): ChartGroup[] {
  const { result, slot, figure } = findings
  const ladders = result.selection.afterHedge[group]
  if (ladders.length === 0) return []
  const charts = ladders.map(({ keyRates }, c): ChartBlock => {
    const at: Keys = ['selection', 'afterHedge', group, c]
    const name = slot('text', ...at, 'currency')
    const points = (key: 'before' | 'after') => keyRates.map((_, k) => figure([...at, 'keyRates', k, key], 'money', 2))
    return {
      kind: 'chart',
      id: `${group}-ladder-${c}`,
      size: 'half',
      title: name,
      caption: '',
      alt: `Bars of the ${captions[group].empty} sensitivity of the surplus in ${name} by key rate, before and after the hedge. The table of key rates gives the figures.`,
      chart: {
        kind: 'bars',
        categories: keyRates.map((_, k): Text => slot('number', ...at, 'keyRates', k, 'years')),
        value: { label: `m ${findings.currency} a basis point; key rates in years below`, unit: 'money' },
        horizontal: false,
        mark: 'bar',
        series: [
          { name: 'Before', role: 'b', points: points('before') },
          { name: 'After', role: 'a', points: points('after') },
        ],
      },
    }
  })
  return [
    {
      kind: 'chart-group',
      title: captions[group].title,
      caption:
        'Orange: before. Blue: after. A bar below zero loses when rates fall (when inflation rises): the liabilities gain more than the assets.',
      charts,
    },
  ]
}

/** Net position by currency, before and after. */
export function currencyChart(findings: HedgingFindings): ChartBlock {
  const { result, slot, figure } = findings
  const { currencies } = result.selection.afterHedge
  const points = (key: 'before' | 'after') =>
    currencies.map((_, i) => figure(['selection', 'afterHedge', 'currencies', i, key], 'money', 0))
  return {
    kind: 'chart',
    id: 'currency-chart',
    size: 'full',
    title: 'Surplus by currency before and after the hedge',
    caption: 'Assets and derivatives less liabilities; what is hedged abroad comes home to the base currency.',
    alt: 'Bars of the net position of the fund by currency before and after the hedge. The table of currencies gives the figures.',
    chart: {
      kind: 'bars',
      categories: currencies.map((_, i) => slot('text', 'selection', 'afterHedge', 'currencies', i, 'currency')),
      value: { label: `m ${findings.currency}`, unit: 'money' },
      horizontal: true,
      mark: 'bar',
      series: [
        { name: 'Before', role: 'b', points: points('before') },
        { name: 'After', role: 'a', points: points('after') },
      ],
    },
  }
}

/** What each group of factors adds to the funded status at risk. */
export function contributionChart({ result, figure, currency }: HedgingFindings): ChartBlock {
  const { contributions } = result.exposures.risk
  return {
    kind: 'chart',
    id: 'contribution-chart',
    size: 'full',
    title: 'Where the funded status at risk comes from, before the hedge',
    caption:
      'Contributions add up to the whole; alone: the same figure were only this group to move. Lines: two standard errors either way.',
    alt: 'Bars of the contribution of each group of risk factors to the funded status at risk, and of its risk alone. The table below gives the figures.',
    chart: {
      kind: 'bars',
      categories: contributions.map(({ group }) => groupNames[group]),
      value: { label: `m ${currency}`, unit: 'money' },
      horizontal: true,
      mark: 'bar',
      series: [
        {
          name: 'Contribution',
          role: 'a',
          points: contributions.map(({ standardError }, i) => ({
            ...figure(['exposures', 'risk', 'contributions', i, 'contribution'], 'money', 0),
            standardError,
          })),
        },
        {
          name: 'Alone',
          role: 'quiet',
          points: contributions.map((_, i) =>
            figure(['exposures', 'risk', 'contributions', i, 'alone'], 'money', 0, 'not a group by itself'),
          ),
        },
      ],
    },
  }
}
