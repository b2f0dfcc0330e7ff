import { TuttiError } from '@tutti/analytics/errors'
import type { ModelChoice, ModelPlan } from './model-choice.ts'
import type { Environment } from './environment.ts'

/**
 * Throws what making a model of the plan would throw for want of a key or a region, before a run begins: `unauthorised` or
 * `invalid-input`, naming the variable to set. Whether a key is accepted only its provider knows.
 */
export function requireCredentials({ lead, others, bySpecialist }: ModelPlan, environment: Environment): void {
  for (const choice of [lead, others, ...Object.values(bySpecialist)]) {
    if (choice.kind === 'bedrock') requireRegion(choice, environment)
    if (choice.kind === 'anthropic') requireKey(environment, 'ANTHROPIC_API_KEY', 'Anthropic')
    if (choice.kind === 'openai') requireKey(environment, 'OPENAI_API_KEY', 'OpenAI')
  }
}

/** The region of a Bedrock model. Throws `invalid-input` where neither the choice nor the environment has one. */
export function requireRegion(choice: ModelChoice, environment: Environment): string {
  const { modelId } = choice
  const region = choice.region ?? environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION']
  if (region === undefined || region === '') {
    const message = `Bedrock needs a region for ${modelId}: write bedrock:${modelId}@REGION or set AWS_REGION`
    throw new TuttiError('invalid-input', message, { field: 'region', expected: 'a region such as us-east-1' })
  }
  return region
}

/** The key in a variable. Throws `unauthorised`, naming it, where there is none. */
export function requireKey(environment: Environment, variable: string, provider: string): string {
  const key = environment[variable]?.trim() ?? ''
  if (key !== '') return key
  throw new TuttiError(
    'unauthorised',
    `${provider} needs a key: set the variable ${variable}, or choose the model offline`,
    {
      field: variable,
      expected: 'a key',
    },
  )
}
