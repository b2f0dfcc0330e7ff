import { type FactorGroup, factorGroups, type RiskFactor, revaluationJob } from '@tutti/analytics/revaluation'
import type { WorkflowContext } from '../../workflow-context.ts'
import type { ScenarioSet } from './hedging-market.ts'
import { type Profits, profitsOfValues } from './profits-of.ts'
import type { SurplusBook } from './surplus-book.ts'

const kernels = import.meta.resolve('@tutti/analytics/revaluation')

/** Which factors move: all of them, or those of one group with the others held. */
export type ScenarioView = 'all' | FactorGroup

/** All views, in the order in which they are computed. */
export const scenarioViews: readonly ScenarioView[] = ['all', ...factorGroups]

/**
 * Profit and loss in every scenario, in base currency, in memory only. `fund` is the surplus before new hedges; `units[i]`
 * one unit of hedge instrument i of the universe. The P&L of a package is fund + sum of quantity x unit.
 */
export interface ScenarioProfits {
  readonly scenarios: number
  readonly fund: Readonly<Record<ScenarioView, Float64Array>>
  readonly units: Readonly<Record<ScenarioView, readonly Float64Array[]>>
}

/** Scenario profits with the two sides of the fund apart: assets + liabilities = fund. */
export interface FundScenarioProfits extends ScenarioProfits {
  readonly assets: Readonly<Record<ScenarioView, Float64Array>>
  readonly liabilities: Readonly<Record<ScenarioView, Float64Array>>
}

/**
 * Fund and hedges fully revalued in every scenario, once with all factors and once for each group alone (the other groups' shocks
 * set to 0), on the context's executor: the same bits on any number of workers. `step` names the work for progress.
 */
export async function scenarioProfits(
  context: WorkflowContext,
  book: SurplusBook,
  { count, shocks }: ScenarioSet,
  step: string,
): Promise<FundScenarioProfits> {
  const views = new Map<ScenarioView, Profits>()
  for (const view of scenarioViews) {
    const moves = view === 'all' || book.compiled.factors.some(({ group }) => group === view)
    if (!moves) {
      views.set(view, unmoved(book, count))
      continue
    }
    const job = revaluationJob(
      book.compiled,
      view === 'all' ? shocks : groupShocks(book.compiled.factors, shocks, view),
    )
    await context.map({ module: kernels, name: 'revalueScenarios' }, job, job.shards, step)
    views.set(view, profitsOfValues(book, job.values))
  }
  const of = <T>(figure: (profits: Profits) => T) =>
    Object.fromEntries(scenarioViews.map((view) => [view, figure(views.get(view)!)])) as Record<ScenarioView, T>
  return {
    scenarios: count,
    fund: of(({ fund }) => fund),
    assets: of(({ assets }) => assets),
    liabilities: of(({ liabilities }) => liabilities),
    units: of(({ units }) => units),
  }
}

/** The shocks with those of all groups but one set to 0. */
export function groupShocks(factors: readonly RiskFactor[], shocks: Float64Array, group: FactorGroup): Float64Array {
  return shocks.map((shock, k) => (factors[k % factors.length].group === group ? shock : 0))
}

function unmoved(book: SurplusBook, scenarios: number): Profits {
  const zeros = () => new Float64Array(scenarios)
  const units = Array.from({ length: book.legStarts.length - 1 }, zeros)
  return { scenarios, fund: zeros(), assets: zeros(), liabilities: zeros(), units }
}
