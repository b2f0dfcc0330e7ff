import { requireWhole, type Sample } from '../statistics/index.ts'
import { TuttiError } from '../errors/index.ts'
import { cointegratingRegression } from './engle-granger-test.ts'
import { type CriticalValues, mackinnonBiasPValue, mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { correctedUnitRoot } from './phillips-perron-test.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** A Phillips-Ouliaris test; the null is no cointegration. */
export interface PhillipsOuliarisTest {
  readonly zTau: number
  readonly zTauPValue: number
  /** `null` without a constant, for which none are tabulated. */
  readonly zTauCriticalValues: CriticalValues | null
  readonly zAlpha: number
  readonly zAlphaPValue: number
  readonly hedgeRatios: readonly number[]
  /** Lags of the Bartlett kernel. */
  readonly lags: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Phillips-Ouliaris test of cointegration of `y` with the columns of `x` (n rows, at most five columns): Phillips and
 * Perron's statistics of the residuals of the cointegrating regression, without deterministic terms, over `lags`
 * autocovariances (`automatic`: 4 (n/100)^(2/9), rounded down).
 *
 * Source: Phillips & Ouliaris, Econometrica 58 (1990); p-values MacKinnon (1994).
 */
export function phillipsOuliarisTest(
  y: Sample,
  x: readonly Sample[],
  terms: DeterministicTerms,
  lags: number | 'automatic',
): PhillipsOuliarisTest {
  const { fit, seriesCount } = cointegratingRegression(y, x, terms)
  if (seriesCount > 6) {
    throw new TuttiError('unsupported', `the test is tabulated for at most five regressors, got ${seriesCount - 1}`, {
      field: 'x',
      got: `${seriesCount - 1} columns`,
      expected: 'at most 5',
    })
  }
  const n = y.length
  const count = lags === 'automatic' ? Math.floor(4 * (n / 100) ** (2 / 9)) : requireWhole(lags, 0, n - 2, 'lags')
  const corrected = correctedUnitRoot(fit.residuals, 'n', count)
  const cautions: TimeSeriesCaution[] = n < shortSample ? ['short-sample'] : []
  return {
    zTau: corrected.zTau,
    zTauPValue: mackinnonPValue(corrected.zTau, terms, seriesCount),
    zTauCriticalValues: terms === 'n' ? null : mackinnonCriticalValues(terms, n - 1, seriesCount),
    zAlpha: corrected.zAlpha,
    zAlphaPValue: mackinnonBiasPValue(corrected.zAlpha, terms, seriesCount),
    hedgeRatios: Array.from(fit.coefficients.subarray(fit.coefficients.length - seriesCount + 1)),
    lags: count,
    observations: n,
    cautions,
  }
}
