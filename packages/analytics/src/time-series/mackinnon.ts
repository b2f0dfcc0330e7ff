import { TuttiError } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { biasApproximations, criticalSurfaces, type DeterministicTerms, tauApproximations } from './mackinnon-tables.ts'

/** Critical values of a test at 1 %, 5 % and 10 %. */
export interface CriticalValues {
  readonly percent1: number
  readonly percent5: number
  readonly percent10: number
}

/** The most series for which the distribution is approximated, and the critical values are tabulated. */
const pValueSeries = 6
const criticalSeries = 12

/**
 * Asymptotic p-value of a Dickey-Fuller (one series) or Engle-Granger (up to six series) t statistic.
 *
 * Exactly 0 or 1 beyond the range of the approximation. Throws `unsupported` for more series.
 * Source: MacKinnon (1994), J. of Business & Economic Statistics 12, 167-176.
 */
export function mackinnonPValue(statistic: number, terms: DeterministicTerms, seriesCount = 1): number {
  const index = requireSeries(seriesCount, pValueSeries, 'the p-value') - 1
  const { max, min, star, left, right } = tauApproximations[terms]
  if (statistic > max[index]) return 1
  if (statistic < min[index]) return 0
  return normalCdf(polynomial((statistic <= star[index] ? left : right)[index], statistic))
}

/**
 * Asymptotic p-value of a normalised bias T (rho - 1), as of Phillips and Perron's Z_alpha.
 *
 * Source: MacKinnon (1994), tables 5 and 6. Below the range for which the fit was made (z about a fifth of a per cent) the
 * left-tail polynomial continues; positive statistics beyond the fitted ones give 1.
 */
export function mackinnonBiasPValue(statistic: number, terms: DeterministicTerms, seriesCount = 1): number {
  const index = requireSeries(seriesCount, pValueSeries, 'the p-value') - 1
  const { star, left, right } = biasApproximations[terms]
  if (statistic <= star[index]) return normalCdf(polynomial(left[index], Math.log(-statistic)))
  const coefficients = right[index]
  // The quartic is increasing from `star` to its largest value on the right, and the p-value stays there.
  const argument = Math.min(statistic, largestRising(coefficients))
  return normalCdf(polynomial(coefficients, argument))
}

/**
 * Finite-sample critical values of Dickey-Fuller (one series) and Engle-Granger (up to twelve) t statistics at `observations`
 * in the regression; asymptotic ones where it is Infinity.
 *
 * Throws `unsupported` where MacKinnon gives none: more than one series without a constant.
 * Source: MacKinnon (2010), Queen's Economics Department Working Paper 1227.
 */
export function mackinnonCriticalValues(
  terms: DeterministicTerms,
  observations: number,
  seriesCount = 1,
): CriticalValues {
  requireSeries(seriesCount, criticalSeries, 'critical values')
  const surface = criticalSurfaces[terms][seriesCount - 1]
  if (surface === undefined) {
    throw new TuttiError('unsupported', `there are no critical values for ${seriesCount} series without a constant`, {
      field: 'terms',
      got: terms,
      expected: 'c, ct or ctt',
    })
  }
  if (!(observations >= 1)) {
    throw new TuttiError('invalid-input', `observations must be at least 1, got ${observations}`, {
      field: 'observations',
      got: String(observations),
      expected: 'a number >= 1',
    })
  }
  const inverse = 1 / observations
  return {
    percent1: polynomial(surface[0], inverse),
    percent5: polynomial(surface[1], inverse),
    percent10: polynomial(surface[2], inverse),
  }
}

/** c0 + c1 x + c2 x^2 + ... */
export function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]
  return value
}

function requireSeries(count: number, most: number, what: string): number {
  requireWhole(count, 1, Infinity, 'seriesCount')
  if (count <= most) return count
  throw new TuttiError('unsupported', `${what} of ${count} series is not tabulated`, {
    field: 'seriesCount',
    got: String(count),
    expected: `at most ${most} series`,
  })
}

/** The point up to which the polynomial rises from zero on, at most 10. */
function largestRising(coefficients: readonly number[]): number {
  const slope = coefficients.slice(1).map((c, i) => c * (i + 1))
  let x = 0
  while (x < 10 && polynomial(slope, x + 0.01) > 0) x += 0.01
  return x
}
