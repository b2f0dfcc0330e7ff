import { curveComponents, nelsonSiegelFit, nelsonSiegelLoadings } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { compensatedSum, requireWhole } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'
import { type KeyRates, requireTenors } from './key-rate-attribution.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** What counts as level, slope and curvature. */
export type CurveComponentMethod =
  /** Least squares on the loadings of Nelson and Siegel, with a decay per year. */
  | { readonly type: 'nelson-siegel'; readonly decayPerYear: number }
  /** Principal components of past changes [day][tenor] at the same tenors. */
  | {
      readonly type: 'principal-components'
      readonly history: readonly (readonly number[])[]
      readonly components: number
    }
  /** Mean, half the steepening and the bend of three tenors, linear between them and flat beyond. */
  | { readonly type: 'parallel-twist-butterfly'; readonly pivotYears: readonly [number, number, number] }

/** One component of the curve's move and what it did to both sides. */
export interface CurveComponentEffect {
  readonly name: string
  /** How much of the component the move holds: the change of each tenor is factor x loading. */
  readonly factor: number
  readonly loadings: readonly number[]
  readonly portfolio: number
  readonly benchmark: number
  readonly active: number
}

/** A curve return split into components and the part of the move that they do not span. */
export interface CurveComponentAttribution {
  readonly components: readonly CurveComponentEffect[]
  /** Changes of the tenors that the components leave. */
  readonly unspannedChanges: readonly number[]
  readonly residual: { readonly portfolio: number; readonly benchmark: number; readonly active: number }
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly activeReturn: number
  /** Share of the squared move that the components span. */
  readonly explainedShare: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Splits the curve return of key-rate durations, to first order, into level, slope and curvature. The residual is what
 * the durations earned on the part of the move that the components do not span; with it the effects add up.
 *
 * Source: Litterman & Scheinkman, J. Fixed Income 1 (1991); Diebold & Li, J. Econometrics 130 (2006).
 */
export function curveComponentAttribution(rates: KeyRates, method: CurveComponentMethod): CurveComponentAttribution {
  const { tenors, zeroRateChanges: changes } = rates
  const n = requireTenors(tenors)
  requireColumn(changes, n, 'zeroRateChanges')
  const own = requireColumn(rates.portfolioKeyRateDurations, n, 'portfolioKeyRateDurations')
  const theirs = requireColumn(rates.benchmarkKeyRateDurations, n, 'benchmarkKeyRateDurations')
  const parts = componentsOf(tenors, changes, method)
  const effect = (durations: readonly number[], moves: readonly number[]): number => 0 - weightedSum(durations, moves)
  const components = parts.map(({ name, factor, loadings }) => {
    const moves = loadings.map((loading) => factor * loading)
    const [portfolio, benchmark] = [effect(own, moves), effect(theirs, moves)]
    return { name, factor, loadings, portfolio, benchmark, active: portfolio - benchmark }
  })
  const unspannedChanges = changes.map((change, k) =>
    compensatedSum([change, ...parts.map(({ factor, loadings }) => -factor * loadings[k])]),
  )
  const [portfolioReturn, benchmarkReturn] = [effect(own, changes), effect(theirs, changes)]
  const left = { portfolio: effect(own, unspannedChanges), benchmark: effect(theirs, unspannedChanges) }
  const squares = weightedSum(changes, changes)
  const explainedShare = squares === 0 ? 1 : 1 - weightedSum(unspannedChanges, unspannedChanges) / squares
  const cautions: AttributionCaution[] = []
  if (method.type === 'principal-components' && method.history.length < 10 * n) {
    cautions.push(
      caution(
        'small-sample',
        `${method.history.length} changes are few for components of ${n} tenors: they are unsure`,
      ),
    )
  }
  if (explainedShare < 0.9) {
    cautions.push(
      caution('unexplained-residual', `the components span ${explainedShare} of the squared move: see the residual`),
    )
  }
  return {
    components,
    unspannedChanges,
    residual: { ...left, active: left.portfolio - left.benchmark },
    portfolioReturn,
    benchmarkReturn,
    activeReturn: portfolioReturn - benchmarkReturn,
    explainedShare,
    cautions,
  }
}

interface Component {
  readonly name: string
  readonly factor: number
  readonly loadings: readonly number[]
}

const shapes = ['level', 'slope', 'curvature']

function componentsOf(
  tenors: readonly number[],
  changes: readonly number[],
  method: CurveComponentMethod,
): readonly Component[] {
  if (method.type === 'nelson-siegel') {
    const { level, slope, curvature } = nelsonSiegelFit(tenors, changes, method.decayPerYear)
    return [level, slope, curvature].map((factor, c) => ({
      name: shapes[c],
      factor,
      loadings: tenors.map((tenor) => nelsonSiegelLoadings(tenor, method.decayPerYear)[c]),
    }))
  }
  if (method.type === 'principal-components') {
    requireWhole(method.components, 1, tenors.length, 'components')
    method.history.forEach((row, i) => requireColumn(row, tenors.length, `history[${i}]`))
    return curveComponents(method.history)
      .loadings.slice(0, method.components)
      .map((loadings, c) => ({
        name: shapes[c] ?? `component ${c + 1}`,
        factor: weightedSum(loadings, changes),
        loadings,
      }))
  }
  return twistAndButterfly(tenors, changes, method.pivotYears)
}

function twistAndButterfly(
  tenors: readonly number[],
  changes: readonly number[],
  pivots: readonly [number, number, number],
): readonly Component[] {
  const at = pivots.map((pivot, i) => {
    const k = tenors.indexOf(pivot)
    if (k >= 0 && (i === 0 || pivot > pivots[i - 1])) return k
    throw new TuttiError('invalid-input', `the pivot ${pivot} is none of the tenors, or not above the one before`, {
      field: `pivotYears[${i}]`,
      got: String(pivot),
      expected: 'three of the tenors, ascending',
    })
  })
  const [short, middle, long] = at.map((k) => changes[k])
  const loading = (values: readonly [number, number, number]): number[] =>
    tenors.map((tenor) => {
      if (tenor <= pivots[0]) return values[0]
      if (tenor >= pivots[2]) return values[2]
      const i = tenor < pivots[1] ? 0 : 1
      return values[i] + ((values[i + 1] - values[i]) * (tenor - pivots[i])) / (pivots[i + 1] - pivots[i])
    })
  return [
    { name: 'parallel', factor: (short + middle + long) / 3, loadings: loading([1, 1, 1]) },
    { name: 'twist', factor: (long - short) / 2, loadings: loading([-1, 0, 1]) },
    { name: 'butterfly', factor: (short - 2 * middle + long) / 6, loadings: loading([1, -2, 1]) },
  ]
}
