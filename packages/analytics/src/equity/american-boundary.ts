import { TuttiError } from '../errors/index.ts'
import { gaussLegendre, normalCdf, normalPdf } from '../math/index.ts'

/** A put of unit strike in the Black-Scholes-Merton model for which early exercise has one boundary. */
export interface UnitPut {
  readonly maturityYears: number
  readonly rateContinuous: number
  readonly dividendYieldContinuous: number
  readonly volAnnual: number
}

/** The exercise boundary of a put of unit strike. */
export interface PutBoundary {
  /** Limit of the boundary at expiry, min(1, r / q). */
  readonly atExpiry: number
  /** Boundary at a time to expiry in [0, T]: at or below it the put is exercised. */
  spotAt(timeToExpiryYears: number): number
  /** Boundary at the time to expiry T sin^2(angle) of each quadrature node of the price. */
  readonly atPriceNodes: Float64Array
}

const DEGREE = 12
const INNER = 24
const OUTER = 40

/**
 * Quadrature and interpolation that do not depend on the option. Times to expiry are u = tau sin^2(angle): integrands
 * that behave like square roots at both ends of [0, tau] become smooth. The boundary is a Chebyshev polynomial through
 * DEGREE + 1 nodes in sqrt(u), so its values at the quadrature nodes are a fixed matrix times its values at the nodes.
 */
const scheme = makeScheme()

function makeScheme() {
  const angles = (count: number) => {
    const { nodes, weights } = gaussLegendre(count)
    const angle = Array.from(nodes, (node) => ((node + 1) * Math.PI) / 4)
    // du = 2 tau sin cos d(angle)
    const weight = angle.map((a, k) => (weights[k] * Math.PI * Math.sin(2 * a)) / 4)
    return { sine: Float64Array.from(angle, Math.sin), cosine: Float64Array.from(angle, Math.cos), weight }
  }
  const nodes = Array.from({ length: DEGREE + 1 }, (_, i) => -Math.cos((i * Math.PI) / DEGREE))
  const inner = angles(INNER)
  const outer = angles(OUTER)
  const rows = (roots: readonly number[]): Float64Array[] => roots.map((root) => interpolationRow(nodes, 2 * root - 1))
  const roots = nodes.map((z) => (1 + z) / 2)
  return {
    /** sqrt(tau_i / T). */
    roots,
    nodes,
    inner,
    outer,
    innerRows: roots.map((root) => rows(Array.from(inner.sine, (sine) => root * sine))),
    outerRows: rows(Array.from(outer.sine)),
  }
}

/** Barycentric weights of the interpolant through Chebyshev points of the second kind at `z`. */
function interpolationRow(nodes: readonly number[], z: number): Float64Array {
  const row = new Float64Array(nodes.length)
  let sum = 0
  for (let i = 0; i < nodes.length; i++) {
    const gap = z - nodes[i]
    if (Math.abs(gap) < 1e-15) {
      row.fill(0)
      row[i] = 1
      return row
    }
    const end = i === 0 || i === nodes.length - 1 ? 0.5 : 1
    row[i] = ((i % 2 === 0 ? 1 : -1) * end) / gap
    sum += row[i]
  }
  return row.map((weight) => weight / sum)
}

/** The quadrature of the price: sines, cosines and weights (for an integral over [0, 1] in u / T). */
export const priceQuadrature = scheme.outer

/** Flat-boundary approximation of Bjerksund & Stensland (1993) by put-call symmetry: where the iteration starts. */
function startingBoundary(put: UnitPut, timeYears: number, atExpiry: number): number {
  const { rateContinuous: r, dividendYieldContinuous: q, volAnnual } = put
  const variance = volAnnual * volAnnual
  const drift = (r - q) / variance - 0.5
  const root = -drift - Math.sqrt(Math.max(drift * drift + (2 * r) / variance, 0))
  const perpetual = root < -1e-8 ? Math.min(root / (root - 1), atExpiry) : 0
  const [near, far] = [1 / atExpiry, Math.min(1 / Math.max(perpetual, 1e-6), 1e6)]
  const gap = Math.max(far - near, 1e-12)
  const decay = (-(Math.abs(q - r) * timeYears + 2 * volAnnual * Math.sqrt(timeYears)) * near) / gap
  return 1 / (near - gap * Math.expm1(decay))
}

