import { requireInRange, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { uniformStream } from '../random/index.ts'
import { shockLaw } from './garch-distribution.ts'
import type { GarchFit } from './garch-fit.ts'
import { garchModelNames, meanLags } from './garch-likelihood.ts'
import { garchAdvance, lastGarchState } from './garch-step.ts'
import { quantiles } from './quantile.ts'
import { requireWhole, type Sample } from './sample.ts'

/** A simulated forecast with its own error. */
export interface GarchForecast {
  /** Expected variance of each of the next periods; the first is known, the others are simulated means. */
  readonly variances: Float64Array
  readonly varianceStandardErrors: Float64Array
  /** Central interval of each period's return. */
  readonly returnLower: Float64Array
  readonly returnUpper: Float64Array
  /** Sum of the returns over the horizon: mean, deviation and central interval. */
  readonly cumulative: {
    readonly mean: number
    readonly meanStandardError: number
    readonly standardDeviation: number
    readonly lower: number
    readonly upper: number
  }
  readonly paths: number
}

/** Stream number of the forecast's draws. */
const FORECAST_STREAM = 42
const MOST_CELLS = 20_000_000

/**
 * Forecasts by filtered historical simulation: from the last state, `paths` futures of `horizon` periods with shocks
 * drawn from the fit's own standardised shocks (centred, scaled to unit variance). Parameter uncertainty is not in the
 * intervals. `returns` are those of the fit. Same bits for the same seed.
 *
 * Throws `invalid-input` for sizes out of range. Source: Barone-Adesi, Giannopoulos & Vosper (1999), J. Futures Markets 19.
 */
export function garchForecast(
  fit: GarchFit,
  returns: Sample,
  options: { readonly horizon: number; readonly confidence: number; readonly paths: number; readonly seed: number },
): GarchForecast {
  const { horizon, confidence, seed } = options
  const paths = requireWhole(options.paths, 100, 1_000_000, 'paths')
  requireWhole(horizon, 1, 1000, 'horizon')
  requireInRange(confidence, 0.01, 0.9999, 'confidence')
  if (paths * horizon > MOST_CELLS) {
    throw new TuttiError('invalid-input', `paths times horizon must be at most ${MOST_CELLS}`, {
      field: 'paths',
      got: String(paths * horizon),
      expected: `at most ${MOST_CELLS}`,
    })
  }
  const { model, parameters, standardised } = fit
  const names = garchModelNames(model)
  const first = names.mean.length
  const equation = parameters.subarray(first, first + names.variance.length)
  const law = shockLaw(model.distribution, parameters.subarray(first + names.variance.length))
  const lags = meanLags(model.mean)
  const pool = unitPool(standardised)
  const advance = garchAdvance(model, equation, law.meanAbsolute)
  const origin = lastGarchState(model, equation, fit)
  advance(origin, fit.shocks[fit.shocks.length - 1])
  const state = new Float64Array(origin.length)
  const history = new Float64Array(lags + horizon)
  const uniform = uniformStream(seed, FORECAST_STREAM, 0)
  const levels = new Float64Array(horizon)
  const sums = new Float64Array(horizon)
  const squares = new Float64Array(horizon)
  const draws = Array.from({ length: horizon }, () => new Float64Array(paths))
  const totals = new Float64Array(paths)
  for (let path = 0; path < paths; path++) {
    state.set(origin)
    for (let i = 0; i < lags; i++) history[i] = returns[returns.length - lags + i]
    for (let k = 0; k < horizon; k++) {
      const h = state[0]
      const e = Math.sqrt(h) * pool[Math.floor(uniform() * pool.length)]
      let value = e + (first > 0 ? parameters[0] : 0)
      for (let i = 1; i <= lags; i++) value += parameters[i] * history[lags + k - i]
      history[lags + k] = value
      advance(state, e)
      // About the first path's value, so that what does not vary has no error.
      if (path === 0) levels[k] = h
      sums[k] += h - levels[k]
      squares[k] += (h - levels[k]) ** 2
      draws[k][path] = value
      totals[path] += value
    }
  }
  const tail = (1 - confidence) / 2
  const variances = sums.map((sum, k) => levels[k] + sum / paths)
  const mean = totals.reduce((sum, value) => sum + value, 0) / paths
  const spread = totals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (paths - 1)
  const bands = draws.map((values) => quantiles(values, [tail, 1 - tail], 7))
  const [lower, upper] = quantiles(totals, [tail, 1 - tail], 7)
  return {
    variances,
    varianceStandardErrors: squares.map((square, k) =>
      Math.sqrt(Math.max(0, square / paths - (sums[k] / paths) ** 2) / paths),
    ),
    returnLower: Float64Array.from(bands, ([low]) => low),
    returnUpper: Float64Array.from(bands, ([, high]) => high),
    cumulative: {
      mean,
      meanStandardError: Math.sqrt(spread / paths),
      standardDeviation: Math.sqrt(spread),
      lower,
      upper,
    },
    paths,
  }
}

/**
 * Variance of the next period as a function of the last shock when all before it was at `level`, a variance, and earlier
 * shocks at its root: the news impact curve.
 *
 * Source: Engle and Ng (1993), Journal of Finance 48.
 */
export function newsImpactCurve(
  { model, parameters }: Pick<GarchFit, 'model' | 'parameters'>,
  level: number,
  shocks: Sample,
): Float64Array {
  requirePositive(level, 'level')
  requireSample(shocks, 1, 'shocks')
  const names = garchModelNames(model)
  const first = names.mean.length
  const equation = parameters.subarray(first, first + names.variance.length)
  const law = shockLaw(model.distribution, parameters.subarray(first + names.variance.length))
  const advance = garchAdvance(model, equation, law.meanAbsolute)
  const past = { shocks: new Float64Array(12).fill(Math.sqrt(level)), variances: new Float64Array(12).fill(level) }
  const origin = model.variance === 'component' ? Float64Array.of(level, level) : lastGarchState(model, equation, past)
  return Float64Array.from(shocks, (shock) => {
    const state = Float64Array.from(origin)
    advance(state, shock)
    return state[0]
  })
}

/** Standardised shocks centred and scaled to unit variance. */
function unitPool(standardised: Float64Array): Float64Array {
  const n = standardised.length
  const centre = standardised.reduce((sum, z) => sum + z, 0) / n
  const size = Math.sqrt(standardised.reduce((sum, z) => sum + (z - centre) ** 2, 0) / n)
  return standardised.map((z) => (z - centre) / size)
}
