import { problemText } from '@tutti/analytics/errors'
import type { Workflow } from '../workflow/index.ts'
import { domainResults } from './analyses/domain-results.ts'
import type { ExecutionTraderResult } from './analyses/execution-trader.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import type { PortfolioManagerResult } from './analyses/portfolio-manager.ts'
import { hedgingTerms } from './analyses/step-inputs.ts'
import type { ReviewRecord } from '../review/index.ts'
import type { SpecialistResults } from '../specialists/index.ts'
import { hedgingChanges } from './changes/index.ts'
import { hedgingDecision } from './decision.ts'
import { type HedgingCase, hedgingCase, type HedgingInput } from './hedging-case.ts'
import type { HedgingResult, HedgingStudyFacts } from './result.ts'
import { hedgingConcurrency, hedgingSpecialists } from './specialists.ts'

/** Multi-asset hedging as data: from a fund's files to a decision and its execution plan. */
export const hedgingWorkflow: Workflow<HedgingInput, HedgingCase, HedgingResult> = {
  name: 'hedging',
  title: 'Multi-asset hedging',
  concurrency: hedgingConcurrency,
  specialists: hedgingSpecialists,
  lead: 'hedge-selection',
  changes: hedgingChanges,
  governance: ({ mandate }) => mandate.governance,
  facts: ({ mandate, snapshot, seed }) => ({
    mandate: mandate.name,
    asOf: snapshot.asOf,
    seed,
    origin: snapshot.origin,
  }),
  prepare: hedgingCase,
  required: ['portfolio-manager', 'hedge-selection'],
  result: hedgingResult,
  decision: ({ decision: { status, headline, reasons } }) => ({ status, headline, reasons }),
}

/** The result of a run; a domain whose specialist gave none holds `none` alone and says so, and without the trader's there is no plan. */
function hedgingResult(study: HedgingCase, results: SpecialistResults): HedgingResult {
  const { exposures, objectives } = results['portfolio-manager'] as PortfolioManagerResult
  const selection = results['hedge-selection'] as HedgeSelection
  const execution = (results['execution-trader'] ?? null) as ExecutionTraderResult | null
  const review = (results['reviewer'] ?? null) as ReviewRecord | null
  const missing = hedgingSpecialists.filter((each) => results[each.name] === undefined)
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
    domains: domainResults(study, results),
    selection,
    execution,
    decision: hedgingDecision(selection, execution?.plan ?? null, { missing, review }),
    review,
    missing: missing.map(({ name }) => name),
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
    mandate: hedgingTerms(mandate),
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
