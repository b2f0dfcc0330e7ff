import type { Operation } from '../catalogue/index.ts'
import { type JsonSchema, operationFacts } from './operation-facts.ts'
import { type SchemaField, schemaFields } from './schema-fields.ts'

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

/** The fields of a schema as Markdown tables, one for each of its forms. */
export function fieldTable(schema: JsonSchema): string {
  const forms = schemaFields(schema)
  if (forms.length === 1) return tableOf(forms[0])
  return forms.map((fields, i) => `One of, form ${i + 1}:\n\n${tableOf(fields)}`).join('\n\n')
}

function tableOf(fields: readonly SchemaField[]): string {
  if (fields.length === 0) return '(any fields)'
  const rows = fields.map(
    ({ name, required, type, meaning }) =>
      `| \`${name}\`${required ? '' : ' (optional)'} | ${cell(type)} | ${cell(meaning)} |`,
  )
  return ['| field | type | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
