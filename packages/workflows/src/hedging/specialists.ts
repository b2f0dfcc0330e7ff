import type { Specialist, SpecialistResults } from '../specialists/index.ts'
import { creditResult, currencyResult, type DomainResult, ratesResult } from './analyses/domain-specialists.ts'
import { executionTraderResult } from './analyses/execution-trader.ts'
import { type HedgeSelection, hedgeSelection } from './analyses/hedge-selection.ts'
import { portfolioManagerResult } from './analyses/portfolio-manager.ts'
import { stepInputs } from './analyses/step-inputs.ts'
import type { HedgingCase } from './hedging-case.ts'
import type { StrategySet } from './strategies/index.ts'
import { type HedgeDomain, hedgeDomains } from './universe/index.ts'

/** At most so many specialists at work at once. */
export const hedgingConcurrency = 3

/** The network of specialists: exposures first, three domains side by side, the choice, then its execution. */
export const hedgingSpecialists: readonly Specialist<HedgingCase>[] = [
  {
    name: 'portfolio-manager',
    role: 'Portfolio manager',
    responsibility: 'Exposures and risk of assets and liabilities together, and the objectives of hedging.',
    needs: [],
    analyse: (study, _, context) => asStep('portfolio-manager', study, context, () => portfolioManagerResult(study)),
  },
  {
    name: 'fx-hedger',
    role: 'FX hedger',
    responsibility: 'Currency exposure net of liabilities: forwards, options and swaps, their cost and effectiveness.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('fx-hedger', study, context, () => currencyResult(study)),
  },
  {
    name: 'rates-specialist',
    role: 'Interest rate specialist',
    responsibility:
      'Key-rate and inflation exposure: swaps, swaptions, futures and inflation swaps, under curve stresses.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('rates-specialist', study, context, () => ratesResult(study)),
  },
  {
    name: 'credit-analyst',
    role: 'Credit analyst',
    responsibility: 'Spread and default exposure: protection on names and indices, total return swaps.',
    needs: ['portfolio-manager'],
    analyse: (study, _, context) => asStep('credit-analyst', study, context, () => creditResult(study)),
  },
  {
    name: 'hedge-selection',
    role: 'Portfolio manager',
    responsibility:
      'All packages compared, one chosen, and the choice examined under stress, in crises and in the accounts.',
    needs: ['fx-hedger', 'rates-specialist', 'credit-analyst'],
    analyse: (study, results, context) => hedgeSelection(study, strategySets(results), context),
  },
  {
    name: 'execution-trader',
    role: 'Execution trader',
    responsibility: 'The chosen package dealt day by day within limits of volume and impact, and what that costs.',
    needs: ['fx-hedger', 'rates-specialist', 'credit-analyst', 'hedge-selection'],
    analyse: (study, results, context) =>
      asStep('execution-trader', study, context, () =>
        executionTraderResult(study, strategySets(results), results['hedge-selection'] as HedgeSelection),
      ),
  },
]

/** The strategies of all domains in their order, whatever the order of keys in what a store hands back. */
function strategySets(results: SpecialistResults): StrategySet[] {
  const domains = {
    ...(results['fx-hedger'] as object),
    ...(results['rates-specialist'] as object),
    ...(results['credit-analyst'] as object),
  } as Readonly<Record<HedgeDomain, DomainResult>>
  return hedgeDomains.map((domain) => domains[domain].set)
}

function asStep<T>(
  name: string,
  study: HedgingCase,
  context: Parameters<Specialist<HedgingCase>['analyse']>[2],
  compute: () => T,
): Promise<T> {
  return context.step(name, stepInputs(study), study.seed, async () => {
    context.progress({ step: name, done: 0, total: 0 })
    return compute()
  })
}
