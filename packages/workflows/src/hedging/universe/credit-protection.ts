import { type CreditHolding, grouped, totalValue, weightedMean } from './credit-holdings.ts'
import { creditHedge } from './credit-hedge.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { ageingStep, legsValue, spotOf, type UniverseContext } from './universe-context.ts'
import { tenorWords } from './tenor-words.ts'

/** Of senior unsecured debt, as single-name swaps are quoted. */
const standardRecovery = 0.4
/** Coupons that single-name swaps run on, the higher one from the spread on. Source: ISDA standard North American contract (2009). */
const coupons = { usual: 0.01, high: 0.05, highFrom: 0.03 } as const
/** Period of the premiums, years. */
const quarter = 0.25
/** Smallest spread of a name, decimal. */
const smallestSpread = 0.0001

/** Protection bought on the indices of the mandate whose currency and bucket are known, at their coupons. */
export function indexProtection(context: UniverseContext): HedgeInstrument[] {
  const { mandate, market, currencies } = context
  return mandate.market.credit_indices
    .filter(({ currency, bucket }) => currencies.includes(currency) && Object.hasOwn(market.spreads, bucket))
    .map(({ bucket, currency, coupon_bp, recovery }) =>
      protection(context, 'index-cds', bucket, { bucket, currency, ownSpread: 0, coupon: coupon_bp / 1e4, recovery }),
    )
}

/** Protection bought on the issuers of most value; bucket and currency of the largest bond, spread the mean of its bonds in them. */
export function issuerProtection(context: UniverseContext, holdings: readonly CreditHolding[]): HedgeInstrument[] {
  const { market, mandate } = context
  const issuers = [
    ...grouped(
      holdings.filter(({ line }) => line.issuer !== null),
      ({ line }) => line.issuer ?? '',
    ),
  ]
  return issuers
    .toSorted(([nameA, a], [nameB, b]) => totalValue(b) - totalValue(a) || (nameA < nameB ? -1 : 1))
    .slice(0, mandate.instruments.credit.single_names)
    .map(([issuer, bonds]) => {
      const largest = bonds.reduce((most, bond) => (bond.value > most.value ? bond : most))
      const { bucket, line } = largest
      const alike = bonds.filter((bond) => bond.bucket === bucket && bond.line.currency === line.currency)
      const spread = Math.max(
        weightedMean(alike, (bond) => bond.spread),
        smallestSpread,
      )
      return protection(context, 'cds', issuer, {
        bucket,
        currency: line.currency,
        ownSpread: spread - market.spreads[bucket],
        coupon: spread >= coupons.highFrom ? coupons.high : coupons.usual,
        recovery: standardRecovery,
      })
    })
}

interface ProtectionTerms {
  readonly bucket: string
  readonly currency: string
  readonly ownSpread: number
  readonly coupon: number
  readonly recovery: number
}

/**
 * Carry: the coupon, and interest on what is paid up front. Roll: the same contract with its remaining life at the same
 * spread; the coupon accrued until then falls due with the next payment only (or default), which is worth a little. Nothing is counted
 * for defaults: the figure is that of a name that survives.
 */
function protection(
  context: UniverseContext,
  family: 'cds' | 'index-cds',
  name: string,
  { bucket, currency, ownSpread, coupon, recovery }: ProtectionTerms,
): HedgeInstrument {
  const { market, mandate } = context
  const years = mandate.instruments.credit.tenor_years
  const legsAt = (maturityYears: number): HedgeInstrument['legs'] => [
    {
      instrument: {
        kind: 'credit default swap',
        side: 'buy protection',
        currency,
        bucket,
        ownSpread,
        notional: 1,
        maturityYears,
        couponRate: coupon,
        recovery,
      },
      weight: 1,
    },
  ]
  const later = legsValue(legsAt(years - ageingStep), market)
  const spot = spotOf(market, currency)
  const short = market.curves[currency].zeroRate(quarter)
  const deferred = coupon * spot * (1 - market.curves[currency].discountFactor(quarter))
  const label = `${name} protection bought, ${tenorWords(years)}`
  return creditHedge(context, family, name, label, currency, legsAt(years), (premium) => ({
    carry: -coupon * spot - premium * short,
    roll: (later - premium) / ageingStep + deferred,
  }))
}
