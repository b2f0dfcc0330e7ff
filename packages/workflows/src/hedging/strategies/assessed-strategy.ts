import { costOfCapitalByTolerance } from '../mandate/index.ts'
import { tradeCosts } from '../packages/package-costs.ts'
import { domainCostLabels, stressLimitId, stressTitle, windowLabel } from '../packages/package-limits.ts'
import { effectivenessMeasure, tailMeasure, tailPlan } from '../packages/scenario-measures.ts'
import { stressEffectiveness } from '../packages/stress-effectiveness.ts'
import { windowUse } from '../packages/window-use.ts'
import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import { limitCheck } from './limit-check.ts'
import type { HedgeTrade, LimitCheck, Strategy } from './strategy.ts'
import { factorPlaces, netExposure, type StrategyInputs } from './strategy-inputs.ts'

/** A strategy before it is judged. */
export interface StrategyDesign {
  readonly id: string
  readonly style: string
  readonly label: string
  readonly ratio: number
  readonly trades: readonly HedgeTrade[]
}

/** A strategy with what its specialist ranks it by, base currency: lower is better. */
export interface AssessedStrategy {
  readonly strategy: Strategy
  /** Annual cost + cost of capital x value at risk of the domain's factors alone, with the hedge. */
  readonly merit: number
}

/** Share of the assets that a group's profits have to vary by for the fund to be exposed to it (0.01 bp). */
const exposedShare = 1e-6

/** Whether the fund is exposed to the factors of a domain. */
export function isExposed({ profits, sensitivities }: StrategyInputs, domain: HedgeDomain): boolean {
  if (netExposure(sensitivities, groupOf(domain)).every((value) => value === 0)) return false
  return deviation(profits.fund[groupOf(domain)]) > exposedShare * sensitivities.assetsValue
}

/** The group of factors that a domain hedges: they have the same names. */
export const groupOf = (domain: HedgeDomain): 'currency' | 'rates' | 'inflation' | 'credit' => domain

function deviation(profits: Float64Array): number {
  const mean = profits.reduce((sum, value) => sum + value, 0) / profits.length
  return Math.sqrt(profits.reduce((sum, value) => sum + (value - mean) ** 2, 0) / profits.length)
}

/** Profit of trades in each scenario with only the factors of a group moved. */
export function tradeProfits(
  { universe, profits }: Pick<StrategyInputs, 'universe' | 'profits'>,
  group: ReturnType<typeof groupOf>,
  trades: readonly HedgeTrade[],
): Float64Array {
  const total = new Float64Array(profits.scenarios)
  for (const { instrument, quantity } of trades) {
    const unit = profits.units[group][universe.findIndex(({ id }) => id === instrument)]
    for (let s = 0; s < total.length; s++) total[s] += quantity * unit[s]
  }
  return total
}

/** The strategy with its cost, effectiveness on its own factors and the limits of its domain, and its merit. */
export function assessedStrategy(
  inputs: StrategyInputs,
  domain: HedgeDomain,
  design: StrategyDesign,
): AssessedStrategy {
  const { mandate, profits } = inputs
  const { objectives } = mandate
  const trades = design.trades.filter(({ quantity }) => quantity !== 0)
  const { annualCost, notional } = tradeCosts(inputs, trades).byDomain[domain]
  const unhedged = profits.fund[groupOf(domain)]
  const hedge = tradeProfits(inputs, groupOf(domain), trades)
  const hedged = unhedged.map((value, s) => value + hedge[s])
  const effectiveness = isExposed(inputs, domain) ? effectivenessMeasure(hedged, unhedged).value : null
  const { valueAtRisk } = tailMeasure(
    hedged.map((value) => -value),
    tailPlan(profits.scenarios, objectives.confidence),
  )
  const rate = objectives.cost_of_capital ?? costOfCapitalByTolerance[objectives.risk_tolerance]
  const cost = annualCost + 0 // no negative zero
  const strategy = { ...design, trades, domain, effectiveness, annualCost: cost, notional }
  return {
    strategy: { ...strategy, limits: domainLimits(inputs, strategy) },
    merit: cost + rate * valueAtRisk.value,
  }
}

