import { TuttiError, requireSample } from '../errors/index.ts'

export interface NelderMeadOptions {
  /** Length of each edge of the first simplex, one per coordinate; default 10 % of the coordinate, or 0.1 at zero. */
  readonly steps?: readonly number[]
  /** Stop when the values at the vertices differ by less than this times (1 + |best|); default 1e-12. */
  readonly valueTolerance?: number
  /** And the vertices by less than this times (1 + |coordinate|); default 1e-8. */
  readonly pointTolerance?: number
  /** Default 400 per dimension. */
  readonly maxIterations?: number
}

export interface NelderMeadMinimum {
  readonly point: readonly number[]
  readonly value: number
  readonly iterations: number
}

/**
 * Local minimum of `objective` by the downhill simplex; deterministic, no derivatives. Infinite values are allowed and
 * act as walls (constraints), except at the start.
 *
 * Coefficients adapt to the dimension (Gao & Han 2012), equal to Nelder & Mead (1965) in two dimensions.
 * Throws `invalid-input` where the start is not finite or has no finite value, `calculation-failed` at a NaN,
 * `not-converged` past `maxIterations`.
 */
export function nelderMead(
  objective: (point: readonly number[]) => number,
  start: readonly number[],
  options: NelderMeadOptions = {},
): NelderMeadMinimum {
  requireSample(start, 1, 'start')
  const dimension = start.length
  const { valueTolerance = 1e-12, pointTolerance = 1e-8, maxIterations = 400 * dimension } = options
  const shape = Math.max(dimension, 2)
  const expansion = 1 + 2 / shape
  const contraction = 0.75 - 1 / (2 * shape)
  const shrinkage = 1 - 1 / shape

  const vertexAt = (point: readonly number[]): { point: readonly number[]; value: number } => {
    const value = objective(point)
    if (Number.isNaN(value)) {
      throw new TuttiError('calculation-failed', `the objective is not a number at [${point.join(', ')}]`)
    }
    return { point, value }
  }
  const first = vertexAt(start)
  if (!Number.isFinite(first.value)) {
    throw new TuttiError('invalid-input', `the objective at the start is ${first.value}; start where it is finite`, {
      field: 'start',
      got: String(first.value),
      expected: 'a finite value',
    })
  }
  const simplex = [first]
  for (let i = 0; i < dimension; i++) {
    const step = options.steps?.[i] ?? (start[i] === 0 ? 0.1 : 0.1 * start[i])
    simplex.push(vertexAt(start.map((x, j) => (i === j ? x + step : x))))
  }

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    simplex.sort((a, b) => a.value - b.value)
    const best = simplex[0]
    const worst = simplex[dimension]
    const flat = worst.value - best.value <= valueTolerance * (1 + Math.abs(best.value))
    const small = simplex.every((vertex) =>
      vertex.point.every((x, j) => Math.abs(x - best.point[j]) <= pointTolerance * (1 + Math.abs(best.point[j]))),
    )
    if (flat && small) return { point: best.point, value: best.value, iterations: iteration }

    const centroid = start.map((_, j) => {
      let sum = 0
      for (let i = 0; i < dimension; i++) sum += simplex[i].point[j]
      return sum / dimension
    })
    const along = (factor: number): { point: readonly number[]; value: number } =>
      vertexAt(centroid.map((c, j) => c + factor * (worst.point[j] - c)))

    const reflected = along(-1)
    if (reflected.value < best.value) {
      const expanded = along(-expansion)
      simplex[dimension] = expanded.value < reflected.value ? expanded : reflected
      continue
    }
    if (reflected.value < simplex[dimension - 1].value) {
      simplex[dimension] = reflected
      continue
    }
    const contracted = reflected.value < worst.value ? along(-contraction) : along(contraction)
    if (contracted.value < Math.min(reflected.value, worst.value)) {
      simplex[dimension] = contracted
      continue
    }
    for (let i = 1; i <= dimension; i++) {
      simplex[i] = vertexAt(simplex[i].point.map((x, j) => best.point[j] + shrinkage * (x - best.point[j])))
    }
  }
  throw new TuttiError(
    'not-converged',
    `no minimum after ${maxIterations} simplex iterations; start closer or allow more (best so far ${simplex[0].value})`,
  )
}
