import { curveTime, type DatedCurve, discountOn } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { type PresentValue, presentValueOf, type ValueLine } from '../pricing/index.ts'
import { type Day, isoOfDay } from '../time/index.ts'
import { bondYield, bondYieldAnalytics, type YieldAnalytics, type YieldTerms } from './bond-yield.ts'
import { bondHolding, type FixedRateBond, quasiPeriodsBetween } from './fixed-rate-bond.ts'
import { type IndexReading, type MonthlyIndex, referenceIndexOn } from './inflation-index.ts'
import { rateAtValue } from './rate-at-value.ts'
import { requireComputed } from './require-computed.ts'

/** How an inflation-linked bond is quoted: real yield, real clean price, or nominal dirty price. */
export type RealQuote =
  { readonly realYield: number } | { readonly realCleanPrice: number } | { readonly nominalDirtyPrice: number }

/** A capital-indexed bond: real figures times the index ratio. Prices are percent of original face. */
export interface InflationLinkedAnalytics {
  readonly indexRatio: number
  /** Of the real bond; durations are with respect to the real yield. */
  readonly real: YieldAnalytics
  readonly nominalCleanPrice: number
  readonly nominalAccrued: number
  readonly nominalDirtyPrice: number
  /** Loss for a rise of the real yield by a basis point, nominal, per 100 of face. */
  readonly realDv01: number
  /** What the floor at par would add were the index to stay: 0 for a ratio above 1. Its option value is not in the price. */
  readonly floorIntrinsic: number
}

/**
 * Real yield, nominal price and real durations of a capital-indexed bond (TIPS, OATi, gilts with a three-month lag) whose real
 * terms are those of a fixed-rate bond. The deflation floor of TIPS and OATi is shown at its intrinsic value and
 * left out of the price. Throws as `bondYield` does, and `invalid-input` for a ratio not above 0.
 *
 * Source: 31 CFR 356 Appendix B, section I.B; UK DMO, Formulae for Calculating Gilt Prices from Yields, section 3.
 */
export function inflationLinkedAnalytics(
  terms: YieldTerms,
  indexRatio: number,
  quote: RealQuote,
): InflationLinkedAnalytics {
  requirePositive(indexRatio, 'indexRatio')
  const realYield =
    'realYield' in quote
      ? quote.realYield
      : bondYield(
          terms,
          'realCleanPrice' in quote
            ? { cleanPrice: quote.realCleanPrice }
            : { dirtyPrice: quote.nominalDirtyPrice / indexRatio },
        )
  const real = bondYieldAnalytics(terms, realYield)
  const last = real.lines[real.lines.length - 1]
  const { flows } = bondHolding(terms.bond, terms.settlement, terms.isExCoupon)
  return {
    indexRatio,
    real,
    nominalCleanPrice: real.cleanPrice * indexRatio,
    nominalAccrued: real.accrued * indexRatio,
    nominalDirtyPrice: real.dirtyPrice * indexRatio,
    realDv01: real.dv01 * indexRatio,
    floorIntrinsic: Math.max(0, 1 - indexRatio) * flows[flows.length - 1].principal * last.discountFactor,
  }
}

/**
 * Value of a capital-indexed bond off a nominal and a real curve of the same date: each line shows the expected
 * nominal payment (real amount x index ratio x real over nominal discount factor) and its nominal discount factor. The real curve is that
 * of bonds with the same index lag; lag convexity and the floor are not valued.
 */
export function inflationLinkedCurveValue(
  bond: FixedRateBond,
  settlement: Day,
  indexRatio: number,
  nominal: DatedCurve,
  real: DatedCurve,
): PresentValue & {
  readonly nominalDirtyPrice: number
  readonly nominalCleanPrice: number
  readonly nominalAccrued: number
} {
  requirePositive(indexRatio, 'indexRatio')
  const { flows, accrued } = bondHolding(bond, settlement)
  const realAtSettlement = discountOn(real, settlement)
  const nominalAtSettlement = discountOn(nominal, settlement)
  const lines = flows.flatMap((flow): ValueLine[] => {
    const discountFactor = discountOn(nominal, flow.payDay)
    const growth =
      (indexRatio * discountOn(real, flow.payDay) * nominalAtSettlement) / (realAtSettlement * discountFactor)
    const timeYears = curveTime(nominal, flow.payDay)
    return (['interest', 'principal'] as const).flatMap((kind) => {
      const amount = flow[kind] * growth
      if (amount === 0) return []
      const label = kind === 'interest' ? 'indexed coupon' : 'indexed redemption'
      return [{ label, timeYears, day: flow.payDay, amount, discountFactor, presentValue: amount * discountFactor }]
    })
  })
  const value = presentValueOf(lines)
  requireComputed(value.presentValue, 'the value of the bond')
  const nominalDirtyPrice = value.presentValue / nominalAtSettlement
  const nominalAccrued = accrued * indexRatio
  return { ...value, nominalDirtyPrice, nominalAccrued, nominalCleanPrice: nominalDirtyPrice - nominalAccrued }
}

/** A bond whose coupons are indexed with a long lag, so that the next ones are known in money. */
export interface LaggedIndexBond {
  /** In real terms; ACT/ACT ICMA. */
  readonly bond: FixedRateBond
  readonly index: MonthlyIndex
  /** Eight months for gilts issued before 2005. */
  readonly reading: IndexReading
  /** Index that the payments are relative to. */
  readonly baseIndex: number
  /** Annual inflation at which the index grows after its last month; 3 % by convention for gilts. */
  readonly assumedInflation: number
}

/**
 * Nominal dirty price of an index-linked gilt with an eight-month lag at a real yield compounded as often as coupons are
 * paid: payments at the published or assumed index, discounted at (1 + real yield / f) (1 + inflation)^(1/f) a period.
 * `missing-data` where the index starts too late. Source: UK DMO, Formulae for Calculating Gilt Prices from Yields, section 3.1.
 */
export function laggedIndexPrice(linked: LaggedIndexBond, settlement: Day, realYield: number): number {
  const { bond, index, reading, baseIndex, assumedInflation } = linked
  requirePositive(baseIndex, 'baseIndex')
  requireFinite(realYield, 'realYield')
  const { frequency } = bond
  if (!(1 + realYield / frequency > 0 && 1 + assumedInflation > 0)) {
    throw new TuttiError('invalid-input', 'the yield or the inflation loses everything within one period', {
      field: 'realYield',
      got: `${realYield} with inflation ${assumedInflation}`,
      expected: `a yield above ${-frequency} and inflation above -1`,
    })
  }
  const growth = Math.log1p(realYield / frequency) + Math.log1p(assumedInflation) / frequency
  let periods = 0
  let price = 0
  for (const flow of bondHolding(bond, settlement).flows) {
    periods += quasiPeriodsBetween(flow, settlement, flow.end, bond.dayCount)
    const ratio = referenceIndexOn(index, flow.end, reading, assumedInflation) / baseIndex
    price += (flow.interest + flow.principal) * ratio * Math.exp(-growth * periods)
  }
  return requireComputed(price, 'the price')
}

/** Real yield of an index-linked gilt with an eight-month lag at a nominal dirty price. */
export function laggedIndexYield(linked: LaggedIndexBond, settlement: Day, nominalDirtyPrice: number): number {
  requirePositive(nominalDirtyPrice, `price on ${isoOfDay(settlement)}`)
  return rateAtValue({
    valueAt: (realYield) => laggedIndexPrice(linked, settlement, realYield),
    target: nominalDirtyPrice,
    lowest: -linked.bond.frequency,
    guess: 0.01,
    what: 'real yield',
  })
}
