import { TuttiError } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { requireSmileQuotes, smileFitErrors, type SmileFitErrors, type SmileQuotes } from './smile-fit.ts'
import { sviButterfly, type SviButterfly } from './svi-butterfly.ts'
import { ssviCalibration } from './ssvi-calibration.ts'
import { ssviSmile } from './ssvi.ts'
import { leastTotalVariance, sviPoint, type SviParameters } from './svi.ts'
import { durrlemanFactor } from './variance-slice.ts'

/** Raw SVI fitted to one expiry. */
export interface SviCalibration extends SmileFitErrors {
  readonly parameters: SviParameters
  readonly butterfly: SviButterfly
  /** Whether a fit without arbitrage had to give up some closeness. */
  readonly isConstrained: boolean
}

/** Least slope of a wing in the search: none to speak of, and the derivatives stay finite. */
const FLATTEST_WING = 1e-8
/** The starts look at no more quotes than this. */
const START_QUOTES = 30

/** Coordinates of the search: least total variance, slopes of the put and call wings, m, ln(sigma). */
function parametersOf([least, put, call, m, logSigma]: Float64Array): SviParameters {
  const sum = put + call
  const sigma = Math.exp(logSigma)
  return {
    // b sqrt(1 - rho^2) = sqrt(put call)
    a: least - sigma * Math.sqrt(put * call),
    b: sum / 2,
    rho: sum === 0 ? 0 : (call - put) / sum,
    m,
    sigma,
  }
}

/** Writes the derivatives of total variance by the coordinates to `out` from `offset` on. */
function writeVarianceSlopes(
  [, put, call, m, logSigma]: Float64Array,
  logMoneyness: number,
  out: Float64Array,
  offset: number,
): void {
  const sigma = Math.exp(logSigma)
  const x = logMoneyness - m
  const root = Math.hypot(x, sigma)
  out[offset] = 1
  out[offset + 1] = (root - x - sigma * Math.sqrt(call / put)) / 2
  out[offset + 2] = (root + x - sigma * Math.sqrt(put / call)) / 2
  out[offset + 3] = (put - call) / 2 - ((put + call) * x) / (2 * root)
  out[offset + 4] = ((put + call) * sigma * sigma) / (2 * root) - sigma * Math.sqrt(put * call)
}

/**
 * Raw SVI of one expiry from at least 5 quotes, by weighted least squares in volatility.
 *
 * Starts come from a grid of (m, sigma), at each of which the smile is linear in what is left (quasi-explicit, as in
 * Zeliade's method), and the best of them are refined by Levenberg-Marquardt within wing slopes of at most 2. With
 * `butterfly: 'enforced'` a fit with g < 0 somewhere is continued under growing penalties until it has none (at worst it is
 * the SSVI smile of the quotes); 'reported' keeps the nearest fit and says where it fails.
 *
 * Throws `invalid-input` for quotes out of range, `not-converged` where no fit free of arbitrage is reached.
 * Sources: Gatheral & Jacquier (2014); Zeliade Systems, "Quasi-explicit calibration of Gatheral's SVI model" (2009).
 */
