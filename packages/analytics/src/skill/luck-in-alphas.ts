import { requireFinite, requireInRange, TuttiError } from '../errors/index.ts'
import { simulatedPValue, type SimulatedPValue } from '../multiple-testing/index.ts'
import { uniformStream } from '../random/index.ts'
import {
  mean,
  quantileOfSorted,
  requireSameLength,
  requireWhole,
  type Sample,
  standardDeviation,
  stationaryBootstrapIndices,
} from '../statistics/index.ts'

/** A percentile of the t statistics of all managers against what luck alone gives. */
export interface LuckPercentile {
  /** In (0, 1); 1 is the best manager and 0 the worst. */
  readonly probability: number
  readonly actual: number
  /** Mean over the simulations without skill, and its Monte Carlo error. */
  readonly byLuck: number
  readonly byLuckStandardError: number
  /** Share of simulations at or above the actual value (at or below it for probabilities under one half). */
  readonly pValue: SimulatedPValue
}

/** Alphas of many managers against the alphas that managers without skill would have shown. */
export interface LuckInAlphas {
  /** Per period, of each manager; null for those with too short a record. */
  readonly alphas: readonly (number | null)[]
  readonly tStatistics: readonly (number | null)[]
  /** One-sided p-value of each t statistic in the manager's own simulations without skill. */
  readonly pValues: readonly (SimulatedPValue | null)[]
  readonly best: number
  readonly worst: number
  readonly percentiles: readonly LuckPercentile[]
  readonly managers: number
  readonly periods: number
  readonly samples: number
  /** Share of manager-simulations left out: too few periods drawn, or factors collinear in them. */
  readonly leftOut: number
  readonly cautions: readonly ('few-managers' | 'short-record' | 'draws-left-out')[]
}

/** How the simulations are drawn. */
export interface LuckBootstrap {
  /** 100 or more; 1,000 for p-values to be quoted. */
  readonly samples: number
  readonly seed: number
  /** Mean length of the blocks of periods; 1 draws each period alone. */
  readonly meanBlock: number
  /** Of the percentiles beside the best (1) and the worst (0). */
  readonly percentiles: readonly number[]
  /** Fewest returns of a manager, in the record and in a draw. */
  readonly leastPeriods: number
}

/** Stream number of the draws. */
const LUCK_STREAM = 61

/**
 * The t statistics of the alphas of managers (`returns`: rows are periods, columns managers, null where there is none)
 * against simulations in which no manager has any: alpha is taken off each manager's returns, whole periods are drawn with
 * replacement for managers and factors together, so that their dependence stays, and all regressions are run again.
 *
 * Errors of the t statistics are those of least squares. Managers with fewer than `leastPeriods` returns are null. Throws
 * `not-applicable` where none is left or the factors are collinear. Cost samples x periods x managers x factors.
 * Sources: Fama & French, J. of Finance 65 (2010); Kosowski, Timmermann, Wermers & White, J. of Finance 61 (2006).
 */
