import { incompleteCovariance, ledoitWolf } from '@tutti/analytics/covariance'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import { factorChanges } from './factor-changes.ts'
import { factorDrivers } from './factor-drivers.ts'
import type { HedgingMarket } from './hedging-market.ts'

/** How the factors move together over the horizon, as estimated from their history. */
export interface FactorModel {
  /** Standard deviation of the change of each factor over the horizon, in its unit. */
  readonly volatilities: Float64Array
  /** Positive semidefinite, unit diagonal. */
  readonly correlation: readonly (readonly number[])[]
  readonly horizonYears: number
  /** First and last date, and number of changes, that it rests on. */
  readonly from: string
  readonly to: string
  readonly changes: number
  /** Weight of the blocks' mean correlations in the estimate. */
  readonly shrinkage: number
  /** How it was estimated, for the record. */
  readonly method: string
}

/** Fewest changes that a volatility or correlation may rest on. */
const fewestChanges = 24

/**
 * Volatilities and correlations of non-overlapping changes of the factors (`change_days`, over `history_years`), scaled to the
 * horizon by the square root of time; the mean is taken to be zero in the scenarios. Where histories differ each correlation
 * rests on the periods that both factors have, repaired to the nearest valid matrix. Correlations are then shrunk towards
 * the means of their blocks (rates of a currency, break-evens of a currency, the other groups) by the weight that Ledoit and
 * Wolf (2004) have for equal correlations, on the periods that all factors have; it is no more than these nearer targets would
 * justify. Factors read from one series move in lockstep.
 *
 * Throws `missing-data` naming every factor with fewer than 24 changes, `not-applicable` for one that never moved.
 */
export function factorModel(mandate: HedgingMandate, market: HedgingMarket): FactorModel {
  const { scenarios, objectives } = mandate
  const { changes, dates, periodsPerYear } = factorChanges(mandate, market)
  const { representatives, driverOf, scaleOf } = factorDrivers(mandate, market)
  const rows = changes.map((row) => representatives.map((f) => row[f]))
  requireEnough(
    rows,
    representatives.map((f) => market.factorNames[f]),
  )
  const deviations = representatives.map((f, d) => deviation(rows, d, market.factorNames[f]))
  const standardised = rows.map((row) => row.map((value, d) => (value === null ? null : value / deviations[d])))
  const complete = standardised.filter((row): row is number[] => !row.includes(null))
  const pairwise = pairwiseCorrelation(standardised, market, representatives)
  const shrinks = complete.length >= fewestChanges && representatives.length > 1
  const shrinkage = shrinks ? ledoitWolf(complete, 'constant-correlation').shrinkage : 0
  const shrunk = shrunkCorrelation(
    pairwise.matrix,
    representatives.map((f) => market.factors[f]),
    shrinkage,
  )
  const perHorizon = Math.sqrt(periodsPerYear * objectives.horizon_years)
  const gaps = complete.length < rows.length
  return {
    volatilities: Float64Array.from(driverOf, (d, f) => Math.abs(scaleOf[f]) * deviations[d] * perHorizon),
    correlation: driverOf.map((a) => driverOf.map((b) => shrunk[a][b])),
    horizonYears: objectives.horizon_years,
    from: dates[0],
    to: dates[dates.length - 1],
    changes: rows.length,
    shrinkage,
    method: [
      `covariance of ${rows.length} changes over ${scenarios.change_days} business days each, ${dates[0]} to ${dates[dates.length - 1]}, without overlap`,
      ...(gaps ? [`pairwise, ${complete.length} changes being common to all factors`] : []),
      ...(pairwise.repaired ? ['repaired to the nearest correlation matrix'] : []),
      shrinks
        ? `correlations shrunk towards the means of their blocks with weight ${shrinkage.toFixed(4)} (Ledoit-Wolf)`
        : 'correlations not shrunk, too few changes being common to all factors',
      `scaled to ${objectives.horizon_years} years by the square root of time, mean zero`,
    ].join('; '),
  }
}

