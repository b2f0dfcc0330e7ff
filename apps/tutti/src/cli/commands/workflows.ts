import type { Command } from 'commander'
import type { JsonSchema, SchemaField } from '@tutti/operations/description'
import { defaultWorkers, openRunService } from '../../compose.ts'
import type { WorkflowDescription } from '../../runs/run-service.ts'
import { unknownWorkflow } from '../../runs/unknown-workflow.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { heading, plainTable, wrapped } from '../text/index.ts'

/** `tutti workflows [NAME]` */
export function addWorkflows(program: Command): void {
  program
    .command('workflows')
    .description('what can be run: specialists, changes, inputs')
    .helpGroup('Studies:')
    .argument('[name]', 'a workflow')
    .option('--json', 'print as JSON', false)
    .action(async (name: string | undefined, { json }: { readonly json: boolean }) => {
      const { service } = await openRunService(defaultWorkers())
      const all = await service.workflows()
      const chosen = all.filter((each) => name === undefined || each.name === name)
      if (chosen.length === 0) {
        throw unknownWorkflow(
          name,
          all.map((each) => each.name),
        )
      }
      const terminal = processTerminal()
      if (json) terminal.out(`${JSON.stringify(name === undefined ? chosen : chosen[0])}\n`)
      else if (name === undefined) terminal.out(`${listText(chosen, terminal)}\n`)
      else terminal.out(`${await workflowText(chosen[0], terminal)}\n`)
    })
}

function listText(workflows: readonly WorkflowDescription[], { paint }: Terminal): string {
  const columns = [{ title: 'Workflow' }, { title: '' }, { title: 'Specialists', align: 'right' as const }]
  return plainTable(
    columns,
    workflows.map(({ name, title, specialists }) => [name, title, String(specialists.length)]),
    paint,
  )
}

async function workflowText(
  { title, inputs, overrides, specialists, changes }: WorkflowDescription,
  terminal: Terminal,
): Promise<string> {
  const { paint, width } = terminal
  const takes = [
    ...inputs.map(({ name, kind, required, description }) => [
      `--${name} <${kind === 'folder' ? 'dir' : 'file'}>`,
      `${description}${required ? ' (needed)' : ''}`,
    ]),
    ...overrides.map(({ name, description }) => [`--${name} <n>`, description]),
  ]
  return [
    paint.bold(title),
    '',
    plainTable([{ title: 'Takes' }, { title: '', most: 60 }], takes, paint),
    '',
    paint.bold('Specialists'),
    ...specialists.flatMap(({ name, role, responsibility, needs, changes: proposes }) => [
      `  ${name}  ${paint.faint(role)}`,
      wrapped(responsibility, width, '      '),
      ...(needs.length === 0 ? [] : [wrapped(`needs ${needs.join(', ')}`, width, '      ')]),
      ...(proposes.length === 0 ? [] : [wrapped(`may propose ${proposes.join(', ')}`, width, '      ')]),
    ]),
    ...(await changesText(
      'Changes that an edit may make',
      changes.filter(({ editable }) => editable === true),
      terminal,
    )),
    ...(await changesText(
      'Changes that agents try to show something; no edit',
      changes.filter(({ editable }) => editable !== true),
      terminal,
    )),
  ].join('\n')
}

async function changesText(
  title: string,
  changes: WorkflowDescription['changes'],
  { paint, width }: Terminal,
): Promise<readonly string[]> {
  if (changes.length === 0) return []
  const { schemaFields } = await import('@tutti/operations/description')
  return [
    '',
    heading(title, '(terms with ? may be left out)', width, paint),
    ...changes.flatMap(({ kind, description, terms }) => [
      `  ${kind}`,
      wrapped(description, width, '      '),
      ...schemaFields(terms as JsonSchema).map((fields, i) => termsText(fields, i === 0 ? 'terms:' : 'or:', width)),
    ]),
  ]
}

/** The terms of a change, or one form of them, each with what it may be. */
function termsText(fields: readonly SchemaField[], title: string, width: number): string {
  if (fields.length === 0) return `      ${title} none`
  const named = fields.map(({ name, required, ...field }) => ({ name: `${name}${required ? '' : '?'}`, ...field }))
  const longest = Math.max(...named.map(({ name }) => name.length))
  const lines = named.map(({ name, type, meaning }) =>
    wrapped(meaning === '' ? type : `${type}; ${meaning}`, width, `        ${name.padEnd(longest)}  `),
  )
  return [`      ${title}`, ...lines].join('\n')
}
