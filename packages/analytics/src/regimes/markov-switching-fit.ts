import { requireSample, TuttiError } from '../errors/index.ts'
import { differencedHessian, quasiNewtonMinimum } from '../math/index.ts'
import { type Sample } from '../statistics/index.ts'
import { positiveDefiniteInverse } from './curvature-inverse.ts'
import { markovSwitchingFilter, type MarkovSwitchingFilter } from './markov-switching-filter.ts'
import { type FlatParameters, markovSwitchingLikelihood, type SwitchingParts } from './markov-switching-likelihood.ts'
import { type MarkovSwitchingData, type MarkovSwitchingParameters, requireStates } from './markov-switching-model.ts'
import { parameterLayout, type ParameterLayout } from './markov-switching-layout.ts'
import { switchingStarts } from './markov-switching-starts.ts'
import { type ScaledRegression, scaledRegression } from './scaled-regression.ts'

/** What is to be fitted. */
export interface MarkovSwitchingSpecification {
  readonly regimes: number
  /** Lags of the deviations from the regime's mean; 0 for a plain regression. */
  readonly lags: number
  readonly switching: SwitchingParts
  /** Which number the regimes are put in order by, rising: their variance, or a column's coefficient. */
  readonly order: { readonly by: 'variance' } | { readonly by: 'coefficient'; readonly column: number }
  /** Seed and number of the random starts besides the deterministic ones. */
  readonly seed: number
  readonly starts: number
}

/** Why a fit is to be read with care. */
export type RegimeCaution =
  /** The likelihood ratio of two numbers of regimes follows no chi-square law; compare BIC or simulate. Always said. */
  | 'number-of-regimes-not-a-chi-square-test'
  /** Some regime holds fewer than 10 expected observations for each of its parameters. */
  | 'few-observations-in-a-regime'
  /** Some transition probability is next to 0 or 1, or the Hessian is not negative definite: no standard errors. */
  | 'at-a-bound'
  /** A single regime has the better BIC. */
  | 'one-regime-has-better-bic'
  /** No other start reached the same maximum. */
  | 'maximum-found-from-one-start'
  /** Fewer than 20 observations for each parameter. */
  | 'short-sample'

/** Maximum-likelihood estimate of a Markov switching regression. */
export interface MarkovSwitchingFit {
  readonly parameters: MarkovSwitchingParameters
  /** In the layout of `parameters`; a quantity that does not switch repeats its error. `null` at a bound. */
  readonly standardErrors: MarkovSwitchingParameters | null
  readonly logLikelihood: number
  readonly aic: number
  readonly bic: number
  readonly parameterCount: number
  /** Observations that enter the likelihood: all but the first `lags`. */
  readonly observations: number
  /** Filter, smoother, stationary law and durations at the estimate. */
  readonly filter: MarkovSwitchingFilter
  /** The same model with one regime. */
  readonly oneRegime: { readonly logLikelihood: number; readonly bic: number }
  readonly cautions: readonly RegimeCaution[]
}

/** A regime whose variance falls below this share of the sample's has shrunk onto a point. */
const LEAST_VARIANCE_SHARE = 1e-7

/**
 * Fits a Markov switching regression by maximum likelihood: BFGS with exact scores from several starts. Maxima at which
 * a regime has shrunk onto single observations, where the likelihood has no bound, are left out.
 *
 * Regimes are numbered by `order`. Throws `not-applicable` for a constant series or collinear columns of x,
 * `not-converged` when no proper maximum is found, `unsupported` for too many states.
 * Sources: Hamilton (1989), Econometrica 57; Hamilton (1994), Time Series Analysis, chapter 22; Kim (1994).
 */
export function markovSwitchingFit(
  data: MarkovSwitchingData,
  specification: MarkovSwitchingSpecification,
): MarkovSwitchingFit {
  const { regimes, lags, switching } = specification
  requireStates(regimes, lags)
  requireSwitching(data, specification)
  const scaled = scaledRegression(data)
  const layout = parameterLayout(regimes, lags, switching)
  requireSample(data.y, lags + layout.count + 2, 'y')

  const best = bestMaximum(scaled, layout, specification)
  const natural = orderedParameters(scaled.natural(layout.parameters(best.point)), regimes, specification.order)
  const filter = markovSwitchingFilter(data, natural)
  const observations = data.y.length - lags
  const bic = layout.count * Math.log(observations) - 2 * filter.logLikelihood
  const oneRegime = oneRegimeFit(scaled, data, lags)
  const standardErrors = standardErrorsAt(data, natural, layout)
  const occupancy = filter.smoothed.map((p) => p.reduce((sum, value) => sum + value, 0))
  const cautions: RegimeCaution[] = []
  if (regimes > 1) cautions.push('number-of-regimes-not-a-chi-square-test')
  if (occupancy.some((count) => count < (10 * layout.count) / regimes)) cautions.push('few-observations-in-a-regime')
  if (standardErrors === null) cautions.push('at-a-bound')
  if (regimes > 1 && oneRegime.bic < bic) cautions.push('one-regime-has-better-bic')
  if (best.reachedBy < 2) cautions.push('maximum-found-from-one-start')
  if (observations < 20 * layout.count) cautions.push('short-sample')
  return {
    parameters: natural,
    standardErrors,
    logLikelihood: filter.logLikelihood,
    aic: 2 * layout.count - 2 * filter.logLikelihood,
    bic,
    parameterCount: layout.count,
    observations,
    filter,
    oneRegime,
    cautions,
  }
}

