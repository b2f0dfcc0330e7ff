import type { RegimeFigures } from '@tutti/workflows/asset-allocation'
import type { ChartBlock, Section, TableBlock } from '../document/document.ts'
import type { ScatterChart, ScatterPoint, SeriesRole } from '../document/chart.ts'
import { configurationCells, configurationColumns } from './configuration-cells.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { type Findings, metric } from './findings.ts'

const weightFunctionRoles: readonly (readonly [string, SeriesRole])[] = [
  ['inverse-vol', 'a'],
  ['inverse-vol-squared', 'b'],
  ['linear-decay', 'c'],
  ['sigmoid', 'd'],
]

/** Risk and return of all trials, on average and regime by regime. */
export function riskReturnSection(findings: Findings): Section {
  const { result, slot, regimes } = findings
  const studied = regimes.filter((id) => result.search.trials.some((trial) => Object.hasOwn(trial.figures, id)))
  return {
    id: 'risk-return',
    title: 'Risk and return',
    blocks: [
      {
        kind: 'paragraph',
        text: `Each point is one configuration of the search${findings.proposedTrials.length === 0 ? '' : ' or one that was proposed'}, at the planning cost. The dashed line joins the configurations that no other one beats in both return and volatility: the efficient frontier of the evaluated set, which is not the frontier of all portfolios.${result.rivals.length === 0 ? ' No rivals are shown: their figures are missing, since a specialist gave no result.' : ''}`,
      },
      {
        kind: 'chart',
        id: 'risk-return-average',
        size: 'full',
        title: 'Average over the regimes: volatility and return a year',
        caption: `Lines through the points are two standard errors either way. Trials and the chosen rule are shown on the search paths${result.rivals.length === 0 ? '' : '; rivals on fresh paths of the same regimes'}.${result.search.trials.length > most.points ? ' Only the best trials by score are drawn; the frontier is that of all.' : ''}`,
        alt: `Scatter chart of return against volatility for ${slot('length', 'search', 'trials')} trials, with the efficient frontier, the chosen rule, rules tied with it${result.rivals.length === 0 ? '' : ' and the rivals'}. The table of all trials gives the figures.`,
        chart: scatter(
          findings,
          (index) => ['search', 'trials', index, 'average'],
          (rival) => ['rivals', rival, 'average'],
          true,
        ),
      },
      {
        kind: 'chart-group',
        title: 'The same in each regime',
        caption: `Colours and shapes as in the chart above; the scales differ from regime to regime.${result.search.trials.length > most.smallPoints ? ' Only the best trials by score are drawn; the frontier is that of all.' : ''}`,
        charts: studied.map((id, place): ChartBlock => ({
          kind: 'chart',
          id: `risk-return-regime-${place}`,
          size: 'third',
          title: findings.regimeName(id),
          caption: '',
          alt: `Scatter chart of return against volatility of all trials in the regime ${findings.regimeName(id)}.`,
          chart: scatter(
            findings,
            (index) => ['search', 'trials', index, 'figures', id],
            (rival) => ['rivals', rival, 'figures', id],
            false,
          ),
        })),
      },
      trialTable(findings),
    ],
  }
}

/** More trials than these make a page heavy: then the best of them are shown, and the result file has them all. */
const most = { points: 600, smallPoints: 150, rows: 150 } as const

/** Indices of the best trials, best score first. */
function bestByScore({ result }: Findings, count: number): number[] {
  const { trials } = result.search
  return trials
    .map((_, index) => index)
    .sort((a, b) => trials[b].score.value - trials[a].score.value)
    .slice(0, count)
}

