import { TuttiError } from '@tutti/analytics/errors'
import { costOfCapitalByTolerance } from '../mandate/index.ts'
import type { HedgePackage, PackageFigures, SimulatedFigure } from './hedge-package.ts'
import { annualCost, tradeCosts } from './package-costs.ts'
import { type EffectivenessGroup, effectivenessGroups } from './effectiveness-groups.ts'
import { packageLimits } from './package-limits.ts'
import { type PackageProfits, packageProfits } from './package-profits.ts'
import type { PackageStudy } from './package-study.ts'
import { stressEffectiveness } from './stress-effectiveness.ts'
import {
  effectivenessMeasure,
  tailMeasure,
  type TailMeasure,
  type TailPlan,
  tailPlan,
  volatilityMeasure,
} from './scenario-measures.ts'

/** A group moves the fund where its profits alone vary by at least this share of the assets (0.01 bp). */
const exposedShare = 1e-6

/**
 * Figures of packages on all scenarios of the study, in the order of the packages.
 *
 * The collateral need is the quantile at the mandate's confidence of the loss of the trades under margin, not below zero, plus
 * initial margin. Throws `not-applicable` where fewer than five scenarios lie beyond the confidence, `invalid-input` for
 * profits that do not fit the universe. Cost: packages x scenarios x six views of four additions, and two sorts each.
 */
export function packageFigures(study: PackageStudy, packages: readonly HedgePackage[]): readonly PackageFigures[] {
  requireFit(study)
  const { mandate, profits } = study
  const plan = tailPlan(profits.scenarios, mandate.objectives.confidence)
  const sums = packageProfits(study)
  const exposed = exposedGroups(study)
  const losses = new Float64Array(profits.scenarios)
  const unhedged = lossTail(profits.fund.all, losses, plan).valueAtRisk.value
  const effectivenessOf = knownEffectiveness(study, sums)
  const limitsOf = packageLimits(study)
  const workspace: Workspace = { plan, sums, exposed, losses, unhedged, effectivenessOf, limitsOf }
  return packages.map((item) => oneFigure(study, item, workspace))
}

interface Workspace {
  readonly plan: TailPlan
  readonly sums: PackageProfits
  readonly exposed: readonly EffectivenessGroup[]
  readonly losses: Float64Array
  readonly unhedged: number
  readonly effectivenessOf: (item: HedgePackage, group: EffectivenessGroup) => SimulatedFigure
  readonly limitsOf: ReturnType<typeof packageLimits>
}

/** Effectiveness in a group, measured once for the packages that hold the same trades in it. */
function knownEffectiveness(study: PackageStudy, sums: PackageProfits): Workspace['effectivenessOf'] {
  const known = new Map<string, SimulatedFigure>()
  return (item, group) => {
    const name = sums.surplusKey(item, group)
    const found = name === null ? undefined : known.get(`${group} ${name}`)
    if (found) return found
    const figure = effectivenessMeasure(sums.surplus(item, group), study.profits.fund[group])
    if (name !== null) known.set(`${group} ${name}`, figure)
    return figure
  }
}

function oneFigure(
  study: PackageStudy,
  item: HedgePackage,
  { plan, sums, exposed, losses, unhedged, effectivenessOf, limitsOf }: Workspace,
): PackageFigures {
  const { fund } = study
  const costs = tradeCosts(study, item.trades)
  const surplus = sums.surplus(item, 'all')
  const surplusVolatility = volatilityMeasure(surplus)
  const { valueAtRisk, expectedShortfall } = lossTail(surplus, losses, plan)
  const calls = lossTail(sums.hedge(item, 'margined'), losses, plan).valueAtRisk
  const called: SimulatedFigure = calls.value > 0 ? calls : { value: 0, standardError: 0, count: calls.count }
  const effectiveness = Object.fromEntries(
    effectivenessGroups.map((group) => [group, exposed.includes(group) ? effectivenessOf(item, group) : null]),
  ) as PackageFigures['effectiveness']
  const { charges, annual: annualCharges } = item.trades.length > 0 ? study.charges(item.trades) : noCharges
  const annual = annualCost(costs, annualCharges.value).total
  const durationGapYears = packageMoneyDuration(study, item) / fund.assets
  const stressed = stressEffectiveness(study, item.trades)
  const limits = limitsOf(item.trades, costs, {
    effectiveness,
    stressEffectiveness: stressed,
    durationGapYears,
    annualCost: annual,
  })
  return {
    fundedStatusAtRisk: valueAtRisk,
    expectedShortfall,
    surplusVolatility,
    effectiveness,
    stressEffectiveness: stressed,
    riskReduction: unhedged > 0 ? 1 - valueAtRisk.value / unhedged : null,
    durationGapYears,
    carry: costs.carry,
    roll: costs.roll,
    executionCost: costs.executionCost,
    initialMargin: costs.initialMargin,
    collateralNeed: { ...called, value: called.value + costs.initialMargin },
    charges,
    annualCharges,
    annualCost: annual,
    score: annual + costOfCapital(study) * valueAtRisk.value,
    limits,
    feasible: limits.every(({ met }) => met),
  }
}

/** What the mandate charges a year for a unit of capital at risk, decimal. */
export function costOfCapital({ mandate: { objectives } }: Pick<PackageStudy, 'mandate'>): number {
  return objectives.cost_of_capital ?? costOfCapitalByTolerance[objectives.risk_tolerance]
}

/** Groups whose factors alone move the surplus of the unhedged fund. */
export function exposedGroups({ profits, fund }: Pick<PackageStudy, 'profits' | 'fund'>): EffectivenessGroup[] {
  return effectivenessGroups.filter(
    (group) => volatilityMeasure(profits.fund[group]).value > exposedShare * fund.assets,
  )
}

function packageMoneyDuration({ universe, fund }: PackageStudy, { trades }: HedgePackage): number {
  const positions = new Map(universe.map(({ id }, i) => [id, i]))
  return trades.reduce(
    (sum, { instrument, quantity }) => sum + quantity * fund.unitMoneyDurations[positions.get(instrument)!],
    fund.moneyDuration,
  )
}

function lossTail(profits: Float64Array, losses: Float64Array, plan: TailPlan): TailMeasure {
  for (let s = 0; s < losses.length; s++) losses[s] = 0 - profits[s]
  return tailMeasure(losses, plan)
}

const nothing: SimulatedFigure = { value: 0, standardError: 0, count: 0 }
const noCharges: ReturnType<PackageStudy['charges']> = {
  charges: { cva: nothing, dva: nothing, fva: nothing, mva: nothing, total: nothing },
  annual: nothing,
}

function requireFit({ universe, profits, fund }: PackageStudy): void {
  const views = ['all', ...effectivenessGroups] as const
  const problems = views.flatMap((view) => [
    ...(profits.fund[view].length === profits.scenarios ? [] : [`fund.${view} has ${profits.fund[view].length}`]),
    ...(profits.units[view].length === universe.length ? [] : [`units.${view} has ${profits.units[view].length}`]),
  ])
  if (fund.unitMoneyDurations.length !== universe.length) {
    problems.push(`unitMoneyDurations has ${fund.unitMoneyDurations.length}`)
  }
  if (problems.length === 0) return
  throw new TuttiError(
    'invalid-input',
    `the profits do not fit the universe and the scenarios: ${problems.join('; ')}`,
    {
      field: 'profits',
      got: problems.join('; '),
      expected: `${universe.length} instruments and ${profits.scenarios} scenarios`,
    },
  )
}
