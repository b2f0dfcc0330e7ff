import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { factorGroups } from '@tutti/analytics/revaluation'
import { type CurveHistoryId, loadHoldings, loadSnapshot, type SeriesId } from '@tutti/market'
import type { WorkflowContext } from '@tutti/workflows'
import { hedgingCase, hedgingRequirements, parsedHedgingMandate } from '@tutti/workflows/hedging'
import type { ScenarioSet, SurplusBook } from '@tutti/workflows/hedging/market'
import type { HedgePackage, PackageStudy } from '@tutti/workflows/hedging/packages'
import {
  creditStrategies,
  currencyStrategies,
  inflationStrategies,
  ratesStrategies,
} from '@tutti/workflows/hedging/strategies'
import { packageStudyOf } from '../../packages/workflows/src/hedging/analyses/package-study-of.ts'
import { packageGrid } from '../../packages/workflows/src/hedging/packages/package-grid.ts'

const example = join(import.meta.dirname, '..', '..', 'examples', '04-hedging')

/** The example fund with its hedges, ready to be revalued and searched. */
export interface ExampleStudy {
  readonly book: SurplusBook
  readonly scenarios: ScenarioSet
  /** Without charges for counterparties, which no rival computes. */
  readonly study: PackageStudy
  readonly packages: readonly HedgePackage[]
}

const none = { value: 0, standardError: 0, count: 0 }
const noCharges = { charges: { cva: none, dva: none, fva: none, mva: none, total: none }, annual: none }

/** Reads the example and prepares what the benchmark times: fund, universe, scenarios and the grid of packages. */
export async function exampleStudy(context: WorkflowContext): Promise<ExampleStudy> {
  const mandate = parsedHedgingMandate(readFileSync(join(example, 'mandate.yaml'), 'utf8'), 'mandate.yaml')
  const { require, optional } = hedgingRequirements(mandate)
  const snapshot = await loadSnapshot(join(example, 'market'), {
    require: require as (SeriesId | CurveHistoryId)[],
    optional: optional as (SeriesId | CurveHistoryId)[],
  })
  const holdings = await loadHoldings(
    { portfolio: join(example, 'portfolio.csv'), liabilities: join(example, 'liabilities.csv') },
    {
      asOf: snapshot.asOf,
      currencies: Object.keys(mandate.market.currencies),
      counterparties: mandate.counterparties.map(({ id }) => id),
      indices: Object.keys(mandate.market.equities),
    },
  )
  const prepared = await hedgingCase({ mandate, holdings, snapshot, seed: 1 }, context)
  const strategies = [
    currencyStrategies(prepared),
    ratesStrategies(prepared),
    inflationStrategies(prepared),
    creditStrategies(prepared),
  ]
  return {
    book: prepared.surplus,
    scenarios: prepared.scenarios,
    packages: packageGrid(prepared.universe, strategies),
    study: { ...packageStudyOf(prepared, strategies), charges: () => noCharges },
  }
}

/** Views in the order of the answers: all factors, then each group alone. */
export const views = ['all', ...factorGroups] as const
