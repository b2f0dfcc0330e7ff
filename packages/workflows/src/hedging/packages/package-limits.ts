import type { HedgingMandate } from '../mandate/index.ts'
import type { LimitCheck } from '../strategies/strategy.ts'
import type { PackageFigures } from './hedge-package.ts'
import type { DomainCost, TradeCosts } from './package-costs.ts'

/** Groups that effectiveness is measured in: one for each domain. */
export const effectivenessGroups = ['rates', 'inflation', 'currency', 'credit'] as const
export type EffectivenessGroup = (typeof effectivenessGroups)[number]

const labels = {
  rates: 'Effectiveness on interest rates',
  inflation: 'Effectiveness on inflation',
  currency: 'Effectiveness on currencies',
  credit: 'Protection against credit spreads',
} as const

/** Least effectiveness by group that the mandate asks for. */
export function effectivenessFloors({ limits }: Pick<HedgingMandate, 'limits'>): Record<EffectivenessGroup, number> {
  return {
    rates: limits.rates.minimum_effectiveness,
    inflation: limits.inflation.minimum_effectiveness,
    currency: limits.currency.minimum_effectiveness,
    credit: limits.credit.minimum_protection,
  }
}

/**
 * The mandate's limits held against a package, the same list for each package of a fund. Floors on effectiveness apply to groups
 * that the fund is exposed to; a domain without trades costs 0 % of its notional.
 */
export function packageLimits(
  mandate: HedgingMandate,
  assets: number,
  costs: Pick<TradeCosts, 'initialMargin' | 'byDomain'>,
  figures: Pick<PackageFigures, 'effectiveness' | 'durationGapYears' | 'annualCost'>,
): LimitCheck[] {
  const { limits } = mandate
  const checks: LimitCheck[] = []
  const atMost = (id: string, label: string, unit: LimitCheck['unit'], value: number, limit: number | null): void => {
    if (limit !== null) checks.push(limitCheck({ id, label, unit, value, limit, kind: 'at most' }))
  }
  atMost('total-cost', 'Cost a year of the package', 'bp', (figures.annualCost / assets) * 1e4, limits.total_cost_bp)
  const margin = (costs.initialMargin / assets) * 100
  atMost('initial-margin', 'Initial margin', 'percent', margin, limits.initial_margin_percent)
  const gap = Math.abs(figures.durationGapYears)
  atMost('duration-gap', 'Duration gap, either way', 'years', gap, limits.rates.maximum_duration_gap_years)
  const currency = shareOfNotional(costs.byDomain.currency)
  atMost('currency-cost', 'Cost a year of hedging currencies', 'percent', currency, limits.currency.cost_limit_percent)
  const credit = shareOfNotional(costs.byDomain.credit)
  atMost('credit-cost', 'Cost a year of credit protection', 'percent', credit, limits.credit.cost_limit_percent)
  const floors = effectivenessFloors(mandate)
  for (const group of effectivenessGroups) {
    const figure = figures.effectiveness[group]
    if (figure === null) continue
    const id = `${group}-effectiveness`
    checks.push(
      limitCheck({
        id,
        label: labels[group],
        unit: 'share',
        value: figure.value,
        limit: floors[group],
        kind: 'at least',
      }),
    )
  }
  return checks
}

const shareOfNotional = ({ annualCost, notional }: DomainCost): number =>
  notional === 0 ? 0 : (annualCost / notional) * 100

/** Share of a limit's size by which rounding may miss it. */
const rounding = 1e-9

function limitCheck(given: Omit<LimitCheck, 'slack' | 'met'>): LimitCheck {
  const slack = given.kind === 'at most' ? given.limit - given.value : given.value - given.limit
  return { ...given, slack, met: slack >= -rounding * limitSize(given) }
}

/** What a violation of a limit is measured in: the limit itself, or one unit (10 bp) where the limit is zero. */
export function limitSize({ limit, unit }: Pick<LimitCheck, 'limit' | 'unit'>): number {
  if (limit !== 0) return Math.abs(limit)
  return unit === 'bp' ? 10 : 1
}

/** Sum over broken limits of the violation as a share of the limit's size; 0 where all are met. */
export function violation(limits: readonly LimitCheck[]): number {
  return limits.reduce((sum, check) => (check.met ? sum : sum - check.slack / limitSize(check)), 0)
}
