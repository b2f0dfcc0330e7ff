import type { PathCheck } from '@tutti/workflows/asset-allocation'
import type { Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** Whether the simulated paths are what the models say, check by check. */
export function validationSection(findings: Findings): Section {
  const { result, slot } = findings
  const { validation } = result
  const failed = slot('length passed false', 'validation', 'checks')
  const all = slot('length', 'validation', 'checks')
  return {
    id: 'validation',
    title: 'Model validation',
    blocks: [
      validation.passed
        ? {
            kind: 'callout',
            tone: 'good',
            title: `The paths passed: ${slot('length passed true', 'validation', 'checks')} of ${all} checks within their thresholds`,
            items: ['The checks were made on the very paths of the study, before any strategy was scored.'],
          }
        : {
            kind: 'callout',
            tone: 'stop',
            title: `The paths failed ${failed} of ${all} checks: the recommendation is withheld`,
            items: ['A failed check means that the simulation does not follow its own model.'],
          },
      {
        kind: 'paragraph',
        text: 'Each check compares a figure of the simulated paths with what theory says it must be. The score z is the difference in standard errors; a check fails when z is beyond its threshold either way. Martingale checks test that discounted prices have no drift; moment and correlation checks test the drivers; option prices are compared with their closed form; convergence checks compare different numbers of paths or steps.',
      },
      byKind(findings),
      ...worstFirst(findings),
    ],
  }
}

function byKind(findings: Findings): TableBlock {
  const { result, slot } = findings
  const kinds = [...new Set(result.validation.checks.map((check) => check.kind))]
  return {
    kind: 'table',
    id: 'check-kinds',
    caption: 'Checks by kind',
    columns: ['Kind', 'Checks', 'Failed', 'Largest z'],
    rows: kinds.map((kind) => {
      const members = ranked(result.validation.checks).filter((i) => result.validation.checks[i].kind === kind)
      const failed = members.filter((i) => !result.validation.checks[i].passed).length
      return {
        cells: [
          textCell(slot('words', 'validation', 'checks', members[0], 'kind')),
          textCell(slot(`length kind ${kind}`, 'validation', 'checks')),
          failed === 0
            ? { kind: 'status', tone: 'good', text: 'none' }
            : { kind: 'status', tone: 'stop', text: slot(`length kind ${kind} passed false`, 'validation', 'checks') },
          findings.cell(['validation', 'checks', members[0], 'z'], 'ratio', 2),
        ],
      }
    }),
    empty: 'The result has no checks of its paths.',
  }
}

/** Checks of the open table; the others, further from their thresholds, stand in a table that can be opened. */
const openChecks = 40

/** Every check, worst first; the open table holds at least all that failed. */
function worstFirst(findings: Findings): TableBlock[] {
  const { checks } = findings.result.validation
  const order = ranked(checks)
  const open = Math.max(openChecks, order.filter((i) => !checks[i].passed).length)
  if (order.length <= open) return [checkTable(findings, 'checks', 'All checks, worst first', order)]
  return [
    checkTable(findings, 'checks', 'Checks, worst first', order.slice(0, open)),
    { ...checkTable(findings, 'further-checks', 'The other checks, all passed', order.slice(open)), collapsed: true },
  ]
}

function checkTable(findings: Findings, id: string, caption: Text, order: readonly number[]): TableBlock {
  const { result, slot, cell } = findings
  const { checks } = result.validation
  return {
    kind: 'table',
    id,
    caption,
    columns: ['Check', 'Regime', 'Paths', 'Kind', 'Observed', 'Expected', 'z', 'Threshold', 'Verdict'],
    rows: order.map((i) => {
      const at = ['validation', 'checks', i] as const
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(findings.regimeName(checks[i].regime)),
          textCell(checks[i].id.startsWith('fresh/') ? 'fresh' : 'search'),
          textCell(slot('words', ...at, 'kind')),
          cell([...at, 'observed'], 'ratio', 4),
          cell([...at, 'expected'], 'ratio', 4),
          cell([...at, 'z'], 'ratio', 2),
          cell([...at, 'threshold'], 'ratio', 1),
          checks[i].passed
            ? { kind: 'status', tone: 'good', text: 'passed' }
            : { kind: 'status', tone: 'stop', text: 'failed' },
        ],
      }
    }),
    empty: 'The result has no checks of its paths.',
  }
}

/** Indices of the checks: failed ones first, then by the size of z against its threshold. */
function ranked(checks: readonly PathCheck[]): number[] {
  const strain = (i: number): number => Math.abs(checks[i].z) / checks[i].threshold
  return checks
    .map((_, i) => i)
    .sort((a, b) => Number(checks[a].passed) - Number(checks[b].passed) || strain(b) - strain(a))
}