export function luckInAlphas(
  returns: readonly (readonly (number | null)[])[],
  factors: readonly Sample[],
  options: LuckBootstrap,
): LuckInAlphas {
  const periods = requireWhole(returns.length, 10, 1_000_000, 'number of periods')
  requireWhole(factors.length, periods, periods, 'number of rows of factors')
  const total = requireWhole(returns[0].length, 1, 1_000_000, 'number of managers')
  const width = factors[0].length + 1
  const samples = requireWhole(options.samples, 100, 1_000_000, 'samples')
  const least = requireWhole(options.leastPeriods, width + 2, Infinity, 'leastPeriods')
  requireInRange(options.meanBlock, 1, periods, 'meanBlock')
  options.percentiles.forEach((p, i) => requireInRange(p, 0, 1, `percentiles[${i}]`))
  const columns = factorColumns(factors)
  const groups = managerGroups(returns)
  const everything = new Float64Array(periods).fill(1)
  const alphas = new Array<number | null>(total).fill(null)
  const actual = new Array<number | null>(total).fill(null)
  for (const group of groups) {
    if (group.periods.length < least) continue
    const factor = weightedFactor(columns, group.periods, everything)
    if (factor === undefined) {
      throw new TuttiError('not-applicable', 'the factors are collinear over the record of a manager', {
        field: 'factors',
        got: `${group.periods.length} periods of manager ${group.members[0].index}`,
        expected: 'linearly independent factors; leave one out',
      })
    }
    for (const { index, y } of group.members) {
      const { alpha, t } = alphaOf(group.periods, factor, y)
      if (t === null) {
        throw new TuttiError('not-applicable', `the factors explain manager ${index} exactly`, {
          field: `returns[][${index}]`,
          got: 'residuals of 0',
          expected: 'residuals that vary; leave this manager out',
        })
      }
      alphas[index] = alpha
      actual[index] = t
      for (const at of group.periods) y[at] -= alpha
    }
  }
  const kept = actual.flatMap((t, index) => (t === null ? [] : [{ t, index }]))
  if (kept.length === 0) {
    throw new TuttiError('not-applicable', `no manager has ${least} returns`, {
      field: 'returns',
      got: `${total} managers of ${periods} periods`,
      expected: 'longer records, or a smaller leastPeriods',
    })
  }
  const sorted = Float64Array.from(kept, ({ t }) => t).sort()
  const probabilities = [0, ...options.percentiles, 1]
  const actualPercentiles = probabilities.map((p) => quantileOfSorted(sorted, p, 7))
  const exceeded = new Int32Array(total)
  const drawn = new Int32Array(total)
  const beyond = new Int32Array(probabilities.length)
  const sums = new Float64Array(probabilities.length)
  const squares = new Float64Array(probabilities.length)
  const uniform = uniformStream(options.seed, LUCK_STREAM, 0)
  const counts = new Float64Array(periods)
  let simulations = 0
  for (let b = 0; b < samples; b++) {
    counts.fill(0)
    for (const at of stationaryBootstrapIndices(periods, options.meanBlock, uniform)) counts[at]++
    const draws: number[] = []
    for (const group of groups) {
      if (group.periods.length < least) continue
      const hit = group.periods.filter((at) => counts[at] > 0)
      const size = hit.reduce((sum, at) => sum + counts[at], 0)
      if (size < least || hit.length < width + 1) continue
      const factor = weightedFactor(columns, hit, counts)
      if (factor === undefined) continue
      for (const { index, y } of group.members) {
        const { t } = alphaOf(hit, factor, y)
        if (t === null) continue
        draws.push(t)
        drawn[index]++
        if (t >= (actual[index] ?? 0)) exceeded[index]++
      }
    }
    if (draws.length === 0) continue
    simulations++
    const order = Float64Array.from(draws).sort()
    probabilities.forEach((p, i) => {
      const value = quantileOfSorted(order, p, 7)
      sums[i] += value
      squares[i] += value * value
      if (p < 0.5 ? value <= actualPercentiles[i] : value >= actualPercentiles[i]) beyond[i]++
    })
  }
  if (simulations < 100) {
    throw new TuttiError('not-applicable', 'hardly any simulation held enough returns of a manager', {
      field: 'leastPeriods',
      got: `${simulations} usable simulations of ${samples}`,
      expected: 'a smaller leastPeriods, or longer records',
    })
  }
  const percentiles = probabilities.map((probability, i): LuckPercentile => {
    const average = sums[i] / simulations
    const spread = Math.max(0, squares[i] / simulations - average * average)
    return {
      probability,
      actual: actualPercentiles[i],
      byLuck: average,
      byLuckStandardError: Math.sqrt(spread / simulations),
      pValue: simulatedPValue(beyond[i], simulations),
    }
  })
  const leftOut = 1 - drawn.reduce((sum, count) => sum + count, 0) / (samples * kept.length)
  const extreme = (sign: number): number => kept.reduce((a, b) => (sign * b.t > sign * a.t ? b : a)).index
  const shortest = Math.min(...groups.filter((g) => g.periods.length >= least).map((g) => g.periods.length))
  return {
    alphas,
    tStatistics: actual,
    pValues: actual.map((t, k) => (t === null || drawn[k] < 100 ? null : simulatedPValue(exceeded[k], drawn[k]))),
    best: extreme(1),
    worst: extreme(-1),
    percentiles,
    managers: kept.length,
    periods,
    samples,
    leftOut,
    cautions: [
      ...(kept.length < 20 ? (['few-managers'] as const) : []),
      ...(shortest < 36 ? (['short-record'] as const) : []),
      ...(leftOut > 0.01 ? (['draws-left-out'] as const) : []),
    ],
  }
}

/** Managers with returns in the same periods. */
interface ManagerGroup {
  readonly periods: Int32Array
  readonly members: readonly { readonly index: number; readonly y: Float64Array }[]
}

