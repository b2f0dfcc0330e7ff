import { requireInRange } from '../errors/index.ts'
import { aggregatedCapital } from './solvency2-aggregation.ts'
import { heldPart, type Solvency2Parameters } from './solvency2-parameters.ts'

/** Figures of the business for operational risk, gross of reinsurance, money. Unit-linked business apart. */
export interface OperationalExposure {
  readonly lifePremiums: number
  readonly lifePremiumsBefore: number
  readonly nonLifePremiums: number
  readonly nonLifePremiumsBefore: number
  readonly lifeProvisions: number
  readonly nonLifeProvisions: number
  /** Yearly expenses of unit-linked business. */
  readonly unitLinkedExpenses: number
}

/** Capital for operational risk: the larger of premiums and provisions, held to a part of the basic requirement, and unit-linked expenses. */
export function operationalCapital(p: Solvency2Parameters, exposure: OperationalExposure, basic: number): number {
  for (const [field, value] of Object.entries(exposure)) requireInRange(value as number, 0, 1e300, field)
  const o = heldPart(p, p.operational, 'operational')
  const growth = (now: number, before: number) => Math.max(0, now - o.growthOver * before)
  const premiums =
    o.lifePremium * (exposure.lifePremiums + growth(exposure.lifePremiums, exposure.lifePremiumsBefore)) +
    o.nonLifePremium * (exposure.nonLifePremiums + growth(exposure.nonLifePremiums, exposure.nonLifePremiumsBefore))
  const provisions = o.lifeProvision * exposure.lifeProvisions + o.nonLifeProvision * exposure.nonLifeProvisions
  return (
    Math.min(o.capOfBscr * basic, Math.max(premiums, provisions)) + o.unitLinkedExpense * exposure.unitLinkedExpenses
  )
}

/** Capital of the market sub-modules; interest as the losses under both moves of rates. */
export interface MarketCapital {
  readonly interestUp: number
  readonly interestDown: number
  readonly equity: number
  readonly property: number
  readonly spread: number
  readonly concentration: number
  readonly currency: number
}

/** The market module, and which move of rates binds. */
export function marketCapital(
  p: Solvency2Parameters,
  parts: MarketCapital,
): { readonly total: number; readonly binding: 'up' | 'down' } {
  const up = Math.max(0, parts.interestUp)
  const down = Math.max(0, parts.interestDown)
  const binding = down > up ? 'down' : 'up'
  const { total } = aggregatedCapital(
    [Math.max(up, down), parts.equity, parts.property, parts.spread, parts.concentration, parts.currency],
    binding === 'down' ? p.correlations.marketDown : p.correlations.marketUp,
  )
  return { total, binding }
}

/** A single-name counterparty of type 1. */
export interface Counterparty {
  readonly lossGivenDefault: number
  /** 0 to 6. */
  readonly creditQualityStep: number
}

/**
 * Capital for the default of type 1 counterparties: 3 standard deviations of the loss up to 7 % of all losses given
 * default, 5 up to 20 %, all of them beyond. Source: Delegated Regulation (EU) 2015/35, Articles 199 to 201.
 */
export function counterpartyCapital(p: Solvency2Parameters, names: readonly Counterparty[]): number {
  if (names.length === 0) return 0
  const { defaultProbabilities } = heldPart(p, p.counterparty, 'counterparty')
  const byProbability = new Map<number, { sum: number; squares: number }>()
  let total = 0
  names.forEach(({ lossGivenDefault, creditQualityStep }, i) => {
    requireInRange(lossGivenDefault, 0, 1e150, `names[${i}].lossGivenDefault`)
    requireInRange(creditQualityStep, 0, 6, `names[${i}].creditQualityStep`)
    const probability = defaultProbabilities[Math.round(creditQualityStep)]
    const group = byProbability.get(probability) ?? { sum: 0, squares: 0 }
    group.sum += lossGivenDefault
    group.squares += lossGivenDefault * lossGivenDefault
    byProbability.set(probability, group)
    total += lossGivenDefault
  })
  if (total === 0) return 0
  let variance = 0
  for (const [pj, a] of byProbability) {
    variance += (1.5 * pj * (1 - pj) * a.squares) / (2.5 - pj)
    for (const [pk, b] of byProbability) {
      variance += ((pk * (1 - pk) * pj * (1 - pj)) / (1.25 * (pk + pj) - pk * pj)) * a.sum * b.sum
    }
  }
  const sigma = Math.sqrt(variance)
  if (sigma <= 0.07 * total) return 3 * sigma
  return sigma <= 0.2 * total ? Math.min(5 * sigma, total) : total
}

/** Premium and reserve volumes of a segment of non-life business, 1 to 12 of Annex II. */
export interface NonLifeSegment {
  readonly segment: number
  readonly premiumVolume: number
  readonly reserveVolume: number
  /** Factor for non-proportional reinsurance on the premium deviation: 0.8 for segments 1, 4 and 5 where it is bought. */
  readonly reinsuranceFactor: number
  /** Herfindahl measure of the spread over regions, 1 for one region. */
  readonly diversification: number
}

/** Three standard deviations of the premium and reserve result. Source: Articles 115 to 117. */
export function premiumReserveCapital(p: Solvency2Parameters, segments: readonly NonLifeSegment[]): number {
  if (segments.length === 0) return 0
  const { premium, reserve, segmentCorrelations } = heldPart(p, p.nonLife, 'nonLife')
  const deviations = segments.map(
    ({ segment, premiumVolume, reserveVolume, reinsuranceFactor, diversification }, i) => {
      requireInRange(premiumVolume, 0, 1e150, `segments[${i}].premiumVolume`)
      requireInRange(reserveVolume, 0, 1e150, `segments[${i}].reserveVolume`)
      requireInRange(segment, 1, 12, `segments[${i}].segment`)
      const a = premium[segment - 1] * reinsuranceFactor * premiumVolume
      const b = reserve[segment - 1] * reserveVolume
      const spreadOver = 0.75 + 0.25 * requireInRange(diversification, 0, 1, `segments[${i}].diversification`)
      return Math.sqrt(a * a + a * b + b * b) * spreadOver
    },
  )
  let variance = 0
  segments.forEach((one, i) =>
    segments.forEach(
      (other, j) =>
        (variance += segmentCorrelations[one.segment - 1][other.segment - 1] * deviations[i] * deviations[j]),
    ),
  )
  return 3 * Math.sqrt(Math.max(0, variance))
}
