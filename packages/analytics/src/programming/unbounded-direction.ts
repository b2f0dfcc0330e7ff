import { TuttiError } from '../errors/index.ts'
import { programmeArrays, variableName } from './programme-arrays.ts'
import { programmeDirection } from './programme-direction.ts'
import type { Programme } from './programme.ts'
import { solvedProgramme } from './solved-programme.ts'

/** A direction along which the objective falls without end while every limit holds. */
export interface UnboundedDirection {
  /** d, largest entry 1 in size. */
  readonly direction: Float64Array
  /** Change of the objective along d, per unit; below 0. */
  readonly slope: number
  /** The variables that move, by name. */
  readonly moves: readonly { readonly name: string; readonly change: number }[]
  readonly words: string
}

/**
 * Which variables run away in an unbounded programme, of which the remedy is a bound on one of them. Throws
 * `not-applicable` where no direction lowers the objective for ever.
 */
export function unboundedDirection(programme: Programme): UnboundedDirection {
  const p = programmeArrays(programme)
  const d = programmeDirection(p)
  const outcome = solvedProgramme({
    cost: d.cost,
    lower: d.lower,
    upper: d.upper,
    rows: Array.from({ length: d.m }, (_, i) => ({
      name: `row ${i}`,
      indices: d.rowIndices.subarray(d.rowStarts[i], d.rowStarts[i + 1]),
      coefficients: d.rowValues.subarray(d.rowStarts[i], d.rowStarts[i + 1]),
      lower: d.rowLower[i],
      upper: d.rowUpper[i],
    })),
  })
  const slope = outcome.status === 'optimal' ? outcome.solution.objective : 0
  const size = p.cost.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (outcome.status !== 'optimal' || !(slope < -1e-9 * size)) {
    throw new TuttiError(
      'not-applicable',
      'no direction lowers the objective for ever: the programme is bounded, or infeasible',
    )
  }
  const { x } = outcome.solution
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const direction = x.map((value) => value / largest)
  const moves = Array.from(direction, (change, j) => ({ name: variableName(programme, j), change })).filter(
    ({ change }) => Math.abs(change) > 1e-9,
  )
  const listed = moves
    .slice(0, 8)
    .map(
      ({ name, change }) => `${name} ${change > 0 ? 'rises' : 'falls'} by ${Number(Math.abs(change).toPrecision(6))}`,
    )
  return {
    direction,
    slope: slope / largest,
    moves,
    words: `The objective falls without end as ${listed.join(', ')}${moves.length > 8 ? ` and ${moves.length - 8} more move` : ''}: bound one of them.`,
  }
}
