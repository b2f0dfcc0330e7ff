import { TuttiError, requireInRange } from '../errors/index.ts'
import { programmeArrays } from './programme-arrays.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

/** A variable that is either 0 or in [lower, upper]: a holding with a least size. */
export interface SemiContinuousVariable {
  readonly index: number
  readonly lower: number
  readonly upper: number
}

/** Which variables may be zero or held, and how many of them may be held. */
export interface HoldingRules {
  /** They replace the programme's bounds of these variables. Both bounds finite, lower ≤ upper. */
  readonly semiContinuous: readonly SemiContinuousVariable[]
  /** Most that are not zero; all where absent. */
  readonly maxNonzero?: number
  /** Least that are held; 0 where absent. Counts what is in [lower, upper], a zero there included. */
  readonly minNonzero?: number
}

/** When the search stops. */
export interface BranchOptions {
  /** Nodes solved; 20,000 where absent. */
  readonly nodeLimit?: number
  /** Proven gap (objective - lower bound) / max(|objective|, 1e-12) that is good enough; 1e-6 where absent. */
  readonly relativeGap?: number
}

/** The best point, with what is proven of it; `stopped` at the node limit. */
export interface HeldPoint {
  readonly status: 'optimal' | 'stopped'
  readonly x: Float64Array
  readonly objective: number
  /** No point has an objective below this. */
  readonly lowerBound: number
  readonly relativeGap: number
  readonly nodes: number
  /** Indices of the semi-continuous variables that are not zero. */
  readonly held: readonly number[]
}

/** What became of a search: a point, or that there is none. */
export type MixedIntegerQuadraticOutcome =
  HeldPoint | { readonly status: 'infeasible' } | { readonly status: 'unbounded' }

/** A subproblem: of each semi-continuous variable, whether it is out (0), in (1) or open (-1); bounds of the integers. */
interface Node {
  readonly states: Int8Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly bound: number
  readonly depth: number
}

const zero = 1e-9

function rulesChecked(rules: HoldingRules, n: number): { most: number; least: number } {
  const count = rules.semiContinuous.length
  const seen = new Set<number>()
  for (const [k, { index, lower, upper }] of rules.semiContinuous.entries()) {
    const field = `semiContinuous[${k}]`
    if (!Number.isInteger(index) || index < 0 || index >= n || seen.has(index))
      throw new TuttiError('invalid-input', `${field} names variable ${index}, which is absent or named before`, {
        field,
        got: String(index),
      })
    seen.add(index)
    if (!(Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper))
      throw new TuttiError(
        'invalid-input',
        `${field} needs finite bounds with lower ≤ upper, got [${lower}, ${upper}]`,
        { field, got: `[${lower}, ${upper}]` },
      )
  }
  const most = rules.maxNonzero ?? count
  const least = rules.minNonzero ?? 0
  requireInRange(most, 0, Number.MAX_SAFE_INTEGER, 'maxNonzero')
  requireInRange(least, 0, Math.min(most, count), 'minNonzero')
  return { most: Math.min(Math.floor(most), count), least: Math.ceil(least) }
}

/**
 * The best point of a convex quadratic (or linear) programme in which some variables are zero or within bounds, at most so
 * many of them not zero, and some whole; with a proven gap.
 *
 * Branch and bound over continuous relaxations: an open holding lies between zero and its bounds, and the shares xⱼ/upperⱼ
 * of open long-only holdings sum to no more than the places left. The lowest bound is explored first, plunging until a
 * first point; rounding to the largest holdings gives early ones. Throws as `solvedProgramme` does. Hundreds of assets with loose
 * bounds can reach the node limit: the gap then says what is not proven. Source: Bienstock, Computational study of a
 * family of mixed-integer quadratic programming problems, Math. Programming 74 (1996).
 */
