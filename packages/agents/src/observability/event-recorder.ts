import type { ModelName } from '@tutti/workflows/agents-record'
import { choiceOf } from '../models/model-choice.ts'
import type { ModelChoice, ModelPlan } from '../models/model-choice.ts'
import { costUsd, priceOf } from '../models/model-prices.ts'
import type { AgentEvent } from '../run/agent-event.ts'
import { instruments } from './instruments.ts'
import { providerName } from './provider-name.ts'
import { shownToolName } from './shown-tool-name.ts'

/** The run whose events are measured. */
export interface RecordedRun {
  readonly workflow: string
  /** Name of the lead specialist. */
  readonly lead: string
  readonly models: ModelPlan
}

/**
 * Turns the events of one run of agents into metrics as they come. Does nothing while no telemetry runs. Of words that models or
 * persons wrote nothing is kept.
 */
export function eventRecorder(run: RecordedRun): (event: AgentEvent) => void {
  const began = new Map<string, number>()
  const workflow = { 'tutti.workflow': run.workflow }
  const by = (specialist: string) => ({ ...workflow, 'tutti.specialist': specialist })
  return (event) => {
    const meters = instruments()
    switch (event.kind) {
      case 'node-started':
        began.set(event.specialist, performance.now())
        return
      case 'node-ended': {
        const start = began.get(event.specialist)
        if (start === undefined) return // one that never ran
        began.delete(event.specialist)
        const seconds = (performance.now() - start) / 1000
        meters.nodeDuration.record(seconds, { ...by(event.specialist), 'tutti.status': event.status })
        return
      }
      case 'model-call': {
        const { specialist, model, inputTokens, outputTokens } = event
        const called = {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': providerName[model.kind],
          'gen_ai.request.model': model.modelId,
          ...by(specialist),
        }
        meters.modelCalls.add(1, called)
        meters.tokens.record(inputTokens, { ...called, 'gen_ai.token.type': 'input' })
        meters.tokens.record(outputTokens, { ...called, 'gen_ai.token.type': 'output' })
        const usd = costUsd(priceOf(calledChoice(run, specialist, model)), event)
        if (usd !== null) meters.cost.add(usd, called)
        return
      }
      case 'tool-call':
        meters.toolCalls.add(1, {
          ...by(event.specialist),
          'gen_ai.tool.name': shownToolName(event.tool),
          'tutti.ok': event.ok,
        })
        return
      case 'draft-refused':
        meters.refusedDrafts.add(1, by(event.specialist))
        return
      case 'brief':
        meters.briefs.add(1, { ...by(event.specialist), 'tutti.stood_in': event.stoodIn !== null })
        return
      case 'proposal': {
        const { proposal, effect, acceptedBy } = event.record
        const verdict = effect?.verdict ?? 'not-recomputed'
        const came = { 'tutti.proposal.verdict': verdict, 'tutti.proposal.accepted': acceptedBy !== null }
        meters.proposals.add(1, { ...workflow, 'tutti.proposal.kind': proposal.kind, ...came })
        return
      }
      case 'revision':
        meters.revisions.add(1, by(event.specialist))
        return
      case 'waiting':
        return
    }
  }
}

/** The choice that was called: that of the plan, or, where another model stood in for it, that model. */
function calledChoice(run: RecordedRun, specialist: string, model: ModelName): ModelChoice {
  const planned = choiceOf(run.models, specialist, run.lead)
  return planned.kind === model.kind && planned.modelId === model.modelId ? planned : model
}
