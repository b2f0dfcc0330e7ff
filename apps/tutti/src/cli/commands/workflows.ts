import type { Command } from 'commander'
import { TuttiError } from '@tutti/analytics/errors'
import { defaultWorkers, openRunService } from '../../compose.ts'
import type { WorkflowDescription } from '../../runs/run-service.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { plainTable, wrapped } from '../text/index.ts'

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
        throw new TuttiError('unsupported', `there is no workflow ${JSON.stringify(name)}`, {
          field: 'workflow',
          got: name,
          expected: all.map((each) => each.name).join(' | '),
        })
      }
      const terminal = processTerminal()
      if (json) terminal.out(`${JSON.stringify(name === undefined ? chosen : chosen[0])}\n`)
      else if (name === undefined) terminal.out(`${listText(chosen, terminal)}\n`)
      else terminal.out(`${workflowText(chosen[0], terminal)}\n`)
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

function workflowText(
  { title, inputs, overrides, specialists, changes }: WorkflowDescription,
  terminal: Terminal,
): string {
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
    ...changesText(
      'Changes that an edit may make',
      changes.filter(({ editable }) => editable === true),
      terminal,
    ),
    ...changesText(
      'Changes that agents try to show something; no edit',
      changes.filter(({ editable }) => editable !== true),
      terminal,
    ),
  ].join('\n')
}

function changesText(
  title: string,
  changes: WorkflowDescription['changes'],
  { paint, width }: Terminal,
): readonly string[] {
  if (changes.length === 0) return []
  return [
    '',
    paint.bold(title),
    ...changes.flatMap(({ kind, description, terms }) => [
      `  ${kind}`,
      wrapped(description, width, '      '),
      wrapped(
        `terms: ${JSON.stringify((terms as { readonly properties?: unknown }).properties ?? terms)}`,
        width,
        '      ',
      ),
    ]),
  ]
}
