/**
 * Sums over time of the products of every pair of series: entry i N + j of the result is the sum over t of x_i(t) x_j(t).
 * `columns` holds `series` runs of `periods` values. Symmetric bit for bit.
 *
 * Works on blocks of four by four series and slices of time that stay in the cache, so that a value read is used four
 * times. Cost N^2 T / 2 multiplications.
 */
export function crossProduct(columns: Float64Array, series: number, periods: number): Float64Array {
  const result = new Float64Array(series * series)
  for (let from = 0; from < periods; from += TIME_SLICE) {
    const to = Math.min(from + TIME_SLICE, periods)
    let i = 0
    for (; i + 4 <= series; i += 4) {
      let j = i
      for (; j + 4 <= series; j += 4) addBlock(columns, series, periods, i, j, from, to, result)
      for (; j < series; j++) for (let k = i; k < i + 4; k++) addPair(columns, series, periods, k, j, from, to, result)
    }
    for (; i < series; i++) for (let j = i; j < series; j++) addPair(columns, series, periods, i, j, from, to, result)
  }
  for (let i = 0; i < series; i++) for (let j = 0; j < i; j++) result[i * series + j] = result[j * series + i]
  return result
}

const TIME_SLICE = 512

function addPair(
  x: Float64Array,
  series: number,
  periods: number,
  i: number,
  j: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const a = i * periods
  const b = j * periods
  let sum = 0
  for (let t = from; t < to; t++) sum += x[a + t] * x[b + t]
  out[i * series + j] += sum
}

function addBlock(
  x: Float64Array,
  series: number,
  periods: number,
  i: number,
  j: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  let s00 = 0
  let s01 = 0
  let s02 = 0
  let s03 = 0
  let s10 = 0
  let s11 = 0
  let s12 = 0
  let s13 = 0
  let s20 = 0
  let s21 = 0
  let s22 = 0
  let s23 = 0
  let s30 = 0
  let s31 = 0
  let s32 = 0
  let s33 = 0
  const a = i * periods
  const b = j * periods
  for (let t = from; t < to; t++) {
    const a0 = x[a + t]
    const a1 = x[a + periods + t]
    const a2 = x[a + 2 * periods + t]
    const a3 = x[a + 3 * periods + t]
    const b0 = x[b + t]
    const b1 = x[b + periods + t]
    const b2 = x[b + 2 * periods + t]
    const b3 = x[b + 3 * periods + t]
    s00 += a0 * b0
    s01 += a0 * b1
    s02 += a0 * b2
    s03 += a0 * b3
    s10 += a1 * b0
    s11 += a1 * b1
    s12 += a1 * b2
    s13 += a1 * b3
    s20 += a2 * b0
    s21 += a2 * b1
    s22 += a2 * b2
    s23 += a2 * b3
    s30 += a3 * b0
    s31 += a3 * b1
    s32 += a3 * b2
    s33 += a3 * b3
  }
  const r0 = i * series + j
  const r1 = r0 + series
  const r2 = r1 + series
  const r3 = r2 + series
  out[r0] += s00
  out[r0 + 1] += s01
  out[r0 + 2] += s02
  out[r0 + 3] += s03
  out[r1] += s10
  out[r1 + 1] += s11
  out[r1 + 2] += s12
  out[r1 + 3] += s13
  out[r2] += s20
  out[r2 + 1] += s21
  out[r2 + 2] += s22
  out[r2 + 3] += s23
  out[r3] += s30
  out[r3 + 1] += s31
  out[r3 + 2] += s32
  out[r3 + 3] += s33
}
