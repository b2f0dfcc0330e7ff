import { requireFinite, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'

/** A security (or any last segment) with its place in the tree: asset class, country, ... down to its own name. */
export interface TreeLeaf {
  /** From the top; all leaves have paths of one length, each path occurs once. */
  readonly path: readonly string[]
  readonly portfolioWeight: number
  readonly benchmarkWeight: number
  /** Simple returns; `null` where there is none, which is an error unless the weight is zero. */
  readonly portfolioReturn: number | null
  readonly benchmarkReturn: number | null
}

/** A node of the tree with its effects, in decimals of the whole portfolio. */
export interface TreeNode {
  readonly path: readonly string[]
  readonly portfolioWeight: number
  readonly benchmarkWeight: number
  readonly portfolioContribution: number
  readonly benchmarkContribution: number
  /** Of this node within its parent. */
  readonly allocation: number
  /** At leaves alone; with interaction. */
  readonly selection: number
}

/** A multi-level attribution: allocation at each level and selection at the last add up to the excess return. */
export interface TreeAttribution {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly excessReturn: number
  /** Nodes level by level, in the order of their first leaf. */
  readonly nodes: readonly TreeNode[]
  /** Sum of allocation effects, one a level. */
  readonly allocationByLevel: readonly number[]
  readonly selection: number
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

interface Sums {
  readonly path: readonly string[]
  readonly parent: string
  w: number
  v: number
  own: number
  theirs: number
  benchmark: number
}

/**
 * Attributes top-down along a tree: the allocation of a node is (w - w_parent v / v_parent)(b - b_parent), its weight
 * within its parent against the benchmark's, at the portfolio's weight of the parent; selection at the leaves is
 * w (r - b). A node outside the benchmark counts in full as allocation where its parent is in it; below such a node
 * nothing is allocated and leaves are judged against it. Weights are not scaled; a rest of 1 is one more top node,
 * `unassigned`, without return.
 *
 * Throws `missing-data` for a leaf with a weight and no return, `invalid-input` for unequal or repeated paths.
 * Source: Brinson & Fachler (1985) at each level; Bacon (2008), chapter 9 on multi-level attribution.
 */
export function treeAttribution(leaves: readonly TreeLeaf[]): TreeAttribution {
  const depth = requirePaths(leaves)
  const levels: Map<string, Sums>[] = Array.from({ length: depth + 1 }, () => new Map<string, Sums>())
  const root: Sums = { path: [], parent: '', w: 0, v: 0, own: 0, theirs: 0, benchmark: 0 }
  levels[0].set(key([]), root)
  const add = (leaf: TreeLeaf): void => {
    const own = contribution(leaf.portfolioWeight, leaf.portfolioReturn, leaf.path, 'portfolioReturn')
    const theirs = contribution(leaf.benchmarkWeight, leaf.benchmarkReturn, leaf.path, 'benchmarkReturn')
    for (let level = 0; level <= depth; level++) {
      const path = leaf.path.slice(0, level)
      const name = key(path)
      let node = levels[level].get(name)
      if (node === undefined) {
        node = { path, parent: key(path.slice(0, -1)), w: 0, v: 0, own: 0, theirs: 0, benchmark: 0 }
        levels[level].set(name, node)
      }
      node.w += leaf.portfolioWeight
      node.v += leaf.benchmarkWeight
      node.own += own
      node.theirs += theirs
    }
  }
  leaves.forEach(add)
  const open = { w: gap(root.w), v: gap(root.v) }
  const cautions: AttributionCaution[] = []
  if (open.w !== 0 || open.v !== 0) {
    const path = Array.from({ length: depth }, () => 'unassigned')
    add({ path, portfolioWeight: open.w, benchmarkWeight: open.v, portfolioReturn: 0, benchmarkReturn: 0 })
    cautions.push(
      caution('unassigned-weight', `the weights leave ${open.w} (portfolio) and ${open.v} (benchmark) of 1 unassigned`),
    )
  }
  root.benchmark = root.theirs
  const nodes: TreeNode[] = []
  const allocationByLevel: number[] = []
  const selections: number[] = []
  let outside = 0
  for (let level = 1; level <= depth; level++) {
    const effects: number[] = []
    for (const node of levels[level].values()) {
      const parent = levels[level - 1].get(node.parent) ?? root
      if (node.v !== 0) node.benchmark = node.theirs / node.v
      else if (parent.v !== 0 && node.w !== 0) {
        node.benchmark = node.own / node.w
        outside++
      } else node.benchmark = parent.benchmark
      const neutral = parent.v === 0 ? 0 : (parent.w * node.v) / parent.v
      const allocation = (node.w - neutral) * (node.benchmark - parent.benchmark)
      const selection = level === depth ? node.own - node.w * node.benchmark : 0
      effects.push(allocation)
      if (level === depth) selections.push(selection)
      nodes.push({
        path: node.path,
        portfolioWeight: node.w,
        benchmarkWeight: node.v,
        portfolioContribution: node.own,
        benchmarkContribution: node.theirs,
        allocation,
        selection,
      })
    }
    allocationByLevel.push(compensatedSum(effects))
  }
  if (outside > 0)
    cautions.push(caution('off-benchmark', `${outside} nodes are held outside the benchmark: allocation`))
  if (leaves.some((leaf) => leaf.portfolioWeight < 0 || leaf.benchmarkWeight < 0)) {
    cautions.push(caution('short-position', 'some leaves are short; they keep their sign'))
  }
  const excessReturn = root.own - root.theirs
  const selection = compensatedSum(selections)
  const residual = compensatedSum([excessReturn, -selection, ...allocationByLevel.map((value) => -value)])
  if (Math.abs(residual) > 1e-12) {
    cautions.push(caution('unexplained-residual', 'a node of no net benchmark weight has a benchmark contribution'))
  }
  return {
    portfolioReturn: root.own,
    benchmarkReturn: root.theirs,
    excessReturn,
    nodes,
    allocationByLevel,
    selection,
    residual,
    cautions,
  }
}

const key = (path: readonly string[]): string => JSON.stringify(path)

function gap(sum: number): number {
  return Math.abs(1 - sum) <= 1e-9 ? 0 : 1 - sum
}

function contribution(weight: number, value: number | null, path: readonly string[], field: string): number {
  const place = `${field} of ${path.join(' / ')}`
  requireFinite(weight, `weight of ${path.join(' / ')}`)
  if (value !== null) return weight * requireFinite(value, place)
  if (weight === 0) return 0
  throw new TuttiError('missing-data', `the ${place} is missing at a weight of ${weight}`, {
    field: place,
    got: 'no return',
    expected: 'a number',
  })
}

function requirePaths(leaves: readonly TreeLeaf[]): number {
  const depth = leaves[0]?.path.length ?? 0
  const seen = new Set<string>()
  leaves.forEach(({ path }, i) => {
    const name = key(path)
    if (path.length === depth && depth > 0 && !seen.has(name)) {
      seen.add(name)
      return
    }
    throw new TuttiError('invalid-input', `the path of leaf ${i} is not one of ${depth} levels that occurs once`, {
      field: `leaves[${i}].path`,
      got: path.join(' / '),
      expected: `a path of ${depth} levels that no other leaf has`,
    })
  })
  if (depth > 0) return depth
  throw new TuttiError('invalid-input', 'a tree needs a leaf at least', { field: 'leaves', got: 'none' })
}
