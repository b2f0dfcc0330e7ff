import { DAYS_PER_MONTH as DM, DAYS_PER_YEAR as DY } from '../scenarios/path-model.ts'

const DAYS_PER_MONTH = DM
const DAYS_PER_YEAR = DY
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

/** Writes volatility[L] and inverse[L] for all windows L. */
export function writeWindowedVolatilities(
  sums: Float64Array,
  squares: Float64Array,
  end: number,
  windows: Int32Array,
  fallback: number,
  volatility: Float64Array,
  inverse: Float64Array,
): void {
  const sumEnd = sums[end]
  const squaresEnd = squares[end]
  for (let k = 0, n = windows.length; k < n; k++) {
    const L = windows[k]
    const length = L < end ? L : end
    if (length === 0) {
      volatility[L] = fallback
      inverse[L] = 1 / fallback
      continue
    }
    const days = DAYS_PER_MONTH * length
    const mean = (sumEnd - sums[end - length]) / days
    const variance = (squaresEnd - squares[end - length]) / days - mean * mean
    const v = Math.sqrt(DAYS_PER_YEAR * (variance > SMALLEST_VARIANCE ? variance : SMALLEST_VARIANCE))
    volatility[L] = v
    inverse[L] = 1 / v
  }
}
