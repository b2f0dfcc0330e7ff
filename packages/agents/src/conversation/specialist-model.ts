import type { Model } from '@strands-agents/sdk'
import type { Specialist } from '@tutti/workflows/specialists'
import type { AgentDesk } from '../graph/agent-desk.ts'
import { choiceOf, type ModelChoice, modelOf, priceOf, recordedModel } from '../models/index.ts'

/** The model that was chosen for a specialist. */
export function specialistChoice<Case>({ options, workflow }: AgentDesk<Case>, name: string): ModelChoice {
  return choiceOf(options.models, name, workflow.lead)
}

/**
 * The language model of a specialist for one conversation: its answers are recorded and counted. `conversation` is unique in the
 * run. It is made when it is first asked: a replay needs no key.
 */
export function specialistModel<Case>(
  desk: AgentDesk<Case>,
  { name }: Specialist<Case>,
  conversation: string,
  signal: AbortSignal,
): Model {
  const choice = specialistChoice(desk, name)
  const model = async (): Promise<Model> => desk.options.makeModel?.(choice, name) ?? (await modelOf(choice))
  return recordedModel(model, {
    name: conversation,
    choice,
    price: priceOf(choice),
    recording: desk.recording,
    meter: desk.meter,
    signal,
    onCall: ({ usage }) =>
      desk.options.onEvent({
        kind: 'model-call',
        specialist: name,
        model: { kind: choice.kind, modelId: choice.modelId },
        ...usage,
      }),
  })
}
