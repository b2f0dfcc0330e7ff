import { quasiNewtonMinimum } from '../math/index.ts'
import type { Garch11Parameters } from './garch11-filter.ts'

/**
 * Gaussian log-likelihood of a GARCH(1,1) without its constant, and its gradient to mu, omega, alpha, beta, in one pass
 * without allocation. The logarithms are taken of products of variances.
 */
function garch11Score(
  returns: Float64Array,
  mu: number,
  omega: number,
  alpha: number,
  beta: number,
  gradient: Float64Array,
): number {
  const n = returns.length
  let meanShock = 0
  let presample = 0
  for (let t = 0; t < n; t++) {
    const e = returns[t] - mu
    meanShock += e
    presample += e * e
  }
  meanShock /= n
  presample /= n
  let h = presample
  let square = presample
  let byMuOfSquare = -2 * meanShock
  let hMu = byMuOfSquare
  let hOmega = 0
  let hAlpha = 0
  let hBeta = 0
  let gMu = 0
  let gOmega = 0
  let gAlpha = 0
  let gBeta = 0
  let product = 1
  let logs = 0
  let weighted = 0
  for (let t = 0; t < n; t++) {
    hMu = beta * hMu + alpha * byMuOfSquare
    hOmega = beta * hOmega + 1
    hAlpha = beta * hAlpha + square
    hBeta = beta * hBeta + h
    h = omega + alpha * square + beta * h
    const e = returns[t] - mu
    square = e * e
    byMuOfSquare = -2 * e
    const inverse = 1 / h
    const ratio = square * inverse
    weighted += ratio
    const weight = 0.5 * (ratio - 1) * inverse
    gMu += weight * hMu + e * inverse
    gOmega += weight * hOmega
    gAlpha += weight * hAlpha
    gBeta += weight * hBeta
    product *= h
    if (product < 1e-200 || product > 1e200) {
      logs += Math.log(product)
      product = 1
    }
  }
  gradient[0] = gMu
  gradient[1] = gOmega
  gradient[2] = gAlpha
  gradient[3] = gBeta
  return -0.5 * (logs + Math.log(product) + weighted)
}

/**
 * Parameters near the highest maximum of the likelihood for returns of unit variance: BFGS from the three best of twelve
 * starts by variance targeting, in coordinates that keep omega > 0, alpha, beta > 0 and alpha + beta < 1. `startMean` null
 * holds mu at 0.
 */
export function garch11Maximum(scaled: Float64Array, startMean: number | null): Garch11Parameters {
  const first = startMean === null ? 0 : 1
  const natural = new Float64Array(4)
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const a = x[first + 1]
    const b = x[first + 2]
    if (Math.abs(x[first]) > 30 || Math.abs(a) > 30 || Math.abs(b) > 30) return Infinity
    const omega = Math.exp(x[first])
    const total = 1 + Math.exp(a) + Math.exp(b)
    const alpha = Math.exp(a) / total
    const beta = Math.exp(b) / total
    const value = garch11Score(scaled, first === 1 ? x[0] : 0, omega, alpha, beta, natural)
    if (first === 1) gradient[0] = -natural[0]
    gradient[first] = -omega * natural[1]
    const centre = alpha * natural[2] + beta * natural[3]
    gradient[first + 1] = -alpha * (natural[2] - centre)
    gradient[first + 2] = -beta * (natural[3] - centre)
    return -value
  }
  const unused = new Float64Array(first + 3)
  const ranked = [0.03, 0.1, 0.25]
    .flatMap((alpha) =>
      [0.5, 0.8, 0.95, 0.99].map((persistence) => {
        const rest = 1 - persistence
        const x = [Math.log(rest), Math.log(alpha / rest), Math.log((persistence - alpha) / rest)]
        const start = Float64Array.from(startMean === null ? x : [startMean, ...x])
        return { start, value: objective(start, unused) }
      }),
    )
    .sort((p, q) => p.value - q.value)
  const { point } = ranked
    .slice(0, 3)
    .map(({ start }) => quasiNewtonMinimum(objective, start, { maxIterations: 300, gradientTolerance: 1e-7 }))
    .reduce((best, next) => (next.value < best.value ? next : best))
  const total = 1 + Math.exp(point[first + 1]) + Math.exp(point[first + 2])
  return {
    mu: first === 1 ? point[0] : 0,
    omega: Math.exp(point[first]),
    alpha: Math.exp(point[first + 1]) / total,
    beta: Math.exp(point[first + 2]) / total,
  }
}
