import type { ProgrammeArrays } from './programme-arrays.ts'

/** A point with its multipliers: c + Qx = A'rowDuals + boundDuals at an optimum. */
export interface PrimalDualPoint {
  readonly x: Float64Array
  readonly rowDuals: Float64Array
}

/** The conditions at a point, and the gradient parts that they need. */
export interface MeasuredPoint {
  readonly objective: number
  readonly boundDuals: Float64Array
  readonly primal: number
  readonly dual: number
  readonly complementarity: number
}

/** c + Qx. */
export function gradient(p: ProgrammeArrays, x: Float64Array): Float64Array {
  const g = Float64Array.from(p.cost)
  const { hessian: q, n } = p
  if (!q) return g
  for (let i = 0; i < n; i++) {
    let sum = 0
    const start = i * n
    for (let j = 0; j < n; j++) sum += q[start + j] * x[j]
    g[i] += sum
  }
  return g
}

/** Ax. */
export function rowActivities(p: ProgrammeArrays, x: Float64Array): Float64Array {
  const activity = new Float64Array(p.m)
  for (let i = 0; i < p.m; i++) {
    let sum = 0
    for (let k = p.rowStarts[i]; k < p.rowStarts[i + 1]; k++) sum += p.rowValues[k] * x[p.rowIndices[k]]
    activity[i] = sum
  }
  return activity
}

/** c'x + ½x'Qx. */
export function objectiveAt(p: ProgrammeArrays, x: Float64Array): number {
  const g = gradient(p, x)
  let sum = 0
  for (let j = 0; j < p.n; j++) sum += 0.5 * (g[j] + p.cost[j]) * x[j]
  return sum
}

/**
 * Largest violations of the optimality conditions at a point of a scaled programme: of bounds relative to 1 + the largest
 * term, of multipliers of the wrong sign relative to the largest term of the gradient, of complementarity relative to the
 * objective's terms. The multipliers of the variables' bounds are what stationarity leaves for them.
 */
export function measuredPoint(p: ProgrammeArrays, point: PrimalDualPoint): MeasuredPoint {
  const { x, rowDuals } = point
  const g = gradient(p, x)
  let objective = 0
  let objectiveSize = 0
  let gradientSize = 0
  let curvature = 0
  let xSize = 0
  for (let j = 0; j < p.n; j++) {
    curvature = Math.max(curvature, p.hessian ? p.hessian[j * p.n + j] : 0)
    xSize = Math.max(xSize, Math.abs(x[j]))
    objective += 0.5 * (g[j] + p.cost[j]) * x[j]
    objectiveSize += Math.abs(p.cost[j] * x[j]) + Math.abs((g[j] - p.cost[j]) * x[j])
    gradientSize = Math.max(gradientSize, Math.abs(p.cost[j]), Math.abs(g[j]))
  }
  // Where the gradient vanishes at the optimum, the curvature says what is small; a point that runs away says nothing.
  gradientSize = Math.max(gradientSize, curvature * Math.min(xSize, 1))
  const boundDuals = Float64Array.from(g)
  let primal = 0
  let dual = 0
  let complementarity = 0
  const weigh = (value: number, low: number, high: number, multiplier: number, size: number): void => {
    const scale = 1 + size
    primal = Math.max(primal, (low - value) / scale, (value - high) / scale)
    if (multiplier > 0) {
      if (low === -Infinity) dual = Math.max(dual, multiplier)
      else complementarity = Math.max(complementarity, multiplier * Math.abs(value - low))
    } else if (multiplier < 0) {
      if (high === Infinity) dual = Math.max(dual, -multiplier)
      else complementarity = Math.max(complementarity, -multiplier * Math.abs(high - value))
    }
  }
  for (let i = 0; i < p.m; i++) {
    let activity = 0
    let size = 0
    for (let k = p.rowStarts[i]; k < p.rowStarts[i + 1]; k++) {
      const term = p.rowValues[k] * x[p.rowIndices[k]]
      activity += term
      size = Math.max(size, Math.abs(term))
      const pull = p.rowValues[k] * rowDuals[i]
      boundDuals[p.rowIndices[k]] -= pull
      gradientSize = Math.max(gradientSize, Math.abs(pull))
    }
    weigh(activity, p.rowLower[i], p.rowUpper[i], rowDuals[i], size)
  }
  for (let j = 0; j < p.n; j++) weigh(x[j], p.lower[j], p.upper[j], boundDuals[j], Math.abs(x[j]))
  return {
    objective,
    boundDuals,
    primal,
    dual: dual / (gradientSize || 1),
    complementarity: complementarity / (Math.max(objectiveSize, gradientSize) || 1),
  }
}
