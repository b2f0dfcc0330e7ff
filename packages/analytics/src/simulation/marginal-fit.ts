import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { requireSample, TuttiError } from '../errors/index.ts'
import { betaLn, differencedHessian, nelderMead } from '../math/index.ts'
import {
  excessKurtosis,
  isConstant,
  mean,
  requireBetween,
  type Sample,
  standardDeviation,
  variance,
} from '../statistics/index.ts'
import { generalisedParetoFit, generalisedParetoMoments } from '../tails/index.ts'
import { type Marginal, marginalLaw, type ParetoTail } from './marginal.ts'

/** A marginal fitted to returns. */
export interface MarginalFit {
  readonly marginal: Marginal
  readonly observations: number
  /** `null` for the marginals that rest on the sample. */
  readonly logLikelihood: number | null
  readonly akaike: number | null
  readonly bayes: number | null
  /** By parameter, inverse observed information; `null` where that does not exist (a parameter on its bound). */
  readonly standardErrors: Readonly<Record<string, number>> | null
  /** Cramer-von Mises W^2 against the fitted distribution; its tables do not hold for fitted parameters. */
  readonly cramerVonMises: number | null
  readonly cautions: readonly MarginalCaution[]
}

/** `short-sample`: fewer than 100 returns; `near-normal`: degrees of freedom above 50; `infinite-variance`: 2 or less. */
export type MarginalCaution = 'short-sample' | 'near-normal' | 'infinite-variance' | 'tail-by-moments' | 'few-excesses'

/** Share of the sample in each tail of a semi-parametric marginal where none is given. */
const TAIL_SHARE = 0.1

/**
 * Fits one kind of marginal: by maximum likelihood (`normal`, `student-t`, `skewed-t`), by generalised Pareto tails beyond
 * the `tailShare` quantiles (`semi-parametric`), or takes the sample as it is (`historical`).
 *
 * `returns` needs 20 values (100 for `semi-parametric`). Degrees of freedom are kept in [1, 1000], and above 2.05 for the
 * skewed t. Throws `not-applicable` for returns that are all equal, `not-converged` where no maximum is found.
 * Sources: Hansen (1994); McNeil & Frey, J. of Empirical Finance 7 (2000).
 */
export function marginalFit(returns: Sample, kind: Marginal['kind'], tailShare: number = TAIL_SHARE): MarginalFit {
  requireSample(returns, kind === 'semi-parametric' ? 100 : 20, 'returns')
  if (isConstant(returns, variance(returns, 'population'))) {
    throw new TuttiError('not-applicable', 'no distribution can be fitted to returns that are all equal', {
      field: 'returns',
      got: `${returns.length} returns of ${returns[0]}`,
      expected: 'returns that differ',
    })
  }
  const short: MarginalCaution[] = returns.length < 100 ? ['short-sample'] : []
  const centre = mean(returns)
  const spread = standardDeviation(returns, 'population')
  if (kind === 'historical') {
    return sampleFit({ kind, values: Array.from(returns) }, returns.length, short)
  }
  if (kind === 'semi-parametric') {
    requireBetween(tailShare, 0.01, 0.3, 'tailShare')
    const lower = paretoTail(returns, tailShare, -1)
    const upper = paretoTail(returns, tailShare, 1)
    const cautions = [...new Set([...short, ...lower.cautions, ...upper.cautions])]
    return sampleFit(
      { kind, values: Array.from(returns), lowerTail: lower.tail, upperTail: upper.tail },
      returns.length,
      cautions,
    )
  }
  // Standardised, so that the search knows its scale.
  const z = Float64Array.from(returns, (r) => (r - centre) / spread)
  const build = marginalOf(kind)
  const value = (point: ArrayLike<number>): number => {
    const parameters = Array.from(point)
    return -logLikelihoodOf(build(parameters), z)
  }
  const tail = Math.min(20, Math.max(2.6, 4 + 6 / Math.max(0.3, excessKurtosis(z, 'population'))))
  const starts: readonly number[][] =
    kind === 'normal'
      ? [[0, 0]]
      : kind === 'student-t'
        ? [
            [0, Math.log(Math.sqrt(Math.max(0.2, (tail - 2) / tail))), Math.log(tail)],
            [0, -0.7, Math.log(2.5)],
          ]
        : [
            [0, 0, Math.log(tail - 2.05), 0],
            [0, 0, Math.log(2), 0.2],
            [0, 0, Math.log(2), -0.2],
          ]
  let best = kind === 'normal' ? { point: [0, 0] as readonly number[], value: value([0, 0]) } : undefined
  if (best === undefined) {
    for (const start of starts) {
      const first = nelderMead(value, start, { steps: start.map(() => 0.2), valueTolerance: 1e-11 })
      const found = nelderMead(value, first.point, { steps: start.map(() => 0.02), valueTolerance: 1e-13 })
      if (best === undefined || found.value < best.value) best = found
    }
  }
  const point = best!.point
  const own = build(point)
  const marginal = rescaled(own, centre, spread)
  const logLikelihood = logLikelihoodOf(marginal, returns)
  const count = point.length
  const n = returns.length
  const nu = 'degreesOfFreedom' in marginal ? marginal.degreesOfFreedom : undefined
  const cautions: MarginalCaution[] = [...short]
  if (nu !== undefined && nu > 50) cautions.push('near-normal')
  if (nu !== undefined && nu <= 2) cautions.push('infinite-variance')
  return {
    marginal,
    observations: n,
    logLikelihood,
    akaike: 2 * count - 2 * logLikelihood,
    bayes: count * Math.log(n) - 2 * logLikelihood,
    standardErrors: standardErrorsOf(value, point, own, spread),
    cramerVonMises: cramerVonMises(marginal, returns),
    cautions,
  }
}

