import type { TransitionMatrix } from './regime-chain.ts'

/**
 * The most likely sequence of regimes given all data, by dynamic programming. `columns[k]` is the column of the log
 * densities (n rows of as many columns as regimes) that belongs to regime k.
 *
 * Source: Viterbi (1967), IEEE Trans. Information Theory 13.
 */
export function likelyPath(
  initial: ArrayLike<number>,
  transition: TransitionMatrix,
  logDensities: Float64Array,
  columns: readonly number[],
): Int32Array {
  const regimes = transition.length
  const n = logDensities.length / regimes
  const logs = transition.map((row) => row.map(Math.log))
  const sources = new Int32Array(n * regimes)
  let scores = Float64Array.from(columns, (column, k) => Math.log(initial[k]) + logDensities[column])
  for (let t = 1; t < n; t++) {
    const next = new Float64Array(regimes)
    for (let j = 0; j < regimes; j++) {
      let from = 0
      for (let i = 1; i < regimes; i++) if (scores[i] + logs[i][j] > scores[from] + logs[from][j]) from = i
      sources[t * regimes + j] = from
      next[j] = scores[from] + logs[from][j] + logDensities[t * regimes + columns[j]]
    }
    scores = next
  }
  const path = new Int32Array(n)
  for (let k = 1; k < regimes; k++) if (scores[k] > scores[path[n - 1]]) path[n - 1] = k
  for (let t = n - 1; t > 0; t--) path[t - 1] = sources[t * regimes + path[t]]
  return path
}
