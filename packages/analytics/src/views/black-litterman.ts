import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival, requireSymmetric, type Rows } from '../math/index.ts'
import { requireBetween, requireNonNegative, type Sample } from '../statistics/index.ts'

/** A view on the expected return of a portfolio of assets. */
export interface View {
  readonly name?: string
  /** Weights of the portfolio that the view is on: one asset at 1, or a long and a short side. */
  readonly portfolio: readonly number[]
  /** Expected excess return of that portfolio (decimal, in the period of the covariance). */
  readonly expectedReturn: number
  /**
   * How sure: the variance of the view's error; or a confidence in (0, 1], 1 being certain, which sets the variance to
   * (1 / c - 1) p' tau Sigma p, so that a view alone is met by the share c of the way from the prior.
   */
  readonly uncertainty: { readonly variance: number } | { readonly confidence: number }
}

/** The prior that views are mixed with: excess returns that make the given weights optimal. */
export interface Equilibrium {
  /** Of excess returns, positive semidefinite. */
  readonly covariance: Rows
  readonly weights: Sample
  /** delta: excess return over variance of the market, about 2 to 4. */
  readonly riskAversion: number
  /** Uncertainty of the prior mean in units of the covariance, about 1 / number of observations. */
  readonly tau: number
}

/** The mixture of prior and views. */
export interface BlackLittermanPosterior {
  readonly impliedReturns: readonly number[]
  readonly meanReturns: readonly number[]
  /** Covariance of the mean, M. */
  readonly meanCovariance: readonly (readonly number[])[]
  /** Covariance of returns, Sigma + M. */
  readonly returnCovariance: readonly (readonly number[])[]
  /** (delta (Sigma + M))^-1 mean: unconstrained weights with the posterior covariance. */
  readonly weights: readonly number[]
  /** (delta Sigma)^-1 mean: unconstrained weights with the prior covariance. */
  readonly weightsPriorCovariance: readonly number[]
  readonly views: readonly {
    readonly name: string
    /** Variance of the view's error that was used. */
    readonly variance: number
    readonly priorReturn: number
    readonly posteriorReturn: number
    /** Standard errors between the view and the prior. */
    readonly surprise: number
    /**
     * Prior standard errors, the root of p' tau Sigma p, between the view and the prior, whatever its own error; `null`
     * where the prior has none.
     */
    readonly priorDistance: number | null
  }[]
  /** Theil's test that the views agree with the prior: chi-square with as many degrees as views. Null without views. */
  readonly consistency: {
    readonly statistic: number
    readonly degreesOfFreedom: number
    readonly pValue: number
  } | null
  /** Share of the information in the posterior that is from the prior, the rest being from the views (Theil); in (0, 1]. */
  readonly priorShare: number
  /** `view-far-from-prior`: a view lies more than 5 prior standard errors from the prior; percent for decimals, perhaps. */
  readonly cautions: readonly 'view-far-from-prior'[]
}

/** Prior standard errors beyond which a view draws a caution. */
const farFromPrior = 5

/** pi = delta Sigma w: the excess returns under which the weights are optimal (reverse optimisation). */
export function impliedReturns({ covariance, weights, riskAversion }: Omit<Equilibrium, 'tau'>): number[] {
  const n = requireSymmetric(covariance, 'covariance')
  if (weights.length !== n) throw wrongLength('weights', weights.length, n)
  requirePositive(riskAversion, 'riskAversion')
  return Array.from({ length: n }, (_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += covariance[i][j] * requireFinite(weights[j], `weights[${j}]`)
    return riskAversion * sum
  })
}

/**
 * Black-Litterman posterior in the form that takes certain views as well:
 * mean = pi + tau Sigma P' (P tau Sigma P' + Omega)^-1 (Q - P pi),
 * M = tau Sigma - tau Sigma P' (P tau Sigma P' + Omega)^-1 P tau Sigma, Omega diagonal.
 *
 * Throws `invalid-input` where certain views contradict or repeat each other, or the covariance is singular and weights
 * cannot be told from it.
 *
 * Source: Black and Litterman, Financial Analysts Journal 48 (1992); He and Litterman, The intuition behind
 * Black-Litterman model portfolios (1999); Idzorek, A step-by-step guide (2005), for confidences, in Walters' closed form
 * (2014); Theil, Principles of Econometrics (1971), for the consistency of views and the share of the prior.
 */
