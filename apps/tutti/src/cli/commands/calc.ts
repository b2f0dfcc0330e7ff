import { readFileSync } from 'node:fs'
import { TuttiError } from '@tutti/analytics/errors'
import type { Command } from 'commander'
import { processTerminal } from '../terminal.ts'

/** `tutti calc NAME` */
export function addCalc(program: Command): void {
  program
    .command('calc')
    .description('compute one operation')
    .helpGroup('Analytics:')
    .argument('<name>', 'an operation, as area/name; tutti operations lists them')
    .requiredOption('--input <json>', 'its input: JSON text, or a file with it')
    .addHelpText('after', '\nExample: tutti operations NAME prints an input that runs.')
    .action(async (name: string, { input }: { readonly input: string }) => {
      const { operation } = await import('@tutti/operations')
      const found = operation(name)
      const output = found.run(inputValue(input))
      processTerminal().out(`${JSON.stringify(output, undefined, 2)}\n`)
    })
}

/** The value of `--input`: text that begins like JSON is JSON, all else names a file. */
function inputValue(input: string): unknown {
  const isText = /^\s*[[{"]/.test(input)
  let text = input
  if (!isText) {
    try {
      text = readFileSync(input, 'utf8')
    } catch (cause) {
      throw new TuttiError('missing-data', `--input is neither JSON nor a file that can be read: ${input}`, {
        field: '--input',
        got: (cause as NodeJS.ErrnoException).code,
        expected: 'JSON such as {"rate": 0.05}, or the path of a file with JSON',
        cause,
      })
    }
  }
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const file = isText ? undefined : input
    throw new TuttiError('invalid-input', `--input is not valid JSON: ${(cause as Error).message}`, {
      file,
      field: '--input',
      cause,
    })
  }
}
