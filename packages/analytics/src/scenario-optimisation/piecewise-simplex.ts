import { basisInverse } from './basis-inverse.ts'
import { breakpointHeap } from './breakpoint-heap.ts'
import { addLine, addLines } from './matrix-lines.ts'

/**
 * Minimise c'x + Σ φᵢ(gᵢ'x) over lower ≤ x ≤ upper, where φᵢ costs `costBelow` for each unit under `rowLower` and `costAbove` for
 * each unit over `rowUpper`: a linear programme whose rows are all soft.
 */
export interface PiecewiseProgramme {
  readonly rows: number
  readonly columns: number
  /** G by rows, and once more by columns. */
  readonly byRows: Float64Array
  readonly byColumns: Float64Array
  readonly cost: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  readonly costBelow: Float64Array
  readonly costAbove: Float64Array
}

/** An optimum with the prices that prove it. */
export interface PiecewiseOptimum {
  readonly x: Float64Array
  /** yᵢ in [-costAbove, costBelow]: minus the slope of φᵢ that makes x stationary. */
  readonly rowPrices: Float64Array
  /** c - G'y: at least 0 where x may rise and at most 0 where it may fall, to the tolerance. */
  readonly reducedCosts: Float64Array
  /** Rows that x meets with equality as part of its vertex. */
  readonly activeRows: Int32Array
  readonly steps: number
}

const PRICE_TOLERANCE = 1e-10
const PIVOT_TOLERANCE = 1e-9
const REFRESH = 100
/** Steps without length after which the ends of rows are moved, and by how much at most. */
const MOST_STALLED = 60
const SHIFT = 2e-7

/**
 * The optimum from any x within its bounds, by the primal simplex method for piecewise linear costs: every step goes along
 * an edge through all kinks up to the one behind which the cost would rise. Entries of the start between their bounds are
 * moved first. Figures of G are to be near 1 in size. Undefined where it takes more than `mostSteps`, does not end, or loses its figures to rounding.
 *
 * Source: Fourer (1985), A simplex algorithm for piecewise-linear programming, Mathematical Programming 33; the working
 * basis is that of Gill, Murray, Saunders and Wright (1984), sparse matrix methods in optimization (Schur complement).
 */
