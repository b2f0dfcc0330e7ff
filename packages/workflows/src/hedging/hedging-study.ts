import { problemText } from '@tutti/analytics/errors'
import { specialistResults } from '../specialists/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { DomainResult } from './analyses/domain-specialists.ts'
import type { ExecutionTraderResult } from './analyses/execution-trader.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import type { PortfolioManagerResult } from './analyses/portfolio-manager.ts'
import { hedgingDecision } from './decision.ts'
import { type HedgingCase, hedgingCase, type HedgingInput } from './hedging-case.ts'
import type { HedgingResult, HedgingStudyFacts } from './result.ts'
import { hedgingConcurrency, hedgingSpecialists } from './specialists.ts'

/**
 * The study of multi-asset hedging, from a fund's files to a decision and its execution plan. The parts of each specialist are
 * steps of the run, found again under their content address when it is resumed. The result is plain JSON and a function of the
 * input and the code alone: the number of workers, interruptions and the clock leave no trace in it.
 */
export async function hedgingStudy(context: WorkflowContext, input: HedgingInput): Promise<HedgingResult> {
  const study = await hedgingCase(input, context)
  const results = await specialistResults(hedgingSpecialists, study, context, hedgingConcurrency)
  const { exposures, objectives } = results['portfolio-manager'] as PortfolioManagerResult
  const selection = results['hedge-selection'] as HedgeSelection
  const execution = results['execution-trader'] as ExecutionTraderResult
  const { currency } = results['fx-hedger'] as { readonly currency: DomainResult }
  const { rates, inflation } = results['rates-specialist'] as Record<'rates' | 'inflation', DomainResult>
  const { credit } = results['credit-analyst'] as { readonly credit: DomainResult }
  return {
    schema: 'hedging/1',
    study: studyFacts(study),
    specialists: hedgingSpecialists.map(({ name, role, responsibility, needs }) => ({
      name,
      role,
      responsibility,
      needs,
    })),
    exposures,
    objectives,
    domains: { currency, rates, inflation, credit },
    selection,
    execution,
    decision: hedgingDecision(selection, execution.plan),
    limitations,
  }
}

function studyFacts({
  input,
  mandate,
  market,
  book,
  universe,
  scenarios,
  model,
  exposures,
}: HedgingCase): HedgingStudyFacts {
  const { snapshot, holdings, seed } = input
  return {
    name: mandate.name,
    seed,
    asOf: market.asOf,
    origin: market.origin,
    baseCurrency: mandate.fund.base_currency,
    marketHash: snapshot.hash,
    files: holdings.sources.map(({ file, sha256, rows }) => ({ file, sha256, rows })),
    mandate,
    holdings: book.lines.filter(({ side }) => side === 'asset').length,
    instruments: universe.length,
    factors: market.factors.length,
    scenarios: { count: scenarios.count, method: scenarios.method, from: model.from, to: model.to },
    exposurePaths: exposures.paths,
    withoutExposure: exposures.excluded,
    assumptions: exposures.assumptions,
    notes: [...market.notes, ...[...snapshot.warnings, ...holdings.warnings].map(problemText)],
  }
}

/** What a reader must know before relying on the figures. */
const limitations: readonly string[] = [
  'Scenarios shock today’s market at once, with volatilities and correlations of its own history; time does not pass in them. Carry and roll stand apart.',
  'Nominal curves are one for each currency: swaps, bonds and pensions are discounted alike, and each bond keeps its own spread. There is no separate basis between indices of one currency.',
  'Inflation-linked payments have no caps or floors, and real and nominal curves are shocked through break-evens.',
  'Fixed carry is not a forecast: a positive one is earned only if spot rates, spreads and the shape of curves stay.',
  'Credit protection is valued on spreads of rating buckets and indices; a name’s own spread moves in step with its bucket.',
  'Exposure to counterparties rests on one-factor curves and lognormal exchange rates, and on the initial margin rates of the mandate.',
  'Standard errors cover the sampling of scenarios and paths, not the uncertainty of models and parameters.',
  'Orders are files for the fund’s own systems; nothing is sent.',
]
