import { requireFinite, TuttiError } from '../errors/index.ts'
import { type Programme, solvedProgramme } from '../programming/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import { type EllipticalFactors, requireFactors } from './conditional-stress.ts'
import { requirePosition, type ReverseStress, stressScenario } from './stress-scenario.ts'
import { whitenedFactors } from './whitened-factors.ts'

/** Limits on the moves of a scenario; equal ends fix a shock. */
export interface ScenarioLimits {
  /** For each factor; -Infinity or null where free. */
  readonly minMoves?: readonly (number | null)[] | undefined
  readonly maxMoves?: readonly (number | null)[] | undefined
  /** lower <= coefficients' x <= upper, such as a spread between two rates. */
  readonly linear?:
    | readonly {
        readonly name: string
        readonly coefficients: Sample
        readonly lower: number | null
        readonly upper: number | null
      }[]
    | undefined
}

/**
 * Reverse stress of a linear position within limits on the scenario: minimise the Mahalanobis distance subject to the loss
 * and the limits, a convex quadratic programme in whitened coordinates.
 *
 * Returns `unreachable` with the worst loss within the limits. Throws `infeasible` where no scenario at all satisfies the
 * limits. Source: Breuer, Jandacka, Rheinberger & Summer, Int. J. of Central Banking 5 (2009).
 */
export function limitedReverseStress(
  factors: EllipticalFactors,
  deltas: Sample,
  targetLoss: number,
  limits: ScenarioLimits,
): ReverseStress {
  const size = requireFactors(factors)
  const position = { deltas }
  requirePosition(position, size)
  requireFinite(targetLoss, 'targetLoss')
  const white = whitenedFactors(factors)
  const rank = white.columns.length
  const rows = limitRows(limits, size)
  const { means } = factors
  const money = Math.max(Math.abs(targetLoss), 1e-12)
  const lossRow = {
    name: 'loss',
    coefficients: Array.from(deltas, (d) => -d / money),
    lower: targetLoss / money,
    upper: Infinity,
  }
  /** A row on x turned into one on y, scaled to unit coefficients. */
  const inY = (row: typeof lossRow): Programme['rows'][number] => {
    const coefficients = white.columns.map((column) => column.reduce((sum, a, i) => sum + a * row.coefficients[i], 0))
    const constant = row.coefficients.reduce((sum, c, i) => sum + c * means[i], 0)
    const scale = Math.hypot(...coefficients) || 1
    return {
      name: row.name,
      indices: coefficients.map((_, k) => k),
      coefficients: coefficients.map((c) => c / scale),
      lower: (row.lower - constant) / scale,
      upper: (row.upper - constant) / scale,
    }
  }
  const limitsInY = rows.map(inY)
  const free = { lower: white.columns.map(() => -Infinity), upper: white.columns.map(() => Infinity) }
  const zero = white.columns.map(() => 0)
  const identity = white.columns.map((_, i) => white.columns.map((__, j) => (i === j ? 1 : 0)))
  const scenarioAt = (y: ArrayLike<number>) => {
    const point = Array.from(y)
    return stressScenario(
      factors,
      position,
      white.moves(point),
      point.reduce((sum, v) => sum + v * v, 0),
      rank,
    )
  }
  const nearest = solvedProgramme({ cost: zero, hessian: identity, ...free, rows: [...limitsInY, inY(lossRow)] })
  if (nearest.status === 'optimal') return { status: 'reached', scenarios: [scenarioAt(nearest.solution.x)] }
  const within = solvedProgramme({ cost: zero, hessian: identity, ...free, rows: limitsInY })
  if (within.status !== 'optimal') {
    throw new TuttiError(
      'infeasible',
      'no scenario satisfies these limits, whatever it loses: relax or drop some of them',
      {
        field: 'limits',
        got: `${rows.length} limits that contradict each other or the covariance`,
        expected: 'limits that some moves of the factors satisfy',
      },
    )
  }
  const slopes = inY(lossRow).coefficients
  const worst = solvedProgramme({ cost: Array.from(slopes, (c) => -c), ...free, rows: limitsInY })
  const scenario = scenarioAt(worst.status === 'optimal' ? worst.solution.x : within.solution.x)
  return { status: 'unreachable', worstLoss: scenario.loss, scenario }
}

interface LimitRow {
  readonly name: string
  readonly coefficients: number[]
  readonly lower: number
  readonly upper: number
}

function limitRows({ minMoves, maxMoves, linear = [] }: ScenarioLimits, size: number): LimitRow[] {
  for (const [field, moves] of [
    ['minMoves', minMoves],
    ['maxMoves', maxMoves],
  ] as const) {
    if (moves !== undefined) requireSameLength({ length: size }, { length: moves.length }, 'means', field)
  }
  const rows: LimitRow[] = []
  for (let i = 0; i < size; i++) {
    const lower = minMoves?.[i] ?? -Infinity
    const upper = maxMoves?.[i] ?? Infinity
    if (lower === -Infinity && upper === Infinity) continue
    rows.push(
      orderedRow(
        `moves of factor ${i}`,
        Array.from({ length: size }, (_, j) => (i === j ? 1 : 0)),
        lower,
        upper,
      ),
    )
  }
  linear.forEach(({ name, coefficients, lower, upper }) => {
    requireSameLength({ length: size }, coefficients, 'means', `coefficients of ${name}`)
    rows.push(orderedRow(name, Array.from(coefficients), lower ?? -Infinity, upper ?? Infinity))
  })
  return rows
}

function orderedRow(name: string, coefficients: number[], lower: number, upper: number): LimitRow {
  if (lower <= upper) return { name, coefficients, lower, upper }
  throw new TuttiError('invalid-input', `the limit ${name} has a lower end above its upper one`, {
    field: name,
    got: `[${lower}, ${upper}]`,
    expected: 'lower <= upper',
  })
}
