import { TuttiError } from '../errors/index.ts'
import { portableNormalQuantile } from '../math/portable.ts'
import { type BrownianBridge, brownianBridge, fillBridgePath } from '../random/brownian-bridge.ts'
import { fillSobolPoint, type SobolSequence, sobolSequence } from '../random/sobol.ts'
import { DAYS_PER_MONTH } from './path-model.ts'

const DRIVERS = 3

/**
 * Randomised Sobol points for the monthly sums of the three drivers: one scrambled sequence of 3 x months dimensions for
 * each randomisation, and the bridge that turns its coordinates into monthly increments.
 */
export interface MonthlySobol {
  readonly months: number
  readonly bridge: BrownianBridge
  /** Points in each randomisation, a power of two. */
  readonly points: number
  readonly randomisations: readonly SobolSequence[]
}

/**
 * Set-up for `randomisations` x `points` paths of the random stream (seed, stream). Throws `invalid-input` unless
 * `points` is a power of two, `unsupported` when 3 x months exceeds the tabulated dimensions.
 */
export function monthlySobol(
  months: number,
  points: number,
  randomisations: number,
  seed: number,
  stream: number,
): MonthlySobol {
  if (!Number.isInteger(Math.log2(points)) || points < 2) {
    throw new TuttiError('invalid-input', `Sobol paths come in powers of two for each randomisation, got ${points}`, {
      field: 'points',
      got: String(points),
      expected: 'a power of two',
    })
  }
  return {
    months,
    points,
    bridge: brownianBridge(Float64Array.from({ length: months }, (_, m) => m + 1)),
    randomisations: Array.from({ length: randomisations }, (_, i) =>
      // streams of regimes are small numbers; the randomisations of each take the range above them
      sobolSequence(DRIVERS * months, { seed, stream: 0x40000000 + stream * 4096 + i }),
    ),
  }
}

/** Buffers for `writeSobolNormals`; `values[3 m + j]` is the standard normal of driver j in month m. */
export interface MonthlyNormals {
  readonly point: Float64Array
  readonly coordinates: Float64Array
  readonly walk: Float64Array
  readonly values: Float64Array
}

/** Buffers for paths of `months` months. */
export function monthlyNormals(months: number): MonthlyNormals {
  return {
    point: new Float64Array(DRIVERS * months),
    coordinates: new Float64Array(months),
    walk: new Float64Array(months),
    values: new Float64Array(DRIVERS * months),
  }
}

/**
 * Writes the monthly normals of path `path`: point (path mod points) of randomisation (path div points). Coordinates
 * are dealt to the drivers in the order of the bridge, so the first three of a point move the ends of the three walks.
 */
export function writeSobolNormals(sobol: MonthlySobol, path: number, out: MonthlyNormals): void {
  const { months, bridge, points, randomisations } = sobol
  const randomisation = Math.floor(path / points)
  const { point, coordinates, walk, values } = out
  fillSobolPoint(randomisations[randomisation], path - randomisation * points, point)
  for (let driver = 0; driver < DRIVERS; driver++) {
    for (let n = 0; n < months; n++) coordinates[n] = portableNormalQuantile(point[DRIVERS * n + driver])
    fillBridgePath(bridge, coordinates, walk)
    let before = 0
    for (let m = 0; m < months; m++) {
      values[DRIVERS * m + driver] = walk[m] - before
      before = walk[m]!
    }
  }
}

/**
 * Conditions a month of pseudo-random daily normals on the month's sums: day z becomes z - mean + M / sqrt(21), so that
 * the month adds up to sqrt(21) M while each day keeps variance one.
 */
export function conditionMonth(normals: Float64Array, values: Float64Array, month: number): void {
  const scale = 1 / Math.sqrt(DAYS_PER_MONTH)
  for (let driver = 0; driver < DRIVERS; driver++) {
    let sum = 0
    for (let n = driver; n < DRIVERS * DAYS_PER_MONTH; n += DRIVERS) sum += normals[n]
    const shift = values[DRIVERS * month + driver] * scale - sum / DAYS_PER_MONTH
    for (let n = driver; n < DRIVERS * DAYS_PER_MONTH; n += DRIVERS) normals[n] += shift
  }
}
