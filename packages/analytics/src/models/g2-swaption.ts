import { gaussLegendre, integral, normalPdf } from '../math/index.ts'
import { type FlowSwaption, requireFlowSwaption } from './flow-swaption.ts'
import { finiteValue } from './finite-value.ts'
import type { G2 } from './g2.ts'
import { g2Moments } from './g2.ts'
import { comonotoneOption } from './jamshidian.ts'
import { ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

const reach = 8
const { nodes, weights } = gaussLegendre(56)

/**
 * Price today, per unit of notional, of a European swaption on given flows in G2++: given the first factor the option is
 * Jamshidian's in closed form, and the expectation over that factor is an integral of a smooth function (adaptive where
 * the factors are nearly dependent). Throws `invalid-input`.
 * Source: Brigo & Mercurio (2006), theorem 4.2.3, under the measure of the bond that matures at the start of the swap.
 */
export function g2FlowSwaption(model: G2, swaption: FlowSwaption): number {
  const { side, expiryYears, startYears, payYears, amounts } = requireFlowSwaption(swaption)
  const { a, b, curve } = model
  const count = payYears.length
  const atStart = curve.discountFactor(startYears)
  if (expiryYears === 0) {
    let sum = -1
    for (let i = 0; i < count; i++) sum += (amounts[i] * curve.discountFactor(payYears[i])) / atStart
    return atStart * Math.max(side === 'payer' ? -sum : sum, 0)
  }
  const { varX, varY, covXY } = g2Moments(model, expiryYears)
  const deviationX = Math.sqrt(varX)
  const slope = covXY / varX
  const rest = Math.sqrt(Math.max(varY - covXY * slope, 0))
  const bases = new Float64Array(count)
  const exponents = new Float64Array(count)
  const deviations = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const x =
      ornsteinUhlenbeckLoading(a, payYears[i] - expiryYears) - ornsteinUhlenbeckLoading(a, startYears - expiryYears)
    const y =
      ornsteinUhlenbeckLoading(b, payYears[i] - expiryYears) - ornsteinUhlenbeckLoading(b, startYears - expiryYears)
    deviations[i] = y * rest
    exponents[i] = (x + y * slope) * deviationX
    bases[i] = ((amounts[i] * curve.discountFactor(payYears[i])) / atStart) * Math.exp(-0.5 * exponents[i] ** 2)
  }
  const forwards = new Float64Array(count)
  const given = (z: number): number => {
    for (let i = 0; i < count; i++) forwards[i] = bases[i] * Math.exp(-exponents[i] * z)
    return normalPdf(z) * comonotoneOption(side, forwards, deviations, 1)
  }
  // Nearly dependent factors leave a kink, where the swap is worth nothing; else the integrand is smooth.
  if (rest < 0.3 * Math.sqrt(varY)) {
    const worth = (z: number): number => {
      let sum = -1
      for (let i = 0; i < count; i++) sum += bases[i] * Math.exp(-exponents[i] * z)
      return sum
    }
    const ends = [-reach, ...signChanges(worth), reach]
    const pieces = ends
      .slice(1)
      .map((end, i) => integral(given, ends[i], end, { absoluteTolerance: 1e-12, relativeTolerance: 1e-9 }).value)
    return atStart * pieces.reduce((sum, piece) => sum + piece, 0)
  }
  let sum = 0
  for (let k = 0; k < nodes.length; k++) sum += weights[k] * given(reach * nodes[k])
  return finiteValue(atStart * reach * sum, 'swaption')
}

/** Where a smooth function changes sign within the reach, by bisection between equally spaced points. */
function signChanges(value: (z: number) => number): number[] {
  const points = 64
  const at = (k: number): number => reach * ((2 * k) / points - 1)
  const found: number[] = []
  for (let k = 1; k <= points; k++) {
    const positive = value(at(k - 1)) > 0
    if (value(at(k)) > 0 === positive) continue
    let [left, right] = [at(k - 1), at(k)]
    for (let i = 0; i < 50; i++) {
      const centre = 0.5 * (left + right)
      if (value(centre) > 0 === positive) left = centre
      else right = centre
    }
    found.push(0.5 * (left + right))
  }
  return found
}
