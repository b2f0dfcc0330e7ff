import { TuttiError } from '../errors/index.ts'
import type { ContinuousLaw } from './continuous-law.ts'

/**
 * The monotone map from a score of one law to the value of another at the same probability, x -> G^-1(F(x)), as a table:
 * a quintic polynomial for each cell on either side of `origin`, exact beyond the table.
 */
export interface ScoreMap {
  readonly origin: number
  /** Six coefficients a cell, constant first, of the side above and the side below the origin. */
  readonly above: Float64Array
  readonly below: Float64Array
  /** Cells a unit in the inner part, which is `INNER` wide; outside it they are eight times as wide. */
  readonly cellsPerUnit: number
  readonly exact: (score: number) => number
}

/** Width of the finely tabulated part of each side, and where the table ends. */
const INNER = 8
const OUTER = 64
const WIDER = 8

/**
 * Tabulates x -> G^-1(F(x)). Knots are found outwards by one third-order step each from the quintic extrapolation, polished
 * until what is left is at rounding; between them the error is that of quintic Hermite interpolation, h^6 / 46080 times
 * the sixth derivative. It is measured in the middle of cells, and the cells are halved until it is below 1e-10 there; the
 * tests find it below 1e-9 (1 + |value|) everywhere.
 */
export function scoreMap(from: ContinuousLaw, to: ContinuousLaw): ScoreMap {
  const exact = (score: number): number => {
    const p = from.lower(score)
    return p < 0.5 ? to.lowerQuantile(Math.max(p, 1e-300)) : to.upperQuantile(Math.max(from.upper(score), 1e-300))
  }
  const origin = scoreAtSplit(from, to)
  for (const cellsPerUnit of [12, 24, 48, 96]) {
    const above = sideTable(from, to, origin, 1, cellsPerUnit)
    const symmetric = from.symmetric && to.symmetric
    const below = symmetric ? above.map((c) => -c) : sideTable(from, to, origin, -1, cellsPerUnit)
    const map = { origin, above, below, cellsPerUnit, exact }
    const worst = (symmetric ? [0.2, 1.5, 5.5] : [-5.5, -1.5, -0.2, 0.2, 1.5, 5.5]).reduce((most, place) => {
      const at = origin + (Math.floor(place * cellsPerUnit) + 0.5) / cellsPerUnit
      const value = exact(at)
      return Math.max(most, Math.abs(mappedScore(map, at) - value) / (1 + Math.abs(value)))
    }, 0)
    if (worst < 1e-10) return map
  }
  throw new TuttiError(
    'not-converged',
    'a marginal is too far from its copula score for a table; use fewer extreme degrees of freedom',
  )
}

/** The score whose probability is that of the target's split. */
function scoreAtSplit(from: ContinuousLaw, to: ContinuousLaw): number {
  const p = to.lower(to.split)
  if (Math.abs(p - 0.5) < 1e-14) return from.split
  return p < 0.5 ? from.lowerQuantile(p) : from.upperQuantile(to.upper(to.split))
}

function sideTable(
  from: ContinuousLaw,
  to: ContinuousLaw,
  origin: number,
  direction: 1 | -1,
  cellsPerUnit: number,
): Float64Array {
  const fine = INNER * cellsPerUnit
  const step = 1 / cellsPerUnit
  const coarse = Math.round(((OUTER - INNER) * cellsPerUnit) / WIDER)
  const cells: number[] = []
  const fromTail = direction > 0 ? from.upper : from.lower
  const toTail = direction > 0 ? to.upper : to.lower
  // All in the distance from the origin, so that both sides read alike: y(t), y'(t), y''(t) >= 0 outwards.
  let y = to.split
  let [slope, curvature] = derivatives(from, to, origin, y, direction)
  let previous: { h: number; c: readonly number[] } | undefined
  for (let cell = 0; cell < fine + coarse; cell++) {
    const h = cell < fine ? step : step * WIDER
    const t = cell < fine ? (cell + 1) * step : INNER + (cell + 1 - fine) * step * WIDER
    const score = origin + direction * t
    const tail = fromTail(score)
    if (!(tail > 1e-290)) break
    // A tail that falls by more than a few e-folds within a cell is left to the exact function.
    if (cell >= fine && h * Math.abs(from.logSlope(score)) > 2) break
    let next = extrapolation(previous, y, slope, curvature, h)
    let settled = false
    for (let k = 0; k < 60 && !settled; k++) {
      const density = to.density(next)
      if (!(density > 1e-295)) break
      const delta = (direction * (toTail(next) - tail)) / density
      let move = delta - 0.5 * to.logSlope(next) * delta * delta
      if (!(Math.abs(move) < 0.5 * (1 + Math.abs(next)))) move = Math.sign(delta) * 0.5 * (1 + Math.abs(next))
      next += move
      // A step of third order: what is left is of the size of the cube.
      settled = Math.abs(move) < 2e-5 * (1 + Math.abs(next))
    }
    if (!settled || !Number.isFinite(next)) break
    const [nextSlope, nextCurvature] = derivatives(from, to, score, next, direction)
    if (!Number.isFinite(nextSlope) || !Number.isFinite(nextCurvature)) break
    const c = quintic(y, slope * h, curvature * h * h, next, nextSlope * h, nextCurvature * h * h)
    cells.push(...c)
    previous = { h, c }
    y = next
    slope = nextSlope
    curvature = nextCurvature
  }
  return Float64Array.from(cells)
}

