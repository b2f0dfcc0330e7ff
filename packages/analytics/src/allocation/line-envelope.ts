/** Envelope of a month's lines: `count` lines with intercept `b` and slope `d`, in the order in which they take turns. */
export interface LineEnvelope {
  count: number
  readonly b: Float64Array
  readonly d: Float64Array
  readonly stack: Int32Array
}

/** Buffers for the envelope of up to `days` lines. */
export function lineEnvelope(days: number): LineEnvelope {
  return {
    count: 0,
    b: new Float64Array(days + 2),
    d: new Float64Array(days + 2),
    stack: new Int32Array(days + 2),
  }
}

/**
 * Writes to `out` the upper (`sign` 1) or lower (`sign` -1) envelope of the lines b[t] + w d[t] for w in [0, 1]: the few
 * days on which a month's highest or lowest value can fall, whatever the weight. Exact: for every w the extreme envelope
 * line equals the extreme of all lines.
 *
 * Finds the extreme line at both ends, then splits at the crossing of neighbours as long as a third line beats them there.
 */
export function writeEnvelope(
  b: Float64Array,
  d: Float64Array,
  days: number,
  sign: number,
  out: LineEnvelope,
  first = extremeLine(b, d, days, 0, sign),
  last = extremeLine(b, d, days, 1, sign),
): void {
  const { stack } = out
  let current = first
  out.b[0] = b[current]!
  out.d[0] = d[current]!
  let count = 1
  let top = 0
  if (current !== last) stack[top++] = last
  while (top > 0) {
    const next = stack[top - 1]
    let split = false
    if (d[next] !== d[current]) {
      const w = (b[current] - b[next]) / (d[next] - d[current])
      if (w > 0 && w < 1) {
        const between = extremeLine(b, d, days, w, sign)
        if (
          between !== current &&
          between !== next &&
          sign * (b[between] + w * d[between] - b[current] - w * d[current]) > 1e-15
        ) {
          stack[top++] = between
          split = true
        }
      }
    }
    if (!split) {
      current = next
      top--
      out.b[count] = b[current]!
      out.d[count] = d[current]!
      count++
    }
  }
  out.count = count
}

function extremeLine(b: Float64Array, d: Float64Array, days: number, w: number, sign: number): number {
  let best = sign * (b[0] + w * d[0])
  let at = 0
  for (let t = 1; t < days; t++) {
    const u = sign * (b[t] + w * d[t])
    if (u > best) {
      best = u
      at = t
    }
  }
  return at
}
