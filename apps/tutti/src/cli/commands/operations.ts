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
    .argument('[name]', 'an operation, as area/name')
    .option('--json', 'print as JSON', false)
    .action(async (name: string | undefined, { json }: { readonly json: boolean }) => {
      const { operation, operations } = await import('@tutti/operations')
      const terminal = processTerminal()
      const chosen = name === undefined ? operations : [operation(name)]
      if (json) terminal.out(`${JSON.stringify(chosen.map(facts))}\n`)
      else if (name === undefined) terminal.out(`${listText(chosen, terminal)}\n`)
      else terminal.out(`${detailText(chosen[0], terminal)}\n`)
    })
}

function facts({ name, title, description, source, example }: Operation) {
  return { name, title, description, source, example }
}

function listText(operations: readonly Operation[], { paint, width }: Terminal): string {
  const rows = operations.map(({ name, title }) => [name, title])
  const columns = [{ title: 'Operation' }, { title: 'What it computes', most: Math.max(24, width - 44) }]
  return `${plainTable(columns, rows, paint)}\n\n${operations.length} operations; one in full: tutti operations NAME`
}

function detailText({ name, title, description, source, example }: Operation, { paint, width }: Terminal): string {
  return [
    `${paint.bold(name)}  ${title}`,
    wrapped(description, width),
    wrapped(source, width, 'Source: '),
    'Example:',
    `  tutti calc ${name} --input '${JSON.stringify(example)}'`,
  ].join('\n')
}
