import { requireSample } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import type { Sample } from '../statistics/index.ts'
import { chosenLags, dickeyFullerRegression, type LagChoice } from './adf-test.ts'
import { columnRegression } from './column-regression.ts'
import { deterministicNames } from './deterministic-columns.ts'
import { dfGlsSurfaces } from './df-gls-surface.ts'
import { type CriticalValues, polynomial } from './mackinnon.ts'
import { requireVarying } from './require-varying.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** A DF-GLS test; the null is a unit root. */
export interface DfGlsTest {
  readonly statistic: number
  readonly pValue: number
  readonly criticalValues: CriticalValues
  readonly lags: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * DF-GLS test of Elliott, Rothenberg & Stock: the series is freed from its level (`c`) or trend (`ct`) under a root local to
 * one (1 - 7/n, 1 - 13.5/n), then an augmented Dickey-Fuller regression without deterministic terms. More powerful than
 * `adfTest` near a unit root.
 *
 * Source: Elliott, Rothenberg & Stock, Econometrica 64 (1996). Critical values and p-values: simulated response surfaces.
 */
export function dfGlsTest(series: Sample, terms: 'c' | 'ct', choice: LagChoice): DfGlsTest {
  requireVarying(requireSample(series, 8, 'series'), 'series')
  const n = series.length
  const root = 1 - (terms === 'c' ? 7 : 13.5) / n
  const quasi = (value: (t: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, t) => (t === 0 ? value(0) : value(t) - root * value(t - 1)))
  const columns = [quasi(() => 1), ...(terms === 'ct' ? [quasi((t) => (t + 1) / n)] : [])]
  const { coefficients } = columnRegression(
    quasi((t) => series[t]),
    columns,
    (j) => deterministicNames[j],
  )
  const [level, trend = 0] = coefficients
  const detrended = Float64Array.from({ length: n }, (_, t) => series[t] - level - (trend * (t + 1)) / n)
  const { lags, atMaximum } = chosenLags(detrended, 'n', choice)
  const { statistic } = dickeyFullerRegression(detrended, 'n', lags)
  const observations = n - lags - 1
  const { critical, max, min, star, left, right } = dfGlsSurfaces[terms]
  const inverse = 1 / observations
  const cautions: TimeSeriesCaution[] = []
  if (observations < shortSample) cautions.push('short-sample')
  if (atMaximum) cautions.push('lag-at-maximum')
  return {
    statistic,
    pValue:
      statistic > max ? 1 : statistic < min ? 0 : normalCdf(polynomial(statistic <= star ? left : right, statistic)),
    criticalValues: {
      percent1: polynomial(critical[0], inverse),
      percent5: polynomial(critical[1], inverse),
      percent10: polynomial(critical[2], inverse),
    },
    lags,
    observations,
    cautions,
  }
}
