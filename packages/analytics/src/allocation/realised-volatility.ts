import { DAYS_PER_MONTH, DAYS_PER_YEAR } from '../scenarios/path-model.ts'

/** Variance below which a window counts as flat; keeps 1 / volatility finite. */
const SMALLEST_VARIANCE = 1e-12

/**
 * Annual volatility of the last `windowMonths` months before month `end` from prefix sums of daily log returns (`sums`)
 * and of their squares, one entry a month: O(1) whatever the window. Population variance of the days in the window.
 * `end` counts from the start of the sums; a window longer than the history takes what there is; none gives `fallback`.
 */
export function windowedVolatility(
  sums: Float64Array,
  squares: Float64Array,
  end: number,
  windowMonths: number,
  fallback: number,
): number {
  const length = windowMonths < end ? windowMonths : end
  if (length === 0) return fallback
  const n = DAYS_PER_MONTH * length
  const mean = (sums[end] - sums[end - length]) / n
  const variance = (squares[end] - squares[end - length]) / n - mean * mean
  return Math.sqrt(DAYS_PER_YEAR * (variance > SMALLEST_VARIANCE ? variance : SMALLEST_VARIANCE))
}

/** Writes volatility[L] and inverse[L] = 1 / volatility[L] for every window L; arguments as `windowedVolatility`. */
export function writeWindowedVolatilities(
  sums: Float64Array,
  squares: Float64Array,
  end: number,
  windows: Int32Array,
  fallback: number,
  volatility: Float64Array,
  inverse: Float64Array,
): void {
  for (let k = 0, n = windows.length; k < n; k++) {
    const length = windows[k]
    const v = windowedVolatility(sums, squares, end, length, fallback)
    volatility[length] = v
    inverse[length] = 1 / v
  }
}
