import type { AllocationResult, Candidate, LimitCheck, RegimeFigures } from '@tutti/workflows/asset-allocation'
import { limitFigure } from './limit-figure.ts'
import { percentEstimate, ratioEstimate } from './estimate-text.ts'
import { heading, printable } from './layout.ts'
import { percentText } from './number-text.ts'
import type { Paint } from './paint.ts'
import { type Column, plainTable } from './plain-table.ts'

const listedCandidates = 5

/** The chosen rule on fresh paths: average and every regime, as many figures as the width takes. */
export function regimesText(result: AllocationResult, width: number, paint: Paint): string {
  const winner = chosen(result)
  const wide = width >= 104
  const cells = (figures: RegimeFigures): string[] => [
    percentEstimate(figures.annualReturn),
    percentEstimate(figures.volatility),
    ratioEstimate(figures.sharpe),
    percentEstimate(figures.maxDrawdown, 1),
    ...(wide ? [percentEstimate(figures.expectedShortfall, 1)] : []),
  ]
  const columns: Column[] = [
    { title: 'Regime', most: wide ? 30 : 17 },
    { title: 'Return', align: 'right' },
    { title: 'Volatility', align: 'right' },
    { title: 'Sharpe', align: 'right' },
    { title: 'Max. drawdown', align: 'right' },
    ...(wide ? [{ title: 'ES 95 %', align: 'right' } as const] : []),
  ]
  const rows = [
    ['Average', ...cells(winner.freshAverage)].map(paint.bold),
    ...result.study.regimes.map(({ id, name }) => [printable(name), ...cells(winner.freshFigures[id])]),
  ]
  const title = heading('Key figures', 'chosen rule on fresh paths, a year, ± one standard error', width, paint)
  return `${title}\n${plainTable(columns, rows, paint)}`
}

/** Each limit of the mandate where it is furthest from being met. */
export function limitsText(result: AllocationResult, width: number, paint: Paint): string {
  const names = new Map(result.study.regimes.map(({ id, name }) => [id, printable(name)]))
  const status = {
    met: paint.good('✔ met'),
    broken: paint.bad('✘ broken'),
    'within-error': paint.caution('~ in error'),
  } as const
  const rows = tightest(result.decision.limits).map((limit) => [
    limit.label,
    limit.scope === 'average' ? 'average' : (names.get(limit.scope) ?? limit.scope),
    figureText(limit, width >= 104 ? 2 : 1),
    `${limit.sense === 'at-most' ? '≤' : '≥'} ${limitFigure(limit.id, limit.limit)}`,
    `${limit.slack > 0 ? '+' : ''}${limitFigure(limit.id, limit.slack)}`,
    status[limit.status],
  ])
  const columns: Column[] = [
    { title: 'Limit', most: width >= 104 ? 40 : 19 },
    { title: 'Tightest in', most: width >= 104 ? 30 : 13 },
    { title: 'Figure', align: 'right' },
    { title: 'Limit', align: 'right' },
    { title: 'Slack', align: 'right' },
    { title: '' },
  ]
  return `${heading('Limits of the mandate', '', width, paint)}\n${plainTable(columns, rows, paint)}`
}

function tightest(limits: readonly LimitCheck[]): LimitCheck[] {
  const byId = new Map<string, LimitCheck>()
  for (const limit of limits) {
    const other = byId.get(limit.id)
    if (other === undefined || limit.relativeSlack < other.relativeSlack) byId.set(limit.id, limit)
  }
  return [...byId.values()]
}

function figureText({ id, figure }: LimitCheck, digits: number): string {
  if (id.includes('sharpe')) return ratioEstimate(figure)
  if (id.includes('cost')) {
    const { value, standardError } = figure
    return `${(1e4 * value).toFixed(1)}${standardError === null ? '' : ` ± ${(1e4 * standardError).toFixed(1)}`} bp`
  }
  return percentEstimate(figure, digits)
}

/** The first candidates in order of preference; ties with the first are marked. */
export function candidatesText(result: AllocationResult, width: number, paint: Paint): string {
  const { candidates } = result
  const wide = width >= 104
  const rows = candidates
    .slice(0, listedCandidates)
    .map(({ rank, trial, configuration, freshScore, differenceToWinner, tiedWithWinner, robustness }, i) => [
      `${i > 0 && tiedWithWinner ? '=' : ''}${rank}`,
      configuration.weightFunction,
      percentText(configuration.targetVolatility),
      String(configuration.windowMonths),
      configuration.riskAversion.toFixed(2),
      ...(wide ? [String(trial), robustness.total.toFixed(3)] : []),
      ratioEstimate(freshScore, wide ? 3 : 2),
      i === 0 ? '' : ratioEstimate(differenceToWinner, 3),
    ])
  const columns: Column[] = [
    { title: '#', align: 'right' },
    { title: 'Weight function' },
    { title: 'Target', align: 'right' },
    { title: 'Months', align: 'right' },
    { title: 'Aversion', align: 'right' },
    ...(wide
      ? ([
          { title: 'Trial', align: 'right' },
          { title: 'Robustness', align: 'right' },
        ] as const)
      : []),
    { title: 'Score', align: 'right' },
    { title: 'To the first', align: 'right' },
  ]
  const more = candidates.length - rows.length
  const note = `by robustness; = tied with the first on fresh paths${more > 0 ? `; ${more} more in the report` : ''}`
  return `${heading('Candidates', note, width, paint)}\n${plainTable(columns, rows, paint)}`
}

/** The candidate that the decision is about. */
function chosen({ candidates, decision }: AllocationResult): Candidate {
  return candidates.find(({ trial }) => trial === decision.trial) ?? candidates[0]
}
