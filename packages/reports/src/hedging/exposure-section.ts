import type { Section } from '../document/document.ts'
import { contributionChart, currencyChart, ladderCharts } from './exposure-charts.ts'
import {
  contributionTable,
  currencyTable,
  equityTables,
  ladderTable,
  spreadTables,
  standingTable,
} from './exposure-tables.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** Where the fund stands, before and after the hedge. */
export function exposureSection(findings: HedgingFindings): Section {
  const { figure, slot } = findings
  const [rating, sector, bucket] = spreadTables(findings)
  const [equities, vega] = equityTables(findings)
  return {
    id: 'exposures',
    title: 'The fund and its exposures',
    blocks: [
      {
        kind: 'key-figures',
        caption: `As of ${slot('date', 'exposures', 'asOf')}, assets, liabilities and hedges on one set of curves.`,
        items: [
          { label: 'Assets', figure: figure(['exposures', 'assets'], 'money', 0) },
          { label: 'Liabilities', figure: figure(['exposures', 'liabilities'], 'money', 0) },
          { label: 'Surplus', figure: figure(['exposures', 'surplus'], 'money', 0) },
          { label: 'Funded ratio', figure: figure(['exposures', 'fundedRatio'], 'percent', 1) },
          { label: 'Duration of assets', figure: figure(['exposures', 'duration', 'assetsYears'], 'years', 1) },
          {
            label: 'Duration of liabilities',
            figure: figure(['exposures', 'duration', 'liabilitiesYears'], 'years', 1),
          },
        ],
      },
      {
        kind: 'key-figures',
        caption: `Risk over ${slot('years 0', 'exposures', 'risk', 'horizonYears')} at a confidence of ${slot('percent 0', 'exposures', 'risk', 'confidence')}. After: with the chosen hedge. The duration gap is in years of the assets.`,
        items: [
          {
            label: 'Funded status at risk, before',
            figure: figure(['selection', 'unhedgedFigures', 'fundedStatusAtRisk'], 'money', 0),
          },
          { label: 'After', figure: figure(['selection', 'chosenFigures', 'fundedStatusAtRisk'], 'money', 0) },
          {
            label: 'Expected shortfall, before',
            figure: figure(['selection', 'unhedgedFigures', 'expectedShortfall'], 'money', 0),
          },
          { label: 'After', figure: figure(['selection', 'chosenFigures', 'expectedShortfall'], 'money', 0) },
          {
            label: 'Duration gap, before',
            figure: figure(['selection', 'afterHedge', 'durationGap', 'before'], 'years', 1),
          },
          { label: 'After', figure: figure(['selection', 'afterHedge', 'durationGap', 'after'], 'years', 1) },
        ],
      },
      contributionChart(findings),
      contributionTable(findings),
      { kind: 'heading', text: 'Currencies' },
      currencyChart(findings),
      currencyTable(findings),
      { kind: 'heading', text: 'Interest rates and inflation' },
      ...ladderCharts(findings, 'rates'),
      ladderTable(findings, 'rates'),
      ...ladderCharts(findings, 'inflation'),
      ladderTable(findings, 'inflation'),
      { kind: 'heading', text: 'Credit spreads' },
      { kind: 'side-by-side', columns: [[rating], [sector]] },
      bucket,
      { kind: 'heading', text: 'Equities and volatility' },
      { kind: 'side-by-side', columns: [[equities], [vega]] },
      { kind: 'heading', text: 'Counterparties' },
      standingTable(findings),
    ],
  }
}
