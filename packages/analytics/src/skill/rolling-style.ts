import { TuttiError } from '../errors/index.ts'
import { changePoints, type ChangePoints, structuralBreaks, type StructuralBreaks } from '../regimes/index.ts'
import { requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { styleAnalysis, type StyleAnalysis } from './style-analysis.ts'

/** The style of one window [from, to). */
export interface StyleWindow extends Omit<StyleAnalysis, 'selectionReturns'> {
  readonly from: number
  readonly to: number
}

/** How a manager's style moves. */
export interface RollingStyle {
  readonly windows: readonly StyleWindow[]
  /** Last window less the last one before that shares no period with it; null without one. */
  readonly drift: {
    readonly from: number
    readonly changes: readonly number[]
    /** Change over the error of the difference; null where a weight has no error. */
    readonly standardErrors: readonly (number | null)[]
    /** Half the sum of the absolute changes: the share of the portfolio that is another style. */
    readonly turnover: number
    readonly drifted: boolean
  } | null
  /** Mean half-sum of absolute changes between windows that follow one another without overlap; null with one of them. */
  readonly averageTurnover: number | null
  /** Of the regression of the manager on the indices, any sign, with intercept; null where the record is too short. */
  readonly breaks: StructuralBreaks | null
  /** Of the selection returns of the whole record, in mean or variance. */
  readonly selectionChanges: ChangePoints | null
  readonly cautions: readonly ('one-window' | 'record-too-short-for-breaks' | 'exact-fit')[]
}

/**
 * Return-based style over rolling windows, the last one ending with the record, whether it drifts by more than `threshold`
 * standard errors, and where the exposures break.
 *
 * `breaks` allows up to `mostBreaks` with 15 % of the record a segment at least, p-values from `replications` draws.
 * Sources as of `styleAnalysis`, `structuralBreaks` and `changePoints`. Throws as `styleAnalysis`.
 */
export function rollingStyle(
  managerReturns: Sample,
  factors: readonly Sample[],
  options: {
    readonly window: number
    readonly step: number
    readonly threshold: number
    readonly mostBreaks: number
    readonly replications: number
    readonly seed: number
  },
): RollingStyle {
  const { window, step, threshold, mostBreaks, replications, seed } = options
  requireSameLength(managerReturns, { length: factors.length }, 'managerReturns', 'factors')
  const whole = styleAnalysis(managerReturns, factors)
  const n = whole.observations
  const k = factors[0].length
  requireWhole(window, Math.min(n, k + 3), n, 'window')
  requireWhole(step, 1, n, 'step')
  if (!(threshold > 0)) throw new TuttiError('invalid-input', 'threshold must be above 0', { field: 'threshold' })
  const windows: StyleWindow[] = []
  for (let to = n; to >= window; to -= step) {
    windows.unshift(styleWindow(managerReturns, factors, to - window, to))
  }
  const last = windows[windows.length - 1]
  const apart = n >= 2 * window ? styleWindow(managerReturns, factors, n - 2 * window, n - window) : undefined
  const chain: StyleWindow[] = []
  for (let to = n; to >= window; to -= window) chain.unshift(styleWindow(managerReturns, factors, to - window, to))
  const turnovers = chain.slice(1).map((next, i) => turnover(next.weights, chain[i].weights))
  const least = Math.max(1, Math.ceil(0.15 * n - 1e-9))
  const exact = whole.selectionTStatistic === null || whole.styleRSquared > 1 - 1e-12
  const breakable = n >= 20 && least >= k + 2 && !exact
  const x = factors.map((row) => [1, ...Array.from(row)])
  const cautions: RollingStyle['cautions'][number][] = []
  if (apart === undefined) cautions.push('one-window')
  if (exact) cautions.push('exact-fit')
  else if (!breakable) cautions.push('record-too-short-for-breaks')
  return {
    windows,
    drift: apart === undefined ? null : driftBetween(apart, last, threshold),
    averageTurnover: turnovers.length > 0 ? turnovers.reduce((sum, value) => sum + value, 0) / turnovers.length : null,
    breaks: breakable
      ? structuralBreaks(managerReturns, x, {
          mostBreaks: Math.min(mostBreaks, Math.floor(n / least) - 1),
          trimming: 0.15,
          confidence: 0.95,
          replications,
          seed,
        })
      : null,
    selectionChanges:
      exact || n < 12
        ? null
        : changePoints(whole.selectionReturns, { change: 'mean-and-variance', penalty: null, minimumLength: 6 }),
    cautions,
  }
}

function styleWindow(managerReturns: Sample, factors: readonly Sample[], from: number, to: number): StyleWindow {
  const { selectionReturns: _, ...style } = styleAnalysis(
    Array.from(managerReturns).slice(from, to),
    factors.slice(from, to),
  )
  return { from, to, ...style }
}

function driftBetween(before: StyleWindow, after: StyleWindow, threshold: number): RollingStyle['drift'] {
  const changes = after.weights.map((weight, j) => weight - before.weights[j])
  const standardErrors = changes.map((change, j) => {
    const errors = [before.weightStandardErrors[j], after.weightStandardErrors[j]]
    const squares = errors.reduce((sum: number, e) => sum + (e ?? Infinity) ** 2, 0)
    return Number.isFinite(squares) && squares > 0 ? change / Math.sqrt(squares) : null
  })
  return {
    from: before.from,
    changes,
    standardErrors,
    turnover: turnover(after.weights, before.weights),
    drifted: standardErrors.some((value) => value !== null && Math.abs(value) > threshold),
  }
}

function turnover(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, weight, j) => sum + Math.abs(weight - b[j]) / 2, 0)
}
