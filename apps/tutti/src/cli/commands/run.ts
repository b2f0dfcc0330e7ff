import type { Command } from 'commander'
import type { RunOverride } from '../../runs/run-service.ts'
import type { RunTerms } from '../../runs/workflow-runner.ts'
import { workflowEntries } from '../../workflow-runners.ts'
import { addModelOptions, type ModelOptions } from '../model-options.ts'
import { integerOption, positiveOption } from '../number-option.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'

interface RunOptions extends SessionOptions, ModelOptions {
  readonly asOf?: string
  readonly seed: number
}

const agentsNote = `
Agents explain, question and propose; --model lets a language model speak for
them (docs/models.md), with keys from the environment. A decision that the
mandate wants approved waits for tutti runs approve.`

/** `tutti run WORKFLOW`: one command for each workflow, from what it says it takes. */
export function addRun(program: Command): void {
  const run = program.command('run').description('run a workflow').helpGroup('Studies:')
  for (const { terms } of workflowEntries) addWorkflow(run, terms)
}

function addWorkflow(run: Command, { name, description, inputs, overrides, remarks = '' }: RunTerms): void {
  const study = run.command(name).description(description)
  for (const input of inputs) {
    const flag = `--${input.name} <${input.kind === 'folder' ? 'dir' : 'file'}>`
    if (input.required) study.requiredOption(flag, input.description)
    else study.option(flag, input.description)
  }
  study
    .option('--as-of <date>', 'leave out market data after this date')
    .option('--seed <n>', 'seed of all random streams', integerOption(0, Number.MAX_SAFE_INTEGER), 1)
  for (const override of overrides) addOverride(study, override)
  addModelOptions(study)
  addSessionOptions(study)
    .addHelpText('after', `${remarks}\n${agentsNote}`)
    .action(async (options: RunOptions) => {
      const { runStudy } = await import('../run-study.ts')
      const { asOf = null, seed } = options
      const given = options as unknown as Readonly<Record<string, string & number>>
      const files = chosen(inputs, (input) => given[camelCase(input)])
      const request = {
        workflow: name,
        files,
        overrides: chosen(overrides, (each) => given[camelCase(each)]),
        asOf,
        seed,
      }
      await runStudy(request, options, processTerminal())
    })
}

function addOverride(study: Command, { name, description, integer, from, to }: RunOverride): void {
  const parser = integer ? integerOption(from, to) : positiveOption(to)
  study.option(`--${name} <${integer ? 'n' : 's'}>`, description, parser)
}

/** The values that were given, by name. */
function chosen<Value>(
  names: readonly { readonly name: string }[],
  value: (name: string) => Value | undefined,
): Record<string, Value> {
  const pairs = names.flatMap(({ name }): [string, Value][] => {
    const found = value(name)
    return found === undefined ? [] : [[name, found]]
  })
  return Object.fromEntries(pairs)
}

/** As the parser of options writes it: `time-limit` is `timeLimit`. */
function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}
