import { requireInRange, requireSample, TuttiError } from '../errors/index.ts'

/** Terms of a risk margin. */
export interface RiskMarginTerms {
  /** Yearly rate above the risk-free one, 0.06 before 2027. */
  readonly costOfCapital: number
  /** Capital t years ahead counts max(taper^t, least) of itself; 1 and 0 for no tapering. */
  readonly taperPerYear: number
  readonly leastTaper: number
}

/** A risk margin and the part of each year. */
export interface RiskMargin {
  readonly riskMargin: number
  readonly byYear: readonly number[]
}

/**
 * Cost of holding the capital until the obligations have run off: rate times the sum over years t = 0, 1, ... of the
 * tapered capital of year t discounted by the risk-free rate (annual) of maturity t + 1.
 *
 * Throws `invalid-input` unless there is one rate above -1 for each year. Source: Directive 2009/138/EC, Article 77;
 * Delegated Regulation (EU) 2015/35, Article 37.
 */
export function riskMargin(
  projectedScr: readonly number[],
  ratesAnnual: readonly number[],
  { costOfCapital, taperPerYear, leastTaper }: RiskMarginTerms,
): RiskMargin {
  requireSample(projectedScr, 1, 'projectedScr')
  requireSample(ratesAnnual, 1, 'ratesAnnual')
  requireInRange(costOfCapital, 0, 1, 'costOfCapital')
  requireInRange(taperPerYear, 0, 1, 'taperPerYear')
  requireInRange(leastTaper, 0, 1, 'leastTaper')
  if (ratesAnnual.length !== projectedScr.length) {
    throw new TuttiError('invalid-input', 'each year of projected capital has the rate of its maturity, a year later', {
      field: 'ratesAnnual',
      got: `${ratesAnnual.length} rates`,
      expected: `${projectedScr.length}`,
    })
  }
  const byYear = projectedScr.map((scr, t) => {
    requireInRange(scr, 0, Number.MAX_VALUE, `projectedScr[${t}]`)
    const rate = requireInRange(ratesAnnual[t], -0.99, 100, `ratesAnnual[${t}]`)
    const left = Math.max(Math.pow(taperPerYear, t), leastTaper)
    return (costOfCapital * left * scr) / Math.pow(1 + rate, t + 1)
  })
  return { riskMargin: byYear.reduce((sum, value) => sum + value, 0), byYear }
}
