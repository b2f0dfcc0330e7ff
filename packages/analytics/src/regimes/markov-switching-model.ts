import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { requireTransition, type TransitionMatrix } from './regime-chain.ts'

/** Most states (regimes to the power of lags + 1) that the filter carries. */
const MOST_STATES = 1024

/**
 * Observations of a regression whose coefficients may depend on a hidden regime:
 * y[t] = x[t]'b(S[t]) + u[t], u[t] = sum over i of a_i(S[t]) u[t-i | S[t-i]] + sigma(S[t]) e[t], e[t] ~ N(0, 1).
 * The deviations of the lags are taken from the means of their own regimes, as in Hamilton's model.
 */
export interface MarkovSwitchingData {
  readonly y: Sample
  /** Regressors by rows, an intercept among them where one is wanted: a column of ones. */
  readonly x: readonly Sample[]
}

/** Parameters of a Markov switching regression, by regime. */
export interface MarkovSwitchingParameters {
  readonly transition: TransitionMatrix
  /** For each regime the coefficients of the columns of x. */
  readonly coefficients: readonly (readonly number[])[]
  /** Variance of the shock of each regime. */
  readonly variances: readonly number[]
  /** For each regime the autoregressive coefficients of lags 1, 2, ...; empty lists where there are none. */
  readonly autoregression: readonly (readonly number[])[]
}

/** Throws `invalid-input` unless data and parameters fit together; returns the number of lags. */
export function requireMarkovSwitching(
  { y, x }: MarkovSwitchingData,
  { transition, coefficients, variances, autoregression }: MarkovSwitchingParameters,
): number {
  requireTransition(transition)
  const regimes = requireWhole(transition.length, 1, 10, 'number of regimes')
  for (const [field, list] of [
    ['coefficients', coefficients],
    ['variances', variances],
    ['autoregression', autoregression],
  ] as const) {
    requireSameLength({ length: regimes }, { length: list.length }, 'transition', field)
  }
  variances.forEach((v, k) => requirePositive(v, `variances[${k}]`))
  const lags = autoregression[0].length
  requireStates(regimes, lags)
  requireSample(y, lags + 1, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const width = coefficients[0].length
  coefficients.forEach((row, k) => {
    requireSameLength(coefficients[0], row, 'coefficients[0]', `coefficients[${k}]`)
    row.forEach((value, j) => requireFinite(value, `coefficients[${k}][${j}]`))
  })
  autoregression.forEach((row, k) => {
    requireSameLength(autoregression[0], row, 'autoregression[0]', `autoregression[${k}]`)
    row.forEach((value, i) => requireFinite(value, `autoregression[${k}][${i}]`))
  })
  x.forEach((row, t) => {
    requireSameLength(coefficients[0], row, 'coefficients[0]', `x[${t}]`)
    requireSample(row, width, `x[${t}]`)
  })
  return lags
}

/** Throws `unsupported` where the states with their memory are too many. */
export function requireStates(regimes: number, lags: number): void {
  if (regimes ** (lags + 1) <= MOST_STATES) return
  throw new TuttiError('unsupported', `${regimes} regimes with ${lags} lags need ${regimes ** (lags + 1)} states`, {
    field: 'lags',
    got: `${regimes} ^ ${lags + 1} states`,
    expected: `at most ${MOST_STATES}; put the lags among the regressors, or use fewer`,
  })
}

/** Deviations y[t] - x[t]'b(k), by rows of regimes. */
export function regimeDeviations(
  { y, x }: MarkovSwitchingData,
  coefficients: readonly ArrayLike<number>[],
  out: Float64Array,
): void {
  const regimes = coefficients.length
  for (let t = 0; t < y.length; t++) {
    const row = x[t]
    for (let k = 0; k < regimes; k++) {
      const beta = coefficients[k]
      let value = y[t]
      for (let j = 0; j < beta.length; j++) value -= row[j] * beta[j]
      out[t * regimes + k] = value
    }
  }
}

/**
 * Shocks e and log densities of each usable observation (from `lags` on) in each state, by rows; see `HiddenChain` for
 * the states.
 */
export function stateDensities(
  deviations: Float64Array,
  regimes: number,
  autoregression: readonly ArrayLike<number>[],
  variances: ArrayLike<number>,
  shocks: Float64Array,
  logDensities: Float64Array,
): void {
  const lags = autoregression[0].length
  const states = regimes ** (lags + 1)
  const usable = shocks.length / states
  for (let s = 0; s < states; s++) {
    const now = s % regimes
    const variance = variances[now]
    const constant = -0.5 * Math.log(2 * Math.PI * variance)
    const weights = autoregression[now]
    for (let t = 0; t < usable; t++) {
      let shock = deviations[(t + lags) * regimes + now]
      let rest = (s - now) / regimes
      for (let i = 0; i < lags; i++) {
        const past = rest % regimes
        rest = (rest - past) / regimes
        shock -= weights[i] * deviations[(t + lags - 1 - i) * regimes + past]
      }
      shocks[t * states + s] = shock
      logDensities[t * states + s] = constant - (0.5 * shock * shock) / variance
    }
  }
}
