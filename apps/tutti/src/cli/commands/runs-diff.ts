import type { Command } from 'commander'
import { diffRuns, type FieldDiff, type JsonDifferences, type RunDiff, type StepDiff } from '@tutti/runtime'
import { processTerminal, type Terminal } from '../terminal.ts'
import { plainTable } from '../text/index.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs diff A B` */
export function addRunsDiff(runs: Command): void {
  runs
    .command('diff')
    .description('what differs between two runs: inputs, steps, values')
    .argument('<a>', 'a run')
    .argument('<b>', 'another run')
    .option('--json', 'print as JSON', false)
    .action((a: string, b: string, { json }: { readonly json: boolean }) =>
      withExistingStore((store) => {
        const terminal = processTerminal()
        const diff = diffRuns(store, a, b, 5)
        terminal.out(json ? `${JSON.stringify(diff)}\n` : `${diffText(diff, terminal)}\n`)
      }),
    )
}

function diffText(diff: RunDiff, { paint }: Terminal): string {
  const fields = diff.manifest.flatMap((field) => (field.status === 'same' ? [] : [field]))
  const verdict = diff.sameResults ? paint.good('the same results') : paint.caution('different results')
  return [
    `a  ${diff.a}\nb  ${diff.b}\n${verdict}`,
    '',
    paint.bold('Started with'),
    ...(fields.length === 0 ? ['  the same'] : fields.flatMap(fieldLines)),
    '',
    plainTable(
      [
        { title: 'Step' },
        { title: '' },
        { title: 'Values that differ', align: 'right' },
        { title: 'First of them', most: 60 },
      ],
      diff.steps.map(stepRow),
      paint,
    ),
  ].join('\n')
}

function fieldLines(field: Extract<FieldDiff, { status: 'changed' }>): string[] {
  const { leaves, total } = field.differences
  const lines = leaves.map((leaf) => `  ${field.field}${leaf.pointer}: ${value(leaf.a)} → ${value(leaf.b)}`)
  return total > leaves.length ? [...lines, `  ${field.field}: ${total - leaves.length} more`] : lines
}

function stepRow(step: StepDiff): string[] {
  if (step.status !== 'changed') return [step.name, step.status.replaceAll('-', ' '), '', '']
  return [step.name, 'changed', String(step.differences.total), firstLeaf(step.differences)]
}

function firstLeaf({ leaves }: JsonDifferences): string {
  const leaf = leaves[0]
  return leaf === undefined ? '' : `${leaf.pointer}: ${value(leaf.a)} → ${value(leaf.b)}`
}

function value(leaf: unknown): string {
  const text = leaf === undefined ? 'nothing' : typeof leaf === 'number' ? leaf.toPrecision(6) : JSON.stringify(leaf)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
