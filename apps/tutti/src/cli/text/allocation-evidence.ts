import type { AllocationResult, HistoryRecord } from '@tutti/workflows/asset-allocation'
import { ratioEstimate, ratioInterval } from './estimate-text.ts'
import { heading, wrapped } from './layout.ts'
import { percentText } from './number-text.ts'
import type { Paint } from './paint.ts'
import { plainTable } from './plain-table.ts'

const listedFailures = 5
/** Column at which the facts of trust begin. */
const factsAt = 12

/** The chosen rule and its rivals on a history. */
export function historyText(history: HistoryRecord, width: number, paint: Paint): string {
  const rows = history.strategies.map(({ name, figures }) => [
    name,
    percentText(figures.annualReturn.value),
    percentText(figures.volatility.value),
    figures.sharpe === null ? 'n/a' : ratioInterval(figures.sharpe),
    percentText(figures.maxDrawdown),
    `${figures.longestDrawdownMonths} m`,
  ])
  const note = `${history.origin === 'simulated' ? 'simulated market' : 'given data'}, ${history.from} to ${history.to}, Sharpe ratio with 95 % interval`
  const table = plainTable(
    [
      { title: 'Strategy', most: width >= 104 ? 50 : 26 },
      { title: 'Return', align: 'right' },
      { title: 'Vol.', align: 'right' },
      { title: 'Sharpe', align: 'right' },
      { title: 'Drawdown', align: 'right' },
      { title: 'Longest', align: 'right' },
    ],
    rows,
    paint,
  )
  return `${heading('History', note, width, paint)}\n${table}`
}

/** Verdict of the tests of the paths against theory. */
export function validationText({ validation }: AllocationResult, width: number, paint: Paint): string {
  const failed = validation.checks.filter(({ passed }) => !passed)
  const total = validation.checks.length
  const verdict = validation.passed
    ? `${paint.good('✔')} all ${total} tests of the paths against theory passed`
    : `${paint.bad('✘')} ${failed.length} of ${total} tests of the paths against theory failed`
  const lines = failed
    .slice(0, listedFailures)
    .map(({ label, regime, z, threshold }) =>
      wrapped(`${label} (${regime}): z ${z.toFixed(1)}, allowed ${threshold.toFixed(1)}`, width, ' '.repeat(factsAt)),
    )
  const more = failed.length - lines.length
  return [
    `${paint.bold('Validation'.padEnd(factsAt))}${verdict}`,
    ...lines,
    ...(more > 0 ? [`${' '.repeat(factsAt)}and ${more} more in the report`] : []),
  ].join('\n')
}

/** Whether a difference is no more than chance explains: within two standard errors of nothing. */
function withinError({ value, standardError }: AllocationResult['luck']['selectionGap']): boolean {
  return standardError !== null && Math.abs(value) <= 2 * standardError
}

/** How much of the result may be luck. */
export function luckText({ luck, search }: AllocationResult, width: number, paint: Paint): string {
  const { trials, selectionGap, overfittingProbabilitySimulated, historical } = luck
  const alike = search.trials.every(({ score }) => score.value === search.trials[0]?.score.value)
  const facts = [
    `${trials} trials, ${search.stop.detail};`,
    `search score less fresh score ${ratioEstimate(selectionGap, 3)}${withinError(selectionGap) ? ', within the error' : ''} (mean of all candidates ${luck.meanCandidateGap.toFixed(3)});`,
    ...(alike
      ? [`all rules score exactly the same, so that there was nothing to overfit${historical === null ? '' : ';'}`]
      : [`probability of overfitting ${percentText(overfittingProbabilitySimulated, 0)} on simulated paths`]),
    ...(historical === null
      ? []
      : [
          ...(alike ? [] : [`and ${percentText(historical.overfittingProbability, 0)} on history;`]),
          `deflated Sharpe probability ${percentText(historical.deflatedSharpeProbability, 0)}`,
        ]),
  ]
  return wrapped(facts.join(' '), width, paint.bold('Luck'.padEnd(factsAt)), factsAt)
}
