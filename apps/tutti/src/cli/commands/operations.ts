import type { Command } from 'commander'
import type { Operation } from '@tutti/operations'
import { processTerminal, type Terminal } from '../terminal.ts'
import { plainTable, wrapped } from '../text/index.ts'

/** `tutti operations [NAME]` */
export function addOperations(program: Command): void {
  program
    .command('operations')
    .description('the analytics that can be called, or one of them in full')
    .helpGroup('Analytics:')
    .argument('[name]', 'an operation as area/name, an area, or words to look for')
    .option('--json', 'print as JSON', false)
    .action(async (name: string | undefined, { json }: { readonly json: boolean }) => {
      const { operation, operations } = await import('@tutti/operations')
      const terminal = processTerminal()
      const found = name === undefined ? operations : matching(operations, name)
      const isList = name === undefined || found.length > 0
      const chosen = isList ? found : [operation(name)]
      if (json) terminal.out(`${JSON.stringify(await factsOf(chosen))}\n`)
      else if (isList) terminal.out(`${listText(chosen, terminal)}\n`)
      else terminal.out(`${await detailText(chosen[0], terminal)}\n`)
    })
}

/** The operations of an area, or those that have every word in name, title or description; none for a name in full. */
function matching(operations: readonly Operation[], text: string): readonly Operation[] {
  const inArea = operations.filter(({ name }) => name.startsWith(`${text}/`))
  if (inArea.length > 0 || text.includes('/')) return inArea
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return operations.filter(({ name, title, description }) => {
    const whole = `${name} ${title} ${description}`.toLowerCase()
    return words.length > 0 && words.every((word) => whole.includes(word))
  })
}

async function factsOf(operations: readonly Operation[]) {
  const { operationFacts } = await import('@tutti/operations/description')
  return operations.map(operationFacts)
}

function listText(operations: readonly Operation[], { paint, width }: Terminal): string {
  const rows = operations.map(({ name, title }) => [name, title])
  const columns = [{ title: 'Operation' }, { title: 'What it computes', most: Math.max(24, width - 44) }]
  return `${plainTable(columns, rows, paint)}\n\n${operations.length} operations; one in full: tutti operations NAME`
}

async function detailText(operation: Operation, { paint, width }: Terminal): Promise<string> {
  const { operationFacts, schemaFields } = await import('@tutti/operations/description')
  const { name, title, description, source, cost, failures, input, output, example } = operationFacts(operation)
  const columns = [
    { title: 'Field' },
    { title: 'Type', most: Math.max(20, width >> 1) },
    { title: 'Meaning', most: Math.max(20, width >> 1) },
  ]
  const tables = (heading: string, schema: typeof input): string[] =>
    schemaFields(schema).flatMap((fields, i, forms) => [
      '',
      paint.bold(forms.length === 1 ? heading : `${heading}, form ${i + 1} of ${forms.length}`),
      plainTable(
        columns,
        fields.map((field) => [`${field.name}${field.required ? '' : '?'}`, field.type, field.meaning]),
        paint,
      ),
    ])
  return [
    `${paint.bold(name)}  ${title}`,
    wrapped(description, width),
    wrapped(source, width, 'Source: '),
    `Cost: ${cost}`,
    ...tables('Input (? may be left out)', input),
    ...tables('Output', output),
    '',
    ...failures.map(({ code, when }) => wrapped(when, width, `Fails with ${code}: `)),
    '',
    'Example:',
    `  tutti calc ${name} --input '${JSON.stringify(example)}'`,
  ].join('\n')
}