/** The limits of a strategy's own domain; effectiveness is asked of `none` too, where the fund is exposed, and under stress. */
function domainLimits(inputs: StrategyInputs, strategy: Omit<Strategy, 'limits'>): LimitCheck[] {
  const { limits } = inputs.mandate
  const { domain, annualCost, effectiveness, trades } = strategy
  const assets = inputs.sensitivities.assetsValue
  const checks: LimitCheck[] = []
  const costLimit = domain === 'currency' || domain === 'credit' ? limits[domain].cost_limit_percent : null
  if (costLimit !== null) {
    checks.push(
      limitCheck({
        id: `${domain}-cost`,
        label: domainCostLabels[domain as 'currency' | 'credit'],
        unit: 'percent',
        value: (annualCost / assets) * 100,
        limit: costLimit,
        kind: 'at most',
      }),
    )
  }
  if (domain === 'rates') {
    checks.push(
      limitCheck({
        id: 'duration-gap',
        label: 'Duration gap, either way',
        unit: 'years',
        value: Math.abs(durationGap(inputs, trades)),
        limit: limits.rates.maximum_duration_gap_years,
        kind: 'at most',
      }),
    )
  }
  if (limits.within_execution_window && trades.length > 0) {
    checks.push(
      limitCheck({
        id: 'execution-window',
        label: windowLabel,
        unit: 'share',
        value: windowUse(inputs.universe, inputs.capacities, assets, trades),
        limit: 1,
        kind: 'at most',
      }),
    )
  }
  if (effectiveness !== null) {
    const floor = domain === 'credit' ? limits.credit.minimum_protection : limits[domain].minimum_effectiveness
    checks.push(
      limitCheck({
        id: `${domain}-effectiveness`,
        label: effectivenessLabels[domain],
        unit: 'share',
        value: effectiveness,
        limit: floor,
        kind: 'at least',
      }),
    )
  }
  const stressed = limits.stress_effectiveness === null ? null : underStress(inputs, strategy)
  if (stressed !== null) {
    checks.push(
      limitCheck({
        id: stressLimitId(domain),
        label: stressTitle(domain),
        unit: 'share',
        value: stressed,
        limit: limits.stress_effectiveness!,
        kind: 'at least',
      }),
    )
  }
  return checks
}

/** Effectiveness under the worst adverse stress of the domain; null without one. */
function underStress(
  { universe, stresses, sensitivities }: StrategyInputs,
  { domain, trades }: Pick<Strategy, 'domain' | 'trades'>,
): number | null {
  const own = stresses.filter(({ group }) => group === domain)
  const study = { universe, stresses: own, fund: { assets: sensitivities.assetsValue } }
  return stressEffectiveness(study, trades)[domain]?.value ?? null
}

const effectivenessLabels = {
  currency: 'Effectiveness on currencies',
  rates: 'Effectiveness on interest rates',
  inflation: 'Effectiveness on inflation',
  credit: 'Protection against credit spreads',
} as const

/** Money duration of assets and trades less that of liabilities, over assets; years. Nominal rates of all currencies alike. */
export function durationGap(
  { sensitivities, universe }: Pick<StrategyInputs, 'sensitivities' | 'universe'>,
  trades: readonly HedgeTrade[],
): number {
  const places = factorPlaces(sensitivities.factors, ({ group }) => group === 'rates')
  const parallel = (row: Float64Array): number => places.reduce((sum, k) => sum - row[k], 0)
  const money = trades.reduce(
    (sum, { instrument, quantity }) =>
      sum + quantity * parallel(sensitivities.units[universe.findIndex(({ id }) => id === instrument)]),
    parallel(sensitivities.surplus),
  )
  return money / sensitivities.assetsValue
}