interface Maximum {
  readonly point: Float64Array
  readonly value: number
  readonly reachedBy: number
}

/** Climbs from every start; the highest proper maximum. */
function bestMaximum(
  scaled: ScaledRegression,
  layout: ParameterLayout,
  { seed, starts }: Pick<MarkovSwitchingSpecification, 'seed' | 'starts'>,
): Maximum {
  const likelihood = markovSwitchingLikelihood(scaled.data, layout.regimes, layout.lags)
  const scores = layout.blank()
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const parameters = layout.parameters(x)
    if (!layout.isInside(x) || parameters.variances.some((v) => v < LEAST_VARIANCE_SHARE)) return Infinity
    const value = likelihood(parameters, scores)
    layout.gradient(parameters, scores, gradient)
    for (let i = 0; i < gradient.length; i++) gradient[i] = -gradient[i]
    return -value
  }
  const maxima = switchingStarts(scaled, layout, seed, starts).flatMap((start) => {
    const found = quasiNewtonMinimum(objective, start, { maxIterations: 200 })
    const shrunk = layout.parameters(found.point).variances.some((v) => v < 10 * LEAST_VARIANCE_SHARE)
    return found.converged && !shrunk ? [found] : []
  })
  if (maxima.length === 0) {
    throw new TuttiError(
      'not-converged',
      'the likelihood has no proper maximum from any start: a regime shrinks onto single observations; use fewer regimes, one variance for all, or more starts',
      { got: 'no converged start', expected: 'an interior maximum' },
    )
  }
  const best = maxima.reduce((top, next) => (next.value < top.value ? next : top))
  const reachedBy = maxima.filter(({ value }) => value - best.value < 1e-4 * (1 + Math.abs(best.value))).length
  return { point: best.point, value: best.value, reachedBy }
}

function oneRegimeFit(
  scaled: ScaledRegression,
  data: MarkovSwitchingData,
  lags: number,
): { logLikelihood: number; bic: number } {
  const none = { coefficients: scaled.coefficients.map(() => false), variance: false, autoregression: false }
  const layout = parameterLayout(1, lags, none)
  const { point } = bestMaximum(scaled, layout, { seed: 0, starts: 0 })
  const natural = orderedParameters(scaled.natural(layout.parameters(point)), 1, { by: 'variance' })
  const { logLikelihood } = markovSwitchingFilter(data, natural)
  return { logLikelihood, bic: layout.count * Math.log(data.y.length - lags) - 2 * logLikelihood }
}

/** From the Hessian in the natural parameters: p[i][j] of all but the last column, coefficients, variances, lags. */
function standardErrorsAt(
  data: MarkovSwitchingData,
  parameters: MarkovSwitchingParameters,
  layout: ParameterLayout,
): MarkovSwitchingParameters | null {
  const likelihood = markovSwitchingLikelihood(data, layout.regimes, layout.lags)
  const scores = layout.blank()
  const point = layout.naturalVector(parameters)
  const steps = point.map((value, i) =>
    i < layout.transitionCount ? 1e-5 * Math.min(value, 1 - value) : 1e-5 * Math.max(Math.abs(value), 1e-3),
  )
  if (parameters.transition.flat().some((p) => p < 1e-6 || p > 1 - 1e-6) && layout.regimes > 1) return null
  const hessian = differencedHessian(
    (x, gradient) => {
      likelihood(layout.fromNatural(x), scores)
      layout.naturalGradient(scores, gradient)
    },
    point,
    steps,
  )
  const covariance = positiveDefiniteInverse(hessian.map((row) => row.map((value) => -value)))
  return covariance === undefined ? null : layout.naturalErrors(covariance)
}

/** Regimes renumbered by the order asked for. */
function orderedParameters(
  { transition, coefficients, variances, autoregression }: FlatParameters,
  regimes: number,
  order: MarkovSwitchingSpecification['order'],
): MarkovSwitchingParameters {
  const key = (k: number): number => (order.by === 'variance' ? variances[k] : coefficients[k][order.column])
  const ranks = Array.from({ length: regimes }, (_, k) => k).sort((i, j) => key(i) - key(j))
  return {
    transition: ranks.map((i) => ranks.map((j) => transition[i * regimes + j])),
    coefficients: ranks.map((k) => Array.from(coefficients[k])),
    variances: ranks.map((k) => variances[k]),
    autoregression: ranks.map((k) => Array.from(autoregression[k])),
  }
}

function requireSwitching(
  { x }: MarkovSwitchingData,
  { regimes, switching, order }: MarkovSwitchingSpecification,
): void {
  const nothing =
    regimes > 1 && !switching.variance && !switching.autoregression && !switching.coefficients.includes(true)
  const unordered =
    order.by === 'variance'
      ? !switching.variance && regimes > 1
      : regimes > 1 && !(switching.coefficients[order.column] ?? false)
  if (switching.coefficients.length === (x[0] as Sample | undefined)?.length && !nothing && !unordered) return
  throw new TuttiError(
    'invalid-input',
    nothing
      ? 'nothing switches: regimes that do not differ cannot be told apart'
      : 'the switching parts must cover the columns of x, and the order must be by a part that switches',
    { field: 'switching', got: JSON.stringify({ switching, order }), expected: 'parts that switch, one flag a column' },
  )
}
