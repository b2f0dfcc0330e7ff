import type { Proposal } from '../../changes/index.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import { type AccountingPack, accountingPack } from '../accounting/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { historicalStresses, namedStresses } from '../market/index.ts'
import { type HedgePackage, type PackageFigures, packageFigures, type PackageSearch } from '../packages/index.ts'
import { type SavingsRecord, savingsRecord } from '../savings/index.ts'
import type { StrategySet } from '../strategies/index.ts'
import {
  type CorrelationStressRecord,
  correlationStress,
  creditEvents,
  type CreditEventsRecord,
  drawdownComparison,
  type DrawdownComparisonRecord,
  type EffectivenessVerdict,
  effectivenessVerdicts,
  type ReplayRecord,
  type StressBook,
  stressBook,
  type StressMatrixRecord,
  stressMatrix,
} from '../stress/index.ts'
import {
  collateralRunway,
  type CollateralRunway,
  counterpartyAllocation,
  type CounterpartyAllocation,
  type LiquidityWaterfall,
} from '../valuation-adjustments/index.ts'
import { crisisReplays } from './crisis-replays.ts'
import { domainSpecialists } from './domain-results.ts'
import { executorRevaluation } from './executor-revaluation.ts'
import { type ExposuresAfter, exposuresAfter } from './exposures-after.ts'
import { packageStudyOf } from './package-study-of.ts'
import { type PackageRow, packageTable } from './package-table.ts'
import { searchUnder } from './search-under.ts'
import { type SelectionConditions, studyUnder } from './selection-conditions.ts'
import { stepInputs } from './step-inputs.ts'

/** What the portfolio manager decides, and everything that speaks for and against it. Money in base currency. */
export interface HedgeSelection {
  readonly packages: readonly PackageRow[]
  readonly optimised: PackageSearch['optimised']
  readonly selection: PackageSearch['selection']
  readonly chosen: HedgePackage
  /** Everything that is known of the chosen package, and of the fund without any. */
  readonly chosenFigures: PackageFigures
  readonly unhedgedFigures: PackageFigures
  readonly savings: SavingsRecord
  /** What is traded, and the fund's exposures before and after it. */
  readonly afterHedge: ExposuresAfter
  readonly counterparties: CounterpartyAllocation
  readonly collateral: CollateralRunway
  readonly stress: StressMatrixRecord
  readonly correlation: CorrelationStressRecord
  readonly creditEvents: CreditEventsRecord
  readonly replays: readonly ReplayRecord<LiquidityWaterfall>[]
  readonly drawdowns: DrawdownComparisonRecord
  readonly verdicts: readonly EffectivenessVerdict[]
  readonly accounting: AccountingPack
  /** What the choice was made under besides the mandate; absent for a plain one. */
  readonly conditions?: SelectionConditions
}

interface Comparison {
  readonly packages: readonly PackageRow[]
  readonly optimised: PackageSearch['optimised']
  readonly selection: PackageSearch['selection']
  readonly chosen: HedgePackage
  /** Everything that is known of the chosen package, and of the fund without any. */
  readonly chosenFigures: PackageFigures
  readonly unhedgedFigures: PackageFigures
  readonly savings: SavingsRecord
}

/**
 * Compares all packages of the strategies, chooses, and examines the choice: counterparties, collateral, stresses, correlations,
 * defaults, crises, effectiveness, accounting. Each part is a step of its own.
 */
export async function hedgeSelection(
  given: HedgingCase,
  strategies: readonly StrategySet[],
  context: WorkflowContext,
  conditions?: SelectionConditions,
): Promise<HedgeSelection> {
  const study = studyUnder(given, conditions)
  const inputs = { ...stepInputs(given), ...(conditions && { conditions }) }
  const step = <T>(name: string, compute: () => Promise<T> | T): Promise<T> =>
    context.step(name, inputs, study.seed, async () => {
      context.progress({ step: name, done: 0, total: 0 })
      return compute()
    })
  const { mandate, market, book: fund, universe, seed } = study
  const compared = await step('packages', (): Comparison => comparison(study, strategies, conditions))
  const { trades } = compared.chosen
  const counterparties = await step('counterparties', () => counterpartyAllocation(study, trades))
  const { tickets } = counterparties
  const collateral = await step('collateral', () =>
    collateralRunway({ mandate, market, book: fund, universe, tickets }),
  )
  const book = stressBookOf(study, compared)
  const stresses = [...namedStresses(mandate, market), ...historicalStresses(mandate, market)]
  const stress = await step('stress', () => stressMatrix(book, stresses))
  const correlation = await step('correlations', () =>
    correlationStress({
      mandate,
      market,
      model: study.model,
      seed,
      book,
      revaluation: executorRevaluation(context, 'correlations'),
    }),
  )
  const credit = await step('credit events', () =>
    creditEvents({ mandate, market, book: fund, universe, trades, allocation: tickets, seed }),
  )
  const replays = await step('replays', () => crisisReplays(study, context, book, tickets))
  const verdicts = await step('effectiveness', () =>
    effectivenessVerdicts({
      mandate,
      universe,
      trades,
      profits: study.profits,
      book,
      stresses,
      matrix: stress,
      replays,
      correlation,
      strategies,
      limits: compared.chosenFigures.limits,
    }),
  )
  const accounting = await step('accounting', () =>
    accountingPack({ mandate, market, book: fund, universe, trades, allocation: tickets, at: '/selection/accounting' }),
  )
  return {
    ...compared,
    afterHedge: exposuresAfter(study, trades, tickets),
    counterparties,
    collateral,
    stress,
    correlation,
    creditEvents: credit,
    replays,
    drawdowns: drawdownComparison(replays),
    verdicts,
    accounting,
    ...(conditions && { conditions }),
  }
}

function comparison(
  study: HedgingCase,
  strategies: readonly StrategySet[],
  conditions: SelectionConditions | undefined,
): Comparison {
  const packages = packageStudyOf(study, strategies)
  const search = searchUnder(packages, study.freshProfits, conditions, isPersons)
  const place = search.packages.findIndex(({ id }) => id === search.selection.chosen)
  const chosen = search.packages[place]
  const [unhedgedFigures] = packageFigures(packages, [{ id: 'unhedged', strategies: null, trades: [] }])
  return {
    packages: packageTable(search, packages.fund.assets),
    optimised: search.optimised,
    selection: search.selection,
    chosen,
    chosenFigures: search.figures[place],
    unhedgedFigures,
    savings: savingsRecord(packages, chosen),
  }
}

/** Specialists go by kebab-case names that hedging knows; all others who propose are persons. */
const specialistNames = ['portfolio-manager', ...domainSpecialists, 'hedge-selection', 'execution-trader', 'reviewer']
const isPersons = ({ by }: Proposal): boolean => !specialistNames.includes(by)

/** The chosen package first, then the naive full hedge. */
function stressBookOf(study: HedgingCase, { chosen, savings }: Comparison): StressBook {
  return stressBook(study.market, study.book, study.universe, [
    { id: 'chosen', label: 'Chosen package', trades: chosen.trades },
    { id: 'naive', label: 'Naive full hedge', trades: savings.naivePackage.trades },
  ])
}
