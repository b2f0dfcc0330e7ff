import { requireSample, TuttiError } from '../errors/index.ts'
import { studentTCdf } from '../math/index.ts'
import { covariance } from './covariance.ts'
import { isConstant, variance } from './moments.ts'
import { requireSameLength, type Sample } from './sample.ts'

/** Pearson's correlation in [-1, 1]. Throws `not-applicable` when one sample is constant. */
export function pearsonCorrelation(x: Sample, y: Sample): number {
  requirePair(x, y)
  const r = covariance(x, y, 'population') / Math.sqrt(variance(x, 'population') * variance(y, 'population'))
  return Math.min(1, Math.max(-1, r))
}

/** Two-sided p-value of Pearson's correlation against zero: Student's t with n - 2 degrees of freedom; n >= 3. */
export function pearsonPValue(x: Sample, y: Sample): number {
  requirePair(x, y)
  requireSample(x, 3, 'x')
  const r = pearsonCorrelation(x, y)
  if (Math.abs(r) === 1) return 0
  const t = r * Math.sqrt((x.length - 2) / ((1 - r) * (1 + r)))
  return 2 * studentTCdf(-Math.abs(t), x.length - 2)
}

/** Spearman's rank correlation: Pearson's correlation of the ranks, ties at their average rank. */
export function spearmanCorrelation(x: Sample, y: Sample): number {
  requirePair(x, y)
  return pearsonCorrelation(averageRanks(x), averageRanks(y))
}

/**
 * Kendall's tau-b, which corrects for ties in either sample. Cost O(n^2).
 *
 * Source: Kendall (1945), The treatment of ties in ranking problems, Biometrika 33.
 */
export function kendallTauB(x: Sample, y: Sample): number {
  requirePair(x, y)
  let score = 0
  let untiedX = 0
  let untiedY = 0
  for (let i = 1; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const signX = Math.sign(x[i] - x[j])
      const signY = Math.sign(y[i] - y[j])
      score += signX * signY
      untiedX += signX * signX
      untiedY += signY * signY
    }
  }
  return score / Math.sqrt(untiedX * untiedY)
}

/** Ranks from 1 (smallest) to n; tied values share the average of the ranks they cover. */
export function averageRanks(values: Sample): Float64Array {
  requireSample(values, 1, 'values')
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b])
  const ranks = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end + 1 < order.length && values[order[end + 1]] === values[order[start]]) end++
    for (let k = start; k <= end; k++) ranks[order[k]] = (start + end) / 2 + 1
    start = end + 1
  }
  return ranks
}

function requirePair(x: Sample, y: Sample): void {
  requireSample(x, 2, 'x')
  requireSample(y, 2, 'y')
  requireSameLength(x, y, 'x', 'y')
  for (const [field, values] of [['x', x] as const, ['y', y] as const]) {
    if (isConstant(values, variance(values, 'population'))) {
      throw new TuttiError('not-applicable', `the correlation is not defined because ${field} is constant`, {
        field,
        got: `${values.length} values equal to ${values[0]}`,
        expected: 'values that differ',
      })
    }
  }
}
