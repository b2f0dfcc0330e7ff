import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import { integral } from '../math/index.ts'
import { blackForwardPrice } from './black-scholes.ts'

/** A smile at one maturity: Black volatility (annual, decimal) as a function of the strike. */
export interface VarianceReplication {
  readonly forward: number
  readonly maturityYears: number
  readonly volOfStrike: (strike: number) => number
  readonly lowestStrike: number
  readonly highestStrike: number
  /** Strikes where the smile has a jump or kink, so that the integral is cut there. */
  readonly breaks?: readonly number[]
}

/**
 * Fair annual variance of a variance swap from a continuum of out-of-the-money options between two strikes:
 * (2 / T) (integral of put / K^2 up to the forward + integral of call / K^2 above it), undiscounted prices.
 * Source: Demeterfi, Derman, Kamal & Zou, J. Derivatives 6 (1999), 9-32, eq. 26.
 */
export function replicatedFairVariance(replication: VarianceReplication): number {
  const { forward, maturityYears, volOfStrike, lowestStrike, highestStrike, breaks = [] } = replication
  requirePositive(forward, 'forward')
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(lowestStrike, 'lowestStrike')
  if (!(lowestStrike < forward && forward < highestStrike)) {
    throw new TuttiError('invalid-input', `the forward ${forward} must lie between the lowest and highest strike`, {
      field: 'lowestStrike, highestStrike',
      got: `${lowestStrike}, ${highestStrike}`,
      expected: `strikes around ${forward}`,
    })
  }
  const rootT = Math.sqrt(maturityYears)
  // In ln K the weight 1 / K^2 dK becomes 1 / K d(ln K).
  const integrand = (logStrike: number): number => {
    const strike = Math.exp(logStrike)
    const type = strike < forward ? 'put' : 'call'
    return blackForwardPrice(type, forward, strike, volOfStrike(strike) * rootT) / strike
  }
  const inside = breaks.filter((strike) => strike > lowestStrike && strike < highestStrike)
  const ends = [lowestStrike, highestStrike, forward, ...inside].map(Math.log).toSorted((a, b) => a - b)
  let sum = 0
  for (let i = 1; i < ends.length; i++) {
    if (ends[i] > ends[i - 1]) {
      sum += integral(integrand, ends[i - 1], ends[i], { absoluteTolerance: 1e-14, relativeTolerance: 1e-11 }).value
    }
  }
  return (2 / maturityYears) * sum
}

/** Fair variance when volatility falls linearly with the strike, sigma(K) = atmForwardVol - skew (K - F) / F. */
export function linearSkewFairVariance(atmForwardVol: number, skew: number, maturityYears: number): number {
  requirePositive(atmForwardVol, 'atmForwardVol')
  requireFinite(skew, 'skew')
  requirePositive(maturityYears, 'maturityYears')
  return atmForwardVol ** 2 * (1 + 3 * maturityYears * skew ** 2)
}

/** Calls and puts of one maturity as the VIX takes them: present values at increasing strikes. */
export interface VixOptions {
  readonly forward: number
  readonly maturityYears: number
  readonly rateContinuous: number
  /** Present values (mid quotes), strikes increasing; the highest strike at or below the forward is K0. */
  readonly options: readonly { readonly strike: number; readonly call: number; readonly put: number }[]
}

/**
 * Single-term variance of the VIX: sum over out-of-the-money options less (F / K0 - 1)^2 / T. All options given are
 * used: the rule that drops strikes beyond two zero bids is the caller's.
 * Source: Cboe, Volatility Index Methodology (2019).
 */
export function vixVariance({ forward, maturityYears, rateContinuous, options }: VixOptions): number {
  requirePositive(forward, 'forward')
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(rateContinuous, 'rateContinuous')
  const strikes = options.map(({ strike }) => strike)
  requireSample(strikes, 2, 'options.strike')
  strikes.forEach((strike, i) => {
    if (i > 0 && !(strike > strikes[i - 1])) {
      throw new TuttiError('invalid-input', `strikes must increase, got ${strike} after ${strikes[i - 1]}`, {
        field: `options[${i}].strike`,
        got: String(strike),
        expected: `a strike above ${strikes[i - 1]}`,
      })
    }
  })
  const centre = strikes.findLastIndex((strike) => strike <= forward)
  if (centre < 0) {
    throw new TuttiError('invalid-input', `no strike lies at or below the forward ${forward}`, {
      field: 'options',
      got: `lowest strike ${strikes[0]}`,
      expected: `a strike of at most ${forward}`,
    })
  }
  const last = strikes.length - 1
  const sum = options.reduce((total, { strike, call, put }, i) => {
    const below = strikes[Math.max(i - 1, 0)]
    const above = strikes[Math.min(i + 1, last)]
    const width = i === 0 || i === last ? above - below : (above - below) / 2
    const price = i < centre ? put : i > centre ? call : (call + put) / 2
    return total + (width / strike ** 2) * price
  }, 0)
  const growth = Math.exp(rateContinuous * maturityYears)
  return (2 * growth * sum - (forward / strikes[centre] - 1) ** 2) / maturityYears
}
