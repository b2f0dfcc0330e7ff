import type { Garch11Parameters } from './garch11-filter.ts'
import type { Sample } from './sample.ts'

/** Log-likelihood with its first and second derivatives in the order mu, omega, alpha, beta. */
export interface Garch11Derivatives {
  readonly logLikelihood: number
  readonly gradient: Float64Array
  readonly hessian: readonly Float64Array[]
  /** Sum over time of the outer products of the scores, for robust standard errors. */
  readonly scoreProducts: readonly Float64Array[]
}

const MU = 0
const OMEGA = 1
const ALPHA = 2
const BETA = 3

/**
 * Analytic derivatives of the Gaussian GARCH(1,1) log-likelihood, the presample variance's dependence on mu included.
 * Parameters must be admissible (omega > 0, alpha, beta >= 0); see `garch11Filter` for the conventions.
 *
 * Source: Fiorentini, Calzolari and Panattoni (1996), Analytic derivatives and the computation of GARCH estimates,
 * J. Applied Econometrics 11.
 */
export function garch11Derivatives(returns: Sample, parameters: Garch11Parameters): Garch11Derivatives {
  const { mu, omega, alpha, beta } = parameters
  const n = returns.length
  const gradient = new Float64Array(4)
  const hessian = [0, 1, 2, 3].map(() => new Float64Array(4))
  const scoreProducts = [0, 1, 2, 3].map(() => new Float64Array(4))
  const score = new Float64Array(4)

  // State of the previous period: h, its derivatives, q = e^2 and dq/dmu. Only mu moves q, and d2q/dmu2 = 2.
  let meanResidual = 0
  let presample = 0
  for (let t = 0; t < n; t++) {
    const e = returns[t] - mu
    meanResidual += e / n
    presample += (e * e) / n
  }
  let hPrevious = presample
  const dhPrevious = Float64Array.of(-2 * meanResidual, 0, 0, 0)
  const ddhPrevious = [0, 1, 2, 3].map(() => new Float64Array(4))
  ddhPrevious[MU][MU] = 2
  let qPrevious = presample
  let dqPrevious = -2 * meanResidual

  const dh = new Float64Array(4)
  let logLikelihood = -0.5 * n * Math.log(2 * Math.PI)
  for (let t = 0; t < n; t++) {
    const h = omega + alpha * qPrevious + beta * hPrevious
    for (let i = 0; i < 4; i++) dh[i] = beta * dhPrevious[i]
    dh[MU] += alpha * dqPrevious
    dh[OMEGA] += 1
    dh[ALPHA] += qPrevious
    dh[BETA] += hPrevious
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j <= i; j++) {
        let value = beta * ddhPrevious[i][j]
        if (i === MU && j === MU) value += 2 * alpha
        if (i === ALPHA && j === MU) value += dqPrevious
        if (i === BETA) value += dhPrevious[j] * (j === BETA ? 2 : 1)
        ddhPrevious[i][j] = value
      }
    }

    const e = returns[t] - mu
    const q = e * e
    const dq = -2 * e
    logLikelihood -= 0.5 * (Math.log(h) + q / h)
    const byH = (1 - q / h) / h
    const byHH = (2 * q) / (h * h * h) - 1 / (h * h)
    for (let i = 0; i < 4; i++) {
      score[i] = -0.5 * (byH * dh[i] + (i === MU ? dq / h : 0))
      gradient[i] += score[i]
      for (let j = 0; j <= i; j++) {
        let value = byHH * dh[i] * dh[j] + byH * ddhPrevious[i][j]
        if (j === MU) value -= (dq * dh[i]) / (h * h)
        if (i === MU) value -= (dq * dh[j]) / (h * h)
        if (i === MU && j === MU) value += 2 / h
        hessian[i][j] -= 0.5 * value
        scoreProducts[i][j] += score[i] * score[j]
      }
    }
    hPrevious = h
    dhPrevious.set(dh)
    qPrevious = q
    dqPrevious = dq
  }
  for (const matrix of [hessian, scoreProducts]) {
    for (let i = 0; i < 4; i++) for (let j = 0; j < i; j++) matrix[j][i] = matrix[i][j]
  }
  return { logLikelihood, gradient, hessian, scoreProducts }
}
