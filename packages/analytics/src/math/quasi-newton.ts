import { TuttiError, requireSample } from '../errors/index.ts'

/** How far `quasiNewtonMinimum` goes. */
export interface QuasiNewtonOptions {
  /** Default 200. */
  readonly maxIterations?: number
  /** Stop when every entry of the gradient is below this times (1 + |value|); default 1e-9. */
  readonly gradientTolerance?: number
}

/** Where the search ended. */
export interface QuasiNewtonMinimum {
  readonly point: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  readonly iterations: number
  /** False where neither the gradient is small nor the value can be lowered by more than rounding. */
  readonly converged: boolean
}

/**
 * Local minimum of a smooth function without bounds by BFGS with a bisecting line search for the weak Wolfe conditions.
 * `objective` returns the value at `x` and writes the gradient to `gradient`; it keeps neither. Infinite or NaN values
 * act as walls, except at the start. Deterministic.
 *
 * Throws `invalid-input` where the start has no finite value.
 * Sources: Nocedal & Wright (2006), Numerical Optimization, chapter 6; Lewis & Overton (2013), Math. Programming 141.
 */
export function quasiNewtonMinimum(
  objective: (x: Float64Array, gradient: Float64Array) => number,
  start: ArrayLike<number>,
  { maxIterations = 200, gradientTolerance = 1e-9 }: QuasiNewtonOptions = {},
): QuasiNewtonMinimum {
  requireSample(start, 1, 'start')
  const n = start.length
  let x = Float64Array.from(start)
  let gradient = new Float64Array(n)
  let value = objective(x, gradient)
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) {
    throw new TuttiError('invalid-input', 'the start of the search has no finite value and gradient', {
      field: 'start',
      got: String(value),
      expected: 'a point inside the domain',
    })
  }
  const inverse = new Float64Array(n * n)
  const direction = new Float64Array(n)
  const change = new Float64Array(n)
  let trial = new Float64Array(n)
  let trialGradient = new Float64Array(n)
  let fresh = true
  let iterations = 0
  let converged = false
  let stalls = 0
  for (; iterations < maxIterations; iterations++) {
    if (largest(gradient) <= gradientTolerance * (1 + Math.abs(value))) {
      converged = true
      break
    }
    if (fresh) {
      inverse.fill(0)
      for (let i = 0; i < n; i++) inverse[i * n + i] = 1 / Math.max(1, norm(gradient))
    }
    let slope = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum -= inverse[i * n + j] * gradient[j]
      direction[i] = sum
      slope += sum * gradient[i]
    }
    if (!(slope < 0)) {
      if (fresh) break
      fresh = true
      continue
    }
    // Weak Wolfe by bisection: low fails the curvature, high the decrease.
    let low = 0
    let high = Infinity
    let length = 1
    let accepted = false
    let trialValue = value
    for (let attempt = 0; attempt < 30; attempt++) {
      for (let i = 0; i < n; i++) trial[i] = x[i] + length * direction[i]
      trialValue = objective(trial, trialGradient)
      const inside = Number.isFinite(trialValue)
      if (!inside || trialValue > value + 1e-4 * length * slope) high = length
      else {
        accepted = true
        let trialSlope = 0
        for (let i = 0; i < n; i++) trialSlope += trialGradient[i] * direction[i]
        if (trialSlope >= 0.9 * slope) break
        low = length
      }
      length = high === Infinity ? 2 * length : (low + high) / 2
      if (high - low < 1e-12 * high) break
    }
    if (!accepted || !(trialValue <= value)) {
      // Nothing lower along a descent direction: start over from the gradient once, then rounding is all that is left.
      if (!fresh) {
        fresh = true
        continue
      }
      converged = largest(gradient) <= 1e-4 * (1 + Math.abs(value))
      break
    }
    let curvature = 0
    let yy = 0
    for (let i = 0; i < n; i++) {
      change[i] = trialGradient[i] - gradient[i]
      curvature += change[i] * (trial[i] - x[i])
      yy += change[i] * change[i]
    }
    const gain = value - trialValue
    const last = x
    const lastGradient = gradient
    x = trial
    gradient = trialGradient
    value = trialValue
    if (curvature > 0) updateInverse(inverse, last, x, change, curvature, fresh ? curvature / yy : undefined)
    fresh = curvature <= 0
    trial = last
    trialGradient = lastGradient
    // Steps that gain next to nothing, as along a wall, end the search.
    stalls = gain <= 1e-10 * (1 + Math.abs(value)) ? stalls + 1 : 0
    if (stalls >= 20) {
      converged = largest(gradient) <= 1e-4 * (1 + Math.abs(value))
      break
    }
    if (gain <= 1e-15 * (1 + Math.abs(value)) && largest(gradient) <= 1e-6 * (1 + Math.abs(value))) {
      converged = true
      break
    }
  }
  return { point: x, value, gradient, iterations, converged }
}

/** The BFGS update of the inverse Hessian, from `scale` times the identity where that is given. */
function updateInverse(
  inverse: Float64Array,
  from: Float64Array,
  to: Float64Array,
  change: Float64Array,
  curvature: number,
  scale: number | undefined,
): void {
  const n = change.length
  if (scale !== undefined) {
    inverse.fill(0)
    for (let i = 0; i < n; i++) inverse[i * n + i] = scale
  }
  const product = new Float64Array(n)
  let quadratic = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) product[i] += inverse[i * n + j] * change[j]
    quadratic += product[i] * change[i]
  }
  const weight = (1 + quadratic / curvature) / curvature
  for (let i = 0; i < n; i++) {
    const si = to[i] - from[i]
    for (let j = 0; j < n; j++) {
      const sj = to[j] - from[j]
      inverse[i * n + j] += weight * si * sj - (product[i] * sj + si * product[j]) / curvature
    }
  }
}

/**
 * Hessian at `x` by central differences of a gradient, made symmetric. `steps` are the half-widths per coordinate;
 * default the cube root of the machine precision times max(|x|, 0.01).
 */
export function differencedHessian(
  gradientAt: (x: Float64Array, gradient: Float64Array) => void,
  x: ArrayLike<number>,
  steps: ArrayLike<number> = Array.from(x, (value) => 6e-6 * Math.max(Math.abs(value), 0.01)),
): number[][] {
  const n = x.length
  const up = new Float64Array(n)
  const down = new Float64Array(n)
  const point = Float64Array.from(x)
  const raw = Array.from({ length: n }, (_, i) => {
    point[i] = x[i] + steps[i]
    const above = point[i]
    gradientAt(point, up)
    point[i] = x[i] - steps[i]
    const width = above - point[i]
    gradientAt(point, down)
    point[i] = x[i]
    return Array.from(up, (value, j) => (value - down[j]) / width)
  })
  return raw.map((row, i) => row.map((value, j) => (value + raw[j][i]) / 2))
}

function largest(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]))
  return most
}

function norm(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i]
  return Math.sqrt(sum)
}