function sampleFit(marginal: Marginal, observations: number, cautions: readonly MarginalCaution[]): MarginalFit {
  return {
    marginal,
    observations,
    logLikelihood: null,
    akaike: null,
    bayes: null,
    standardErrors: null,
    cramerVonMises: null,
    cautions,
  }
}

/** From unbounded coordinates to a marginal: logarithms of scales and degrees of freedom, tanh of the skewness. */
function marginalOf(kind: 'normal' | 'student-t' | 'skewed-t'): (point: readonly number[]) => Marginal {
  if (kind === 'normal') return ([m, s]) => ({ kind, mean: m, standardDeviation: Math.exp(s) })
  if (kind === 'student-t') {
    return ([m, s, nu]) => ({
      kind,
      location: m,
      scale: Math.exp(s),
      degreesOfFreedom: Math.min(1000, Math.max(1, Math.exp(nu))),
    })
  }
  return ([m, s, nu, skew]) => ({
    kind,
    mean: m,
    standardDeviation: Math.exp(s),
    degreesOfFreedom: Math.min(1000, 2.05 + Math.exp(nu)),
    skewness: 0.99 * Math.tanh(skew),
  })
}

function rescaled(marginal: Marginal, centre: number, spread: number): Marginal {
  if (marginal.kind === 'student-t') {
    return { ...marginal, location: centre + spread * marginal.location, scale: spread * marginal.scale }
  }
  if (marginal.kind === 'normal' || marginal.kind === 'skewed-t') {
    return {
      ...marginal,
      mean: centre + spread * marginal.mean,
      standardDeviation: spread * marginal.standardDeviation,
    }
  }
  return marginal
}

/** Log-likelihood of a parametric marginal. */
function logLikelihoodOf(marginal: Marginal, values: Sample): number {
  let sum = 0
  if (marginal.kind === 'normal') {
    const { mean: m, standardDeviation: s } = marginal
    for (let t = 0; t < values.length; t++) sum -= 0.5 * ((values[t] - m) / s) ** 2
    return sum - values.length * (Math.log(s) + 0.5 * Math.log(2 * Math.PI))
  }
  if (marginal.kind === 'student-t') {
    const { location, scale, degreesOfFreedom: nu } = marginal
    for (let t = 0; t < values.length; t++) sum += Math.log1p(((values[t] - location) / scale) ** 2 / nu)
    return -((nu + 1) / 2) * sum - values.length * (betaLn(nu / 2, 0.5) + 0.5 * Math.log(nu) + Math.log(scale))
  }
  if (marginal.kind === 'skewed-t') {
    const { mean: m, standardDeviation: s, degreesOfFreedom: nu, skewness } = marginal
    const c = Math.exp(-betaLn(nu / 2, 0.5)) / Math.sqrt(nu - 2)
    const a = (4 * skewness * c * (nu - 2)) / (nu - 1)
    const b = Math.sqrt(1 + 3 * skewness * skewness - a * a)
    for (let t = 0; t < values.length; t++) {
      const y = b * ((values[t] - m) / s) + a
      const side = y / (y < 0 ? 1 - skewness : 1 + skewness)
      sum += Math.log1p((side * side) / (nu - 2))
    }
    return -((nu + 1) / 2) * sum + values.length * Math.log((b * c) / s)
  }
  throw new TuttiError('unsupported', `a ${marginal.kind} marginal has no likelihood`)
}

