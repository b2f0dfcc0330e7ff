import { requireInRange, TuttiError } from '../errors/index.ts'
import type { SimulatedEstimate } from '../hybrid/index.ts'
import { type DefaultableParty, defaultWeights, survivalsOf, type WrongWayRisk } from './default-weights.ts'
import { pathEstimate } from './path-estimate.ts'
import type { PathExposure } from './path-exposure.ts'
import { saCcrMultiplier } from './sa-ccr.ts'

/** Funding of what collateral does not cover: spreads over the discount rate, decimals a year, continuous. */
export interface FundingTerms {
  readonly borrowingSpread: number
  readonly lendingSpread: number
  /** Spread paid on initial margin posted. */
  readonly initialMarginSpread: number
}

/** Capital held against the counterparty and what it must earn. */
export interface CapitalTerms {
  /** Exposure at default on each path: SA-CCR, or value plus add-on (current exposure method). */
  readonly method: 'sa-ccr' | 'current exposure'
  /** Aggregate add-on at each date. */
  readonly addOns: readonly number[]
  readonly riskWeight: number
  /** Capital a unit of risk-weighted assets: 0.08. */
  readonly capitalRatio: number
  /** Return on capital above the discount rate, decimal a year. */
  readonly hurdleRate: number
}

/** What the adjustments need besides the exposure. */
export interface AdjustmentTerms {
  readonly counterparty: DefaultableParty
  readonly own: DefaultableParty
  /** `first to default` weighs each side's default by the other's survival, independent of it; `unilateral` does not. */
  readonly closeOut: 'unilateral' | 'first to default'
  readonly wrongWayRisk: WrongWayRisk
  readonly funding: FundingTerms
  /** Dates x paths of initial margin posted, `null` for none. */
  readonly initialMargin: Float64Array | null
  readonly capital: CapitalTerms | null
}

/** Adjustments, each >= 0; `total` is what is taken off the value. */
export interface ValuationAdjustments {
  /** Expected loss on the counterparty's default. */
  readonly cva: SimulatedEstimate
  /** Expected gain on the own default. */
  readonly dva: SimulatedEstimate
  /** Cost of funding positive exposure, and benefit of negative exposure. */
  readonly fca: SimulatedEstimate
  readonly fba: SimulatedEstimate
  /** Cost of funding initial margin. */
  readonly mva: SimulatedEstimate
  /** Cost of capital. */
  readonly kva: SimulatedEstimate
  /** cva - dva + fca - fba + mva + kva. */
  readonly total: SimulatedEstimate
}

/**
 * Valuation adjustments of a simulated exposure, discounted path by path, each period's exposure taken at its end.
 * Funding, margin and capital cost run while both sides survive. The funding benefit and the DVA may both count the own
 * spread on negative exposure: take one of them where the lending spread is the own default risk.
 *
 * Throws `invalid-input` for survivals that rise, recoveries outside 0 to 1, negative spreads or add-ons of another length.
 * Source: Green, XVA (2015), chapters 3, 9, 12, 13; Gregory, The xVA Challenge (2015), chapters 14 to 17.
 */
export function valuationAdjustments(exposure: PathExposure, terms: AdjustmentTerms): ValuationAdjustments {
  const { timesYears, paths, discount, positive, negative, uncollateralised } = exposure
  const { counterparty, own, closeOut, funding, initialMargin, capital } = terms
  const survival = survivalsOf(counterparty.survival, timesYears, 'counterparty')
  const ownSurvival = survivalsOf(own.survival, timesYears, 'own party')
  const loss = 1 - requireInRange(counterparty.recovery, 0, 1, 'recovery of the counterparty')
  const ownLoss = 1 - requireInRange(own.recovery, 0, 1, 'own recovery')
  for (const [field, value] of Object.entries(funding)) requireInRange(value, 0, 10, field)
  requireCapital(capital, timesYears.length)
  if (initialMargin !== null && initialMargin.length !== positive.length) {
    throw new TuttiError('invalid-input', 'initial margin must have one figure for each date and path', {
      field: 'initialMargin',
      got: String(initialMargin.length),
      expected: String(positive.length),
    })
  }
  const weights = defaultWeights(exposure, survival, terms.wrongWayRisk, uncollateralised)
  const sums = Array.from({ length: 7 }, () => new Float64Array(paths))
  const [cva, dva, fca, fba, mva, kva, total] = sums
  for (const [d, timeYears] of timesYears.entries()) {
    const years = timeYears - (d === 0 ? 0 : timesYears[d - 1])
    const mean = (values: readonly number[]): number => 0.5 * ((d === 0 ? 1 : values[d - 1]) + values[d])
    const isFirst = closeOut === 'first to default'
    const otherSurvives = isFirst ? mean(ownSurvival) : 1
    const ownDefault = ((d === 0 ? 1 : ownSurvival[d - 1]) - ownSurvival[d]) * (isFirst ? mean(survival) : 1)
    const alive = survival[d] * ownSurvival[d]
    for (let p = 0; p < paths; p++) {
      const i = d * paths + p
      const factor = discount[i]
      cva[p] += loss * weights[i] * otherSurvives * factor * positive[i]
      dva[p] += ownLoss * ownDefault * factor * negative[i]
      const carried = factor * alive * years
      fca[p] += funding.borrowingSpread * carried * Math.max(uncollateralised[i], 0)
      fba[p] += funding.lendingSpread * carried * Math.max(-uncollateralised[i], 0)
      if (initialMargin !== null) mva[p] += funding.initialMarginSpread * carried * initialMargin[i]
      if (capital !== null) {
        const requirement =
          capital.capitalRatio * capital.riskWeight * exposureAtDefault(capital, d, uncollateralised[i])
        kva[p] += capital.hurdleRate * carried * requirement
      }
    }
  }
  for (let p = 0; p < paths; p++) total[p] = cva[p] - dva[p] + fca[p] - fba[p] + mva[p] + kva[p]
  return {
    cva: pathEstimate(cva),
    dva: pathEstimate(dva),
    fca: pathEstimate(fca),
    fba: pathEstimate(fba),
    mva: pathEstimate(mva),
    kva: pathEstimate(kva),
    total: pathEstimate(total),
  }
}

function exposureAtDefault({ method, addOns }: CapitalTerms, d: number, value: number): number {
  if (method === 'current exposure') return Math.max(value, 0) + addOns[d]
  return 1.4 * (Math.max(value, 0) + saCcrMultiplier(value, addOns[d]) * addOns[d])
}

function requireCapital(capital: CapitalTerms | null, dates: number): void {
  if (capital === null) return
  for (const field of ['riskWeight', 'capitalRatio', 'hurdleRate'] as const) {
    requireInRange(capital[field], 0, 100, field)
  }
  if (capital.addOns.length !== dates) {
    throw new TuttiError('invalid-input', `capital needs an add-on for each of ${dates} dates`, {
      field: 'addOns',
      got: String(capital.addOns.length),
      expected: String(dates),
    })
  }
  for (const [d, addOn] of capital.addOns.entries()) requireInRange(addOn, 0, Number.MAX_VALUE, `addOns[${d}]`)
}
