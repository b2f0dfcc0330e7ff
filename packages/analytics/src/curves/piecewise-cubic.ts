/**
 * A cubic on each interval between increasing `knots`: on the i-th, with s = t - knots[i],
 * c0[i] + c1[i] s + c2[i] s^2 + c3[i] s^3. Outside the knots the first and the last cubic go on.
 */
export interface PiecewiseCubic {
  readonly knots: ArrayLike<number>
  readonly c0: ArrayLike<number>
  readonly c1: ArrayLike<number>
  readonly c2: ArrayLike<number>
  readonly c3: ArrayLike<number>
}

/** Index i of the interval [knots[i], knots[i + 1]) that holds or is nearest to `t`. */
export function intervalIndex(knots: ArrayLike<number>, t: number): number {
  let low = 0
  let high = knots.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (knots[middle] <= t) low = middle
    else high = middle
  }
  return low
}

export function cubicValue({ knots, c0, c1, c2, c3 }: PiecewiseCubic, t: number): number {
  const i = intervalIndex(knots, t)
  const s = t - knots[i]
  return c0[i] + s * (c1[i] + s * (c2[i] + s * c3[i]))
}

export function cubicSlope({ knots, c1, c2, c3 }: PiecewiseCubic, t: number): number {
  const i = intervalIndex(knots, t)
  const s = t - knots[i]
  return c1[i] + s * (2 * c2[i] + 3 * s * c3[i])
}

/** The cubic Hermite interpolant with the given values and slopes at the knots (two at least). */
export function hermiteCubic(
  knots: ArrayLike<number>,
  values: ArrayLike<number>,
  slopes: ArrayLike<number>,
): PiecewiseCubic {
  const count = knots.length - 1
  const c0 = new Float64Array(count)
  const c1 = new Float64Array(count)
  const c2 = new Float64Array(count)
  const c3 = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const h = knots[i + 1] - knots[i]
    const secant = (values[i + 1] - values[i]) / h
    c0[i] = values[i]
    c1[i] = slopes[i]
    c2[i] = (3 * secant - 2 * slopes[i] - slopes[i + 1]) / h
    c3[i] = (slopes[i] + slopes[i + 1] - 2 * secant) / (h * h)
  }
  return { knots, c0, c1, c2, c3 }
}
