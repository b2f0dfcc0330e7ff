import { requireBetween, type Sample } from '../statistics/index.ts'
import { adfTest, type AdfTest } from './adf-test.ts'
import { kpssTest, type KpssTest } from './kpss-test.ts'
import { phillipsPerronTest, type PhillipsPerronTest } from './phillips-perron-test.ts'
import { residualCautions } from './ou-fit.ts'
import type { TimeSeriesCaution } from './test-cautions.ts'

/** What the tests say together. */
export type StationarityVerdict =
  /** A unit root is rejected and stationarity is not. */
  | 'stationary'
  /** Stationarity is rejected and a unit root is not. */
  | 'unit-root'
  /** Neither is rejected: the sample says too little. */
  | 'undecided'
  /** Both are rejected: long memory, a structural break or changing variance. */
  | 'contradictory'
  /** The two tests of a unit root disagree. */
  | 'unit-root-tests-split'

/** Tests of a unit root and of stationarity, read together. */
export interface StationarityAssessment {
  readonly verdict: StationarityVerdict
  readonly adf: AdfTest
  readonly phillipsPerron: PhillipsPerronTest
  readonly kpss: KpssTest
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Augmented Dickey-Fuller (lags by AIC), Phillips-Perron and KPSS tests of `series` around a level or trend at level
 * `significance`, and what they say together (confirmatory analysis).
 *
 * Source: Maddala & Kim, Unit Roots, Cointegration and Structural Change (1998), section 4.7.
 */
export function stationarityAssessment(series: Sample, terms: 'c' | 'ct', significance = 0.05): StationarityAssessment {
  requireBetween(significance, 0, 0.5, 'significance')
  const adf = adfTest(series, terms, { criterion: 'aic' })
  const phillipsPerron = phillipsPerronTest(series, terms, 'automatic')
  const kpss = kpssTest(series, terms, 'automatic')
  const adfRejects = adf.pValue < significance
  const perronRejects = phillipsPerron.zTauPValue < significance
  const kpssRejects = kpss.pValue < significance
  const verdict = verdictOf(adfRejects, perronRejects, kpssRejects)
  const cautions = new Set([...adf.cautions, ...residualCautions(adf.residuals)])
  return { verdict, adf, phillipsPerron, kpss, observations: series.length, cautions: [...cautions] }
}

function verdictOf(adfRejects: boolean, perronRejects: boolean, kpssRejects: boolean): StationarityVerdict {
  if (adfRejects !== perronRejects) return 'unit-root-tests-split'
  if (adfRejects) return kpssRejects ? 'contradictory' : 'stationary'
  return kpssRejects ? 'unit-root' : 'undecided'
}
