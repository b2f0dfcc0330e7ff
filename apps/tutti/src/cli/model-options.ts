import type { ModelPlan } from '@tutti/agents/models'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import type { AnyRunner } from '../runs/workflow-runner.ts'
import { fileText } from './input-text.ts'

/** Which models write the words of a run. */
export interface ModelOptions {
  readonly model?: string
  readonly leadModel?: string
  readonly models?: string
  readonly plain: boolean
  readonly replay?: string
  /** Name of the person who starts the run. */
  readonly by?: string
}

/** Adds the options of `ModelOptions` to a command. */
export function addModelOptions(command: Command): Command {
  return command
    .option('--model <kind:id>', 'model of the agents: bedrock:…, anthropic:…, openai:…, ollama:… (default: offline)')
    .option('--lead-model <kind:id>', 'model of the lead (default: that of the others)')
    .option('--models <file>', 'models by specialist (YAML)')
    .option('--plain', 'no agents: the figures alone', false)
    .option('--replay <run>', 'what the models said in an earlier run, again')
    .option('--by <name>', 'who starts the run, where four eyes are asked for')
}

/**
 * The models that the options ask for; null for a plain run. Throws `invalid-input` for options that do not go together and for
 * models that cannot be.
 */
export async function modelPlanOf(options: ModelOptions, runner: () => Promise<AnyRunner>): Promise<ModelPlan | null> {
  const { model, leadModel, models, plain, replay } = options
  const given = { '--model': model, '--lead-model': leadModel, '--models': models, '--replay': replay }
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (plain) {
    if (names.length > 0) throw together('--plain', names)
    return null
  }
  if (models !== undefined && names.length > 1) throw together('--models', names)
  if (replay !== undefined && names.length > 1) throw together('--replay', names)
  const { modelPlan, offlinePlan, parsedModelChoice } = await import('@tutti/agents/models')
  if (models !== undefined) {
    const { specialists } = (await runner()).workflow
    return modelPlan(
      fileText(models),
      models,
      specialists.map(({ name }) => name),
    )
  }
  if (model === undefined && leadModel === undefined) return offlinePlan
  const others = model === undefined ? offlinePlan.others : parsedModelChoice(model, '--model')
  const lead = leadModel === undefined ? others : parsedModelChoice(leadModel, '--lead-model')
  return { lead, others, bySpecialist: {} }
}

function together(option: string, names: readonly string[]): TuttiError {
  const others = names.filter((name) => name !== option)
  return new TuttiError('invalid-input', `${option} and ${others.join(', ')} do not go together`, { field: option })
}
