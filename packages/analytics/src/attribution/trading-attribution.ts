import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'

/** A segment's values and flows over one period, in money. */
export interface TradedSegment {
  readonly name: string
  readonly beginValue: number
  readonly endValue: number
  /** Bought into (positive) or sold out of (negative) the segment at the end of `day`. */
  readonly flows: readonly { readonly amount: number; readonly day: number }[]
  /** Return of the holdings at the start, left alone. */
  readonly buyAndHoldReturn: number
}

/** Transaction-based contributions against those of the holdings at the start. */
export interface TradingAttribution {
  /** Modified Dietz return of all segments together. */
  readonly transactionReturn: number
  /** Return of the holdings at the start. */
  readonly holdingsReturn: number
  readonly tradingEffect: number
  /** The accounted return, where given; else the transaction return. */
  readonly actualReturn: number
  /** Actual less transaction return: fees, costs, pricing and whatever no segment shows. */
  readonly residual: number
  readonly segments: readonly {
    readonly name: string
    /** Average capital over that of all segments. */
    readonly weight: number
    /** Modified Dietz return; `null` where the average capital is not positive. */
    readonly transactionReturn: number | null
    /** Gain over the average capital of all; they add up to the transaction return. */
    readonly contribution: number
    readonly holdingsContribution: number
    readonly tradingEffect: number
  }[]
  readonly cautions: readonly AttributionCaution[]
}

/**
 * The trading effect of each segment: what it earned with its transactions (modified Dietz) less what its holdings at
 * the start would have earned. Throws `not-applicable` when the capital of all segments is not positive.
 *
 * Source: Dietz (1968); GIPS Standards; Spaulding, J. Performance Measurement 8 (2003) on holdings and transactions.
 */
export function tradingAttribution(
  segments: readonly TradedSegment[],
  periodDays: number,
  accountedReturn?: number,
): TradingAttribution {
  requirePositive(periodDays, 'periodDays')
  const parts = segments.map((segment, i) => {
    const place = `segments[${i}]`
    requireFinite(segment.beginValue, `${place}.beginValue`)
    requireFinite(segment.endValue, `${place}.endValue`)
    requireFinite(segment.buyAndHoldReturn, `${place}.buyAndHoldReturn`)
    const flows = segment.flows.map(({ amount, day }, k) => ({
      amount: requireFinite(amount, `${place}.flows[${k}].amount`),
      day: requireInRange(day, 0, periodDays, `${place}.flows[${k}].day`),
    }))
    const gain = compensatedSum([segment.endValue, -segment.beginValue, ...flows.map(({ amount }) => -amount)])
    const capital = compensatedSum([
      segment.beginValue,
      ...flows.map(({ amount, day }) => (amount * (periodDays - day)) / periodDays),
    ])
    return { segment, gain, capital }
  })
  const capital = compensatedSum(parts.map((part) => part.capital))
  const begin = compensatedSum(segments.map(({ beginValue }) => beginValue))
  for (const [field, value] of Object.entries({ 'average capital': capital, 'value at the start': begin })) {
    if (value > 0) continue
    throw new TuttiError('not-applicable', `the ${field} of all segments is ${value}: there is no return on it`, {
      field: 'segments',
      got: String(value),
      expected: 'a number > 0',
    })
  }
  const lines = parts.map(({ segment, gain, capital: own }) => {
    const contribution = gain / capital
    const holdingsContribution = (segment.beginValue / begin) * segment.buyAndHoldReturn
    return {
      name: segment.name,
      weight: own / capital,
      transactionReturn: own > 0 ? gain / own : null,
      contribution,
      holdingsContribution,
      tradingEffect: contribution - holdingsContribution,
    }
  })
  const transactionReturn = compensatedSum(lines.map((line) => line.contribution))
  const holdingsReturn = compensatedSum(lines.map((line) => line.holdingsContribution))
  const actualReturn = requireFinite(accountedReturn ?? transactionReturn, 'accountedReturn')
  const flat = lines.filter((line) => line.transactionReturn === null)
  return {
    transactionReturn,
    holdingsReturn,
    tradingEffect: transactionReturn - holdingsReturn,
    actualReturn,
    residual: actualReturn - transactionReturn,
    segments: lines,
    cautions:
      flat.length > 0
        ? [
            caution(
              'return-at-zero-weight',
              `${flat.map(({ name }) => name).join(', ')}: no positive average capital, so a contribution without return`,
            ),
          ]
        : [],
  }
}