export function piecewiseOptimum(
  p: PiecewiseProgramme,
  start: Float64Array,
  mostSteps: number,
): PiecewiseOptimum | undefined {
  const { rows: m, columns: n, byRows, byColumns } = p
  const capacity = Math.min(m, n)
  const inverse = basisInverse(capacity)
  const x = Float64Array.from(start)
  const z = new Float64Array(m)
  const basics = new Int32Array(capacity)
  const actives = new Int32Array(capacity)
  const placeOfColumn = new Int32Array(n).fill(-1)
  const placeOfRow = new Int32Array(m).fill(-1)
  /** Of a row that is not active: -1 below its interval, 0 in it, 1 above. Of an active row: the end it is held at, -1 or 1. */
  const side = new Int8Array(m)
  const slope = Float64Array.from(p.cost)
  const reduced = new Float64Array(n)
  const prices = new Float64Array(capacity)
  const dx = new Float64Array(capacity)
  const image = new Float64Array(capacity)
  const row = new Float64Array(capacity)
  const dz = new Float64Array(m)
  const heap = breakpointHeap(2 * m)

  const activities = (): void => {
    z.fill(0)
    for (let j = 0; j < n; j++) addLine(z, byColumns, m, j, x[j])
  }
  const rowLower = Float64Array.from(p.rowLower)
  const rowUpper = Float64Array.from(p.rowUpper)
  const target = (i: number): number => (side[i] < 0 ? rowLower[i] : rowUpper[i])
  /** Changes the side of a row that is not active, and the slope of the cost with it. */
  const turn = (i: number, to: number): void => {
    const before = side[i] < 0 ? -p.costBelow[i] : side[i] > 0 ? p.costAbove[i] : 0
    const after = to < 0 ? -p.costBelow[i] : to > 0 ? p.costAbove[i] : 0
    side[i] = to
    addLine(slope, byRows, n, i, after - before)
  }
  const price = (): void => {
    const k = inverse.size()
    for (let s = 0; s < k; s++) dx[s] = slope[basics[s]]
    inverse.transposeTimes(dx, prices)
    reduced.set(slope)
    for (let q = 0; q < k; q++) dx[q] = -prices[q]
    addLines(reduced, byRows, n, actives, dx, k)
  }
  /** Sharpens x on its active rows; false where the inverse is no longer one. */
  const refreshed = (): boolean => {
    const k = inverse.size()
    let last = Infinity
    for (let pass = 0; pass < 6; pass++) {
      activities()
      let error = 0
      for (let q = 0; q < k; q++) error = Math.max(error, Math.abs((image[q] = target(actives[q]) - z[actives[q]])))
      if (error < 1e-13 || (pass > 1 && error > 0.5 * last && error < 1e-11)) break
      if (!(error < 0.5 * last)) return false
      last = error
      inverse.times(image, dx)
      for (let s = 0; s < k; s++) x[basics[s]] += dx[s]
    }
    return true
  }
  const reinverted = (): boolean => {
    const k = inverse.size()
    const matrix = new Float64Array(k * k)
    for (let q = 0; q < k; q++) for (let s = 0; s < k; s++) matrix[q * k + s] = byRows[actives[q] * n + basics[s]]
    return inverse.invert(matrix, k) && refreshed()
  }

  /** Sides as the activities say; a row on an end of its interval stays where it is. */
  const sides = (): void => {
    slope.set(p.cost)
    for (let i = 0; i < m; i++) {
      if (placeOfRow[i] >= 0) continue
      const room = 1e-12 * (1 + Math.abs(z[i]))
      const mayBeBelow = z[i] < rowLower[i] + (side[i] < 0 ? room : -room)
      const mayBeAbove = z[i] > rowUpper[i] - (side[i] > 0 ? room : -room)
      side[i] = 0
      turn(i, mayBeBelow ? -1 : mayBeAbove ? 1 : 0)
    }
    price()
  }
  /** Moves the ends of rows that are not active apart, each by another trifle, so that steps have a length again. */
  const shift = (): void => {
    for (let i = 0; i < m; i++) {
      if (placeOfRow[i] >= 0 || rowLower[i] === rowUpper[i]) continue
      const trifle = SHIFT * (0.5 + ((i * 0.6180339887498949) % 1))
      rowLower[i] -= trifle
      rowUpper[i] += trifle
    }
    sides()
  }
  const unshift = (): boolean => {
    rowLower.set(p.rowLower)
    rowUpper.set(p.rowUpper)
    if (!refreshed() && !reinverted()) return false
    sides()
    return true
  }

  activities()
  sides()

  let shifted: 'not yet' | 'now' | 'before' = 'not yet'
  let stalled = 0
  let wasRefreshed = false
  for (let step = 0; step < mostSteps; step++) {
    if (step % REFRESH === REFRESH - 1) {
      if (!refreshed() && !reinverted()) return undefined
    }
    // Which edge: entries between their bounds first, then the steepest.
    let enteringColumn = -1
    let enteringPlace = -1
    let best = 0
    for (let j = 0; j < n; j++) {
      if (placeOfColumn[j] >= 0) continue
      const rate = reduced[j] < 0 ? (x[j] < p.upper[j] ? -reduced[j] : 0) : x[j] > p.lower[j] ? reduced[j] : 0
      if (rate <= PRICE_TOLERANCE) continue
      const inside = x[j] > p.lower[j] && x[j] < p.upper[j]
      const score = inside ? 1e6 + rate : rate
      if (score > best) {
        best = score
        enteringColumn = j
      }
    }
    const k = inverse.size()
    for (let q = 0; q < k; q++) {
      const i = actives[q]
      const isPoint = rowLower[i] === rowUpper[i]
      const least = isPoint || side[i] > 0 ? -p.costAbove[i] : 0
      const most = isPoint || side[i] < 0 ? p.costBelow[i] : 0
      const rate = Math.max(prices[q] - most, least - prices[q])
      if (rate > PRICE_TOLERANCE && rate > best) {
        best = rate
        enteringColumn = -1
        enteringPlace = q
      }
    }
    if (best === 0) {
      if (!wasRefreshed) {
        wasRefreshed = true
        if (!refreshed() && !reinverted()) return undefined
        sides()
        continue
      }
      if (shifted === 'now') {
        shifted = 'before'
        stalled = 0
        wasRefreshed = false
        if (!unshift()) return undefined
        continue
      }
      const rowPrices = new Float64Array(m)
      for (let i = 0; i < m; i++)
        if (placeOfRow[i] < 0 && side[i] !== 0) rowPrices[i] = side[i] < 0 ? p.costBelow[i] : -p.costAbove[i]
      for (let q = 0; q < k; q++) rowPrices[actives[q]] = prices[q]
      return { x, rowPrices, reducedCosts: reduced, activeRows: actives.slice(0, k), steps: step }
    }
    wasRefreshed = false

    // The direction of the edge.
    let sign: number
    let rate: number
    let enteringRow = -1
    dz.fill(0)
    if (enteringPlace < 0) {
      sign = reduced[enteringColumn] < 0 ? 1 : -1
      rate = Math.abs(reduced[enteringColumn])
      for (let q = 0; q < k; q++) row[q] = byColumns[enteringColumn * m + actives[q]]
      inverse.times(row, image)
      for (let s = 0; s < k; s++) dx[s] = -sign * image[s]
      addLine(dz, byColumns, m, enteringColumn, sign)
    } else {
      enteringRow = actives[enteringPlace]
      const i = enteringRow
      const isPoint = rowLower[i] === rowUpper[i]
      sign = prices[enteringPlace] > (isPoint || side[i] < 0 ? p.costBelow[i] : 0) ? -1 : 1
      rate = best
      inverse.column(enteringPlace, image)
      for (let s = 0; s < k; s++) dx[s] = sign * image[s]
      // From now on the row is like the others that are not active.
      const to = isPoint ? sign : side[i] === sign ? sign : 0
      side[i] = 0
      turn(i, to)
    }
    addLines(dz, byColumns, m, basics, dx, k)

    // How far: the bounds stop at once, a row where the slope has turned.
    let longest = Infinity
    let leavingPlace = -1
    let leavingSize = 0
    if (enteringColumn >= 0)
      longest = sign > 0 ? p.upper[enteringColumn] - x[enteringColumn] : x[enteringColumn] - p.lower[enteringColumn]
    for (let s = 0; s < k; s++) {
      const size = Math.abs(dx[s])
      if (size < PIVOT_TOLERANCE) continue
      const j = basics[s]
      const room = dx[s] < 0 ? x[j] - p.lower[j] : p.upper[j] - x[j]
      const reach = Math.max(0, room) / size
      if (reach < longest - 1e-13 || (reach < longest + 1e-13 && size > leavingSize)) {
        longest = Math.min(longest, reach)
        leavingPlace = s
        leavingSize = size
      }
    }
    heap.clear()
    for (let i = 0; i < m; i++) {
      if (placeOfRow[i] >= 0 && i !== enteringRow) continue
      const speed = i === enteringRow ? sign : dz[i]
      if (speed > PIVOT_TOLERANCE) {
        if (side[i] < 0) heap.add(Math.max(0, (rowLower[i] - z[i]) / speed), i, longest)
        if (side[i] <= 0 && rowUpper[i] < Infinity) heap.add(Math.max(0, (rowUpper[i] - z[i]) / speed), i, longest)
      } else if (speed < -PIVOT_TOLERANCE) {
        if (side[i] > 0) heap.add(Math.max(0, (rowUpper[i] - z[i]) / speed), i, longest)
        if (side[i] >= 0 && rowLower[i] > -Infinity) heap.add(Math.max(0, (rowLower[i] - z[i]) / speed), i, longest)
      }
    }
    heap.order()
    let remaining = -rate
    let length = longest
    let leavingRow = -1
    for (let i = heap.pop(); i >= 0; i = heap.pop()) {
      const speed = i === enteringRow ? sign : dz[i]
      // Which end is passed follows from the side: both may be equally far.
      const isUpper = speed > 0 ? side[i] === 0 : side[i] > 0
      remaining += (isUpper ? p.costAbove[i] : p.costBelow[i]) * Math.abs(speed)
      if (remaining >= 0) {
        length = heap.reach()
        leavingRow = i
        // It stops on this end of its interval, as an active row.
        turn(i, 0)
        side[i] = isUpper ? 1 : -1
        break
      }
      turn(i, speed > 0 ? side[i] + 1 : side[i] - 1)
    }
    if (length === Infinity) return undefined
    stalled = length > 1e-14 ? 0 : stalled + 1

    for (let s = 0; s < k; s++) x[basics[s]] += length * dx[s]
    for (let i = 0; i < m; i++) z[i] += length * dz[i]
    if (enteringColumn >= 0) x[enteringColumn] += sign * length
    if (leavingRow >= 0) {
      z[leavingRow] = target(leavingRow)
      if (leavingRow !== enteringRow) {
        for (let s = 0; s < k; s++) dx[s] = byRows[leavingRow * n + basics[s]]
        inverse.transposeTimes(dx, row)
        if (enteringColumn >= 0) {
          inverse.border(image, row, dz[leavingRow] / sign)
          basics[k] = enteringColumn
          placeOfColumn[enteringColumn] = k
          actives[k] = leavingRow
          placeOfRow[leavingRow] = k
        } else {
          inverse.replaceRow(enteringPlace, row)
          placeOfRow[enteringRow] = -1
          actives[enteringPlace] = leavingRow
          placeOfRow[leavingRow] = enteringPlace
        }
      }
    } else if (leavingPlace < 0) {
      // The entry went from one bound to the other.
      x[enteringColumn] = sign > 0 ? p.upper[enteringColumn] : p.lower[enteringColumn]
    } else {
      const leaving = basics[leavingPlace]
      x[leaving] = dx[leavingPlace] < 0 ? p.lower[leaving] : p.upper[leaving]
      placeOfColumn[leaving] = -1
      if (enteringColumn >= 0) {
        inverse.replaceColumn(leavingPlace, image)
        basics[leavingPlace] = enteringColumn
        placeOfColumn[enteringColumn] = leavingPlace
      } else {
        inverse.shrink(enteringPlace, leavingPlace)
        placeOfRow[enteringRow] = -1
        basics[leavingPlace] = basics[k - 1]
        actives[enteringPlace] = actives[k - 1]
        if (leavingPlace < k - 1) placeOfColumn[basics[leavingPlace]] = leavingPlace
        if (enteringPlace < k - 1) placeOfRow[actives[enteringPlace]] = enteringPlace
      }
    }
    price()
    if (stalled <= (shifted === 'not yet' ? 1 : 10) * MOST_STALLED) continue
    if (shifted !== 'not yet') return undefined
    shifted = 'now'
    stalled = 0
    shift()
  }
  return undefined
}