export function sviCalibration(quotes: SmileQuotes, butterfly: 'enforced' | 'reported' = 'enforced'): SviCalibration {
  const weights = requireSmileQuotes(quotes, 5)
  const { expiryYears, logMoneyness, volsAnnual } = quotes
  const n = volsAnnual.length
  const low = Math.min(...Array.from(logMoneyness))
  const range = Math.max(...Array.from(logMoneyness)) - low
  if (!(range > 0)) {
    throw new TuttiError('invalid-input', 'the quotes of a smile must differ in log-moneyness', {
      field: 'quotes.logMoneyness',
      got: `${n} quotes at ${low}`,
      expected: 'different strikes',
    })
  }
  const highestVariance = Math.max(...Array.from(volsAnnual)) ** 2 * expiryYears
  const lower = [1e-9 * highestVariance, FLATTEST_WING, FLATTEST_WING, low - 2 * range, Math.log(1e-3 * range)]
  const upper = [2 * highestVariance, 2, 2, low + 3 * range, Math.log(20 * range)]
  const volErrors = (x: Float64Array, out: Float64Array): void => {
    const parameters = parametersOf(x)
    for (let i = 0; i < n; i++) {
      const { totalVariance } = sviPoint(parameters, logMoneyness[i])
      out[i] = weights[i] * (Math.sqrt(Math.max(totalVariance, 0) / expiryYears) - volsAnnual[i])
    }
  }
  const jacobian = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < n; i++) writeVarianceSlopes(x, logMoneyness[i], out, 5 * i)
    const parameters = parametersOf(x)
    for (let i = 0; i < n; i++) {
      const { totalVariance } = sviPoint(parameters, logMoneyness[i])
      const perVariance = weights[i] / (2 * Math.sqrt(Math.max(totalVariance, lower[0]) * expiryYears))
      for (let j = 0; j < 5; j++) out[5 * i + j] *= perVariance
    }
  }
  const size = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0))
  const search = { residuals: volErrors, residualCount: n, lower, upper, size }
  const [first] = startsOf(quotes, weights, low, range)
    .map((start) => leastSquares({ ...search, jacobian, start, maxIterations: 25 }))
    .toSorted((a, b) => a.cost - b.cost)
  const best = leastSquares({ ...search, jacobian, start: first.x })
  const free = sviButterfly(parametersOf(best.x))
  const isConstrained = butterfly === 'enforced' && !free.isFree
  const x = isConstrained ? arbitrageFreeFit(search, best.x, quotes, low, range) : best.x
  if (x === undefined) {
    throw new TuttiError(
      'not-converged',
      'no SVI smile free of butterfly arbitrage was found near these quotes; drop outlying quotes or only report arbitrage',
      { field: 'quotes' },
    )
  }
  const parameters = parametersOf(x)
  const fittedVols = Array.from({ length: n }, (_, i) =>
    Math.sqrt(sviPoint(parameters, logMoneyness[i]).totalVariance / expiryYears),
  )
  return {
    parameters,
    butterfly: isConstrained ? sviButterfly(parameters) : free,
    isConstrained,
    ...smileFitErrors(fittedVols, volsAnnual),
  }
}

interface Search {
  /** Root of the sum of squared weights: what an error of one in volatility everywhere would cost. */
  readonly size: number
  readonly residuals: (x: Float64Array, out: Float64Array) => void
  readonly residualCount: number
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}

/**
 * The nearest fit found without butterfly arbitrage: the free fit, and the SSVI smile of the quotes (free by its
 * bounds), each continued under penalties on g below a margin; or that SSVI smile itself.
 */
function arbitrageFreeFit(search: Search, from: Float64Array, quotes: SmileQuotes, low: number, range: number) {
  const { parameters, thetas } = ssviCalibration([quotes], 'bounded-power-law')
  const safe = pointOf(ssviSmile(parameters, thetas[0]))
  const candidates = [from, safe].flatMap((start) => penalisedFit(search, start, low, range))
  return [...candidates, safe]
    .map((x) => ({ x, cost: costOf(search, x) }))
    .filter(({ x }) => sviButterfly(parametersOf(x)).isFree)
    .toSorted((a, b) => a.cost - b.cost)[0]?.x
}

function pointOf(raw: SviParameters): Float64Array {
  return Float64Array.of(
    leastTotalVariance(raw),
    raw.b * (1 - raw.rho),
    raw.b * (1 + raw.rho),
    raw.m,
    Math.log(raw.sigma),
  )
}

function costOf(search: Search, x: Float64Array): number {
  const errors = new Float64Array(search.residualCount)
  search.residuals(x, errors)
  return errors.reduce((sum, error) => sum + error * error, 0)
}

