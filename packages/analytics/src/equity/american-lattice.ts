import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import type { BlackScholesInputs } from '../models/index.ts'
import { requireNonNegative } from '../statistics/index.ts'

/** A cash dividend on one share at its ex-date. */
export interface CashDividend {
  readonly timeYears: number
  readonly amount: number
}

/** How an option is valued on a lattice. */
export interface LatticeOptions {
  readonly exercise: 'american' | 'european'
  /** Odd number of steps; 501 when left out. */
  readonly steps?: number | undefined
  /**
   * Cash dividends before expiry. The spot less the present value of those to come is lognormal with the volatility given
   * (escrowed dividends); exercise happens at the spot with them.
   */
  readonly dividends?: readonly CashDividend[] | undefined
}

/** Value on a lattice with the sensitivities that the lattice itself gives. */
export interface LatticePrice {
  readonly price: number
  readonly delta: number
  readonly gamma: number
}

/** Inversion of the binomial distribution by Peizer and Pratt, second method. */
function peizerPratt(z: number, steps: number): number {
  const ratio = z / (steps + 1 / 3 + 0.1 / (steps + 1))
  return 0.5 + Math.sign(z) * Math.sqrt(Math.max(0.25 - 0.25 * Math.exp(-ratio * ratio * (steps + 1 / 6)), 0))
}

/**
 * Value of an option on a binomial lattice whose nodes are centred on the strike: error of order 1 / steps^2 for European
 * and about 1 / steps for American exercise. It takes any signs of the rates and cash dividends.
 * Throws `invalid-input`, also where dividends exceed the spot or the steps are even.
 * Source: Leisen & Reimer, Applied Mathematical Finance 3 (1996), 319-346; Hull, Options, Futures, and Other Derivatives, ch. 21.
 */
export function latticePrice(option: BlackScholesInputs, options: LatticeOptions): LatticePrice {
  const { type, spot, strike, maturityYears, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = option
  const { exercise, steps = 501, dividends = [] } = options
  requirePositive(spot, 'spot')
  requirePositive(strike, 'strike')
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(volAnnual, 'volAnnual')
  requireFinite(r, 'rateContinuous')
  requireFinite(q, 'dividendYieldContinuous')
  if (!(Number.isInteger(steps) && steps % 2 === 1 && steps >= 3 && steps <= 20_001)) {
    throw new TuttiError('invalid-input', `steps must be an odd number in [3, 20001], got ${steps}`, {
      field: 'steps',
      got: String(steps),
      expected: 'an odd number such as 501',
    })
  }
  dividends.forEach(({ timeYears, amount }, i) => {
    requirePositive(timeYears, `dividends[${i}].timeYears`)
    requireNonNegative(amount, `dividends[${i}].amount`)
  })
  const dt = maturityYears / steps
  const comingFrom = (time: number): number =>
    dividends.reduce(
      (sum, { timeYears, amount }) =>
        timeYears > time && timeYears <= maturityYears ? sum + amount * Math.exp(-r * (timeYears - time)) : sum,
      0,
    )
  const start = spot - comingFrom(0)
  if (!(start > 0)) {
    throw new TuttiError('invalid-input', `dividends worth ${spot - start} exceed the spot ${spot}`, {
      field: 'dividends',
      got: String(spot - start),
      expected: `a present value below ${spot}`,
    })
  }
  const deviation = volAnnual * Math.sqrt(maturityYears)
  const d1 = (Math.log(start / strike) + (r - q) * maturityYears) / deviation + deviation / 2
  const up = peizerPratt(d1 - deviation, steps)
  const shareUp = peizerPratt(d1, steps)
  const growth = Math.exp((r - q) * dt)
  // Too many deviations from the strike, the probabilities are 0 or 1: equal ones with the same mean take over.
  const isCentred = up > 0 && up < 1 && shareUp > 0 && shareUp < 1
  const move = volAnnual * Math.sqrt(dt)
  const probability = isCentred ? up : 0.5
  const logUp = isCentred ? Math.log((growth * shareUp) / up) : Math.log(growth / Math.cosh(move)) + move
  const logDown = isCentred ? Math.log((growth * (1 - shareUp)) / (1 - up)) : Math.log(growth / Math.cosh(move)) - move
  const discount = Math.exp(-r * dt)
  const sign = type === 'call' ? 1 : -1
  const ratio = Math.exp(logUp - logDown)
  const values = new Float64Array(steps + 1)
  const first: number[] = []
  let price = 0
  for (let step = steps; step >= 0; step--) {
    const coming = comingFrom(step * dt)
    let node = start * Math.exp(step * logDown)
    for (let i = 0; i <= step; i++, node *= ratio) {
      const intrinsic = sign * (node + coming - strike)
      const held = step === steps ? 0 : discount * (probability * values[i + 1] + (1 - probability) * values[i])
      values[i] = exercise === 'american' || step === steps ? Math.max(held, intrinsic) : held
    }
    if (step === 2) first.push(values[0], values[1], values[2])
    price = values[0]
  }
  // Differences over the nodes of the second step, whose middle lies near the spot.
  const nodes = [0, 1, 2].map((i) => start * Math.exp(i * logUp + (2 - i) * logDown))
  const lower = (first[1] - first[0]) / (nodes[1] - nodes[0])
  const upper = (first[2] - first[1]) / (nodes[2] - nodes[1])
  const gamma = (2 * (upper - lower)) / (nodes[2] - nodes[0])
  const middle = (lower + upper) / 2
  return { price, delta: middle + gamma * (start - (nodes[0] + 2 * nodes[1] + nodes[2]) / 4), gamma }
}
