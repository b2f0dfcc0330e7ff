/*
 * Draws that numpy repeats in a line: s = 16807 s mod (2^31 - 1), u = s / (2^31 - 1), a normal is the sum of twelve u less 6.
 */

/** Rows of normals, by rows. */
export function lehmerNormals(seed: number, rows: number, columns: number): number[][] {
  let state = seed
  const normal = (): number => {
    let sum = -6
    for (let i = 0; i < 12; i++) {
      state = (16807 * state) % 2147483647
      sum += state / 2147483647
    }
    return sum
  }
  return Array.from({ length: rows }, () => Array.from({ length: columns }, normal))
}

/** One column of normals. */
export const lehmerSeries = (seed: number, count: number): number[] => lehmerNormals(seed, count, 1).map(([z]) => z)

/** Three factors over 96 months and a manager with betas 0.9, 0.3 and -0.2. */
export function factorSample(): { factors: number[][]; manager: number[]; noise: number[] } {
  const factors = lehmerNormals(11, 96, 3).map((row) => row.map((z, j) => 0.03 * z + [0.006, 0.002, 0.001][j]))
  const noise = lehmerSeries(12, 96).map((z) => 0.008 * z)
  const manager = factors.map(([a, b, c], t) => 0.002 + 0.9 * a + 0.3 * b - 0.2 * c + noise[t])
  return { factors, manager, noise }
}

/** Whether two numbers agree to a relative or absolute tolerance. */
export const close = (actual: number, expected: number, tolerance: number): boolean =>
  Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))
