import { requireFinite, requireSample } from '../errors/index.ts'
import { compensatedSum, type Sample } from '../statistics/index.ts'

/** How often and how far equally likely outcomes fall short of a target. */
export interface TargetShortfall {
  /** Share of outcomes below the target. */
  readonly probability: number
  /** Mean of max(target - value, 0) over all outcomes. */
  readonly expectedAmount: number
  /** Mean shortfall given that there is one; `null` when no outcome falls short. */
  readonly conditionalAmount: number | null
}

/** Shortfall of `values` (funded ratios, wealth, ...) below `target`, in their unit. */
export function targetShortfall(values: Sample, target: number): TargetShortfall {
  requireSample(values, 1, 'values')
  requireFinite(target, 'target')
  const gaps = Float64Array.from(values, (value) => target - value).filter((gap) => gap > 0)
  const total = compensatedSum(gaps)
  return {
    probability: gaps.length / values.length,
    expectedAmount: total / values.length,
    conditionalAmount: gaps.length === 0 ? null : total / gaps.length,
  }
}
