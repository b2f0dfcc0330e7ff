import { TuttiError } from '../errors/index.ts'

/** How the distance between two clusters follows from those of their members. */
export type Linkage = 'single' | 'complete' | 'average' | 'ward'

/** One merger of two clusters: 0 … n-1 are the items, n + k is the cluster made by merger k. */
export interface Merger {
  /** The lower of the two numbers. */
  readonly left: number
  readonly right: number
  readonly distance: number
  /** Items in the new cluster. */
  readonly items: number
}

/**
 * Agglomerative clustering of n items from their distances (by rows, n x n, symmetric, zeros on the diagonal): the n - 1
 * mergers in ascending order of distance, ties in the order in which they were found.
 *
 * Single linkage by the minimum spanning tree, the others by chains of nearest neighbours; O(n²) time and memory. Sources:
 * Müllner (2011), Modern hierarchical, agglomerative clustering algorithms; Ward's distances as in Ward (1963) by the
 * Lance-Williams formula. The mergers are those of scipy.cluster.hierarchy.linkage, ties included.
 */
export function hierarchicalLinkage(distances: Float64Array, linkage: Linkage): Merger[] {
  const n = Math.round(Math.sqrt(distances.length))
  if (n * n !== distances.length || n === 0) {
    throw new TuttiError('invalid-input', 'distances must be a square matrix by rows', {
      field: 'distances',
      got: `${distances.length} entries`,
      expected: 'a square of a whole number',
    })
  }
  const joined = linkage === 'single' ? spanningTreeEdges(distances, n) : neighbourChainMergers(distances, n, linkage)
  return labelledMergers(joined, n)
}

/** The order of the leaves when the tree is drawn: every merger's left cluster before its right one. */
export function leafOrder(mergers: readonly Merger[]): number[] {
  const n = mergers.length + 1
  if (n === 1) return [0]
  const order: number[] = []
  const open = [2 * n - 2]
  while (open.length > 0) {
    const cluster = open.pop() as number
    if (cluster < n) order.push(cluster)
    else open.push(mergers[cluster - n].right, mergers[cluster - n].left)
  }
  return order
}

interface Join {
  readonly a: number
  readonly b: number
  readonly distance: number
}

/** Edges of the minimum spanning tree in the order in which Prim's algorithm reaches the items from item 0. */
function spanningTreeEdges(distances: Float64Array, n: number): Join[] {
  const nearest = new Float64Array(n).fill(Infinity)
  const reached = new Uint8Array(n)
  const edges: Join[] = []
  let from = 0
  for (let k = 0; k < n - 1; k++) {
    reached[from] = 1
    let closest = Infinity
    let next = -1
    for (let i = 0; i < n; i++) {
      if (reached[i] === 1) continue
      nearest[i] = Math.min(nearest[i], distances[from * n + i])
      if (nearest[i] < closest) {
        closest = nearest[i]
        next = i
      }
    }
    edges.push({ a: from, b: next, distance: closest })
    from = next
  }
  return edges
}

function neighbourChainMergers(given: Float64Array, n: number, linkage: Exclude<Linkage, 'single'>): Join[] {
  const distances = Float64Array.from(given)
  const size = new Int32Array(n).fill(1)
  const chain: number[] = []
  const joins: Join[] = []
  while (joins.length < n - 1) {
    if (chain.length === 0) chain.push(size.findIndex((items) => items > 0))
    let x = chain[chain.length - 1]
    let y = -1
    let closest = Infinity
    for (;;) {
      x = chain[chain.length - 1]
      // The item before in the chain wins ties, so that the chain ends.
      y = chain.length > 1 ? chain[chain.length - 2] : -1
      closest = y >= 0 ? distances[x * n + y] : Infinity
      for (let i = 0; i < n; i++) {
        if (size[i] === 0 || i === x || !(distances[x * n + i] < closest)) continue
        closest = distances[x * n + i]
        y = i
      }
      if (chain.length > 1 && y === chain[chain.length - 2]) break
      chain.push(y)
    }
    chain.length -= 2
    if (x > y) [x, y] = [y, x]
    joins.push({ a: x, b: y, distance: closest })
    const sizeX = size[x]
    const sizeY = size[y]
    size[x] = 0
    size[y] = sizeX + sizeY
    for (let i = 0; i < n; i++) {
      if (size[i] === 0 || i === y) continue
      const merged = mergedDistance(linkage, distances[i * n + x], distances[i * n + y], closest, sizeX, sizeY, size[i])
      distances[i * n + y] = merged
      distances[y * n + i] = merged
    }
  }
  return joins
}

/** Distance of cluster i from the merger of x and y (Lance and Williams 1967). */
function mergedDistance(
  linkage: Exclude<Linkage, 'single'>,
  toX: number,
  toY: number,
  between: number,
  sizeX: number,
  sizeY: number,
  size: number,
): number {
  if (linkage === 'complete') return Math.max(toX, toY)
  if (linkage === 'average') return (sizeX * toX + sizeY * toY) / (sizeX + sizeY)
  const t = 1 / (sizeX + sizeY + size)
  return Math.sqrt((size + sizeX) * t * toX * toX + (size + sizeY) * t * toY * toY - size * t * between * between)
}

/** Joins sorted by distance, the items in them replaced by the clusters to which they belong by then. */
function labelledMergers(joins: readonly Join[], n: number): Merger[] {
  const parent = Int32Array.from({ length: 2 * n - 1 }, (_, i) => i)
  const items = new Int32Array(2 * n - 1).fill(1)
  const root = (item: number): number => {
    let cluster = item
    while (parent[cluster] !== cluster) {
      parent[cluster] = parent[parent[cluster]]
      cluster = parent[cluster]
    }
    return cluster
  }
  return joins
    .toSorted((p, q) => p.distance - q.distance)
    .map(({ a, b, distance }, k) => {
      const x = root(a)
      const y = root(b)
      parent[x] = parent[y] = n + k
      items[n + k] = items[x] + items[y]
      return { left: Math.min(x, y), right: Math.max(x, y), distance, items: items[n + k] }
    })
}
