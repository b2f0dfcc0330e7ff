import type { Cell } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** Heads of the columns that `configurationCells` fills. */
export const configurationColumns: readonly Text[] = [
  'Weight function',
  'Target volatility',
  'Window, months',
  'Risk aversion',
]

/** The parameters of the rule at `keys` as cells; the cost it was sampled with is none of them. */
export function configurationCells(findings: Findings, keys: Keys): Cell[] {
  return [
    textCell(findings.slot('words', ...keys, 'weightFunction')),
    findings.cell([...keys, 'targetVolatility'], 'percent', 1),
    findings.cell([...keys, 'windowMonths'], 'count', 0),
    findings.cell([...keys, 'riskAversion'], 'ratio', 2),
  ]
}
