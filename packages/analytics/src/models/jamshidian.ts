import { normalCdf } from '../math/index.ts'

const farthest = 40

/**
 * The standard normal z at which sum of `forwards[i]` e^(-v_i^2/2 - v_i z) equals `target`, for deviations v_i > 0 that
 * increase: a safeguarded Newton search in the logarithm. Infinite where the sum stays above (+) or below (-) it for
 * every |z| < 40. The last forward is positive, so that there is one crossing however the others are signed.
 */
function criticalState(forwards: Float64Array, deviations: Float64Array, target: number): number {
  let low = -Infinity
  let high = Infinity
  let z = 0
  for (let iteration = 0; iteration < 200; iteration++) {
    let sum = 0
    let slope = 0
    for (let i = 0; i < forwards.length; i++) {
      const v = deviations[i]
      const term = forwards[i] * Math.exp(-v * (0.5 * v + z))
      sum += term
      slope -= v * term
    }
    if (sum === target) return z
    if (sum > target) low = z
    else high = z
    if (low > farthest) return Infinity
    if (high < -farthest) return -Infinity
    // Newton in ln(sum), nearly linear in z.
    let next = sum > 0 && slope < 0 ? z - (sum * Math.log(sum / target)) / slope : NaN
    if (!(next > low && next < high)) {
      next = low === -Infinity ? high - 4 : high === Infinity ? low + 4 : 0.5 * (low + high)
    } else if (Math.abs(next - z) > 20) next = z + 20 * Math.sign(next - z)
    if (Math.abs(next - z) <= 2e-15 * Math.max(1, Math.abs(z))) return next
    z = next
  }
  return z
}

/**
 * Option on a sum of lognormal values driven by one normal variable, against `target` in cash: the payer receives
 * (target - sum)^+, the receiver (sum - target)^+. `forwards` are the expectations (signed amounts included), undiscounted.
 * Source: Jamshidian, J. Finance 44 (1989), 205-209, summed in closed form.
 */
export function comonotoneOption(
  side: 'payer' | 'receiver',
  forwards: Float64Array,
  deviations: Float64Array,
  target: number,
): number {
  const sign = side === 'payer' ? -1 : 1
  let intrinsic = -target
  let spread = 0
  for (let i = 0; i < forwards.length; i++) {
    intrinsic += forwards[i]
    spread = Math.max(spread, deviations[i])
  }
  if (spread === 0) return Math.max(sign * intrinsic, 0)
  const z = criticalState(forwards, deviations, target)
  let value = -target * normalCdf(sign * z)
  for (let i = 0; i < forwards.length; i++) value += forwards[i] * normalCdf(sign * (z + deviations[i]))
  return Math.max(sign * value, 0)
}
