import { chiSquareSurvival } from '../math/index.ts'
import type { TestResult } from './autocorrelation.ts'
import { excessKurtosis, skewness } from './moments.ts'
import type { Sample } from './sample.ts'

/**
 * Jarque-Bera test of normality: n/6 (g1^2 + g2^2/4) with population skewness and excess kurtosis, chi-square with two
 * degrees of freedom.
 *
 * Source: Jarque and Bera (1987), International Statistical Review 55.
 */
export function jarqueBeraTest(values: Sample): TestResult {
  const g1 = skewness(values, 'population')
  const g2 = excessKurtosis(values, 'population')
  const statistic = (values.length / 6) * (g1 * g1 + (g2 * g2) / 4)
  return { statistic, pValue: chiSquareSurvival(statistic, 2) }
}
