import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from './compensated-sum.ts'
import { variance } from './moments.ts'
import { requireSameLength, requireWhole, type Sample } from './sample.ts'

/** Daily bars; prices > 0, low <= open, close <= high. */
export interface OhlcBars {
  readonly open: Sample
  readonly high: Sample
  readonly low: Sample
  readonly close: Sample
}

/** Estimators of volatility from daily bars. */
export type OhlcEstimator =
  'close' | 'parkinson' | 'garman-klass' | 'rogers-satchell' | 'garman-klass-yang-zhang' | 'yang-zhang'

/**
 * Rolling annualised volatility from daily bars. Entry k uses bars k to k + window - 1 (those with an overnight gap,
 * `garman-klass-yang-zhang` and `yang-zhang`, also the close before, so their entry 0 ends one bar later).
 *
 * - `close`: sample standard deviation of the window - 1 log returns between its closes
 * - `parkinson` (1980), `garman-klass` (1980), `rogers-satchell` (1991): means over the window
 * - `garman-klass-yang-zhang`: Garman-Klass with the squared overnight return added
 * - `yang-zhang` (2000): overnight and open-to-close sample variances and Rogers-Satchell, with
 *   k = 0.34 / (1.34 + (n+1)/(n-1))
 *
 * Source: formulas as in R's TTR::volatility; Yang and Zhang (2000), J. of Business 73.
 */
export function ohlcVolatility(
  bars: OhlcBars,
  estimator: OhlcEstimator,
  window: number,
  periodsPerYear: number,
): Float64Array {
  requireWhole(window, estimator === 'close' ? 3 : 2, Infinity, 'window')
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireBars(bars)
  const overnight = estimator === 'garman-klass-yang-zhang' || estimator === 'yang-zhang'
  const first = overnight ? 1 : 0
  requireSample(bars.close, window + first, 'close')
  return Float64Array.from({ length: bars.close.length - window - first + 1 }, (_, k) =>
    Math.sqrt(periodsPerYear * windowEstimate(bars, estimator, k + first, window)),
  )
}

/** Variance per period over the bars `start` to `start + window - 1`. */
function windowEstimate({ open, high, low, close }: OhlcBars, estimator: OhlcEstimator, start: number, window: number) {
  const each = (term: (t: number) => number, from = start) =>
    Float64Array.from({ length: start + window - from }, (_, i) => term(from + i))
  const average = (term: (t: number) => number) => compensatedSum(each(term)) / window
  const range = (t: number) => Math.log(high[t] / low[t])
  const body = (t: number) => Math.log(close[t] / open[t])
  const gap = (t: number) => Math.log(open[t] / close[t - 1])
  const garmanKlass = (t: number) => 0.5 * range(t) ** 2 - (2 * Math.LN2 - 1) * body(t) ** 2
  const rogersSatchell = (t: number) =>
    Math.log(high[t] / close[t]) * Math.log(high[t] / open[t]) +
    Math.log(low[t] / close[t]) * Math.log(low[t] / open[t])
  switch (estimator) {
    case 'close':
      return variance(
        each((t) => Math.log(close[t] / close[t - 1]), start + 1),
        'sample',
      )
    case 'parkinson':
      return average((t) => range(t) ** 2) / (4 * Math.LN2)
    case 'garman-klass':
      return Math.max(0, average(garmanKlass))
    case 'rogers-satchell':
      return Math.max(0, average(rogersSatchell))
    case 'garman-klass-yang-zhang':
      return Math.max(
        0,
        average((t) => gap(t) ** 2 + garmanKlass(t)),
      )
    case 'yang-zhang': {
      const k = 0.34 / (1.34 + (window + 1) / (window - 1))
      return variance(each(gap), 'sample') + k * variance(each(body), 'sample') + (1 - k) * average(rogersSatchell)
    }
  }
}

function requireBars(bars: OhlcBars): void {
  for (const field of ['open', 'high', 'low', 'close'] as const) {
    requireSample(bars[field], 1, field)
    requireSameLength(bars.close, bars[field], 'close', field)
  }
  for (let t = 0; t < bars.close.length; t++) {
    const { open, high, low, close } = bars
    const ordered = low[t] <= Math.min(open[t], close[t]) && high[t] >= Math.max(open[t], close[t])
    if (low[t] > 0 && ordered) continue
    throw new TuttiError('invalid-input', `bar ${t} is not a price bar: it needs 0 < low <= open, close <= high`, {
      field: `bar[${t}]`,
      got: `open ${open[t]}, high ${high[t]}, low ${low[t]}, close ${close[t]}`,
      expected: '0 < low <= open, close <= high',
    })
  }
}
