import type { BarChart, SeriesRole } from '../document/chart.ts'
import type { Cell, Section, TableBlock, TableRow } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { FigureValue } from '@tutti/workflows/figures'
import { textCell } from '../document/result-reading.ts'
import { type Findings, metric } from './findings.ts'
import { boundText, limitStatusCell, limitUnit } from './limit-rows.ts'

const rivalRoles: readonly SeriesRole[] = ['b', 'c', 'd', 'e', 'f']

/** The chosen rule beside the best of each regime and the rivals; what each regime assumes; every limit in every regime. */
export function regimeSection(findings: Findings): Section {
  return {
    id: 'regimes',
    title: 'Comparison by regime',
    blocks: [
      {
        kind: 'paragraph',
        text: `A rule that is best in one regime is rarely best in the others. The chosen rule is compared with the best configuration for each regime taken alone, which nobody could have known beforehand${findings.result.rivals.length === 0 ? '. The simple rivals are missing, since the specialist that computes them gave no result.' : ', and with simple rivals on the same paths.'}`,
      },
      {
        kind: 'chart',
        id: 'regime-sharpe',
        size: 'full',
        title: 'Sharpe ratio by regime',
        caption:
          'Thin lines are two standard errors either way. The best for each regime is shown on the search paths, which flatters it; the others on fresh paths.',
        alt: 'Bar chart of the Sharpe ratio of the chosen rule, the optimum of the regime and any rivals, by regime. The table below gives the figures.',
        chart: sharpeBars(findings),
      },
      sharpeTable(findings),
      optimaTable(findings),
      limitsByRegime(findings),
      assumptions(findings),
    ],
  }
}

function optimumOf(findings: Findings, regime: string, key: 'sharpe' | 'winnerSharpe'): FigureValue {
  const index = findings.result.regimeOptima.findIndex((optimum) => optimum.regime === regime)
  if (index >= 0) return findings.figure(['regimeOptima', index, key], 'ratio', 3)
  const missing = 'no optimum was sought in this regime'
  return { pointer: '/regimeOptima', value: null, standardError: null, unit: 'ratio', digits: 3, missing }
}

function sharpeBars(findings: Findings): BarChart {
  const { result, regimes, winner, slot } = findings
  const sharpe = metric('sharpe')
  return {
    kind: 'bars',
    horizontal: false,
    mark: 'bar',
    categories: regimes.map(findings.regimeName),
    value: { label: 'Sharpe ratio', unit: 'ratio' },
    series: [
      {
        name: 'Chosen rule',
        role: 'winner',
        points: regimes.map((id) => findings.metric([...winner.byRegime, id], sharpe)),
      },
      { name: 'Best for the regime', role: 'a', points: regimes.map((id) => optimumOf(findings, id, 'sharpe')) },
      ...result.rivals.slice(0, rivalRoles.length).map((_, r) => ({
        name: slot('text', 'rivals', r, 'name'),
        role: rivalRoles[r],
        points: regimes.map((id) => findings.metric(['rivals', r, 'figures', id], sharpe)),
      })),
    ],
  }
}

function sharpeTable(findings: Findings): TableBlock {
  const { result, regimes, winner, slot } = findings
  const sharpe = metric('sharpe')
  const cell = (figure: FigureValue): Cell => ({ kind: 'figure', figure })
  const retained = (id: string): Cell => {
    const kept = result.candidates[winner.candidate]?.robustness.retained
    if (kept === undefined || !Object.hasOwn(kept, id)) return textCell('n/a')
    return findings.cell(['candidates', winner.candidate, 'robustness', 'retained', id], 'percent', 0)
  }
  return {
    kind: 'table',
    id: 'regime-table',
    caption: 'Sharpe ratio by regime, and the share of the best that is kept',
    columns: [
      'Regime',
      'Chosen rule, fresh paths',
      'The same, search paths',
      'Best for the regime, search paths',
      'Share kept',
      ...result.rivals.map((_, r) => slot('text', 'rivals', r, 'name')),
    ],
    rows: regimes.map((id) => ({
      cells: [
        textCell(findings.regimeName(id)),
        cell(findings.metric([...winner.byRegime, id], sharpe)),
        cell(optimumOf(findings, id, 'winnerSharpe')),
        cell(optimumOf(findings, id, 'sharpe')),
        retained(id),
        ...result.rivals.map((_, r) => cell(findings.metric(['rivals', r, 'figures', id], sharpe))),
      ],
    })),
    note: `The share kept is the measure of the stability rule, on the search paths: one less the distance to the best, as a share of the best, or of a tenth of a Sharpe point where the best is smaller.${findings.result.rivals.length === 0 ? '' : ' Rivals are on fresh paths.'}`,
  }
}

