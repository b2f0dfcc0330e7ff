import type { Specialist, SpecialistResults } from '../specialists/index.ts'
import { domainSpecialists, strategySets } from './analyses/domain-results.ts'
import { creditResult, currencyResult, ratesResult } from './analyses/domain-specialists.ts'
import { executionTraderResult } from './analyses/execution-trader.ts'
import { type HedgeSelection, hedgeSelection } from './analyses/hedge-selection.ts'
import { portfolioManagerResult } from './analyses/portfolio-manager.ts'
import { selectionConditions, studyUnder } from './analyses/selection-conditions.ts'
import { stepInputs } from './analyses/step-inputs.ts'
import type { HedgingCase } from './hedging-case.ts'
import { hedgingReviewer } from './review/index.ts'
import {
  creditAnalystScript,
  executionTraderScript,
  fxHedgerScript,
  hedgeSelectionScript,
  portfolioManagerScript,
  ratesSpecialistScript,
} from './scripts/index.ts'

/** At most so many specialists at work at once. */
export const hedgingConcurrency = 3

/** The network of specialists: exposures first, three domains side by side, the choice, its execution, and a review of all. */
export const hedgingSpecialists: readonly Specialist<HedgingCase>[] = [
  {
    name: 'portfolio-manager',
    role: 'Portfolio manager',
    responsibility: 'Exposures and risk of assets and liabilities together, and the objectives of hedging.',
    needs: [],
    analyse: (study, _, context) => asStep('portfolio-manager', study, context, () => portfolioManagerResult(study)),
    script: portfolioManagerScript,
  },
  {
    name: 'fx-hedger',
    role: 'FX hedger',
    responsibility: 'Currency exposure net of liabilities: forwards, options and swaps, their cost and effectiveness.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('fx-hedger', study, context, () => currencyResult(study)),
    script: fxHedgerScript,
  },
  {
    name: 'rates-specialist',
    role: 'Interest rate specialist',
    responsibility:
      'Key-rate and inflation exposure: swaps, swaptions, futures and inflation swaps, under curve stresses.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('rates-specialist', study, context, () => ratesResult(study)),
    script: ratesSpecialistScript,
  },
  {
    name: 'credit-analyst',
    role: 'Credit analyst',
    responsibility: 'Spread and default exposure: protection on names and indices, total return swaps.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('credit-analyst', study, context, () => creditResult(study)),
    script: creditAnalystScript,
  },
  {
    name: 'hedge-selection',
    role: 'Portfolio manager',
    responsibility:
      'All packages compared, one chosen, and the choice examined under stress, in crises and in the accounts.',
    needs: ['fx-hedger', 'rates-specialist', 'credit-analyst'],
    canDoWithout: domainSpecialists,
    analyse: (study, results, context) =>
      hedgeSelection(study, strategySets(study, results), context, selectionConditions(results, context.proposals)),
    script: hedgeSelectionScript,
  },
  {
    name: 'execution-trader',
    role: 'Execution trader',
    responsibility: 'The chosen package dealt day by day within limits of volume and impact, and what that costs.',
    needs: ['fx-hedger', 'rates-specialist', 'credit-analyst', 'hedge-selection'],
    canDoWithout: domainSpecialists,
    analyse: (study, results, context) => {
      const selection = results['hedge-selection'] as HedgeSelection
      const compute = () =>
        executionTraderResult(studyUnder(study, selection.conditions), strategySets(study, results), selection)
      return asStep('execution-trader', study, context, compute, afterSelection(results))
    },
    script: executionTraderScript,
  },
  hedgingReviewer,
]

/** What steps after the choice depend on besides: under what conditions it was made, if any. */
function afterSelection(results: SpecialistResults): object {
  const { conditions } = results['hedge-selection'] as HedgeSelection
  return conditions === undefined ? {} : { conditions }
}

function asStep<T>(
  name: string,
  study: HedgingCase,
  context: Parameters<Specialist<HedgingCase>['analyse']>[2],
  compute: () => T,
  further: object = {},
): Promise<T> {
  return context.step(name, { ...stepInputs(study), ...further }, study.seed, async () => {
    context.progress({ step: name, done: 0, total: 0 })
    return compute()
  })
}
