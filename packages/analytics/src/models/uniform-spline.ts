/** A natural cubic spline on a uniform grid, beyond whose ends it goes on as a straight line. */
export interface UniformSpline {
  readonly low: number
  readonly step: number
  readonly values: Float64Array
  /** Second derivatives at the nodes. */
  readonly curvatures: Float64Array
}

/** The spline through `values` at low, low + step, ... (at least 3 values; `step` > 0). */
export function uniformSpline(low: number, step: number, values: Float64Array): UniformSpline {
  const count = values.length
  const curvatures = new Float64Array(count)
  const sweep = new Float64Array(count)
  for (let i = 1; i < count - 1; i++) {
    const pivot = 4 - sweep[i - 1]
    sweep[i] = 1 / pivot
    const second = (6 * (values[i + 1] - 2 * values[i] + values[i - 1])) / (step * step)
    curvatures[i] = (second - curvatures[i - 1]) / pivot
  }
  for (let i = count - 2; i > 0; i--) curvatures[i] -= sweep[i] * curvatures[i + 1]
  return { low, step, values, curvatures }
}

/** The spline at `x`. */
export function splineAt({ low, step, values, curvatures }: UniformSpline, x: number): number {
  const position = (x - low) / step
  const last = values.length - 1
  if (position <= 0) {
    const slope = (values[1] - values[0]) / step - (step * curvatures[1]) / 6
    return values[0] + slope * (x - low)
  }
  if (position >= last) {
    const slope = (values[last] - values[last - 1]) / step + (step * curvatures[last - 1]) / 6
    return values[last] + slope * (x - low - last * step)
  }
  const i = Math.floor(position)
  const u = position - i
  const w = 1 - u
  return (
    w * values[i] +
    u * values[i + 1] -
    ((step * step) / 6) * (w * u * ((1 + w) * curvatures[i] + (1 + u) * curvatures[i + 1]))
  )
}
