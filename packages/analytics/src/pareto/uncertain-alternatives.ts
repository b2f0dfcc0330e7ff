import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import { portableNormalCdf } from '../math/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { dominates } from './non-dominated-sort.ts'
import { requireTable, type ObjectiveTable } from './objective-table.ts'

/**
 * Probability that each alternative is at least as good as each other in every criterion (less is better), figures having
 * independent normal errors with the given standard errors: the product over criteria of Φ((b - a) / √(seₐ² + s_b²)).
 * Where neither has an error in a criterion it counts as 1 or 0 as the figures compare. Entry [a][b]; 0 on the diagonal and
 * for pairs without errors whose figures are equal. Throws `invalid-input` for negative standard errors.
 */
export function dominanceProbabilities(values: ObjectiveTable, standardErrors: ObjectiveTable): Float64Array[] {
  requireErrors(values, standardErrors)
  return values.map((a, i) =>
    Float64Array.from(values, (b, j) => {
      if (i === j) return 0
      let product = 1
      let known = true
      for (let k = 0; k < a.length; k++) {
        const error = Math.hypot(standardErrors[i][k], standardErrors[j][k])
        if (error > 0) {
          known = false
          product *= portableNormalCdf((b[k] - a[k]) / error)
        } else if (a[k] > b[k]) return 0
      }
      return known && !dominates(a, b) ? 0 : product
    }),
  )
}

/** A simulated probability or mean with its standard error. */
export interface SimulatedFigure {
  readonly value: number
  readonly standardError: number
}

/** How sure the place of an alternative is. */
export interface PlaceUncertainty {
  /** Probability that no other alternative dominates it. */
  readonly nonDominated: SimulatedFigure
  /** Probability that it has the highest score. */
  readonly best: SimulatedFigure
  /** Mean of its rank by score, 1 being the best. */
  readonly rank: SimulatedFigure
}

/** Places of alternatives under errors in their figures. */
export interface SimulatedPlaces {
  readonly places: readonly PlaceUncertainty[]
  /** Probability that the score of alternative a is above that of b: entry [a][b]; equals count half. */
  readonly ahead: readonly Float64Array[]
  readonly draws: number
}

/**
 * Places in `draws` tables drawn around the figures with independent normal errors; `scores` gives the score of each
 * row of a table, more being better. Stream (seed, 0, draw). Throws `invalid-input` for negative standard errors or fewer
 * than 2 draws.
 */
export function simulatedPlaces(
  values: ObjectiveTable,
  standardErrors: ObjectiveTable,
  scores: (table: ObjectiveTable) => ArrayLike<number>,
  { seed, draws }: { readonly seed: number; readonly draws: number },
): SimulatedPlaces {
  requireErrors(values, standardErrors)
  requireInRange(draws, 2, 1_000_000, 'draws')
  requireInRange(seed, 0, Number.MAX_SAFE_INTEGER, 'seed')
  const count = values.length
  const criteria = values[0].length
  const state = new Int32Array(4)
  const normals = new Float64Array(count * criteria)
  const table = values.map((row) => Float64Array.from(row))
  const free = new Float64Array(count)
  const best = new Float64Array(count)
  const rankSum = new Float64Array(count)
  const rankSquares = new Float64Array(count)
  const ahead = values.map(() => new Float64Array(count))
  for (let d = 0; d < draws; d++) {
    openStream(seed, 0, d, state)
    fillNormals(state, normals, normals.length)
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < criteria; k++) {
        table[i][k] = values[i][k] + standardErrors[i][k] * normals[i * criteria + k]
      }
    }
    const score = scores(table)
    const top = Array.from(score).reduce((high, value) => Math.max(high, value), -Infinity)
    const winners = Array.from(score).reduce((number, value) => number + +(value === top), 0)
    for (let i = 0; i < count; i++) {
      if (!table.some((other) => dominates(other, table[i]))) free[i]++
      if (score[i] === top) best[i] += 1 / winners
      let rank = 1
      for (let j = 0; j < count; j++) {
        if (j === i) continue
        const share = score[i] > score[j] ? 1 : score[i] === score[j] ? 0.5 : 0
        ahead[i][j] += share / draws
        rank += 1 - share
      }
      rankSum[i] += rank
      rankSquares[i] += rank * rank
    }
  }
  const proportion = (hits: number): SimulatedFigure => {
    const value = hits / draws
    return { value, standardError: Math.sqrt((value * (1 - value)) / draws) }
  }
  const places = values.map((_, i): PlaceUncertainty => {
    const mean = rankSum[i] / draws
    const spread = Math.max(0, rankSquares[i] - draws * mean * mean) / (draws - 1)
    return {
      nonDominated: proportion(free[i]),
      best: proportion(best[i]),
      rank: { value: mean, standardError: Math.sqrt(spread / draws) },
    }
  })
  return { places, ahead, draws }
}

function requireErrors(values: ObjectiveTable, standardErrors: ObjectiveTable): void {
  requireTable(values)
  if (standardErrors.length !== values.length) {
    throw new TuttiError(
      'invalid-input',
      `standardErrors has ${standardErrors.length} rows where ${values.length} are needed`,
      { field: 'standardErrors', got: `${standardErrors.length} rows`, expected: `${values.length} rows` },
    )
  }
  standardErrors.forEach((row, i) => {
    for (let k = 0; k < values[0].length; k++) {
      if (!(requireFinite(row[k], `standardErrors[${i}][${k}]`) >= 0)) {
        throw new TuttiError('invalid-input', `standardErrors[${i}][${k}] must be at least 0, got ${row[k]}`, {
          field: `standardErrors[${i}][${k}]`,
          got: String(row[k]),
          expected: 'a number of at least 0',
        })
      }
    }
  })
}
