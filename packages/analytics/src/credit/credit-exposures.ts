import { requireFinite, TuttiError } from '../errors/index.ts'
import { ratingNotch, ratingOfNotch } from './rating-scale.ts'

/** A bond that is held, as far as its credit risk goes. */
export interface CreditHolding {
  readonly marketValue: number
  /** Option-adjusted or Z-spread over the benchmark curve. */
  readonly spreadBp: number
  readonly spreadDurationYears: number
  readonly rating?: string
}

/** Credit risk of a group of bonds; contributions are shares of the market value of everything that is held. */
export interface CreditExposureSummary {
  readonly count: number
  readonly marketValue: number
  /** Share of the market value held. */
  readonly weight: number
  /** Mean spread by market value. */
  readonly spreadBp: number
  /** Mean spread by market value x spread duration: what a yield pick-up is measured with. */
  readonly spreadDurationWeightedBp: number
  readonly spreadDurationYears: number
  /** Mean duration times spread, years x bp: the sensitivity to a relative change of spreads. */
  readonly durationTimesSpread: number
  /** weight x spreadBp: adds up to the portfolio's spread. */
  readonly spreadContributionBp: number
  /** weight x spread duration: adds up to the portfolio's spread duration. */
  readonly spreadDurationContribution: number
  /** weight x duration times spread: adds up to the portfolio's. */
  readonly durationTimesSpreadContribution: number
  /** Money lost for spreads 1 bp wider. */
  readonly spread01: number
  /** Mean rating on the scale of notches by market value, where all are rated. */
  readonly averageRating: string | null
}

/**
 * Credit exposures of the holdings of one group as a part of `totalMarketValue`. Throws `invalid-input` for no holdings or
 * market values that add up to nothing. Source: Ben Dor et al., J. Portfolio Management 33 (2007), for duration times spread.
 */
export function creditExposureSummary(
  holdings: readonly CreditHolding[],
  totalMarketValue: number,
): CreditExposureSummary {
  const marketValue = sumOf(holdings, (holding, i) => requireFinite(holding.marketValue, `holdings[${i}].marketValue`))
  if (holdings.length === 0 || marketValue === 0 || !(Math.abs(totalMarketValue) > 0)) {
    throw new TuttiError('invalid-input', 'credit exposures need holdings whose market values do not add up to 0', {
      field: 'holdings',
      got: `${holdings.length} holdings worth ${marketValue} of ${totalMarketValue}`,
    })
  }
  const mean = (value: (holding: CreditHolding) => number): number =>
    sumOf(holdings, (holding) => holding.marketValue * value(holding)) / marketValue
  holdings.forEach((holding, i) => {
    requireFinite(holding.spreadBp, `holdings[${i}].spreadBp`)
    requireFinite(holding.spreadDurationYears, `holdings[${i}].spreadDurationYears`)
  })
  const weight = marketValue / totalMarketValue
  const spreadBp = mean((holding) => holding.spreadBp)
  const spreadDurationYears = mean((holding) => holding.spreadDurationYears)
  const durationTimesSpread = mean((holding) => holding.spreadDurationYears * holding.spreadBp)
  const ratings = holdings.map(({ rating }) => rating)
  return {
    count: holdings.length,
    marketValue,
    weight,
    spreadBp,
    spreadDurationWeightedBp: spreadDurationYears === 0 ? spreadBp : durationTimesSpread / spreadDurationYears,
    spreadDurationYears,
    durationTimesSpread,
    spreadContributionBp: weight * spreadBp,
    spreadDurationContribution: weight * spreadDurationYears,
    durationTimesSpreadContribution: weight * durationTimesSpread,
    spread01: marketValue * spreadDurationYears * 1e-4,
    averageRating: ratings.every((rating) => rating !== undefined)
      ? ratingOfNotch(
          Math.min(
            22,
            Math.max(
              1,
              mean(({ rating = '' }) => ratingNotch(rating)),
            ),
          ),
        )
      : null,
  }
}

const sumOf = (holdings: readonly CreditHolding[], value: (holding: CreditHolding, i: number) => number): number =>
  holdings.reduce((sum, holding, i) => sum + value(holding, i), 0)
