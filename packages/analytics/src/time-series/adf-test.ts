import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { dot, turnedCoefficients, turnedColumns, type TurnedColumns, turnedResiduals } from './column-regression.ts'
import { deterministicColumns, deterministicNames } from './deterministic-columns.ts'
import { type CriticalValues, mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { requireVarying } from './require-varying.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** How many lagged differences: as given, or the best up to `maxLag` (Schwert's rule without it) by a criterion. */
export type LagChoice =
  { readonly lags: number } | { readonly criterion: 'aic' | 'bic' | 't-stat'; readonly maxLag?: number | undefined }

/** An augmented Dickey-Fuller test; the null is a unit root. */
export interface AdfTest {
  /** t statistic of the lagged level. */
  readonly statistic: number
  readonly pValue: number
  readonly criticalValues: CriticalValues
  /** Lagged differences in the regression. */
  readonly lags: number
  /** Observations in the regression. */
  readonly observations: number
  /** Coefficient of the lagged level: rho - 1. */
  readonly levelCoefficient: number
  readonly levelStandardError: number
  /** Value of the criterion at the chosen lag, over the sample that all lags share; `null` where the lags are given. */
  readonly criterionValue: number | null
  readonly residuals: Float64Array
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Augmented Dickey-Fuller test of a unit root in `series`.
 *
 * A criterion compares all lags on the sample that starts after `maxLag`; the test is then run on the longest sample for
 * the chosen lag. Throws `not-applicable` where the series is constant or follows its own past exactly, `invalid-input`
 * where it is too short for its lags.
 * Source: Said & Dickey, Biometrika 71 (1984); p-values and critical values MacKinnon (1994, 2010). Cost O(n maxLag^2).
 */
export function adfTest(series: Sample, terms: DeterministicTerms, choice: LagChoice): AdfTest {
  requireVarying(requireSample(series, 1, 'series'), 'series')
  const { lags, criterionValue, atMaximum } = chosenLags(series, terms, choice)
  const regression = dickeyFullerRegression(series, terms, lags)
  const observations = series.length - lags - 1
  const cautions: TimeSeriesCaution[] = []
  if (observations < shortSample) cautions.push('short-sample')
  if (atMaximum) cautions.push('lag-at-maximum')
  return {
    ...regression,
    pValue: mackinnonPValue(regression.statistic, terms),
    criticalValues: mackinnonCriticalValues(terms, observations),
    lags,
    observations,
    criterionValue,
    cautions,
  }
}

/** Schwert's (1989) longest lag 12 (n / 100)^(1/4), rounded up, as far as the sample has room for it. */
export function schwertLag(length: number, terms: DeterministicTerms): number {
  return Math.min(Math.ceil(12 * (length / 100) ** 0.25), longestLag(length, terms))
}

const termCount = (terms: DeterministicTerms): number => (terms === 'n' ? 0 : terms.length)
const longestLag = (length: number, terms: DeterministicTerms): number => Math.floor(length / 2) - termCount(terms) - 1

/** The lag of a Dickey-Fuller regression by `choice`. */
export function chosenLags(
  series: Sample,
  terms: DeterministicTerms,
  choice: LagChoice,
): { readonly lags: number; readonly criterionValue: number | null; readonly atMaximum: boolean } {
  requireSample(series, 2 * (termCount(terms) + 1) + 2, 'series')
  const longest = longestLag(series.length, terms)
  if ('lags' in choice) {
    return { lags: requireWhole(choice.lags, 0, longest, 'lags'), criterionValue: null, atMaximum: false }
  }
  const maxLag = choice.maxLag ?? schwertLag(series.length, terms)
  requireWhole(maxLag, 0, longest, 'maxLag')
  const count = series.length - maxLag - 1
  const first = termCount(terms) + 1
  const turned = turnedDickeyFuller(series, terms, maxLag, 'level-first')
  const response = turned.responses[0]
  const squares = new Float64Array(maxLag + 1)
  let sum = 0
  for (let i = count - 1; i >= first; i--) {
    sum += response[i] * response[i]
    if (i <= first + maxLag) squares[i - first] = sum
  }
  requireResiduals(squares[maxLag], series)
  let best = maxLag
  let bestValue = Infinity
  if (choice.criterion === 't-stat') {
    for (best = maxLag; best >= 0; best--) {
      const last = first + best - 1
      bestValue = Math.abs(response[last]) / Math.sqrt(squares[best] / (count - first - best))
      if (bestValue >= significantT || best === 0) break
    }
  } else {
    const penalty = choice.criterion === 'aic' ? 2 : Math.log(count)
    for (let lag = 0; lag <= maxLag; lag++) {
      const fit = count * (Math.log((2 * Math.PI * squares[lag]) / count) + 1)
      const value = fit + penalty * (first + lag)
      if (value < bestValue) {
        best = lag
        bestValue = value
      }
    }
  }
  return { lags: best, criterionValue: bestValue, atMaximum: best === maxLag && maxLag > 0 }
}

/** Ten per cent two-sided: lags are dropped from the longest until one is significant. */
export const significantT = 1.6448536269514722

/** t statistic, coefficient and residuals of the level in a Dickey-Fuller regression. */
export function dickeyFullerRegression(
  series: Sample,
  terms: DeterministicTerms,
  lags: number,
): Pick<AdfTest, 'statistic' | 'levelCoefficient' | 'levelStandardError' | 'residuals'> {
  const turned = turnedDickeyFuller(series, terms, lags, 'level-last')
  const k = turned.columns.length
  const count = series.length - lags - 1
  const residuals = turnedResiduals(turned, 0)
  const squares = dot(residuals, residuals)
  requireResiduals(squares, series)
  const levelStandardError = Math.sqrt(squares / (count - k)) / Math.abs(turned.diagonal[k - 1])
  const levelCoefficient = turnedCoefficients(turned, 0, k)[k - 1]
  return { statistic: levelCoefficient / levelStandardError, levelCoefficient, levelStandardError, residuals }
}

/** Differences on deterministic terms, lagged differences and the lagged level, the level before or after the lags. */
function turnedDickeyFuller(
  series: Sample,
  terms: DeterministicTerms,
  lags: number,
  order: 'level-first' | 'level-last',
): TurnedColumns {
  const count = series.length - lags - 1
  const difference = (lag: number): Float64Array =>
    Float64Array.from({ length: count }, (_, t) => series[t + lags + 1 - lag] - series[t + lags - lag])
  const level = Float64Array.from({ length: count }, (_, t) => series[t + lags])
  const fixed = deterministicColumns(terms, count)
  const lagged = Array.from({ length: lags }, (_, i) => difference(i + 1))
  const columns = order === 'level-first' ? [...fixed, level, ...lagged] : [...fixed, ...lagged, level]
  const levelAt = order === 'level-first' ? fixed.length : columns.length - 1
  return turnedColumns(columns, [difference(0)], (j) =>
    j < fixed.length
      ? deterministicNames[j]
      : j === levelAt
        ? 'the lagged level of series'
        : `lag ${j - fixed.length + (j > levelAt ? 0 : 1)} of the differences of series`,
  )
}

function requireResiduals(squares: number, series: Sample): void {
  if (squares > 1e-24 * dot(series, series)) return
  throw new TuttiError('not-applicable', 'the series follows its own past exactly: there is no noise to test against', {
    field: 'series',
    got: 'residuals of zero',
    expected: 'a series with noise',
  })
}
