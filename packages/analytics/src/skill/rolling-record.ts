import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import {
  isConstant,
  kurtosis,
  mean,
  requireBetween,
  requireWhole,
  type Sample,
  sharpeStandardError,
  skewness,
  standardDeviation,
  variance,
} from '../statistics/index.ts'
import { type Interval, wilsonInterval } from './active-record.ts'

/** The record of one window [from, to). */
export interface WindowRecord {
  readonly from: number
  readonly to: number
  /** Annual; null where the window does not vary. */
  readonly informationRatio: number | null
  readonly informationRatioInterval: Interval | null
  readonly hitRate: number
  readonly hitRateInterval: Interval
  /** Null without a gain or a loss. */
  readonly winLossRatio: number | null
  /** By the delta method on its logarithm; null with fewer than two gains or two losses. */
  readonly winLossInterval: Interval | null
}

/** All windows of one length. */
export interface RollingRecord {
  readonly window: number
  readonly records: readonly WindowRecord[]
  /** Windows that share no period: what there is to learn from, however many overlap. */
  readonly independentWindows: number
  /** Share of windows with a ratio above 0, and with its interval above or below 0. */
  readonly shareAbove: number
  readonly shareSignificant: number
  readonly shareSignificantlyBelow: number
  readonly cautions: readonly ('few-independent-windows' | 'short-window')[]
}

/** Rolling windows of several lengths. */
export interface RollingRecords {
  readonly lengths: readonly RollingRecord[]
  /** Windows asked for that are longer than the record. */
  readonly tooLong: readonly number[]
}

/**
 * Information ratio, hit rate and win/loss ratio of active returns over rolling windows, each with its interval.
 *
 * Windows that overlap repeat one another: `independentWindows` says how many do not (a caution stands below 5). A window
 * under 24 periods has a caution, as its intervals rest on moments of few values. Throws `not-applicable` where every
 * window is longer than the record. Sources as of `activeRecord`.
 */
export function rollingRecords(
  activeReturns: Sample,
  options: {
    /** Lengths in periods, at least 6: 12, 36 and 60. */
    readonly windows: readonly number[]
    /** Periods from one window to the next. */
    readonly step: number
    readonly periodsPerYear: number
    readonly confidence: number
  },
): RollingRecords {
  const { windows, step, periodsPerYear, confidence } = options
  const n = requireSample(activeReturns, 6, 'activeReturns').length
  requireWhole(step, 1, n, 'step')
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireBetween(confidence, 0, 1, 'confidence')
  requireSample(windows, 1, 'windows')
  windows.forEach((window, i) => requireWhole(window, 6, Infinity, `windows[${i}]`))
  const z = normalQuantile((1 + confidence) / 2)
  const fitting = windows.filter((window) => window <= n)
  if (fitting.length === 0) {
    throw new TuttiError('not-applicable', `no window fits into a record of ${n} periods`, {
      field: 'windows',
      got: windows.join(', '),
      expected: `a window of at most ${n}`,
    })
  }
  const lengths = fitting.map((window): RollingRecord => {
    const records: WindowRecord[] = []
    // The last window ends with the record.
    for (let to = n; to >= window; to -= step) {
      const values = Array.from({ length: window }, (_, i) => activeReturns[to - window + i])
      records.unshift({ from: to - window, to, ...windowFigures(values, periodsPerYear, z) })
    }
    const share = (test: (record: WindowRecord) => boolean): number => records.filter(test).length / records.length
    const independentWindows = Math.floor(n / window)
    return {
      window,
      records,
      independentWindows,
      shareAbove: share(({ informationRatio }) => informationRatio !== null && informationRatio > 0),
      shareSignificant: share(({ informationRatioInterval: i }) => i !== null && i.lower > 0),
      shareSignificantlyBelow: share(({ informationRatioInterval: i }) => i !== null && i.upper < 0),
      cautions: [
        ...(independentWindows < 5 ? (['few-independent-windows'] as const) : []),
        ...(window < 24 ? (['short-window'] as const) : []),
      ],
    }
  })
  return { lengths, tooLong: windows.filter((window) => window > n) }
}

function windowFigures(
  values: readonly number[],
  periodsPerYear: number,
  z: number,
): Omit<WindowRecord, 'from' | 'to'> {
  const n = values.length
  const wins = values.filter((value) => value > 0)
  const losses = values.filter((value) => value < 0).map((value) => -value)
  let informationRatio: number | null = null
  let informationRatioInterval: Interval | null = null
  if (!isConstant(values, variance(values, 'population'))) {
    const root = Math.sqrt(periodsPerYear)
    const sharpe = mean(values) / standardDeviation(values, 'sample')
    const facts = { skewness: skewness(values, 'population'), kurtosis: kurtosis(values, 'population') }
    const half = z * root * sharpeStandardError({ sharpe, observations: n, ...facts })
    informationRatio = sharpe * root
    informationRatioInterval = { lower: informationRatio - half, upper: informationRatio + half }
  }
  const winLossRatio = wins.length > 0 && losses.length > 0 ? mean(wins) / mean(losses) : null
  let winLossInterval: Interval | null = null
  if (winLossRatio !== null && wins.length > 1 && losses.length > 1) {
    const relative = [wins, losses].map((side) => variance(side, 'sample') / side.length / mean(side) ** 2)
    const half = z * Math.sqrt(relative[0] + relative[1])
    winLossInterval = { lower: winLossRatio * Math.exp(-half), upper: winLossRatio * Math.exp(half) }
  }
  return {
    informationRatio,
    informationRatioInterval,
    hitRate: wins.length / n,
    hitRateInterval: wilsonInterval(wins.length, n, z),
    winLossRatio,
    winLossInterval,
  }
}
