/**
 * Discounting and survival along one axis, days or years: what the legs of a credit default swap are integrated over.
 */
export interface CreditAxis {
  /** P(x), from `x` to the valuation date. */
  discountFactor(x: number): number
  /** Q(x), survival from the valuation date to `x`. */
  survivalProbability(x: number): number
  /** Increasing places where the forward rate or the hazard rate jumps. */
  readonly nodes: readonly number[]
  /** Longest piece over which rates that are not constant are taken as constant: a week. */
  readonly longestPiece: number
}

/** What a default between two places is worth. */
export interface DefaultIntegral {
  /** Integral of P(x) over the default probability: a unit paid at default. */
  readonly unit: number
  /** Integral of P(x) (x - origin) over the default probability: an accrual paid at default. */
  readonly accrual: number
}

/** (1 - e^-y) / y. */
const phi1 = (y: number): number => (y === 0 ? 1 : -Math.expm1(-y) / y)

/** (1 - (1 + y) e^-y) / y^2, by its series where the difference would lose digits. */
function phi2(y: number): number {
  if (Math.abs(y) > 0.03) return (phi1(y) - Math.exp(-y)) / y
  return 1 / 2 - y * (1 / 3 - y * (1 / 8 - y * (1 / 30 - y * (1 / 144 - y * (1 / 840 - y / 5760)))))
}

/** -ln of a ratio of survival probabilities; a survival that has underflowed counts as the smallest number. */
const logFall = (start: number, end: number): number => Math.log(start) - Math.log(Math.max(end, Number.MIN_VALUE))

/**
 * Integrals over defaults from `from` to `to`, exact where both rates are constant between the nodes (the closed form of
 * the ISDA standard model); elsewhere rates are taken as constant over pieces of at most a week, with an error below 1e-6
 * of the value. Source: White, The Pricing and Risk Management of Credit Default Swaps, OpenGamma (2013), eqs 20 and 28.
 */
export function defaultIntegral(axis: CreditAxis, from: number, to: number, origin: number): DefaultIntegral {
  let unit = 0
  let accrual = 0
  if (!(to > from)) return { unit, accrual }
  const piece = (x0: number, p0: number, q0: number, x1: number, p1: number, q1: number): void => {
    if (q0 === 0) return
    const hazard = logFall(q0, q1)
    const y = hazard + Math.log(p0) - Math.log(p1)
    const scale = hazard * p0 * q0
    unit += scale * phi1(y)
    accrual += scale * ((x0 - origin) * phi1(y) + (x1 - x0) * phi2(y))
  }
  const stretch = (x0: number, x1: number): void => {
    let [x, p, q] = [x0, axis.discountFactor(x0), axis.survivalProbability(x0)]
    const [pEnd, qEnd] = [axis.discountFactor(x1), axis.survivalProbability(x1)]
    const middle = 0.5 * (x0 + x1)
    const bend =
      Math.abs(2 * Math.log(axis.discountFactor(middle)) - Math.log(p) - Math.log(pEnd)) +
      Math.abs(logFall(axis.survivalProbability(middle), q) - logFall(qEnd, axis.survivalProbability(middle)))
    const count = bend > 1e-12 ? Math.ceil((x1 - x0) / axis.longestPiece) : 1
    for (let i = 1; i < count; i++) {
      const next = x0 + ((x1 - x0) * i) / count
      const [pNext, qNext] = [axis.discountFactor(next), axis.survivalProbability(next)]
      piece(x, p, q, next, pNext, qNext)
      ;[x, p, q] = [next, pNext, qNext]
    }
    piece(x, p, q, x1, pEnd, qEnd)
  }
  let x = from
  for (const node of axis.nodes) {
    if (node <= x) continue
    if (node >= to) break
    stretch(x, node)
    x = node
  }
  stretch(x, to)
  return { unit, accrual }
}
