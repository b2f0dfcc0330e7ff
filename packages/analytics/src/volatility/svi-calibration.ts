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
  const lower = [1e-9 * highestVariance, 0, 0, low - 2 * range, Math.log(1e-3 * range)]
  const upper = [2 * highestVariance, 2, 2, low + 3 * range, Math.log(20 * range)]
  const volErrors = (x: Float64Array, out: Float64Array): void => {
    const parameters = parametersOf(x)
    for (let i = 0; i < n; i++) {
      const { totalVariance } = sviPoint(parameters, logMoneyness[i])
      out[i] = weights[i] * (Math.sqrt(Math.max(totalVariance, 0) / expiryYears) - volsAnnual[i])
    }
  }
  const search = { residuals: volErrors, residualCount: n, lower, upper }
  const [first] = startsOf(quotes, weights, low, range)
    .map((start) => leastSquares({ ...search, start, maxIterations: 25 }))
    .toSorted((a, b) => a.cost - b.cost)
  const best = leastSquares({ ...search, start: first.x })
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

/** The fit continued under growing penalties on g below a margin until it has no arbitrage; none if it keeps some. */
function penalisedFit(search: Search, from: Float64Array, low: number, range: number): Float64Array[] {
  const n = search.residualCount
  const count = 121
  const at = Float64Array.from({ length: count }, (_, i) => low - 2 * range + (5 * range * i) / (count - 1))
  let x = from
  for (let strength = 0.01, margin = 1e-4; strength <= 1e4; strength *= 10, margin *= 2) {
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
          out[n + i] = strength * Math.tanh(Math.max(margin - factor, 0))
        }
      },
    })
    x = fit.x
    if (sviButterfly(parametersOf(x)).isFree) return [x]
  }
  return []
}

/** Points to search from, best first by the error of the linearised problem. */
function startsOf(quotes: SmileQuotes, weights: Float64Array, low: number, range: number): Float64Array[] {
  const { expiryYears, logMoneyness, volsAnnual } = quotes
  const n = volsAnnual.length
  const candidates: { x: Float64Array; cost: number }[] = []
  for (const place of [-1, -0.25, 0.1, 0.35, 0.6, 0.8, 1, 1.4, 2.2]) {
    for (const width of [0.02, 0.08, 0.25, 0.8, 2.5]) {
      const m = low + place * range
      const sigma = width * range
      // w = level + put (sqrt(y^2 + 1) - y) sigma / 2 + call (sqrt(y^2 + 1) + y) sigma / 2, y = (k - m) / sigma
      const basis = Array.from(logMoneyness, (k) => {
        const y = (k - m) / sigma
        const root = Math.hypot(y, 1)
        return [1, (sigma / 2) * (root - y), (sigma / 2) * (root + y)]
      })
      const scale = Array.from(volsAnnual, (vol, i) => weights[i] / (2 * vol * expiryYears))
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
      const x = Float64Array.of(Math.max(level + sigma * Math.sqrt(put * call), 0), put, call, m, Math.log(sigma))
      candidates.push({ x, cost: fit.cost })
    }
  }
  return candidates
    .toSorted((a, b) => a.cost - b.cost)
    .slice(0, 5)
    .map(({ x }) => x)
}
