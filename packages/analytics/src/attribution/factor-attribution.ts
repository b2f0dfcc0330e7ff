import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { studentTQuantile } from '../math/index.ts'
import { compensatedSum, neweyWest, olsRegression, requireWhole } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { linkedEffects } from './linked-effects.ts'
import { requireColumn, requireCount, weightedSum } from './require-columns.ts'

/** Holdings of one period with their exposures to factors. */
export interface FactorHoldings {
  readonly portfolioWeights: readonly number[]
  readonly benchmarkWeights: readonly number[]
  /** [holding][factor], at the start of the period. */
  readonly exposures: readonly (readonly number[])[]
  readonly factorReturns: readonly number[]
  readonly returns: readonly number[]
}

/** An active return as active exposures times factor returns, and what is specific to holdings. */
export interface HoldingsFactorAttribution {
  readonly portfolioExposures: readonly number[]
  readonly benchmarkExposures: readonly number[]
  readonly activeExposures: readonly number[]
  readonly factorEffects: readonly number[]
  /** Active weight times the return that the factors leave, one a holding. */
  readonly specificEffects: readonly number[]
  readonly factorTotal: number
  readonly specificTotal: number
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly activeReturn: number
  /** Active return less all effects: rounding alone. */
  readonly residual: number
}

/**
 * Factor attribution from holdings: factor k's effect is its active exposure times its return; the rest of each
 * holding's return is specific. Sectors and styles are factors alike (exposures of 0 and 1, or scores).
 *
 * Source: Grinold & Kahn, Active Portfolio Management (2000), chapter 17; Menchero & Poduri, Financial Analysts J. 64
 * (2008).
 */
export function holdingsFactorAttribution(holdings: FactorHoldings): HoldingsFactorAttribution {
  const { portfolioWeights: w, benchmarkWeights: v, exposures, factorReturns, returns } = holdings
  const n = requireSample(w, 1, 'portfolioWeights').length
  requireColumn(v, n, 'benchmarkWeights')
  requireColumn(returns, n, 'returns')
  requireCount(exposures.length, n, 'exposures')
  const k = requireSample(factorReturns, 1, 'factorReturns').length
  exposures.forEach((row, i) => requireColumn(row, k, `exposures[${i}]`))
  const exposureOf = (weights: readonly number[]): number[] =>
    factorReturns.map((_, j) => compensatedSum(weights.map((weight, i) => weight * exposures[i][j])))
  const portfolioExposures = exposureOf(w)
  const benchmarkExposures = exposureOf(v)
  const activeExposures = portfolioExposures.map((exposure, j) => exposure - benchmarkExposures[j])
  const factorEffects = activeExposures.map((exposure, j) => exposure * factorReturns[j])
  const specificEffects = w.map(
    (weight, i) => (weight - v[i]) * (returns[i] - weightedSum(exposures[i], factorReturns)),
  )
  const [portfolioReturn, benchmarkReturn] = [weightedSum(w, returns), weightedSum(v, returns)]
  const activeReturn = portfolioReturn - benchmarkReturn
  return {
    portfolioExposures,
    benchmarkExposures,
    activeExposures,
    factorEffects,
    specificEffects,
    factorTotal: compensatedSum(factorEffects),
    specificTotal: compensatedSum(specificEffects),
    portfolioReturn,
    benchmarkReturn,
    activeReturn,
    residual: compensatedSum([activeReturn, ...[...factorEffects, ...specificEffects].map((effect) => -effect)]),
  }
}

/** Options of `returnsFactorAttribution`. */
export interface ReturnsFactorOptions {
  /** Autocovariances in the Newey-West errors; 0 allows for changing variance alone. */
  readonly lags: number
  /** Of the intervals, such as 0.95. */
  readonly confidence: number
}

