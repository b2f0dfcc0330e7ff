import type { SourceUnitFacts } from '../layouts/index.ts'
import type { ProblemList } from './problem-list.ts'
import type { Table } from './read-table.ts'

/** One column to check: the rows that have a value, and the values (in the snapshot's unit) by row of the table. */
export interface ValueRule {
  readonly column: string
  readonly facts: SourceUnitFacts
  readonly present: readonly number[]
  readonly values: readonly number[]
  readonly checkUnit: boolean
}

/**
 * Adds a problem and returns false when `values` (in the snapshot's unit), taken together, look like another unit than
 * `facts`: percent where decimals belong or the reverse. `field` and `line` say where to point.
 */
export function checkUnitOfAll(
  values: readonly number[],
  facts: SourceUnitFacts,
  field: string,
  line: number,
  problems: ProblemList,
): boolean {
  const scale = facts.exponent === 0 ? 1 : 100
  const sizes = Float64Array.from(values, (value) => Math.abs(value) * scale).sort()
  if (sizes.length === 0) return true
  const largest = sizes[sizes.length - 1]
  const median = sizes[sizes.length >> 1]
  const small = largest > 0 && largest < facts.smallestMaximum
  if (!small && median <= facts.largestMedian) return true
  problems.add({
    line,
    field,
    message: `the column looks like ${small ? facts.smallLooksLike : facts.largeLooksLike}`,
    got: small ? `no value above ${shown(largest)}` : `a median of ${shown(median)}`,
    expected: `${facts.expected} (checkUnit: false in market.yaml if it is right)`,
  })
  return false
}

/**
 * Adds values that cannot be: outside the unit's range, or a jump by a factor of about a hundred, as between percent and
 * decimal. Large but possible moves go to `warnings`.
 */
export function checkValues(table: Table, rule: ValueRule, problems: ProblemList, warnings: ProblemList): void {
  const { column: field, facts, present } = rule
  const scale = facts.exponent === 0 ? 1 : 100
  let before: number | undefined
  for (const row of present) {
    const value = rule.values[row] * scale
    const line = table.lines[row]
    if (value > facts.high || value < facts.low || (facts.low === 0 && value <= 0)) {
      problems.add({ line, field, message: rangeFault(value, facts), got: shown(value), expected: facts.expected })
      continue
    }
    if (before !== undefined) {
      const lastOfOpenFile = table.openEnd && row === table.lines.length - 1
      if (rule.checkUnit && unitSwitched(before, value, facts)) {
        problems.add({
          line,
          field,
          message: 'the value changes by a factor of about a hundred, as between percent and decimal',
          got: `${shown(before)} then ${shown(value)}`,
          expected: facts.expected,
        })
        continue
      }
      if (lastOfOpenFile && facts.move.measure === 'relative' && Math.abs(value / before - 1) > 0.5) {
        problems.add({
          line,
          field,
          message: 'the last number seems to be cut off: it has no line end and is far from the one before',
          got: `${shown(before)} then ${shown(value)}`,
          expected: 'a complete last row that ends with a line end',
        })
        continue
      }
      const move = facts.move.measure === 'relative' ? value / before - 1 : value - before
      if (Math.abs(move) > facts.move.size) {
        const got = `${shown(before)} then ${shown(value)}`
        warnings.add({ line, field, message: `a large move on ${table.dates[row]}; check that it is real`, got })
      }
    }
    before = value
  }
}

function rangeFault(value: number, facts: SourceUnitFacts): string {
  if (facts.low !== 0) return 'the value is outside what is believable'
  return value < 0
    ? 'the value is negative'
    : value === 0
      ? 'the value is zero'
      : 'the value is outside what is believable'
}

/** True when two neighbours differ by a factor of 50 to 200 and the larger is one that a rate or volatility really has. */
function unitSwitched(before: number, value: number, facts: SourceUnitFacts): boolean {
  if (facts.smallestMaximum === 0 && facts.largestMedian === Infinity) return false
  const larger = Math.max(Math.abs(before), Math.abs(value))
  const smaller = Math.min(Math.abs(before), Math.abs(value))
  const substantial = facts.exponent === -2 ? 1 : 0.5
  return larger >= substantial && smaller > 0 && larger / smaller >= 50 && larger / smaller <= 200
}

function shown(value: number): string {
  return String(Number(value.toPrecision(12)))
}
