import { TuttiError } from '@tutti/analytics/errors'
import type { Problem } from '@tutti/analytics/errors'
import { checkedMandate, mandateProblems, yamlValue } from '@tutti/workflows/mandate-file'
import { z } from 'zod'
import { offlineChoice } from './model-choice.ts'
import type { ModelChoice, ModelPlan } from './model-choice.ts'
import { checkedBaseUrl, parsedModelChoice } from './parsed-model-choice.ts'
import { looksLikeSecret } from './without-secrets.ts'

const price = z.strictObject({ input: z.number().min(0), output: z.number().min(0) })

const entry = z.union([
  z.string(),
  z.strictObject({
    model: z.string(),
    base_url: z.string().optional(),
    region: z.string().optional(),
    temperature: z.number().min(0).max(2).optional(),
    max_tokens: z.number().int().min(256).max(200_000).optional(),
    price: price.optional(),
  }),
])

const planSchema = z.strictObject({
  lead: entry.optional(),
  others: entry.optional(),
  specialists: z.record(z.string(), entry).default({}),
})

/**
 * The models of a run from the text of a YAML file: `lead`, `others` and `specialists: {NAME: …}`, each the text of a model or a section
 * with `model`, `base_url`, `region`, `temperature`, `max_tokens` and `price` (USD for a million tokens, `input` and `output`). What is
 * left out is offline, but the lead, which is then as the others. `specialistNames`, where given, are the only names that may stand under
 * `specialists`. Throws `invalid-input` with the place of each problem. A key in the file is refused and never shown.
 */
export function modelPlan(text: string, file: string, specialistNames?: readonly string[]): ModelPlan {
  // first of all: no later message can then show a key
  if (looksLikeSecret(text)) throw keyInFile(file, undefined)
  const value = yamlValue(text, file)
  const keyed = keyField(value, [])
  if (keyed !== undefined) throw keyInFile(file, keyed.join('.'))
  const plan = checkedMandate(planSchema, value, file)
  const unknown =
    specialistNames === undefined ? [] : Object.keys(plan.specialists).filter((name) => !specialistNames.includes(name))
  if (unknown.length > 0) {
    const expected = `one of ${(specialistNames ?? []).join(', ')}`
    throw mandateProblems(
      unknown.map((name): Problem => ({
        file,
        field: `specialists.${name}`,
        message: `no such specialist; expected ${expected}`,
      })),
      file,
    )
  }
  const others = plan.others === undefined ? offlineChoice : choiceOfEntry(plan.others, 'others', file)
  return {
    others,
    lead: plan.lead === undefined ? others : choiceOfEntry(plan.lead, 'lead', file),
    bySpecialist: Object.fromEntries(
      Object.entries(plan.specialists).map(([name, each]) => [name, choiceOfEntry(each, `specialists.${name}`, file)]),
    ),
  }
}

function choiceOfEntry(value: z.output<typeof entry>, field: string, file: string): ModelChoice {
  try {
    if (typeof value === 'string') return parsedModelChoice(value, field)
    const choice = parsedModelChoice(
      value.region === undefined ? value.model : `${value.model}@${value.region}`,
      `${field}.model`,
    )
    return {
      ...choice,
      ...(value.base_url === undefined
        ? {}
        : { baseUrl: checkedBaseUrl(value.base_url, choice.kind, `${field}.base_url`) }),
      ...(value.temperature === undefined ? {} : { temperature: value.temperature }),
      ...(value.max_tokens === undefined ? {} : { maxTokens: value.max_tokens }),
      ...(value.price === undefined ? {} : { price: value.price }),
    }
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    throw new TuttiError(error.code, `${file}: ${error.message}`, { ...error.details, file })
  }
}

/** The path of the first field whose name says that it holds a key, token, secret or password. */
function keyField(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, each] of Object.entries(value)) {
    const here = [...path, name]
    if (/key|token|secret|passw|credential|authori[sz]ation|bearer/i.test(name) && name !== 'max_tokens') {
      // the name of a specialist is not for keys either, but may hold such a word
      if (!(path.length === 1 && path[0] === 'specialists' && typeof each === 'object')) return here
    }
    const inner = keyField(each, here)
    if (inner !== undefined) return inner
  }
  return undefined
}

function keyInFile(file: string, field: string | undefined): TuttiError {
  const what = field === undefined ? 'holds something that looks like a key' : `has the field ${field}`
  const message = `${file} ${what}: keys never stand in a file of models; remove it and set the provider's variable (such as ANTHROPIC_API_KEY, OPENAI_API_KEY or AWS_BEARER_TOKEN_BEDROCK)`
  return new TuttiError('invalid-input', message, { file, field, expected: 'no keys' })
}
