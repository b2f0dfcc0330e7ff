import { costOfCapitalByTolerance, type HedgingMandate } from '../mandate/index.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/hedge-instrument.ts'
import type { ExposureRecord } from './exposure-record.ts'

/** What a specialist is asked for in one domain. */
export interface DomainObjective {
  readonly domain: HedgeDomain
  /** Share of the surplus variance with only this domain's factors moved. */
  readonly varianceShare: number
  readonly major: boolean
  /** `hedge` where it is major, `optional` where there is some exposure, `none` without exposure or allowed instruments. */
  readonly aim: 'hedge' | 'optional' | 'none'
  /** Ratios of the exposure to design for, ascending. */
  readonly ratios: readonly number[]
  /** Ratio to aim at: the lowest of them at which a linear hedge keeps the floor on effectiveness; the highest where none does. */
  readonly targetRatio: number
  readonly minimumEffectiveness: number
  /** Cost a year, percent of the notional hedged; null: no limit of its own. */
  readonly costLimitPercent: number | null
  /** Years, either way; null but for rates. */
  readonly maximumDurationGapYears: number | null
}

/** The portfolio manager's objectives: one for each domain, and what all are judged by. */
export interface HedgingObjectives {
  /** A year, decimal. */
  readonly costOfCapital: number
  readonly confidence: number
  readonly horizonYears: number
  readonly holdingYears: number
  /** Effectiveness that every major group is held to in the report. */
  readonly effectivenessTarget: number
  /** Cost of the package a year, base currency; null: no limit. */
  readonly totalCostLimit: number | null
  readonly domains: readonly DomainObjective[]
}

/** Objectives from the mandate's limits and what the fund is exposed to. */
export function hedgingObjectives(mandate: HedgingMandate, exposures: ExposureRecord): HedgingObjectives {
  const { objectives, limits } = mandate
  const floors = {
    currency: limits.currency.minimum_effectiveness,
    rates: limits.rates.minimum_effectiveness,
    inflation: limits.inflation.minimum_effectiveness,
    credit: limits.credit.minimum_protection,
  }
  return {
    costOfCapital: objectives.cost_of_capital ?? costOfCapitalByTolerance[objectives.risk_tolerance],
    confidence: objectives.confidence,
    horizonYears: objectives.horizon_years,
    holdingYears: objectives.holding_years,
    effectivenessTarget: objectives.effectiveness_target,
    totalCostLimit: limits.total_cost_bp === null ? null : (limits.total_cost_bp / 1e4) * exposures.assets,
    domains: hedgeDomains.map((domain) => {
      const found = exposures.risk.contributions.find(({ group }) => group === domain)
      const varianceShare = found?.varianceShare ?? 0
      const major = exposures.major.includes(domain)
      const { allowed, ratios } = mandate.instruments[domain]
      const exposed = allowed.length > 0 && varianceShare > 0
      const ascending = ratios.toSorted((a, b) => a - b)
      return {
        domain,
        varianceShare,
        major,
        aim: exposed ? (major ? 'hedge' : 'optional') : 'none',
        ratios: ascending,
        targetRatio: targetRatio(ascending, floors[domain]),
        minimumEffectiveness: floors[domain],
        costLimitPercent: domain === 'currency' || domain === 'credit' ? limits[domain].cost_limit_percent : null,
        maximumDurationGapYears: domain === 'rates' ? limits.rates.maximum_duration_gap_years : null,
      }
    }),
  }
}

/** A hedge of ratio h of a linear exposure leaves (1 - h)² of its variance. */
function targetRatio(ascending: readonly number[], floor: number): number {
  return ascending.find((ratio) => 1 - (1 - ratio) ** 2 >= floor) ?? ascending[ascending.length - 1]
}
