import { TuttiError } from '@tutti/analytics/errors'
import { type ModelPlan, offlinePlan } from '@tutti/agents/models'

/** Sets of models that the operator of a server offers, by name; null is a plain run without agents. */
export type OfferedModels = Readonly<Record<string, ModelPlan | null>>

/** What is offered where the operator says nothing: nothing that leaves the machine or costs money. */
export const standardModels: OfferedModels = { offline: offlinePlan, none: null }

/** The models of a name. Throws `unauthorised` for a name that is not offered. */
export function offeredPlan(models: OfferedModels, name: string): ModelPlan | null {
  if (Object.hasOwn(models, name)) return models[name]
  throw new TuttiError('unauthorised', 'models of this name are not offered here', {
    field: 'models',
    got: name,
    expected: Object.keys(models).join(' | '),
  })
}