/** A coefficient and what it contributed. */
export interface FactorTerm {
  readonly coefficient: number
  readonly standardError: number
  /** `null` where the standard error is 0. */
  readonly tStatistic: number | null
  readonly interval: readonly [number, number]
  /** Mean per period: coefficient times the mean of its factor. The means of all terms add up to that of the returns. */
  readonly meanContribution: number
  /** Of the coefficient's uncertainty, the factor returns taken as they were. */
  readonly meanContributionError: number
  /** Of the compounded return; all terms and `specificCompounded` add up to it. */
  readonly compoundedContribution: number
}

/** A return series explained by factors. */
export interface ReturnsFactorAttribution {
  readonly alpha: FactorTerm
  readonly factors: readonly FactorTerm[]
  readonly specificCompounded: number
  readonly compoundedReturn: number
  readonly meanReturn: number
  readonly rSquared: number | null
  readonly residualStandardError: number
  readonly observations: number
  readonly degreesOfFreedom: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Returns (in excess of cash, or active) regressed on factor returns with an intercept, Newey-West errors with the
 * small-sample correction. Each period's return is alpha, beta times factor, and a residual; compounded by Cariño's
 * coefficients, they add up to the compounded return. Throws `not-applicable` for collinear factors.
 *
 * Source: Carhart, J. Finance 52 (1997); Newey & West, Econometrica 55 (1987); Cariño (1999).
 */
export function returnsFactorAttribution(
  returns: readonly number[],
  factorReturns: readonly (readonly number[])[],
  options: ReturnsFactorOptions,
): ReturnsFactorAttribution {
  requireFinite(options.confidence, 'confidence')
  if (!(options.confidence > 0 && options.confidence < 1)) {
    throw new TuttiError('invalid-input', 'confidence must lie strictly between 0 and 1', {
      field: 'confidence',
      got: String(options.confidence),
    })
  }
  requireWhole(options.lags, 0, Math.max(returns.length - 1, 0), 'lags')
  const fit = olsRegression(returns, factorReturns, { intercept: true })
  const errors = neweyWest(fit, { lags: options.lags, smallSampleCorrection: true })
  const n = fit.observations
  const quantile = studentTQuantile(0.5 + options.confidence / 2, fit.degreesOfFreedom)
  const effects = factorReturns.map((row, t) => [
    fit.coefficients[0],
    ...row.map((value, j) => fit.coefficients[j + 1] * value),
    fit.residuals[t],
  ])
  const none = returns.map(() => 0)
  const linked = linkedEffects(effects, returns, none, 'carino')
  const term = (i: number): FactorTerm => {
    const mean = i === 0 ? 1 : compensatedSum(factorReturns.map((row) => row[i - 1])) / n
    const coefficient = fit.coefficients[i]
    const standardError = errors.standardErrors[i]
    return {
      coefficient,
      standardError,
      tStatistic: standardError > 0 ? coefficient / standardError : null,
      interval: [coefficient - quantile * standardError, coefficient + quantile * standardError],
      meanContribution: coefficient * mean,
      meanContributionError: standardError * Math.abs(mean),
      compoundedContribution: linked.totals[i],
    }
  }
  const [alpha, ...factors] = fit.coefficients.map((_, i) => term(i))
  const cautions: AttributionCaution[] = []
  if (fit.degreesOfFreedom < 24 || n < 10 * fit.coefficients.length) {
    cautions.push(
      caution(
        'small-sample',
        `${n} returns for ${fit.coefficients.length} coefficients: errors and intervals are rough`,
      ),
    )
  }
  if (fit.residualStandardError === 0) {
    cautions.push(caution('small-sample', 'the factors fit the returns exactly: errors of 0 say nothing'))
  }
  return {
    alpha,
    factors,
    specificCompounded: linked.totals[fit.coefficients.length],
    compoundedReturn: linked.portfolioReturn,
    meanReturn: compensatedSum(returns) / n,
    rSquared: fit.rSquared,
    residualStandardError: fit.residualStandardError,
    observations: n,
    degreesOfFreedom: fit.degreesOfFreedom,
    cautions,
  }
}