/** Managers grouped by the periods in which they have returns, so that the factors are decomposed once a group. */
function managerGroups(returns: readonly (readonly (number | null)[])[]): ManagerGroup[] {
  const groups = new Map<string, { periods: Int32Array; members: { index: number; y: Float64Array }[] }>()
  for (let k = 0; k < returns[0].length; k++) {
    const held: number[] = []
    const y = new Float64Array(returns.length)
    returns.forEach((row, t) => {
      if (k === 0) requireWhole(row.length, returns[0].length, returns[0].length, `number of managers in returns[${t}]`)
      const value = row[k]
      if (value === null) return
      held.push(t)
      y[t] = requireFinite(value, `returns[${t}][${k}]`)
    })
    const key = held.join()
    const group = groups.get(key)
    if (group) group.members.push({ index: k, y })
    else groups.set(key, { periods: Int32Array.from(held), members: [{ index: k, y }] })
  }
  return [...groups.values()]
}

/** Columns of the regression, the intercept last, factors scaled to a deviation of 1. */
function factorColumns(factors: readonly Sample[]): Float64Array[] {
  const width = factors[0].length
  factors.forEach((row, t) => {
    requireSameLength(factors[0], row, 'factors[0]', `factors[${t}]`)
    for (let j = 0; j < width; j++) requireFinite(row[j], `factors[${t}][${j}]`)
  })
  const columns = Array.from({ length: width }, (_, j) => {
    const values = factors.map((row) => row[j])
    const size = Math.hypot(standardDeviation(values, 'population'), mean(values))
    return Float64Array.from(values, (value) => (size > 0 ? value / size : 0))
  })
  return [...columns, new Float64Array(factors.length).fill(1)]
}

/** Lower Cholesky factor, by rows, of the weighted cross products, and the weighted number of periods. */
interface WeightedFactor {
  readonly rows: readonly Float64Array[]
  readonly size: number
  /** Columns and weights at the periods alone, side by side. */
  readonly columns: readonly Float64Array[]
  readonly weights: Float64Array
  readonly scratch: Float64Array
  readonly weighted: Float64Array
}

/** Undefined where the columns are collinear over these periods. */
function weightedFactor(
  columns: readonly Float64Array[],
  periods: Int32Array,
  weights: Float64Array,
): WeightedFactor | undefined {
  const p = columns.length
  const rows = columns.map(() => new Float64Array(p))
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [columns[i], columns[j]]
      let sum = 0
      for (let k = 0; k < periods.length; k++) {
        const at = periods[k]
        sum += weights[at] * a[at] * b[at]
      }
      rows[i][j] = sum
    }
  }
  for (let i = 0; i < p; i++) {
    const whole = rows[i][i]
    for (let j = 0; j < i; j++) {
      for (let k = 0; k < j; k++) rows[i][j] -= rows[i][k] * rows[j][k]
      rows[i][j] /= rows[j][j]
      rows[i][i] -= rows[i][j] ** 2
    }
    if (!(rows[i][i] > 1e-12 * whole)) return undefined
    rows[i][i] = Math.sqrt(rows[i][i])
  }
  const held = Float64Array.from(periods, (at) => weights[at])
  return {
    rows,
    size: held.reduce((sum, weight) => sum + weight, 0),
    columns: columns.map((column) => Float64Array.from(periods, (at) => column[at])),
    weights: held,
    scratch: new Float64Array(p),
    weighted: new Float64Array(periods.length),
  }
}

/** Intercept and its t statistic; t is null where nothing is left to be explained. */
function alphaOf(periods: Int32Array, factor: WeightedFactor, y: Float64Array): { alpha: number; t: number | null } {
  const { rows, size, columns, weights, scratch, weighted } = factor
  const p = columns.length
  const length = periods.length
  let squares = 0
  for (let k = 0; k < length; k++) {
    const value = y[periods[k]]
    const product = weights[k] * value
    weighted[k] = product
    squares += product * value
  }
  let explained = 0
  for (let i = 0; i < p; i++) {
    const column = columns[i]
    let even = 0
    let odd = 0
    let k = 0
    for (; k + 1 < length; k += 2) {
      even += column[k] * weighted[k]
      odd += column[k + 1] * weighted[k + 1]
    }
    if (k < length) even += column[k] * weighted[k]
    let sum = even + odd
    for (let j = 0; j < i; j++) sum -= rows[i][j] * scratch[j]
    scratch[i] = sum / rows[i][i]
    explained += scratch[i] * scratch[i]
  }
  // With the intercept last, its coefficient is the last entry over the last pivot, and its error the residual over it.
  const residual = squares - explained
  const alpha = scratch[p - 1] / rows[p - 1][p - 1]
  if (!(residual > 1e-13 * squares)) return { alpha, t: null }
  return { alpha, t: scratch[p - 1] / Math.sqrt(residual / (size - p)) }
}
