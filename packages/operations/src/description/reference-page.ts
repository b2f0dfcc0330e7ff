import type { Operation } from '../catalogue/index.ts'
import { type JsonSchema, operationFacts } from './operation-facts.ts'

/** The reference page of an area in Markdown: each operation with its fields, errors, source and an example that runs. */
export function referencePage(area: string, operations: readonly Operation[]): string {
  const own = operations.filter(({ name }) => name.startsWith(`${area}/`))
  const contents = own.map(({ name, title }) => `- [\`${name}\`](#${name.replace('/', '')}): ${title}`)
  return [`# Operations: ${area}`, contents.join('\n'), ...own.map(operationSection)].join('\n\n') + '\n'
}

function operationSection(operation: Operation): string {
  const { name, title, description, source, cost, failures, input, output, example } = operationFacts(operation)
  return [
    `## ${name}`,
    `**${title}.** ${description}`,
    `Source: ${source}. Cost: ${cost}.`,
    `Input:\n\n${fieldTable(input)}`,
    `Output:\n\n${fieldTable(output)}`,
    `Fails with:\n\n${failures.map(({ code, when }) => `- \`${code}\`: ${when}`).join('\n')}`,
    `Example:\n\n\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\``,
  ].join('\n\n')
}

function fieldTable(schema: JsonSchema): string {
  const variants = variantsOf(schema)
  if (variants.length === 0) return tableOf(schema)
  return variants
    .map((variant, i) => {
      const table = tableOf({ ...variant, properties: { ...propertiesOf(schema), ...propertiesOf(variant) } })
      return `One of, form ${i + 1}:\n\n${table}`
    })
    .join('\n\n')
}

function tableOf(schema: JsonSchema): string {
  const required = new Set((schema.required as string[] | undefined) ?? [])
  const rows = Object.entries(propertiesOf(schema)).map(([name, field]) => {
    const about = typeof field.description === 'string' ? field.description : ''
    return `| \`${name}\`${required.has(name) ? '' : ' (optional)'} | ${cell(typeText(field))} | ${cell(about)} |`
  })
  if (rows.length === 0) return '(any fields)'
  return ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  (schema.properties as Record<string, JsonSchema> | undefined) ?? {}

const variantsOf = (schema: JsonSchema): readonly JsonSchema[] =>
  ((schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined) ?? []

/** A schema in a few words, such as `number > 0` or `list of {timeYears, amount}`. */
function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  const variants = variantsOf(schema)
  if (variants.length > 0) return [...new Set(variants.map(typeText))].join(' or ')
  if (schema.type === 'array') {
    return schema.items === undefined ? 'list' : `list of ${typeText(schema.items as JsonSchema)}`
  }
  if (schema.type === 'object') {
    const names = Object.keys(propertiesOf(schema))
    return names.length === 0 ? 'object' : `{${names.join(', ')}}`
  }
  if (schema.format === 'date') return 'date YYYY-MM-DD'
  const types = [schema.type ?? 'any'].flat() as string[]
  return `${types.join(' or ')}${boundText(schema)}`
}

/** Whole numbers without a bound of their own carry that of exact integers, which tells a reader nothing. */
const isBound = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 2 ** 53 - 1

function boundText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const bounds = [
    isBound(exclusiveMinimum) ? `> ${exclusiveMinimum}` : undefined,
    isBound(minimum) ? `>= ${minimum}` : undefined,
    isBound(exclusiveMaximum) ? `< ${exclusiveMaximum}` : undefined,
    isBound(maximum) ? `<= ${maximum}` : undefined,
  ].filter((text) => text !== undefined)
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
