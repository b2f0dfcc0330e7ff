import {
  backwardPass,
  forwardPass,
  hiddenStateBuffers,
  initialStates,
  regimeProbabilities,
  requireLikelihood,
} from './hidden-states.ts'
import {
  type MarkovSwitchingData,
  type MarkovSwitchingParameters,
  regimeDeviations,
  requireMarkovSwitching,
  stateDensities,
} from './markov-switching-model.ts'
import { expectedDurations, stationaryLaw } from './regime-chain.ts'

/** What a Markov switching regression with given parameters says about its data. */
export interface MarkovSwitchingFilter {
  readonly logLikelihood: number
  /** For each regime its probability given the data up to each observation; the first `lags` observations are used up. */
  readonly filtered: readonly Float64Array[]
  /** For each regime its probability given all data. */
  readonly smoothed: readonly Float64Array[]
  /** Probability of each regime in the period after the last observation. */
  readonly next: Float64Array
  readonly stationaryLaw: Float64Array
  /** Periods; `null` where the regime is never left. */
  readonly expectedDurations: readonly (number | null)[]
}

/**
 * Hamilton filter and Kim smoother under given parameters, started from the stationary law of the chain. Entry t of the
 * probabilities belongs to observation t + lags.
 *
 * Throws `invalid-input` for parameters that do not fit the data, `not-applicable` for a chain without a single
 * stationary law, `unsupported` for too many states. Sources: Hamilton (1989); Kim (1994).
 */
export function markovSwitchingFilter(
  data: MarkovSwitchingData,
  parameters: MarkovSwitchingParameters,
): MarkovSwitchingFilter {
  const lags = requireMarkovSwitching(data, parameters)
  const { coefficients, variances, autoregression } = parameters
  const regimes = parameters.transition.length
  const law = stationaryLaw(parameters.transition)
  const transition = Float64Array.from(parameters.transition.flat())
  const usable = data.y.length - lags
  const buffers = hiddenStateBuffers(usable, regimes, lags)
  const deviations = new Float64Array(data.y.length * regimes)
  const shocks = new Float64Array(usable * buffers.states)
  const logDensities = new Float64Array(usable * buffers.states)
  regimeDeviations(data, coefficients, deviations)
  stateDensities(deviations, regimes, autoregression, variances, shocks, logDensities)
  const chain = { regimes, lags, transition, initial: initialStates(law, transition, lags) }
  const logLikelihood = requireLikelihood(forwardPass(chain, logDensities, buffers))
  backwardPass(chain, buffers)
  const filtered = regimeProbabilities(buffers.filtered, buffers.states, regimes)
  const smoothed = regimeProbabilities(buffers.smoothed, buffers.states, regimes)
  const next = Float64Array.from({ length: regimes }, (_, j) =>
    filtered.reduce((sum, p, i) => sum + p[usable - 1] * parameters.transition[i][j], 0),
  )
  return {
    logLikelihood,
    filtered,
    smoothed,
    next,
    stationaryLaw: law,
    expectedDurations: expectedDurations(parameters.transition),
  }
}
