import type { ObjectiveTable } from './objective-table.ts'

/** Whether `a` is at least as good as `b` in every objective and better in one; less is better. */
export function dominates(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  let better = false
  for (let k = 0; k < a.length; k++) {
    if (a[k] > b[k]) return false
    if (a[k] < b[k]) better = true
  }
  return better
}

/** Alternatives in layers by a relation of being better. */
export interface DominanceLayers {
  /** Layer of each alternative; 0 is that of the non-dominated ones. */
  readonly layer: Int32Array
  /** Members of each layer, in the order of the table. */
  readonly layers: readonly (readonly number[])[]
}

/**
 * Layers of an order: the first has what nothing is better than, the next what only the first is better than, and so on.
 * `better(i, j)` must be a strict partial order. Costs count² comparisons. Source: Deb, Pratap, Agarwal & Meyarivan
 * (2002), section III.A (fast non-dominated sorting).
 */
export function layersBy(count: number, better: (i: number, j: number) => boolean): DominanceLayers {
  const beatenBy = new Int32Array(count)
  const beats: number[][] = Array.from({ length: count }, () => [])
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      if (better(i, j)) {
        beats[i].push(j)
        beatenBy[j]++
      } else if (better(j, i)) {
        beats[j].push(i)
        beatenBy[i]++
      }
    }
  }
  const layer = new Int32Array(count)
  const layers: number[][] = []
  let current = Array.from({ length: count }, (_, i) => i).filter((i) => beatenBy[i] === 0)
  while (current.length > 0) {
    const next: number[] = []
    for (const i of current) {
      layer[i] = layers.length
      for (const j of beats[i]) if (--beatenBy[j] === 0) next.push(j)
    }
    layers.push(current)
    current = next.sort((a, b) => a - b)
  }
  return { layer, layers }
}

/** Layers of a table by dominance; less is better. Alternatives with equal figures share a layer. */
export const nonDominatedSort = (values: ObjectiveTable): DominanceLayers =>
  layersBy(values.length, (i, j) => dominates(values[i], values[j]))

/** Rows that no row dominates, in the order of the table. Costs rows × non-dominated rows comparisons. */
export function nonDominatedRows(values: ObjectiveTable): number[] {
  const kept: number[] = []
  // In lexicographic order a row can only be dominated by an earlier one.
  const order = values.map((_, i) => i).sort((a, b) => lexicographic(values[a], values[b]) || a - b)
  for (const i of order) if (!kept.some((j) => dominates(values[j], values[i]))) kept.push(i)
  return kept.sort((a, b) => a - b)
}

/** Order of two rows by their first figure that differs. */
function lexicographic(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k] - b[k]
  return 0
}