function scatter(
  findings: Findings,
  trialKeys: (index: number) => Keys,
  rivalKeys: (index: number) => Keys,
  errorBars: boolean,
): ScatterChart {
  const { result, slot } = findings
  const { trials } = result.search
  const point = (index: number): ScatterPoint => ({
    label: `Trial ${slot('count', 'search', 'trials', index, 'id')}`,
    ...place(findings, trialKeys(index)),
  })
  const winner = trials.findIndex((trial) => trial.id === result.decision.trial)
  const tied = new Set(result.decision.tiedTrials)
  const rivals = result.rivals.map((_, index) => ({
    label: slot('text', 'rivals', index, 'name'),
    ...place(findings, rivalKeys(index)),
  }))
  const points = trials.map((_, index) => point(index))
  const shown = new Set(bestByScore(findings, errorBars ? most.points : most.smallPoints))
  const indices = trials.map((_, index) => index).filter((index) => shown.has(index) || tied.has(trials[index].id))
  return {
    kind: 'scatter',
    x: { label: 'Volatility a year', unit: 'percent' },
    y: { label: 'Return a year', unit: 'percent' },
    errorBars,
    frontier: { name: 'Efficient frontier of the trials', points: frontierOf(points) },
    groups: [
      ...weightFunctionRoles.map(([id, role]) => ({
        name: weightFunctionNames[id],
        role,
        style: 'plain' as const,
        points: indices
          .filter((index) => index !== winner && trials[index].configuration.weightFunction === id)
          .map((index) => points[index]),
      })),
      {
        name: 'Tied with the chosen rule',
        role: 'winner',
        style: 'ring',
        points: indices.filter((index) => tied.has(trials[index].id)).map((index) => points[index]),
      },
      { name: 'Rivals', role: 'rival', style: 'cross', named: true, points: rivals },
      {
        name: 'Chosen rule',
        role: 'winner',
        style: 'star',
        named: true,
        points: winner < 0 ? [] : [{ ...points[winner], label: 'Chosen rule' }],
      },
    ],
  }
}

const weightFunctionNames: Readonly<Record<string, string>> = {
  'inverse-vol': 'Inverse volatility',
  'inverse-vol-squared': 'Inverse volatility squared',
  'linear-decay': 'Linear decay',
  sigmoid: 'Sigmoid',
}

function place(findings: Findings, keys: Keys): Pick<ScatterPoint, 'x' | 'y'> {
  return { x: findings.metric(keys, metric('volatility')), y: findings.metric(keys, metric('annualReturn')) }
}

/** The points that no other beats in both ways, by rising volatility. */
export function frontierOf(points: readonly ScatterPoint[]): ScatterPoint[] {
  const known = points.filter((point) => point.x.value !== null && point.y.value !== null)
  const ordered = known.sort((a, b) => a.x.value! - b.x.value! || b.y.value! - a.y.value!)
  const frontier: ScatterPoint[] = []
  for (const point of ordered) {
    const last = frontier[frontier.length - 1]
    if (last === undefined || point.y.value! > last.y.value!) frontier.push(point)
  }
  return frontier
}

function trialTable(findings: Findings): TableBlock {
  const { result, slot } = findings
  const shown = bestByScore(findings, most.rows)
  const proposed = new Set(findings.proposedTrials)
  const keys: readonly (keyof RegimeFigures)[] = ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'cost']
  return {
    kind: 'table',
    id: 'trials',
    collapsed: true,
    caption:
      shown.length < result.search.trials.length
        ? 'The best trials by score'
        : `All ${slot('length', 'search', 'trials')} trials, best score first`,
    columns: [
      'Trial',
      ...configurationColumns,
      'Own cost, bp',
      'Score',
      ...keys.map((key) => metric(key).name),
      'Violation',
    ],
    rows: shown.map((index) => ({
      emphasis: result.search.trials[index].id === result.decision.trial,
      cells: [
        textCell(`${slot('count', 'search', 'trials', index, 'id')}${proposed.has(index) ? ', proposed' : ''}`),
        ...configurationCells(findings, ['search', 'trials', index, 'configuration']),
        findings.cell(['search', 'trials', index, 'configuration', 'costBp'], 'ratio', 1),
        findings.cell(['search', 'trials', index, 'score'], 'ratio', 3),
        ...keys.map((key) => ({
          kind: 'figure' as const,
          figure: findings.metric(['search', 'trials', index, 'average'], metric(key)),
        })),
        findings.cell(['search', 'trials', index, 'violation'], 'ratio', 2),
      ],
    })),
    note: 'Figures are averages over the regimes, by the weights of the mandate, on the search paths, at the planning cost; own cost is the cost that the search sampled for the trial. Violation is the sum of the relative violations of the limits.',
  }
}