/**
 * Exercise boundary of an American put of unit strike by spectral collocation: the value-matching equation solved at
 * Chebyshev nodes in sqrt(time) by a fixed-point iteration with partial Newton steps, for (ln(B / B(0)))^2, which is
 * smooth. Needs r > 0, or r = 0 and q < 0 (else there is none or there are two). Throws `not-converged`.
 * Source: Andersen, Lake & Offengenden, "High performance American option pricing", J. Computational Finance 20 (2016).
 */
export function putBoundary(put: UnitPut): PutBoundary {
  const { maturityYears, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = put
  const { roots, nodes, inner, innerRows, outerRows } = scheme
  const atExpiry = q > r ? r / q : 1
  const times = roots.map((root) => maturityYears * root * root)
  const boundary = times.map((time, i) => (i === 0 ? atExpiry : startingBoundary(put, time, atExpiry)))
  const squares = new Float64Array(boundary.length)
  const between = (row: Float64Array): number => {
    let square = 0
    for (let j = 0; j < row.length; j++) square += row[j] * squares[j]
    return atExpiry * Math.exp(-Math.sqrt(square > 0 ? square : 0))
  }
  const square = (i: number): void => {
    squares[i] = Math.log(boundary[i] / atExpiry) ** 2
  }
  boundary.forEach((_, i) => square(i))
  const finished = (): PutBoundary => ({
    atExpiry,
    atPriceNodes: Float64Array.from(outerRows, between),
    spotAt: (time) => between(interpolationRow(nodes, 2 * Math.sqrt(time / maturityYears) - 1)),
  })
  const next = [...boundary]
  // Where drift outweighs volatility the plain iteration swings with growing amplitude: it is damped as soon as it does.
  let damping = 1
  const steps = new Float64Array(boundary.length)
  let before = Infinity
  for (let iteration = 0; iteration < 200; iteration++) {
    let change = 0
    for (let i = 1; i < boundary.length; i++) {
      const tau = times[i]
      const b = boundary[i]
      const deviation = volAnnual * Math.sqrt(tau)
      let strikeSide = 0
      let spotSide = 0
      for (let k = 0; k < INNER; k++) {
        const u = tau * inner.sine[k] * inner.sine[k]
        const width = deviation * inner.cosine[k]
        const centre = (Math.log(b / between(innerRows[i][k])) + (r - q) * (tau - u)) / width
        strikeSide += (inner.weight[k] * Math.exp(r * u) * normalPdf(centre - width / 2)) / width
        const high = centre + width / 2
        spotSide += inner.weight[k] * Math.exp(q * u) * (normalCdf(high) + normalPdf(high) / width)
      }
      const centre = (Math.log(b) + (r - q) * tau) / deviation
      const [high, low] = [centre + deviation / 2, centre - deviation / 2]
      const top = normalPdf(low) / deviation + r * tau * strikeSide
      const bottom = normalPdf(high) / deviation + normalCdf(high) + q * tau * spotSide
      const value = (Math.exp((q - r) * tau) * top) / bottom
      next[i] = Math.min(Math.max(value, b / 4), atExpiry)
      change = Math.max(change, Math.abs(next[i] - b) / b)
    }
    let turn = 0
    for (let i = 1; i < boundary.length; i++) {
      const step = next[i] - boundary[i]
      turn += step * steps[i]
      steps[i] = step
      boundary[i] += damping * step
      square(i)
    }
    if (!Number.isFinite(change)) break
    if (change < 1e-7) return finished()
    if (turn < 0 && change > 0.5 * before) damping = Math.max(0.7 * damping, 0.02)
    before = change
  }
  throw new TuttiError('not-converged', 'the exercise boundary was not found; use the lattice for these inputs', {
    field: 'volAnnual, maturityYears',
    got: `${volAnnual}, ${maturityYears}`,
  })
}
