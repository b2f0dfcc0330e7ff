import { TuttiError, requireInRange } from '../errors/index.ts'

export type DiscrepancyKind = 'centered' | 'wrap-around' | 'mixture' | 'l2-star'

/**
 * Discrepancy of points (rows) in the unit cube: how unevenly they fill it, smaller is more even. Cost n^2 d.
 *
 * `centered`, `wrap-around` and `mixture` are the squared discrepancies; `l2-star` is the root, as is customary.
 * Sources: Hickernell, Math. Comp. 67 (1998), 299-322 (centered, wrap-around); Zhou, Fang & Ning, J. Complexity 29
 * (2013), 283-301 (mixture); Warnock (1972) (L2-star). Throws `invalid-input` for no points, rows of unequal length or
 * coordinates outside [0, 1].
 */
export function discrepancy(points: ReadonlyArray<ArrayLike<number>>, kind: DiscrepancyKind): number {
  const count = points.length
  const dimension = points[0]?.length ?? 0
  if (count === 0 || dimension === 0) {
    throw new TuttiError('invalid-input', 'discrepancy needs at least one point of at least one coordinate', {
      field: 'points',
      got: `${count} points of ${dimension} coordinates`,
      expected: 'at least one of each',
    })
  }
  points.forEach((point, i) => {
    if (point.length !== dimension) {
      throw new TuttiError(
        'invalid-input',
        `points[${i}] has ${point.length} coordinates, the first has ${dimension}`,
        {
          field: `points[${i}]`,
          got: String(point.length),
          expected: String(dimension),
        },
      )
    }
    for (let j = 0; j < dimension; j++) requireInRange(point[j], 0, 1, `points[${i}][${j}]`)
  })
  const { constant, single, pair } = kernels[kind]
  const product = (term: (j: number) => number): number => {
    let value = 1
    for (let j = 0; j < dimension; j++) value *= term(j)
    return value
  }
  let singles = 0
  let pairs = 0
  for (let i = 0; i < count; i++) {
    const x = points[i]
    if (single !== undefined) singles += product((j) => single(x[j]))
    for (let k = 0; k < count; k++) {
      const y = points[k]
      pairs += product((j) => pair(x[j], y[j]))
    }
  }
  const squared = constant ** dimension * (kind === 'wrap-around' ? -1 : 1) - (2 / count) * singles + pairs / count ** 2
  return kind === 'l2-star' ? Math.sqrt(squared) : squared
}

interface DiscrepancyKernel {
  readonly constant: number
  readonly single?: (x: number) => number
  readonly pair: (x: number, y: number) => number
}

const kernels: Record<DiscrepancyKind, DiscrepancyKernel> = {
  centered: {
    constant: 13 / 12,
    single: (x) => 1 + 0.5 * Math.abs(x - 0.5) - 0.5 * (x - 0.5) ** 2,
    pair: (x, y) => 1 + 0.5 * Math.abs(x - 0.5) + 0.5 * Math.abs(y - 0.5) - 0.5 * Math.abs(x - y),
  },
  'wrap-around': {
    constant: 4 / 3,
    pair: (x, y) => 1.5 - Math.abs(x - y) * (1 - Math.abs(x - y)),
  },
  mixture: {
    constant: 19 / 12,
    single: (x) => 5 / 3 - 0.25 * Math.abs(x - 0.5) - 0.25 * (x - 0.5) ** 2,
    pair: (x, y) =>
      15 / 8 - 0.25 * Math.abs(x - 0.5) - 0.25 * Math.abs(y - 0.5) - 0.75 * Math.abs(x - y) + 0.5 * (x - y) ** 2,
  },
  'l2-star': {
    constant: 1 / 3,
    single: (x) => (1 - x * x) / 2,
    pair: (x, y) => 1 - Math.max(x, y),
  },
}
