import { TuttiError } from '../errors/index.ts'
import { columnRanges, requireTable, scaledTable, type ObjectiveTable } from './objective-table.ts'

/** How one alternative of a table is chosen. */
export type ChoiceRule =
  /** Least distance from the best of every objective, scaled to the ranges (compromise programming). */
  | { readonly rule: 'ideal-distance'; readonly norm: 'sum' | 'euclidean' | 'largest' }
  /** Nearest to the ideal and farthest from the worst together. */
  | { readonly rule: 'topsis' }
  /** Least weighted sum of figures scaled to their ranges. */
  | { readonly rule: 'weighted-sum' }
  /** Where the front bends most. */
  | { readonly rule: 'knee' }

/** Alternatives with scores (more is better) and the best of them. */
export interface FrontChoice {
  readonly chosen: number
  readonly scores: Float64Array
}

/**
 * The choice of an alternative and the score of each; more is better, ties go to the earlier row. `weights` are the
 * importance of the objectives (equal where absent), which scale figures that were put on [0, 1] by the range of the
 * table: the choice does not depend on the units of the objectives.
 *
 * Scores: minus the distance for `ideal-distance` and `weighted-sum`; for `topsis` the closeness to the ideal in [0, 1];
 * for `knee` the distance, in scaled units, by which a point lies on the ideal's side of the line (or plane) through
 * the best points of the objectives, without weights. Throws `invalid-input` for weights that are negative, all zero or
 * of another number. Source: Zeleny (1973) and Yu (1973), compromise solutions; Hwang & Yoon (1981), TOPSIS, here with
 * ranges for its vector normalisation; Das (1999), Struct. Optim. 18 (knee).
 */
export function frontChoice(values: ObjectiveTable, choice: ChoiceRule, weights?: ArrayLike<number>): FrontChoice {
  requireTable(values)
  const scaled = scaledTable(values)
  const importance = shares(weights, values[0].length)
  const scores =
    choice.rule === 'knee'
      ? kneeDistances(scaled)
      : Float64Array.from(scaled, (row) => {
          const weighted = row.map((value, k) => importance[k] * value)
          if (choice.rule === 'weighted-sum') return -sum(weighted)
          if (choice.rule === 'ideal-distance') return -distances[choice.norm](weighted)
          const toIdeal = Math.hypot(...weighted)
          const toWorst = Math.hypot(...row.map((value, k) => importance[k] * (1 - value)))
          return toIdeal + toWorst > 0 ? toWorst / (toIdeal + toWorst) : 1
        })
  return { chosen: scores.reduce((best, score, i) => (score > scores[best] ? i : best), 0), scores }
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

const distances = {
  sum,
  euclidean: (row: Float64Array): number => Math.hypot(...row),
  largest: (row: Float64Array): number => Math.max(...row),
}

/** Importance as shares of 1. */
function shares(weights: ArrayLike<number> | undefined, objectives: number): Float64Array {
  if (weights === undefined) return new Float64Array(objectives).fill(1 / objectives)
  if (weights.length !== objectives) {
    throw invalidWeights(`${weights.length} entries`, `${objectives}, one for each objective`)
  }
  const total = Array.from(weights).reduce((add, weight) => add + weight, 0)
  if (!(total > 0 && total < Infinity) || Array.from(weights).some((weight) => !(weight >= 0))) {
    throw invalidWeights(Array.from(weights).join(', '), 'numbers of at least 0, one of them positive')
  }
  return Float64Array.from(weights, (weight) => weight / total)
}

const invalidWeights = (got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `weights must be ${expected}, got ${got}`, { field: 'weights', got, expected })

/** Distance of each point on the ideal's side of the plane through the best point of each objective. */
function kneeDistances(scaled: readonly Float64Array[]): Float64Array {
  const objectives = scaled[0].length
  const extremes = Array.from({ length: objectives }, (_, k) => bestIn(scaled, k))
  const normal = planeNormal(extremes)
  const size = Math.hypot(...normal)
  const level = sum(extremes[0].map((value, k) => normal[k] * value))
  return Float64Array.from(scaled, (row) => (level - sum(row.map((value, k) => normal[k] * value))) / size)
}

/** The point with the least of one objective; of equals the one with the least sum of the others. */
const bestIn = (scaled: readonly Float64Array[], k: number): Float64Array =>
  scaled.reduce((best, row) => (row[k] < best[k] || (row[k] === best[k] && sum(row) < sum(best)) ? row : best))

/**
 * A normal of the plane through as many points as dimensions, with positive entries; all ones (the plane through the
 * corners of the unit cube) where the points leave it open or it slopes the wrong way.
 */
function planeNormal(points: readonly Float64Array[]): Float64Array {
  const count = points.length
  const even = new Float64Array(count).fill(1)
  // Solve points · normal = 1 by elimination.
  const rows = points.map((point) => [...point, 1])
  for (let i = 0; i < count; i++) {
    let pivot = i
    for (let r = i + 1; r < count; r++) if (Math.abs(rows[r][i]) > Math.abs(rows[pivot][i])) pivot = r
    if (Math.abs(rows[pivot][i]) < 1e-9) return even
    ;[rows[i], rows[pivot]] = [rows[pivot], rows[i]]
    for (let r = 0; r < count; r++) {
      if (r === i) continue
      const factor = rows[r][i] / rows[i][i]
      for (let c = i; c <= count; c++) rows[r][c] -= factor * rows[i][c]
    }
  }
  const normal = Float64Array.from(rows, (row, i) => row[count] / row[i])
  return normal.every((value) => value > 1e-9) ? normal : even
}

/** What one objective gives for another between two neighbouring points of a front. */
export interface TradeOff {
  readonly from: number
  readonly to: number
  /** Change of each objective from one to the other, in its own units. */
  readonly changes: Float64Array
  /** The same as shares of the range of the objective over the front. */
  readonly scaledChanges: Float64Array
  /** For two objectives: what is given up of the one that worsens per unit of the one that improves; null otherwise. */
  readonly exchangeRate: number | null
}

/**
 * Trade-offs from an alternative to its nearest neighbours (in figures scaled by their ranges): for two objectives the
 * next points on either side, for more the `neighbours` nearest points.
 */
export function tradeOffs(values: ObjectiveTable, from: number, neighbours: number): TradeOff[] {
  const scaled = scaledTable(values)
  const objectives = values[0].length
  const { best, worst } = columnRanges(values)
  const others = values.map((_, i) => i).filter((i) => scaled[i].some((value, k) => value !== scaled[from][k]))
  const distance = (i: number): number => Math.hypot(...scaled[i].map((value, k) => value - scaled[from][k]))
  const byDistance = others.sort((a, b) => distance(a) - distance(b) || a - b)
  const nearest =
    objectives === 2
      ? [
          byDistance.find((i) => values[i][0] < values[from][0]),
          byDistance.find((i) => values[i][0] > values[from][0]),
        ].filter((i) => i !== undefined)
      : byDistance.slice(0, neighbours)
  return nearest.map((to) => {
    const changes = Float64Array.from(values[to], (value, k) => value - values[from][k])
    const [gain, loss] = changes[0] < 0 ? [-changes[0], changes[1]] : [-changes[1], changes[0]]
    return {
      from,
      to,
      changes,
      scaledChanges: changes.map((change, k) => (worst[k] > best[k] ? change / (worst[k] - best[k]) : 0)),
      exchangeRate: objectives === 2 && gain > 0 ? loss / gain : null,
    }
  })
}
