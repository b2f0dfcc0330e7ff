import type { Estimate, Interval } from '@tutti/workflows/asset-allocation'
import { percentText } from './number-text.ts'

/** A simulated share with its standard error in percentage points: `4.31 ± 0.05 %`. */
export function percentEstimate({ value, standardError }: Estimate, digits = 2): string {
  if (standardError === null) return percentText(value, digits)
  return `${(100 * value).toFixed(digits)} ± ${(100 * standardError).toFixed(digits)} %`
}

/** A simulated ratio with its standard error: `0.31 ± 0.01`. */
export function ratioEstimate({ value, standardError }: Estimate, digits = 2): string {
  return `${value.toFixed(digits)}${standardError === null ? '' : ` ± ${standardError.toFixed(digits)}`}`
}

/** A figure of a history with its confidence interval: `0.61 [0.30, 0.92]`. */
export function ratioInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
}
