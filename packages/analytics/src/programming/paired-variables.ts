import type { ProgrammeArrays } from './programme-arrays.ts'
import { type QuasidefiniteSolve, quasidefiniteSystem } from './quasidefinite-system.ts'

/** A variable without curvature to others, and a short row of its own: a purchase and the row that makes it one. */
interface Pair {
  readonly variable: number
  readonly row: number
  readonly coefficient: number
  /** The other entries of the row. */
  readonly indices: Int32Array
  readonly values: Float64Array
  /** The entries of the variable in other rows. */
  readonly otherRows: Int32Array
  readonly otherValues: Float64Array
}

/** Pairs, and what is left: variables and rows by their place among those without a pair, -1 where paired. */
export interface PairedVariables {
  readonly pairs: readonly Pair[]
  readonly variables: Int32Array
  readonly rows: Int32Array
  readonly placeOfVariable: Int32Array
  readonly placeOfRow: Int32Array
}

const SHORT_ROW = 8

/** Pairs of a quadratic programme that can be taken out of Newton's system two by two; variables with equal bounds stay. */
export function pairedVariables(p: ProgrammeArrays, hessian: Float64Array): PairedVariables {
  const { n, m } = p
  const isLight = Uint8Array.from(p.lower, (value, j) => (value === p.upper[j] ? 0 : 1))
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) if (i !== j && hessian[i * n + j] !== 0) isLight[i] = isLight[j] = 0
  const rowOf = new Int32Array(n).fill(-1)
  const variableOf = new Int32Array(m).fill(-1)
  const isUsed = new Uint8Array(n)
  for (let i = 0; i < m; i++) {
    const [from, to] = [p.rowStarts[i], p.rowStarts[i + 1]]
    if (to - from > SHORT_ROW) continue
    let own = -1
    let isFree = true
    for (let e = from; e < to; e++) {
      const j = p.rowIndices[e]
      if (rowOf[j] >= 0) isFree = false
      if (isLight[j] === 1 && isUsed[j] === 0 && p.rowValues[e] !== 0) own = j
    }
    if (!isFree || own < 0) continue
    rowOf[own] = i
    variableOf[i] = own
    for (let e = from; e < to; e++) if (p.rowIndices[e] !== own) isUsed[p.rowIndices[e]] = 1
  }
  const others = new Map<number, [row: number, value: number][]>()
  for (let i = 0; i < m; i++) {
    for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) {
      const j = p.rowIndices[e]
      if (rowOf[j] < 0 || rowOf[j] === i || p.rowValues[e] === 0) continue
      const entries = others.get(j)
      if (entries === undefined) others.set(j, [[i, p.rowValues[e]]])
      else entries.push([i, p.rowValues[e]])
    }
  }
  const pairs = Array.from(rowOf).flatMap((row, variable): Pair[] => {
    if (row < 0) return []
    const entries = Array.from({ length: p.rowStarts[row + 1] - p.rowStarts[row] }, (_, e) => p.rowStarts[row] + e)
    const own = entries.find((e) => p.rowIndices[e] === variable)
    const rest = entries.filter((e) => p.rowIndices[e] !== variable)
    const elsewhere = others.get(variable) ?? []
    return [
      {
        variable,
        row,
        coefficient: own === undefined ? 0 : p.rowValues[own],
        indices: Int32Array.from(rest, (e) => p.rowIndices[e]),
        values: Float64Array.from(rest, (e) => p.rowValues[e]),
        otherRows: Int32Array.from(elsewhere, ([other]) => other),
        otherValues: Float64Array.from(elsewhere, ([, value]) => value),
      },
    ]
  })
  const variables = Int32Array.from(rowOf.keys()).filter((j) => rowOf[j] < 0 && p.lower[j] !== p.upper[j])
  const rows = Int32Array.from(variableOf.keys()).filter((i) => variableOf[i] < 0)
  const placeOfVariable = new Int32Array(n).fill(-1)
  const placeOfRow = new Int32Array(m).fill(-1)
  variables.forEach((j, at) => (placeOfVariable[j] = at))
  rows.forEach((i, at) => (placeOfRow[i] = at))
  return { pairs, variables, rows, placeOfVariable, placeOfRow }
}

/**
 * The factors of [Q + Θ, A'; A, -D] with Θ by variable and D by row; undefined where they are singular. The solve
 * overwrites f, by variable, and g, by row; entries of variables with equal bounds are neither read nor written.
 *
 * Pairs are taken out first: from θx + aw = F and ax - dw = G follow x = (dF + aG)/(θd + a²) and w = (aF - θG)/(θd + a²),
 * whose parts all have one sign, so that nothing cancels however small θ or d.
 */
