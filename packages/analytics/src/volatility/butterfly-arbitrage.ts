import { TuttiError } from '../errors/index.ts'
import { durrlemanFactor, type VarianceSlice } from './variance-slice.ts'

/** A range of log-moneyness in which a smile implies a negative density. */
export interface ButterflyViolation {
  /** First and last log-moneyness seen with g < 0. */
  readonly from: number
  readonly to: number
  /** Where g is least, and its value there. */
  readonly worst: number
  readonly factor: number
}

/** Log-moneyness to look at: `count` points evenly from `low` to `high`. */
export interface MoneynessRange {
  readonly low: number
  readonly high: number
  /** Default 401; a violation narrower than the spacing is found only if g dips at a point or at a local minimum. */
  readonly count?: number
}

/**
 * Ranges of log-moneyness where a smile has butterfly arbitrage (g < -tolerance), in increasing order; empty for none.
 * Every local minimum of g on the grid is refined by golden section. A total variance that is not above zero counts as a
 * violation with factor -Infinity. Default tolerance 1e-12. See `durrlemanFactor`.
 *
 * With `logMoneynessAt` (increasing) the range and the answer are positions that it maps to log-moneyness, so that a grid
 * can be fine where the smile bends.
 */
export function butterflyViolations(
  slice: VarianceSlice,
  { low, high, count = 401 }: MoneynessRange,
  tolerance = 1e-12,
  logMoneynessAt: (position: number) => number = (position) => position,
): ButterflyViolation[] {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high && Number.isInteger(count) && count >= 3)) {
    throw new TuttiError('invalid-input', 'the range of log-moneyness needs finite low < high and at least 3 points', {
      field: 'low, high, count',
      got: `${low}, ${high}, ${count}`,
      expected: 'low < high, count >= 3',
    })
  }
  const factorAt = (position: number): number => {
    const k = logMoneynessAt(position)
    const point = slice(k)
    return point.totalVariance > 0 ? durrlemanFactor(point, k) : -Infinity
  }
  const spacing = (high - low) / (count - 1)
  const points = Array.from({ length: count }, (_, i) => {
    const k = i === count - 1 ? high : low + i * spacing
    return { k, g: factorAt(k) }
  })
  const refined = points.flatMap((point, i) => {
    const isDip = i > 0 && i < count - 1 && point.g < points[i - 1].g && point.g <= points[i + 1].g
    return isDip ? [point, leastBetween(factorAt, points[i - 1].k, points[i + 1].k)] : [point]
  })
  refined.sort((a, b) => a.k - b.k)
  const violations: ButterflyViolation[] = []
  let isOpen = false
  for (const { k, g } of refined) {
    if (!(g < -tolerance)) {
      isOpen = false
      continue
    }
    const last = violations.at(-1)
    if (isOpen && last !== undefined) {
      const isWorse = g < last.factor
      violations[violations.length - 1] = {
        from: last.from,
        to: k,
        worst: isWorse ? k : last.worst,
        factor: isWorse ? g : last.factor,
      }
    } else violations.push({ from: k, to: k, worst: k, factor: g })
    isOpen = true
  }
  return violations
}

/** Least value of a function between two points that enclose a dip. */
function leastBetween(value: (k: number) => number, left: number, right: number): { k: number; g: number } {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [left, right]
  let inner = high - golden * (high - low)
  let outer = low + golden * (high - low)
  let [innerValue, outerValue] = [value(inner), value(outer)]
  for (let i = 0; i < 40; i++) {
    if (innerValue < outerValue) {
      ;[high, outer, outerValue] = [outer, inner, innerValue]
      inner = high - golden * (high - low)
      innerValue = value(inner)
    } else {
      ;[low, inner, innerValue] = [inner, outer, outerValue]
      outer = low + golden * (high - low)
      outerValue = value(outer)
    }
  }
  return innerValue < outerValue ? { k: inner, g: innerValue } : { k: outer, g: outerValue }
}
