/**
 * AR(1) path driven by a fixed low-discrepancy sequence: the same formula in python gave the reference values of the tests
 * beside this file. `root` 1 is a random walk; `variant` picks another sequence.
 */
export function examplePath(length: number, root: number, variant: number): Float64Array {
  const path = new Float64Array(length)
  let x = 0
  for (let t = 0; t < length; t++) {
    x = root * x + (((t * 0.6180339887498949 + 0.37 * ((t * t * (variant + 1)) % 11)) % 1) - 0.5)
    path[t] = x
  }
  return path
}

/** A mean-reverting path, a walk, another walk, and a series cointegrated with the first walk. */
export const reverting = examplePath(120, 0.9, 0)
export const walk = examplePath(120, 1, 1)
const otherWalk = examplePath(120, 1, 4)
export const cointegrated = walk.map((value, t) => 0.7 * value + reverting[t])

/** The three walks as rows. */
export const exampleRows = Array.from(walk, (value, t) => [value, cointegrated[t], otherWalk[t]])

/** A column as rows of one. */
export const asRows = (column: ArrayLike<number>): number[][] => Array.from(column, (value) => [value])

/** Fails unless every entry is within `tolerance` of the expected one. */
export function closeTo(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  if (actual.length !== expected.length) throw new Error(`${actual.length} entries, expected ${expected.length}`)
  expected.forEach((value, i) => {
    if (!(Math.abs(actual[i] - value) <= tolerance)) throw new Error(`entry ${i} is ${actual[i]}, expected ${value}`)
  })
}
