import type { Cell, Text } from '../document/document.ts'
import { type Findings, type Keys, textCell } from './findings.ts'

/** Heads of the columns that `configurationCells` fills. */
export const configurationColumns: readonly Text[] = [
  'Weight function',
  'Target volatility',
  'Window, months',
  'Risk aversion',
  'Own cost, bp',
]

/** The five parameters of the configuration at `keys`, as cells. */
export function configurationCells(findings: Findings, keys: Keys): Cell[] {
  return [
    textCell(findings.slot('words', ...keys, 'weightFunction')),
    findings.cell([...keys, 'targetVolatility'], 'percent', 1),
    findings.cell([...keys, 'windowMonths'], 'count', 0),
    findings.cell([...keys, 'riskAversion'], 'ratio', 2),
    findings.cell([...keys, 'costBp'], 'ratio', 1),
  ]
}
