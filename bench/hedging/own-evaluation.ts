import type { WorkflowContext } from '@tutti/workflows'
import { scenarioProfits } from '@tutti/workflows/hedging/market'
import { packageFigures } from '@tutti/workflows/hedging/packages'
import { type ExampleStudy, views } from './example-study.ts'

/** One run of the product: how long each part took, and the figures that are compared. */
export interface OwnEvaluation {
  /** Fund and hedges revalued in all views. */
  readonly revaluationSeconds: number
  /** Figures of all packages. */
  readonly packagesSeconds: number
  /** Profit of the fund in each scenario, by view. */
  readonly fund: readonly Float64Array[]
  /** By package: VaR, shortfall, volatility, collateral called, effectiveness on rates, inflation, currency, credit (0: not exposed). */
  readonly figures: readonly (readonly number[])[]
}

/** Revalues fund and universe in every view on the context's executor and measures every package of the grid. */
export async function ownEvaluation(example: ExampleStudy, context: WorkflowContext): Promise<OwnEvaluation> {
  const start = performance.now()
  const profits = await scenarioProfits(context, example.book, example.scenarios, 'scenarios')
  const revalued = performance.now()
  const found = packageFigures({ ...example.study, profits }, example.packages)
  const end = performance.now()
  return {
    revaluationSeconds: (revalued - start) / 1000,
    packagesSeconds: (end - revalued) / 1000,
    fund: views.map((view) => profits.fund[view]),
    figures: found.map((figures) => [
      figures.fundedStatusAtRisk.value,
      figures.expectedShortfall.value,
      figures.surplusVolatility.value,
      figures.collateralNeed.value - figures.initialMargin,
      ...(['rates', 'inflation', 'currency', 'credit'] as const).map(
        (group) => figures.effectiveness[group]?.value ?? 0,
      ),
    ]),
  }
}