/** Standard errors in the natural parameters by the delta method; `null` without a positive definite information. */
function standardErrorsOf(
  value: (point: ArrayLike<number>) => number,
  point: readonly number[],
  own: Marginal,
  spread: number,
): Record<string, number> | null {
  const step = 1e-4
  const gradient = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < x.length; i++) {
      const keep = x[i]
      x[i] = keep + step
      const up = value(x)
      x[i] = keep - step
      out[i] = (up - value(x)) / (2 * step)
      x[i] = keep
    }
  }
  const hessian = differencedHessian(
    gradient,
    point,
    point.map(() => 1e-3),
  )
  const decomposition = new CholeskyDecomposition(new Matrix(hessian))
  if (!decomposition.isPositiveDefinite()) return null
  const inverse = decomposition.solve(Matrix.eye(point.length))
  const error = (i: number): number => Math.sqrt(inverse.get(i, i))
  if (own.kind === 'normal') {
    return { mean: error(0) * spread, standardDeviation: error(1) * own.standardDeviation * spread }
  }
  if (own.kind === 'student-t') {
    const { degreesOfFreedom: nu } = own
    if (nu <= 1 || nu >= 999) return null
    return { location: error(0) * spread, scale: error(1) * own.scale * spread, degreesOfFreedom: error(2) * nu }
  }
  if (own.kind !== 'skewed-t' || own.degreesOfFreedom >= 999) return null
  return {
    mean: error(0) * spread,
    standardDeviation: error(1) * own.standardDeviation * spread,
    degreesOfFreedom: error(2) * (own.degreesOfFreedom - 2.05),
    skewness: error(3) * 0.99 * (1 - (own.skewness / 0.99) ** 2),
  }
}

function cramerVonMises(marginal: Marginal, returns: Sample): number {
  const target = marginalLaw(marginal)
  if (target === undefined) throw new TuttiError('unsupported', `a ${marginal.kind} marginal has no law`)
  const { law, scale, shift } = target
  const sorted = Float64Array.from(returns).sort()
  const n = sorted.length
  let sum = 1 / (12 * n)
  for (let i = 0; i < n; i++) sum += (law.lower((sorted[i] - shift) / scale) - (2 * i + 1) / (2 * n)) ** 2
  return sum
}

/** The generalised Pareto tail beyond a quantile, by likelihood, or by moments where that has no maximum. */
function paretoTail(returns: Sample, share: number, sign: 1 | -1): { tail: ParetoTail; cautions: MarginalCaution[] } {
  const n = returns.length
  const sorted = Float64Array.from(returns, (r) => sign * r).sort()
  const count = Math.max(10, Math.round(share * n))
  const threshold = sorted[n - count - 1]
  const excesses = sorted.filter((value) => value > threshold).map((value) => value - threshold)
  const cautions: MarginalCaution[] = excesses.length < 50 ? ['few-excesses'] : []
  let fit
  try {
    fit = generalisedParetoFit(excesses)
  } catch (error) {
    if (!(error instanceof TuttiError) || error.code !== 'not-converged') throw error
    fit = generalisedParetoMoments(excesses)
    cautions.push('tail-by-moments')
  }
  if (!(fit.scale > 0 && fit.shape >= -20 && fit.shape <= 2)) {
    throw new TuttiError(
      'not-converged',
      'a generalised Pareto tail does not suit these returns: take another tail share or a historical marginal',
      {
        field: 'tailShare',
        got: `shape ${fit.shape}, scale ${fit.scale}`,
        expected: 'a scale above 0 and a shape in [-20, 2]',
      },
    )
  }
  return {
    tail: { threshold: sign * threshold, shape: fit.shape, scale: fit.scale, share: excesses.length / n },
    cautions,
  }
}