/** First and second derivative of the map by the distance from the origin. */
function derivatives(
  from: ContinuousLaw,
  to: ContinuousLaw,
  score: number,
  value: number,
  direction: number,
): [number, number] {
  const slope = from.density(score) / to.density(value)
  const curvature = slope * (from.logSlope(score) - to.logSlope(value) * slope)
  return [direction * slope, curvature]
}

/** The polynomial of the cell before, carried on; a Taylor step at the start. */
function extrapolation(
  previous: { readonly h: number; readonly c: readonly number[] } | undefined,
  y: number,
  slope: number,
  curvature: number,
  h: number,
): number {
  if (previous === undefined || h > previous.h) return y + h * slope + 0.5 * h * h * curvature
  const w = 1 + h / previous.h
  return previous.c.reduceRight((sum, c) => sum * w + c, 0)
}

/** Coefficients on [0, 1] of the quintic with these values, slopes and curvatures at the two ends. */
function quintic(y0: number, d0: number, c0: number, y1: number, d1: number, c1: number): number[] {
  const rise = y1 - y0 - d0 - 0.5 * c0
  const tilt = d1 - d0 - c0
  const bend = c1 - c0
  return [
    y0,
    d0,
    0.5 * c0,
    10 * rise - 4 * tilt + 0.5 * bend,
    -15 * rise + 7 * tilt - bend,
    6 * rise - 3 * tilt + 0.5 * bend,
  ]
}

/** The map at one score. */
function mappedScore(map: ScoreMap, score: number): number {
  const one = Float64Array.of(score)
  mapScores(map, one, 0, 1, 1, 0)
  return one[0]
}

/**
 * Replaces `values[start .. start + count)`, scores, by scale * map(score) + shift, in place. Cost: a table look-up and
 * six multiplications a value.
 */
export function mapScores(
  map: ScoreMap,
  values: Float64Array,
  start: number,
  count: number,
  scale: number,
  shift: number,
): void {
  const { origin, above, below, cellsPerUnit, exact } = map
  const fine = INNER * cellsPerUnit
  const coarseRate = cellsPerUnit / WIDER
  const end = start + count
  for (let i = start; i < end; i++) {
    const score = values[i]
    const signed = score - origin
    const table = signed < 0 ? below : above
    const distance = signed < 0 ? -signed : signed
    let cell = 0
    let w = 0
    if (distance < INNER) {
      const place = distance * cellsPerUnit
      cell = place | 0
      w = place - cell
    } else if (distance < OUTER) {
      const place = (distance - INNER) * coarseRate
      cell = place | 0
      w = place - cell
      cell += fine
    } else {
      values[i] = scale * exact(score) + shift
      continue
    }
    const k = cell * 6
    if (k >= table.length) {
      values[i] = scale * exact(score) + shift
      continue
    }
    const value =
      table[k] + w * (table[k + 1] + w * (table[k + 2] + w * (table[k + 3] + w * (table[k + 4] + w * table[k + 5]))))
    values[i] = scale * value + shift
  }
}