export function mixedIntegerQuadratic(
  programme: Programme,
  rules: HoldingRules,
  options: BranchOptions = {},
): MixedIntegerQuadraticOutcome {
  const arrays = programmeArrays(programme)
  const { n } = arrays
  const { most, least } = rulesChecked(rules, n)
  const holdings = rules.semiContinuous
  const integers = programme.integers ?? []
  const nodeLimit = options.nodeLimit ?? 20_000
  const wantedGap = options.relativeGap ?? 1e-6
  const { integers: _, ...continuous } = programme

  /** Optimum of a node's relaxation; undefined where it has none. */
  const relaxation = (
    states: Int8Array,
    lower: Float64Array,
    upper: Float64Array,
  ): { x: Float64Array; objective: number } | 'unbounded' | undefined => {
    const low = Float64Array.from(lower)
    const high = Float64Array.from(upper)
    let inside = 0
    let open = 0
    const indices: number[] = []
    const coefficients: number[] = []
    for (const [k, { index, lower: l, upper: u }] of holdings.entries()) {
      const state = states[k]
      if (state === 1) {
        inside++
        low[index] = l
        high[index] = u
      } else if (state === 0) low[index] = high[index] = 0
      else {
        open++
        low[index] = Math.min(0, l)
        high[index] = Math.max(0, u)
        if (l >= 0 && u > 0) {
          indices.push(index)
          coefficients.push(1 / u)
        }
      }
    }
    if (inside > most || inside + open < least) return undefined
    const counted = inside + open > most && indices.length > 0
    const outcome = solvedProgramme({
      ...continuous,
      lower: low,
      upper: high,
      rows: counted
        ? [...continuous.rows, { name: 'places left', indices, coefficients, lower: -Infinity, upper: most - inside }]
        : continuous.rows,
    })
    if (outcome.status === 'unbounded') return 'unbounded'
    return outcome.status === 'optimal' ? outcome.solution : undefined
  }

  const root: Node = {
    states: new Int8Array(holdings.length).fill(-1),
    lower: Float64Array.from(arrays.lower),
    upper: Float64Array.from(arrays.upper),
    bound: -Infinity,
    depth: 0,
  }
  for (const { index } of holdings) {
    root.lower[index] = -Infinity
    root.upper[index] = Infinity
  }
  let best: { x: Float64Array; objective: number } | undefined
  const gapOf = (objective: number, bound: number): number =>
    Math.max(0, objective - bound) / Math.max(Math.abs(objective), 1e-12)
  const closed = (bound: number): boolean => best !== undefined && gapOf(best.objective, bound) <= wantedGap
  let open: Node[] = [root]
  let nodes = 0
  /** Least bound of what was left unexplored because it was within the gap. */
  let cutBound = Infinity

  const rounded = (node: Node, x: Float64Array): void => {
    const order = holdings
      .map(({ index }, k) => ({ k, size: Math.abs(x[index]), state: node.states[k] }))
      .toSorted((a, b) => b.state - a.state || b.size - a.size)
    const states = new Int8Array(holdings.length)
    for (const [rank, { k, size, state }] of order.entries()) {
      const half = 0.5 * Math.abs(holdings[k].lower)
      if (state === 1 || (rank < most && state !== 0 && (rank < least || size > Math.max(zero, half)))) states[k] = 1
    }
    if (integers.length > 0) return
    const point = relaxation(states, node.lower, node.upper)
    nodes++
    if (point && point !== 'unbounded' && (!best || point.objective < best.objective)) best = point
  }

  while (open.length > 0 && nodes < nodeLimit) {
    // Depth first until there is a point, then the lowest bound first.
    let at = open.length - 1
    if (best) for (let t = 0; t < open.length; t++) if (open[t].bound < open[at].bound) at = t
    const [node] = open.splice(at, 1)
    if (closed(node.bound)) {
      cutBound = Math.min(cutBound, node.bound)
      continue
    }
    nodes++
    const point = relaxation(node.states, node.lower, node.upper)
    if (point === 'unbounded') return { status: 'unbounded' }
    if (!point) continue
    if (closed(point.objective)) {
      cutBound = Math.min(cutBound, point.objective)
      continue
    }
    // Branch on the whole variable or the holding that breaks its rule most.
    let whole = -1
    let distance = 1e-7
    for (const j of integers) {
      const off = Math.abs(point.x[j] - Math.round(point.x[j]))
      if (off > distance) {
        whole = j
        distance = off
      }
    }
    let inside = 0
    let held = 0
    let worstHolding = -1
    let worst = 0
    let largestOpen = -1
    for (const [k, { index, lower: l }] of holdings.entries()) {
      const value = point.x[index]
      if (node.states[k] === 1) inside++
      if (Math.abs(value) > zero || node.states[k] === 1) held++
      if (node.states[k] !== -1) continue
      if (
        Math.abs(value) > zero &&
        (largestOpen < 0 || Math.abs(value) > Math.abs(point.x[holdings[largestOpen].index]))
      )
        largestOpen = k
      // Distance to 0 and to the held range: broken where neither is near.
      const { upper: u } = holdings[k]
      const broken = Math.min(Math.abs(value), Math.max(l - value, value - u))
      if (broken > Math.max(worst, zero)) {
        worst = broken
        worstHolding = k
      }
    }
    const reachable = inside + node.states.reduce((count, state) => count + (state === -1 ? 1 : 0), 0)
    let branch = worstHolding
    if (branch < 0 && held > most) branch = largestOpen
    if (branch < 0 && held < least && reachable >= least) branch = node.states.indexOf(-1)
    if (whole < 0 && branch < 0) {
      if (!best || point.objective < best.objective) best = point
      continue
    }
    if (node.depth % 4 === 0 && whole < 0) rounded(node, point.x)
    const child = { bound: point.objective, depth: node.depth + 1 }
    if (branch >= 0) {
      const outside = Int8Array.from(node.states)
      outside[branch] = 0
      const within = Int8Array.from(node.states)
      within[branch] = 1
      open.push({ ...node, ...child, states: outside }, { ...node, ...child, states: within })
    } else {
      const down = Float64Array.from(node.upper)
      const up = Float64Array.from(node.lower)
      down[whole] = Math.floor(point.x[whole])
      up[whole] = Math.ceil(point.x[whole])
      open.push({ ...node, ...child, upper: down }, { ...node, ...child, lower: up })
    }
  }
  open = open.filter(({ bound }) => !closed(bound) || ((cutBound = Math.min(cutBound, bound)), false))
  if (!best) {
    if (open.length === 0) return { status: 'infeasible' }
    throw new TuttiError(
      'not-converged',
      `no point was found within ${nodes} nodes, nor that there is none; raise nodeLimit, or loosen the count or the least holdings`,
    )
  }
  const lowerBound = Math.min(best.objective, cutBound, ...open.map(({ bound }) => bound))
  const { x, objective } = best
  const relativeGap = gapOf(objective, lowerBound)
  return {
    status: relativeGap <= wantedGap ? 'optimal' : 'stopped',
    x,
    objective,
    lowerBound,
    relativeGap,
    nodes,
    held: holdings.flatMap(({ index }) => (Math.abs(x[index]) > zero ? [index] : [])),
  }
}
