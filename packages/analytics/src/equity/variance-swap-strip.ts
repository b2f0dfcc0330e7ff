import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { blackForwardPrice } from '../models/index.ts'
import { presentValueOf, type PresentValue } from '../pricing/index.ts'

/** A listed option by its strike and Black volatility. */
export interface StripOption {
  readonly strike: number
  readonly volAnnual: number
}

/** A strip of listed options of one maturity that replicates a variance swap. */
export interface VarianceSwapStrip {
  readonly spot: number
  readonly rateContinuous: number
  readonly dividendYieldContinuous: number
  readonly maturityYears: number
  /** S*, where puts end and calls begin: the lowest call strike and the highest put strike. */
  readonly boundary: number
  readonly puts: readonly StripOption[]
  readonly calls: readonly StripOption[]
  /** How far beyond the last strikes the payoff is still matched by a straight line, in units of the strike. */
  readonly endStep: number
}

/** One option of the replicating portfolio. */
export interface StripLine {
  readonly type: 'call' | 'put'
  readonly strike: number
  readonly volAnnual: number
  /** Units held for a variance notional of 1. */
  readonly weight: number
  readonly price: number
}

/** Fair variance with the portfolio that replicates it; the present value is that of the portfolio. */
export interface ReplicatedVarianceSwap extends PresentValue {
  readonly fairVariance: number
  readonly fairVolatility: number
  /** Puts by falling strike, then calls by rising strike. */
  readonly options: readonly StripLine[]
}

function requireAscending(options: readonly StripOption[], boundary: number, side: 'puts' | 'calls'): void {
  if (options.length === 0) {
    throw new TuttiError('invalid-input', `the strip has no ${side}`, {
      field: side,
      expected: `at least one of ${side}`,
    })
  }
  options.forEach(({ strike, volAnnual }, i) => {
    requirePositive(strike, `${side}[${i}].strike`)
    requirePositive(volAnnual, `${side}[${i}].volAnnual`)
    if (i > 0 && !(strike > options[i - 1].strike)) {
      throw new TuttiError('invalid-input', `the strike ${strike} of the ${side} occurs twice`, {
        field: `${side}[${i}].strike`,
        got: String(strike),
        expected: 'different strikes',
      })
    }
  })
  const edge = side === 'puts' ? options[options.length - 1].strike : options[0].strike
  if (edge !== boundary) {
    throw new TuttiError('invalid-input', `the ${side} must reach the boundary ${boundary}, they end at ${edge}`, {
      field: side,
      got: String(edge),
      expected: `an option struck at ${boundary}`,
    })
  }
}

/**
 * Fair variance of a variance swap from a finite strip of puts and calls: the option weights are the changes of slope of
 * the piecewise linear function that replicates f(S) = (2 / T) ((S - S*) / S* - ln(S / S*)) at the strikes. The
 * straight lines lie above f, so with few strikes the fair variance is biased upwards; beyond the ends it misses value.
 * Lines: the options bought. Throws `invalid-input` for strikes that repeat or do not reach the boundary.
 * Source: Demeterfi, Derman, Kamal & Zou, "More than you ever wanted to know about volatility swaps" (1999), appendix A.
 */
export function varianceSwapStrip(strip: VarianceSwapStrip): ReplicatedVarianceSwap {
  const { spot, rateContinuous, dividendYieldContinuous, maturityYears, boundary, endStep } = strip
  requirePositive(spot, 'spot')
  requireFinite(rateContinuous, 'rateContinuous')
  requireFinite(dividendYieldContinuous, 'dividendYieldContinuous')
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(boundary, 'boundary')
  requirePositive(endStep, 'endStep')
  const byStrike = (a: StripOption, b: StripOption): number => a.strike - b.strike
  const puts = strip.puts.toSorted(byStrike)
  const calls = strip.calls.toSorted(byStrike)
  requireAscending(puts, boundary, 'puts')
  requireAscending(calls, boundary, 'calls')
  requirePositive(puts[0].strike - endStep, 'lowest put strike less endStep')
  const payoff = (s: number): number => (2 / maturityYears) * ((s - boundary) / boundary - Math.log(s / boundary))
  const forward = spot * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  const discount = Math.exp(-rateContinuous * maturityYears)
  const side = (type: 'call' | 'put', options: readonly StripOption[], end: number): StripLine[] => {
    let slope = 0
    return options.map(({ strike, volAnnual }, i) => {
      const next = options[i + 1]?.strike ?? end
      const nextSlope = Math.abs((payoff(next) - payoff(strike)) / (next - strike))
      const weight = nextSlope - slope
      slope = nextSlope
      const price = discount * blackForwardPrice(type, forward, strike, volAnnual * Math.sqrt(maturityYears))
      return { type, strike, volAnnual, weight, price }
    })
  }
  const options = [
    ...side('put', puts.toReversed(), puts[0].strike - endStep),
    ...side('call', calls, calls[calls.length - 1].strike + endStep),
  ]
  const cost = presentValueOf(
    options.map(({ type, strike, weight, price }) => ({
      label: `${type} struck at ${strike}`,
      timeYears: maturityYears,
      amount: (weight * price) / discount,
      discountFactor: discount,
      presentValue: weight * price,
    })),
  )
  const drift = (rateContinuous - dividendYieldContinuous) * maturityYears
  const fairVariance =
    (2 / maturityYears) * (drift - (forward / boundary - 1) - Math.log(boundary / spot)) + cost.presentValue / discount
  requirePositive(fairVariance, 'fair variance')
  return { ...cost, fairVariance, fairVolatility: Math.sqrt(fairVariance), options }
}
