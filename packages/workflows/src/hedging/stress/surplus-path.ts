/** A fall from the highest value so far. */
export interface PathDrawdown {
  /** Positive, in the unit of the path; 0 for a path that never falls. */
  readonly amount: number
  /** Dates of the peak and of the lowest point after it. */
  readonly from: string
  readonly to: string
}

/** A change between two dates of a path. */
export interface PathMove {
  readonly from: string
  readonly to: string
  readonly change: number
}

/** Largest fall of a path, in its own unit (not relative: a surplus may pass zero). */
export function pathDrawdown(dates: readonly string[], values: Float64Array): PathDrawdown {
  let [peak, from, to, amount] = [0, 0, 0, 0]
  for (let t = 1; t < values.length; t++) {
    if (values[t] > values[peak]) peak = t
    if (values[peak] - values[t] <= amount) continue
    amount = values[peak] - values[t]
    from = peak
    to = t
  }
  return { amount, from: dates[from], to: dates[to] }
}

/** The lowest change over `steps` dates; over all there are of a shorter path. */
export function worstMove(dates: readonly string[], values: Float64Array, steps: number): PathMove {
  const reach = Math.min(steps, values.length - 1)
  let worst = 0
  const change = (t: number): number => values[t + reach] - values[t]
  for (let t = 1; t + reach < values.length; t++) if (change(t) < change(worst)) worst = t
  return { from: dates[worst], to: dates[worst + reach], change: change(worst) }
}

/** At most `most` indices of `count`, evenly spread, with the first, the last and those of `kept` (in order of their weight). */
export function thinnedIndices(count: number, most: number, kept: readonly number[]): number[] {
  if (count <= most) return Array.from({ length: count }, (_, t) => t)
  const indices = new Set([0, count - 1, ...kept].slice(0, most))
  const even = most - indices.size
  for (let k = 1; k <= even; k++) indices.add(Math.round((k * (count - 1)) / (even + 1)))
  return [...indices].toSorted((a, b) => a - b)
}
