import { gaussLegendre } from '../math/index.ts'
import type { Life } from './life.ts'

const { nodes, weights } = gaussLegendre(12)

/**
 * Integral of `integrand` over [`from`, `to`], piece by piece between the times at which the life's force may jump and
 * those of `otherFractions`, by 12 Gauss-Legendre points a piece.
 */
export function lifeIntegral(
  life: Life,
  from: number,
  to: number,
  integrand: (years: number) => number,
  otherFractions: readonly number[] = [],
): number {
  const fractions = [...new Set([...life.kinkFractions, ...otherFractions])].sort((a, b) => a - b)
  let sum = 0
  let low = from
  while (low < to) {
    const high = Math.min(to, nextKink(fractions, low))
    const half = (high - low) / 2
    const middle = (high + low) / 2
    let piece = 0
    for (let i = 0; i < nodes.length; i++) piece += weights[i] * integrand(middle + half * nodes[i])
    sum += piece * half
    low = high
  }
  return sum
}

/** The first time after `time` with one of the fractions. */
function nextKink(fractions: readonly number[], time: number): number {
  const whole = Math.floor(time)
  for (let k = whole; ; k++) {
    for (const fraction of fractions) if (k + fraction > time + 1e-9) return k + fraction
  }
}