/** The fits under growing penalties on g below a margin, each from the one before, until one has no arbitrage; or none. */
function penalisedFit(search: Search, from: Float64Array, low: number, range: number): Float64Array[] {
  const n = search.residualCount
  const count = 121
  // Fine among the quotes, and far beyond them (to some 40 of their ranges), as wings go wrong where none was quoted.
  const at = Float64Array.from(
    { length: count },
    (_, i) => low + range * (0.5 + Math.sinh((9 * i) / (count - 1) - 4.5)),
  )
  let x = from
  for (let strength = 0.3, margin = 1e-4; strength <= 1e4; strength *= 10, margin *= 3) {
    const fit = leastSquares({
      ...search,
      start: x,
      maxIterations: 40,
      residualCount: n + count,
      residuals: (point, out) => {
        search.residuals(point, out)
        const parameters = parametersOf(point)
        for (let i = 0; i < count; i++) {
          const factor = durrlemanFactor(sviPoint(parameters, at[i]), at[i])
          // Bounded, as g falls without limit where total variance nears zero.
          out[n + i] = strength * search.size * Math.tanh(Math.max(margin - factor, 0))
        }
      },
    })
    if (sviButterfly(parametersOf(fit.x)).isFree) return [fit.x]
    // A point free of arbitrage is not left for one that is not: the next penalty starts from it again.
    if (x !== from || !sviButterfly(parametersOf(from)).isFree) x = fit.x
  }
  return []
}

/** Points to search from, best first by the error of the linearised problem. */
function startsOf(quotes: SmileQuotes, weights: Float64Array, low: number, range: number): Float64Array[] {
  const { expiryYears } = quotes
  // Evenly many quotes across the strikes are enough to start from.
  const order = Array.from(quotes.logMoneyness, (_, i) => i).toSorted(
    (a, b) => quotes.logMoneyness[a] - quotes.logMoneyness[b],
  )
  const n = Math.min(order.length, START_QUOTES)
  const chosen = Array.from({ length: n }, (_, i) => order[Math.round((i * (order.length - 1)) / (n - 1))])
  const logMoneyness = chosen.map((i) => quotes.logMoneyness[i])
  const volsAnnual = chosen.map((i) => quotes.volsAnnual[i])
  const candidates: { x: Float64Array; cost: number }[] = []
  for (const place of [-1, -0.25, 0.1, 0.35, 0.6, 0.8, 1, 1.4, 2.2]) {
    for (const width of [0.02, 0.08, 0.25, 0.8, 2.5]) {
      const m = low + place * range
      const sigma = width * range
      // w = level + put (sqrt(y^2 + 1) - y) sigma / 2 + call (sqrt(y^2 + 1) + y) sigma / 2, y = (k - m) / sigma
      const basis = logMoneyness.map((k) => {
        const y = (k - m) / sigma
        const root = Math.hypot(y, 1)
        return [1, (sigma / 2) * (root - y), (sigma / 2) * (root + y)]
      })
      const scale = volsAnnual.map((vol, i) => weights[chosen[i]] / (2 * vol * expiryYears))
      const fit = leastSquares({
        residuals: (x, out) =>
          basis.forEach(([one, put, call], i) => {
            const variance = volsAnnual[i] ** 2 * expiryYears
            out[i] = scale[i] * (x[0] * one + x[1] * put + x[2] * call - variance)
          }),
        jacobian: (_, out) => basis.forEach((row, i) => row.forEach((value, j) => (out[3 * i + j] = scale[i] * value))),
        residualCount: n,
        start: [volsAnnual[0] ** 2 * expiryYears, 0.05, 0.05],
        lower: [-Infinity, 0, 0],
        upper: [Infinity, 2, 2],
        maxIterations: 8,
      })
      const [level, put, call] = fit.x
      const x = Float64Array.of(
        Math.max(level + sigma * Math.sqrt(put * call), 0),
        Math.max(put, FLATTEST_WING),
        Math.max(call, FLATTEST_WING),
        m,
        Math.log(sigma),
      )
      candidates.push({ x, cost: fit.cost })
    }
  }
  return candidates
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, 5)
    .map(({ x }) => x)
}
