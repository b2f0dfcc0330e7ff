import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import { changePoints, type ChangePoints } from '../regimes/index.ts'
import { isConstant, requireSameLength, requireWhole, type Sample, variance } from '../statistics/index.ts'

/** The last periods of one style figure against all before. */
export interface StyleChange {
  readonly lookback: number
  readonly before: number
  readonly recent: number
  readonly change: number
  readonly changeStandardError: number
  /** Change over its error; null where the figure stands still on both sides. */
  readonly standardErrors: number | null
  readonly drifted: boolean
}

/** Drift of one style figure, such as duration or the weight of a sector. */
export interface StyleFigureDrift {
  readonly changes: readonly StyleChange[]
  /** Largest |change| in standard errors over the lookbacks; null where it never varies. */
  readonly largest: number | null
  readonly drifted: boolean
  /** In mean or variance; null with fewer than 12 periods or a figure that does not vary. */
  readonly changePoints: ChangePoints | null
}

/** Drift of the style of a manager. */
export interface StyleDrift {
  readonly figures: readonly StyleFigureDrift[]
  readonly periods: number
  /** Lookbacks without as many periods before them. */
  readonly tooLong: readonly number[]
  /** Of all comparisons, as many would pass the threshold by chance (normal, none of them a drift). */
  readonly expectedFalseAlarms: number
  readonly cautions: readonly ('short-history' | 'many-comparisons')[]
}

/**
 * Drift of style figures taken from holdings (`history`: a row a period, oldest first, a column a figure): the mean of the
 * last `lookback` periods against the mean of all before, in standard errors; `threshold` of them count as drift.
 *
 * The error takes the figure for a first-order autoregression about one mean on either side, with the lag-one correlation
 * corrected for its bias and held to [-0.9, 0.95], so that a figure that moves slowly does not drift every month. Needs twice
 * the shortest lookback. Sources: Kendall, Biometrika 41 (1954) (bias); Zwiers & von Storch, J. of Climate 8 (1995)
 * (means of autocorrelated samples); Killick, Fearnhead & Eckley, JASA 107 (2012) (change points).
 */
export function styleDrift(
  history: readonly Sample[],
  options: { readonly lookbacks: readonly number[]; readonly threshold: number },
): StyleDrift {
  const { lookbacks, threshold } = options
  requireSample(lookbacks, 1, 'lookbacks').forEach((value, i) => requireWhole(value, 1, Infinity, `lookbacks[${i}]`))
  requirePositive(threshold, 'threshold')
  const n = requireWhole(history.length, 6, 1_000_000, 'number of periods')
  const width = requireWhole(history[0].length, 1, 10_000, 'number of style figures')
  history.forEach((row, t) => {
    requireSameLength(history[0], row, 'history[0]', `history[${t}]`)
    requireSample(row, width, `history[${t}]`)
  })
  const fitting = lookbacks.filter((lookback) => 2 * lookback <= n && n - lookback >= 3)
  if (fitting.length === 0) {
    throw new TuttiError('not-applicable', `no lookback has as many periods before it in a history of ${n}`, {
      field: 'lookbacks',
      got: lookbacks.join(', '),
      expected: `a lookback of at most ${Math.floor(n / 2)}`,
    })
  }
  const figures = Array.from({ length: width }, (_, j): StyleFigureDrift => {
    const series = Float64Array.from(history, (row) => row[j])
    const changes = fitting.map((lookback) => styleChange(series, lookback, threshold))
    const sizes = changes.flatMap(({ standardErrors }) => (standardErrors === null ? [] : [Math.abs(standardErrors)]))
    const varies = !isConstant(series, variance(series, 'population'))
    return {
      changes,
      largest: sizes.length > 0 ? Math.max(...sizes) : null,
      drifted: changes.some(({ drifted }) => drifted),
      changePoints:
        varies && n >= 12
          ? changePoints(series, { change: 'mean-and-variance', penalty: null, minimumLength: 6 })
          : null,
    }
  })
  const expectedFalseAlarms = 2 * normalCdf(-threshold) * width * fitting.length
  return {
    figures,
    periods: n,
    tooLong: lookbacks.filter((lookback) => !fitting.includes(lookback)),
    expectedFalseAlarms,
    cautions: [
      ...(n < 36 ? (['short-history'] as const) : []),
      ...(expectedFalseAlarms >= 1 ? (['many-comparisons'] as const) : []),
    ],
  }
}

function styleChange(series: Float64Array, lookback: number, threshold: number): StyleChange {
  const n = series.length
  const m = n - lookback
  const average = (from: number, to: number): number => {
    let sum = 0
    for (let t = from; t < to; t++) sum += (series[t] - series[0]) / (to - from)
    return series[0] + sum
  }
  const before = average(0, m)
  const recent = average(m, n)
  const change = recent - before
  const residuals = series.map((value, t) => value - (t < m ? before : recent))
  let squares = 0
  let products = 0
  for (let t = 0; t < n; t++) {
    squares += residuals[t] ** 2
    if (t > 0) products += residuals[t] * residuals[t - 1]
  }
  const largest = series.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!(squares > n * (1e-14 * largest) ** 2)) {
    const moved = Math.abs(change) > 1e-12 * largest
    return {
      lookback,
      before,
      recent,
      change: moved ? change : 0,
      changeStandardError: 0,
      standardErrors: moved ? null : 0,
      drifted: moved,
    }
  }
  const raw = products / squares
  const rho = Math.min(0.95, Math.max(-0.9, raw + (1 + 3 * raw) / n))
  const correlated = (weight: (t: number) => number): number => {
    let [total, carried] = [0, 0]
    for (let t = 0; t < n; t++) {
      const own = weight(t)
      total += own * (own + 2 * carried)
      carried = rho * (carried + own)
    }
    return total
  }
  const ofBefore = correlated((t) => (t < m ? 1 / m : 0))
  const ofRecent = correlated((t) => (t < m ? 0 : 1 / lookback))
  // What two fitted means take from the squares.
  const room = Math.max(0.05 * n, n - m * ofBefore - lookback * ofRecent)
  const error = Math.sqrt((squares / room) * correlated((t) => (t < m ? -1 / m : 1 / lookback)))
  const standardErrors = change / error
  return {
    lookback,
    before,
    recent,
    change,
    changeStandardError: error,
    standardErrors,
    drifted: Math.abs(standardErrors) > threshold,
  }
}