export function pairedSystem(
  p: ProgrammeArrays,
  hessian: Float64Array,
  { pairs, variables, rows, placeOfVariable, placeOfRow }: PairedVariables,
  theta: Float64Array,
  d: Float64Array,
): QuasidefiniteSolve | undefined {
  const { n } = p
  const k = variables.length
  const r = rows.length
  const m = new Float64Array(k * k)
  for (let s = 0; s < k; s++) {
    const from = variables[s] * n
    for (let t = 0; t <= s; t++) m[s * k + t] = hessian[from + variables[t]]
    m[s * k + s] += theta[variables[s]]
  }
  const a = new Float64Array(r * k)
  const couplings = new Float64Array(r * r)
  for (let at = 0; at < r; at++) {
    const i = rows[at]
    couplings[at * r + at] = d[i]
    for (let e = p.rowStarts[i]; e < p.rowStarts[i + 1]; e++) {
      const place = placeOfVariable[p.rowIndices[e]]
      if (place >= 0) a[at * k + place] = p.rowValues[e]
    }
  }
  const curvature = (pair: Pair): number => theta[pair.variable] + hessian[pair.variable * n + pair.variable]
  for (const pair of pairs) {
    const bend = curvature(pair)
    const whole = bend * d[pair.row] + pair.coefficient ** 2
    for (let e = 0; e < pair.indices.length; e++) {
      const s = placeOfVariable[pair.indices[e]]
      if (s < 0) continue
      for (let q = 0; q < pair.indices.length; q++) {
        const t = placeOfVariable[pair.indices[q]]
        if (t >= 0 && t <= s) m[s * k + t] += (bend / whole) * pair.values[e] * pair.values[q]
      }
      for (let o = 0; o < pair.otherRows.length; o++)
        a[placeOfRow[pair.otherRows[o]] * k + s] -= ((pair.coefficient * pair.otherValues[o]) / whole) * pair.values[e]
    }
    for (let o = 0; o < pair.otherRows.length; o++) {
      for (let q = 0; q < pair.otherRows.length; q++) {
        const entry = (d[pair.row] / whole) * pair.otherValues[o] * pair.otherValues[q]
        couplings[placeOfRow[pair.otherRows[o]] * r + placeOfRow[pair.otherRows[q]]] += entry
      }
    }
  }
  const solve = quasidefiniteSystem(m, k, a, r, couplings, 1e-15)
  if (!solve) return undefined
  const fk = new Float64Array(k)
  const gr = new Float64Array(r)
  return (f, g) => {
    for (let s = 0; s < k; s++) fk[s] = f[variables[s]]
    for (let at = 0; at < r; at++) gr[at] = g[rows[at]]
    for (const pair of pairs) {
      const bend = curvature(pair)
      const whole = bend * d[pair.row] + pair.coefficient ** 2
      const row = (pair.coefficient * f[pair.variable] - bend * g[pair.row]) / whole
      for (let e = 0; e < pair.indices.length; e++) {
        const s = placeOfVariable[pair.indices[e]]
        if (s >= 0) fk[s] -= pair.values[e] * row
      }
      const own = (d[pair.row] * f[pair.variable] + pair.coefficient * g[pair.row]) / whole
      for (let o = 0; o < pair.otherRows.length; o++) gr[placeOfRow[pair.otherRows[o]]] -= pair.otherValues[o] * own
    }
    solve(fk, gr)
    for (const pair of pairs) {
      const bend = curvature(pair)
      const whole = bend * d[pair.row] + pair.coefficient ** 2
      let first = f[pair.variable]
      for (let o = 0; o < pair.otherRows.length; o++) first -= pair.otherValues[o] * gr[placeOfRow[pair.otherRows[o]]]
      let second = g[pair.row]
      for (let e = 0; e < pair.indices.length; e++) {
        const s = placeOfVariable[pair.indices[e]]
        if (s >= 0) second -= pair.values[e] * fk[s]
      }
      f[pair.variable] = (d[pair.row] * first + pair.coefficient * second) / whole
      g[pair.row] = (pair.coefficient * first - bend * second) / whole
    }
    for (let s = 0; s < k; s++) f[variables[s]] = fk[s]
    for (let at = 0; at < r; at++) g[rows[at]] = gr[at]
  }
}
