import { metrics } from '@opentelemetry/api'
import type { Counter, Histogram, MeterProvider } from '@opentelemetry/api'

/** Everything that is measured; `docs/observability.md` has the table. */
export interface Instruments {
  readonly runs: Counter
  readonly runDuration: Histogram
  readonly nodeDuration: Histogram
  readonly modelCalls: Counter
  readonly modelDuration: Histogram
  readonly tokens: Histogram
  readonly cost: Counter
  readonly toolCalls: Counter
  readonly refusedDrafts: Counter
  readonly briefs: Counter
  readonly proposals: Counter
  readonly revisions: Counter
}

const seconds = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600]
/** Bounds that the semantic conventions of generative AI advise. */
const modelSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
const tokenCounts = [
  1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
]

let made: { readonly provider: MeterProvider; readonly instruments: Instruments } | undefined

/** The instruments of the telemetry that runs now; they do nothing while there is none. */
export function instruments(): Instruments {
  const provider = metrics.getMeterProvider()
  if (made?.provider !== provider) made = { provider, instruments: instrumentsOf(provider) }
  return made.instruments
}

function instrumentsOf(provider: MeterProvider): Instruments {
  const meter = provider.getMeter('tutti')
  const counter = (name: string, unit: string, description: string): Counter =>
    meter.createCounter(name, { unit, description })
  const histogram = (name: string, unit: string, bounds: number[], description: string): Histogram =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: bounds } })
  return {
    runs: counter('tutti.runs', '{run}', 'Runs that ended'),
    runDuration: histogram('tutti.run.duration', 's', seconds, 'How long a run took'),
    nodeDuration: histogram('tutti.node.duration', 's', seconds, 'How long a specialist took, analysis and words'),
    modelCalls: counter('tutti.model.calls', '{call}', 'Calls of language models'),
    modelDuration: histogram('gen_ai.client.operation.duration', 's', modelSeconds, 'How long a call of a model took'),
    tokens: histogram('gen_ai.client.token.usage', '{token}', tokenCounts, 'Tokens of a call of a model'),
    cost: counter('tutti.model.cost', '{USD}', 'Cost of calls of models whose price is known'),
    toolCalls: counter('tutti.tool.calls', '{call}', 'Calls of tools'),
    refusedDrafts: counter('tutti.drafts.refused', '{draft}', 'Drafts of briefs that were sent back'),
    briefs: counter('tutti.briefs', '{brief}', 'Briefs, and whether the offline one stood in'),
    proposals: counter('tutti.proposals', '{proposal}', 'Proposals by what they came to'),
    revisions: counter('tutti.revisions', '{revision}', 'Revisions that the lead asked for'),
  }
}
