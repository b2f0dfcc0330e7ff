import { flatCurve } from '@tutti/analytics/curves'
import { defaultWeights, survivalsOf } from '@tutti/analytics/xva'
import type { Counterparty, HedgingMandate } from '../mandate/index.ts'
import { businessDays } from './model-history.ts'
import type { UnitExposures } from './unit-exposures.ts'

/** What the exposure to one counterparty is weighed with; one figure for each date, where not said otherwise. */
export interface CounterpartyTerms {
  readonly id: string
  /** Null without a credit support annex. */
  readonly collateral: {
    readonly threshold: number
    readonly minimumTransfer: number
    /** Held and posted by either side as initial margin while there are trades. */
    readonly independentAmount: number
    /** Root of its margin period over the simulated one. */
    readonly marginScale: number
  } | null
  /** Loss given default x probability of its default in the period x own survival. */
  readonly lossWeights: Float64Array
  /** Dates x ranks of the exposure, least first, where default goes with exposure; null where it does not. */
  readonly rankedLossWeights: Float64Array | null
  readonly ownLossWeights: Float64Array
  /** Funding spread x years of the period x survival of both; nothing where bonds are posted, which the fund holds anyway. */
  readonly fundingWeights: Float64Array
}

/**
 * Terms of every counterparty of a mandate on the dates of a simulation. Default intensities are flat: spread / (1 - recovery).
 * Adjustments are bilateral: either side's default is weighed by the other's survival. Wrong-way risk is a Gaussian copula
 * of default and the date's exposure.
 */
export function counterpartyTerms(
  { fund, counterparties }: Pick<HedgingMandate, 'fund' | 'counterparties'>,
  exposures: Pick<UnitExposures, 'buckets' | 'paths' | 'marginPeriodYears'>,
): CounterpartyTerms[] {
  return counterparties.map((counterparty) => termsOf(counterparty, fund, exposures))
}

/** Funding of cash at a clearing house, which does not default: spread x years x own survival. */
export function clearedFundingWeights(
  { fund }: Pick<HedgingMandate, 'fund'>,
  { buckets }: Pick<UnitExposures, 'buckets'>,
): Float64Array {
  const own = ownSurvivals(fund, buckets.endYears)
  return Float64Array.from(
    own,
    (survival, d) => (fund.funding_spread_bp / 1e4) * survival * length(buckets.endYears, d),
  )
}

function termsOf(
  { id, cds_spread_bp: spreadBp, recovery, csa, wrong_way_correlation: correlation }: Counterparty,
  fund: HedgingMandate['fund'],
  { buckets, paths, marginPeriodYears }: Pick<UnitExposures, 'buckets' | 'paths' | 'marginPeriodYears'>,
): CounterpartyTerms {
  const { endYears } = buckets
  const survival = survivalsOf(flatCurve(spreadBp / 1e4 / (1 - recovery)), endYears, 'counterparty')
  const own = ownSurvivals(fund, endYears)
  const defaults = (values: readonly number[], d: number): number => (d === 0 ? 1 : values[d - 1]) - values[d]
  const mean = (values: readonly number[], d: number): number => 0.5 * ((d === 0 ? 1 : values[d - 1]) + values[d])
  const dates = Array.from(endYears.keys())
  const cashSpread = csa?.collateral === 'government-bonds' ? 0 : fund.funding_spread_bp / 1e4
  const loss = (d: number): number => (1 - recovery) * mean(own, d)
  return {
    id,
    collateral:
      csa === null
        ? null
        : {
            threshold: csa.threshold,
            minimumTransfer: csa.minimum_transfer,
            independentAmount: csa.independent_amount,
            marginScale: Math.sqrt(csa.margin_period_days / businessDays / marginPeriodYears),
          },
    lossWeights: Float64Array.from(dates, (d) => loss(d) * defaults(survival, d)),
    rankedLossWeights:
      correlation === 0
        ? null
        : rankedDefaults(endYears, survival, paths, correlation).map((w, i) => w * loss(Math.floor(i / paths))),
    ownLossWeights: Float64Array.from(dates, (d) => (1 - fund.recovery) * defaults(own, d) * mean(survival, d)),
    fundingWeights: Float64Array.from(dates, (d) => cashSpread * survival[d] * own[d] * length(endYears, d)),
  }
}

/** Default probabilities by period and rank of the exposure. */
function rankedDefaults(
  endYears: readonly number[],
  survival: readonly number[],
  paths: number,
  correlation: number,
): Float64Array {
  const ranks = Float64Array.from({ length: endYears.length * paths }, (_, i) => i % paths)
  const ranked = { timesYears: endYears, paths, uncollateralised: ranks, positive: ranks, negative: ranks }
  return defaultWeights(
    { ...ranked, id: 'ranks', valueToday: 0, discount: ranks, survivals: [] },
    survival,
    { kind: 'gaussian copula', correlation },
    ranks,
  )
}

function ownSurvivals(fund: HedgingMandate['fund'], endYears: readonly number[]): number[] {
  return survivalsOf(flatCurve(fund.credit_spread_bp / 1e4 / (1 - fund.recovery)), endYears, 'fund')
}

function length(endYears: readonly number[], d: number): number {
  return endYears[d] - (d === 0 ? 0 : endYears[d - 1])
}
