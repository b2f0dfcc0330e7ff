import { z } from 'zod'
import { nonNegative, number, positive } from '../value-schemas.ts'

/** An option with a maturity or volatility that may be zero; rates are continuously compounded. */
export const optionTerms = {
  type: z.enum(['call', 'put']),
  spot: positive,
  strike: positive,
  maturityYears: nonNegative,
  rateContinuous: number,
  dividendYieldContinuous: number,
  volAnnual: nonNegative,
}

/** An option for examples. */
export const exampleOption = {
  type: 'put' as const,
  spot: 100,
  strike: 105,
  maturityYears: 1,
  rateContinuous: 0.05,
  dividendYieldContinuous: 0.02,
  volAnnual: 0.25,
}

/** Cash dividends by ex-date. */
export const cashDividends = z.array(
  z.strictObject({ timeYears: positive.describe('ex-date'), amount: nonNegative.describe('money per share') }),
)