function optimaTable(findings: Findings): TableBlock {
  const { result, slot } = findings
  return {
    kind: 'table',
    id: 'optima',
    caption: 'The best configuration of each regime, taken alone',
    columns: [
      'Regime',
      'Trial',
      'Weight function',
      'Target volatility',
      'Window, months',
      'Risk aversion',
      'Sharpe ratio',
      'Trials tied with it',
    ],
    rows: result.regimeOptima.map((optimum, i) => ({
      cells: [
        textCell(findings.regimeName(optimum.regime)),
        textCell(slot('count', 'regimeOptima', i, 'trial')),
        textCell(slot('words', 'regimeOptima', i, 'configuration', 'weightFunction')),
        findings.cell(['regimeOptima', i, 'configuration', 'targetVolatility'], 'percent', 1),
        findings.cell(['regimeOptima', i, 'configuration', 'windowMonths'], 'count', 0),
        findings.cell(['regimeOptima', i, 'configuration', 'riskAversion'], 'ratio', 2),
        findings.cell(['regimeOptima', i, 'sharpe'], 'ratio', 3),
        textCell(slot('length', 'regimeOptima', i, 'tiedTrials')),
      ],
    })),
    note: 'Trials tied with the best are those whose Sharpe ratio on the same paths does not differ from it by more than sampling error.',
  }
}

function limitsByRegime(findings: Findings): TableBlock {
  const { result, slot, cell } = findings
  return {
    kind: 'table',
    id: 'limits-by-regime',
    caption: 'Every limit of the mandate, on average and in each regime',
    columns: ['Limit', 'Scope', 'Required', 'Figure', 'Slack', 'Verdict'],
    rows: result.decision.limits.map((limit, i) => {
      const { unit, digits } = limitUnit(limit.id)
      const at = ['decision', 'limits', i] as const
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(findings.regimeName(limit.scope)),
          textCell(boundText(findings, at, limit)),
          cell([...at, 'figure'], unit, digits),
          cell([...at, 'slack'], unit, digits),
          limitStatusCell(limit.status),
        ],
      }
    }),
    empty: 'The decision applies no limits.',
  }
}

const assumptionRows: readonly (readonly [Text, readonly string[], 'percent' | 'ratio' | 'years', number])[] = [
  ['Weight in averages', ['weight'], 'ratio', 2],
  ['Equity drift a year', ['equity', 'drift'], 'percent', 1],
  ['Equity volatility, long run', ['equity', 'volatility'], 'percent', 1],
  ['Reversion of variance', ['equity', 'varianceReversion'], 'ratio', 2],
  ['Volatility of variance', ['equity', 'volOfVariance'], 'ratio', 2],
  ['Short rate at the start', ['rates', 'initialRate'], 'percent', 2],
  ['Reversion of the short rate', ['rates', 'meanReversion'], 'ratio', 2],
  ['Volatility of the short rate', ['rates', 'volatility'], 'percent', 2],
  ['Maturity of the bond index', ['bond', 'maturityYears'], 'years', 0],
  ['Bond premium over cash', ['bond', 'riskPremium'], 'percent', 1],
  ['Correlation equity, variance', ['correlation', 'equityVariance'], 'ratio', 2],
  ['Correlation equity, short rate', ['correlation', 'equityRate'], 'ratio', 2],
  ['Correlation variance, short rate', ['correlation', 'varianceRate'], 'ratio', 2],
]

/** The weights of an accepted view, below those of the mandate. */
function viewedRow({ result, cell }: Findings, columns: number): TableRow[] {
  const { regimes, viewedWeights } = result.study
  if (viewedWeights === undefined) return []
  const cells = regimes.map(({ id }): Cell =>
    Object.hasOwn(viewedWeights, id) ? cell(['study', 'viewedWeights', id], 'ratio', 2) : textCell('n/a'),
  )
  const beside = Array.from({ length: columns - regimes.length }, () => textCell('n/a'))
  return [{ emphasis: true, cells: [textCell('The same by the accepted view'), ...cells, ...beside] }]
}

function assumptions(findings: Findings): TableBlock {
  const { result, slot, cell } = findings
  const columns: (readonly (string | number)[])[] = result.study.regimes.map((_, i) => ['study', 'regimes', i])
  if (result.history !== null) columns.push(['history', 'calibratedRegime'])
  return {
    kind: 'table',
    id: 'assumptions',
    caption: 'What each regime assumes',
    columns: [
      'Assumption',
      ...columns.map((keys) => `${keys[0] === 'history' ? 'From history: ' : ''}${slot('text', ...keys, 'name')}`),
    ],
    rows: assumptionRows.flatMap(([name, path, unit, digits], row) => [
      { cells: [textCell(name), ...columns.map((keys) => cell([...keys, ...path], unit, digits))] },
      ...(row === 0 ? viewedRow(findings, columns.length) : []),
    ]),
    note: 'Inputs of the study, not forecasts. Where a regime has a zero curve of its own, the short rate follows that curve.',
  }
}