export function blackLitterman(equilibrium: Equilibrium, views: readonly View[]): BlackLittermanPosterior {
  const { covariance, tau } = equilibrium
  const prior = impliedReturns(equilibrium)
  const n = prior.length
  requirePositive(tau, 'tau')
  const sigma = new Matrix(Array.from(covariance, (row) => Array.from(row)))
  const pi = Matrix.columnVector(prior)
  if (views.length === 0) return posterior(equilibrium, sigma, pi, pi, Matrix.mul(sigma, tau), null)
  const p = new Matrix(
    views.map(({ portfolio }, k) => {
      if (portfolio.length !== n) throw wrongLength(`views[${k}].portfolio`, portfolio.length, n)
      return portfolio.map((weight, i) => requireFinite(weight, `views[${k}].portfolio[${i}]`))
    }),
  )
  const q = Matrix.columnVector(
    views.map((view, k) => requireFinite(view.expectedReturn, `views[${k}].expectedReturn`)),
  )
  const spread = Matrix.mul(sigma, tau).mmul(p.transpose())
  const viewCovariance = p.mmul(spread)
  const variances = views.map((view, k) => errorVariance(view, viewCovariance.get(k, k), k))
  const total = symmetric(viewCovariance)
  variances.forEach((variance, k) => total.set(k, k, total.get(k, k) + variance))
  const factor = new CholeskyDecomposition(total)
  if (!factor.isPositiveDefinite() || ill(factor)) {
    throw new TuttiError(
      'invalid-input',
      'certain views repeat or contradict each other, or are on a portfolio without risk',
      {
        field: 'views',
        got: `${views.length} views of a joint covariance that is singular`,
        expected: 'views that are independent, or a variance above 0 for some of them',
      },
    )
  }
  const surprise = Matrix.sub(q, p.mmul(pi))
  const solved = factor.solve(surprise)
  const mean = Matrix.add(pi, spread.mmul(solved))
  const meanCovariance = symmetric(Matrix.sub(Matrix.mul(sigma, tau), spread.mmul(factor.solve(spread.transpose()))))
  const statistic = surprise.dot(solved)
  const distances = views.map((_, k) =>
    viewCovariance.get(k, k) > 0 ? surprise.get(k, 0) / Math.sqrt(viewCovariance.get(k, k)) : null,
  )
  return posterior(equilibrium, sigma, pi, mean, meanCovariance, {
    views: views.map((view, k) => ({
      name: view.name ?? `view ${k + 1}`,
      variance: variances[k],
      priorReturn: view.expectedReturn - surprise.get(k, 0),
      posteriorReturn: p.getRowVector(k).dot(mean),
      surprise: surprise.get(k, 0) / Math.sqrt(total.get(k, k)),
      priorDistance: distances[k],
    })),
    cautions: distances.some((distance) => distance !== null && Math.abs(distance) > farFromPrior)
      ? ['view-far-from-prior']
      : [],
    consistency: {
      statistic,
      degreesOfFreedom: views.length,
      pValue: chiSquareSurvival(statistic, views.length),
    },
    // 1 - tr((P tau Sigma P' + Omega)^-1 P tau Sigma P') / n
    priorShare: 1 - factor.solve(viewCovariance).trace() / n,
  })
}

/** The result of a mean and its covariance. Throws where a covariance is singular. */
function posterior(
  { weights, riskAversion }: Equilibrium,
  priorCovariance: Matrix,
  implied: Matrix,
  meanReturns: Matrix,
  covarianceOfMean: Matrix,
  ofViews: Pick<BlackLittermanPosterior, 'views' | 'consistency' | 'priorShare' | 'cautions'> | null,
): BlackLittermanPosterior {
  const returnCovariance = Matrix.add(priorCovariance, covarianceOfMean)
  const optimal = (risk: Matrix): number[] => {
    const decomposition = new CholeskyDecomposition(symmetric(risk))
    if (!decomposition.isPositiveDefinite() || ill(decomposition)) {
      throw new TuttiError('invalid-input', 'the covariance is singular: weights do not follow from it', {
        field: 'covariance',
        got: `${weights.length} assets, some of them combinations of others`,
        expected: 'a positive definite covariance; shrink it, or leave out repeated assets',
      })
    }
    return decomposition
      .solve(meanReturns)
      .mul(1 / riskAversion)
      .to1DArray()
  }
  return {
    impliedReturns: implied.to1DArray(),
    meanReturns: meanReturns.to1DArray(),
    meanCovariance: covarianceOfMean.to2DArray(),
    returnCovariance: returnCovariance.to2DArray(),
    weights: optimal(returnCovariance),
    weightsPriorCovariance: optimal(priorCovariance),
    ...(ofViews ?? { views: [], consistency: null, priorShare: 1, cautions: [] }),
  }
}

/** Variance of a view's error from its variance or confidence, `own` being p' tau Sigma p. */
function errorVariance({ uncertainty }: View, own: number, k: number): number {
  if ('variance' in uncertainty) return requireNonNegative(uncertainty.variance, `views[${k}].uncertainty.variance`)
  const { confidence } = uncertainty
  if (confidence === 1) return 0
  requireBetween(confidence, 0, 1, `views[${k}].uncertainty.confidence`)
  return (1 / confidence - 1) * own
}

/** Whether the factor's diagonal spans so much that its matrix is singular to rounding. */
function ill(factor: CholeskyDecomposition): boolean {
  const diagonal = factor.lowerTriangularMatrix.diagonal()
  return Math.min(...diagonal) <= 1e-7 * Math.max(...diagonal)
}

const symmetric = (matrix: Matrix): Matrix => Matrix.add(matrix, matrix.transpose()).mul(0.5)

function wrongLength(field: string, got: number, expected: number): TuttiError {
  return new TuttiError('invalid-input', `${field} has ${got} entries for ${expected} assets`, {
    field,
    got: `${got} entries`,
    expected: `${expected} entries`,
  })
}