type Rows = readonly (readonly (number | null)[])[]

function requireEnough(rows: Rows, names: readonly string[]): void {
  const problems: Problem[] = names.flatMap((name, d) => {
    const count = rows.filter((row) => row[d] !== null).length
    if (count >= fewestChanges) return []
    const message = `has ${count} changes in the history`
    return [{ field: name, message, got: String(count), expected: `at least ${fewestChanges}` }]
  })
  if (problems.length === 0) return
  const list = problems.map(({ field, message }) => `${field} ${message}`).join(', ')
  throw new TuttiError(
    'missing-data',
    `too short a history for scenarios: ${list}; lengthen scenarios.history_years, shorten change_days, provide the series, or make a volatility constant`,
    { field: problems[0].field, problems, expected: `at least ${fewestChanges} changes of each factor` },
  )
}

/** Root of the mean square deviation from the mean, divisor n - 1. */
function deviation(rows: Rows, d: number, name: string): number {
  const values = rows.flatMap((row) => row[d] ?? [])
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const result = Math.sqrt(squares / (values.length - 1))
  if (result > 0) return result
  throw new TuttiError('not-applicable', `${name} never moved in the history, so that it has no correlations`, {
    field: name,
    got: 'a standard deviation of 0',
    expected: 'a series that moves; make a volatility constant instead',
  })
}

/** Correlations over the periods that each pair has; the nearest valid matrix where they do not fit together. */
function pairwiseCorrelation(
  standardised: Rows,
  { factorNames }: HedgingMarket,
  representatives: readonly number[],
): { matrix: readonly (readonly number[])[]; repaired: boolean } {
  const gaps = standardised.some((row) => row.includes(null))
  if (gaps)
    requireCommon(
      standardised,
      representatives.map((f) => factorNames[f]),
    )
  const { covariance, repaired } = incompleteCovariance(standardised, gaps ? 'pairwise' : 'complete', fewestChanges)
  const roots = covariance.map((row, i) => Math.sqrt(row[i]))
  const matrix = covariance.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : Math.max(-1, Math.min(1, value / (roots[i] * roots[j]))))),
  )
  return { matrix, repaired }
}

function requireCommon(rows: Rows, names: readonly string[]): void {
  for (let i = 0; i < names.length; i++) {
    for (let j = 0; j < i; j++) {
      const both = rows.filter((row) => row[i] !== null && row[j] !== null).length
      if (both >= fewestChanges) continue
      throw new TuttiError('missing-data', `${names[j]} and ${names[i]} have ${both} changes in common`, {
        field: names[j],
        got: String(both),
        expected: `at least ${fewestChanges}, for their correlation`,
      })
    }
  }
}

/** Rates and break-evens of one currency belong together, the factors of every other group. */
function blockName(factor: RiskFactor): string {
  return factor.group === 'rates' || factor.group === 'inflation' ? `${factor.group} ${factor.currency}` : factor.group
}

/**
 * (1 - weight) x correlation + weight x target. The target has between any two factors the mean correlation of their two blocks
 * (within a block, that of different factors). It is the average over all exchanges of factors within blocks, and so valid.
 */
function shrunkCorrelation(
  correlation: readonly (readonly number[])[],
  factors: readonly RiskFactor[],
  weight: number,
): number[][] {
  const sums = new Map<string, { sum: number; count: number }>()
  const keys = factors.map((a) => factors.map((b) => `${blockName(a)} | ${blockName(b)}`))
  correlation.forEach((row, i) =>
    row.forEach((value, j) => {
      if (i === j) return
      const { sum, count } = sums.get(keys[i][j]) ?? { sum: 0, count: 0 }
      sums.set(keys[i][j], { sum: sum + value, count: count + 1 })
    }),
  )
  return correlation.map((row, i) =>
    row.map((value, j) => {
      const block = sums.get(keys[Math.max(i, j)][Math.min(i, j)])
      return i === j || block === undefined ? 1 : (1 - weight) * value + (weight * block.sum) / block.count
    }),
  )
}
