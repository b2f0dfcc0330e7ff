import {
  complex,
  type Complex,
  complexDifference,
  complexLog,
  complexQuotient,
  complexScaled,
  complexSum,
} from '../math/index.ts'
import { hestonCumulant, type HestonParameters, hestonTransform, type LogReturnTransform } from '../models/index.ts'

/**
 * The transform of ln(S_{W+T} / S_W) over its drift in Heston's model, seen from `waitYears` = W before the start: with
 * the cumulant A + D v of a fixed start variance v, it is A + ln E[exp(D v_W)], v_W a scaled non-central chi-square.
 * W = 0 gives the plain transform.
 * Source: S. Kruse and U. Nögel, "On the pricing of forward starting options in Heston's model", Finance and
 * Stochastics 9 (2005), 233-250.
 */
export function forwardStartTransform(
  parameters: HestonParameters,
  waitYears: number,
  maturityYears: number,
): LogReturnTransform {
  const plain = hestonTransform(parameters, maturityYears)
  if (waitYears === 0) return plain
  const { v0, kappa, theta, sigma } = parameters
  const scale = (sigma * sigma * -Math.expm1(-kappa * waitYears)) / (2 * kappa)
  const carried = Math.exp(-kappa * waitYears) * v0
  const level = (u: Complex): Complex => hestonCumulant({ ...parameters, v0: 0 }, maturityYears, u)
  const slope = (u: Complex): Complex =>
    complexDifference(hestonCumulant({ ...parameters, v0: 1 }, maturityYears, u), level(u))
  const cumulant = (u: Complex): Complex => {
    const d = slope(u)
    const rest = complexDifference(complex(1), complexScaled(d, scale))
    return complexSum(
      complexSum(level(u), complexScaled(complexLog(rest), (-2 * kappa * theta) / (sigma * sigma))),
      complexQuotient(complexScaled(d, carried), rest),
    )
  }
  // the moment p exists while scale D(p) < 1
  const edge = (inside: number, outside: number): number => {
    const exists = (p: number): boolean => slope(complex(0, -p)).re * scale < 1
    let near = inside
    let far = inside + (outside - inside) * (1 - 1e-9)
    if (exists(far)) return outside
    for (let i = 0; i < 60; i++) {
      const middle = 0.5 * (near + far)
      if (exists(middle)) near = middle
      else far = middle
    }
    return near
  }
  return { cumulant, lowestMoment: edge(0, plain.lowestMoment), highestMoment: edge(1, plain.highestMoment) }
}
