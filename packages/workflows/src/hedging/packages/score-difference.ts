import type { HedgePackage, PackageFigures } from './hedge-package.ts'
import { costOfCapital } from './package-figures.ts'
import { packageProfits } from './package-profits.ts'
import type { PackageStudy } from './package-study.ts'

/** Score of one package less that of another, base currency a year; positive is worse than the other. */
export interface ScoreDifference {
  readonly total: number
  /** Of the annual costs. */
  readonly cost: number
  /** Cost of capital times the difference of funded-status-at-risk. */
  readonly risk: number
  /** From the common scenarios and from the paths of the valuation adjustments. */
  readonly standardError: number
  /** Whether the total lies within two standard errors of zero: Monte Carlo error alone could have it the other way. */
  readonly tied: boolean
}

/** Standard errors within which a difference is a tie. */
const tieErrors = 2

/**
 * Differences of scores to that of `against`, in the order of the packages.
 *
 * The error is that of the paired difference of two quantiles on the same scenarios, from their influence functions
 * slope x (1{loss > VaR} - (1 - c)): a² + b² - 2 a b r, a and b the standard errors of the two quantiles and r the correlation of
 * the two events of exceeding. The errors of
 * the valuation adjustments, on common paths of their own, are taken as fully correlated: their difference is added. Source: Glasserman & Yao, Management Science 38 (1992);
 * van der Vaart, Asymptotic Statistics (1998), chapter 21.
 */
export function scoreDifferences(
  study: PackageStudy,
  packages: readonly HedgePackage[],
  figures: readonly PackageFigures[],
  against: number,
): readonly ScoreDifference[] {
  const sums = packageProfits(study)
  const n = study.profits.scenarios
  const price = costOfCapital(study)
  const exceeds = (i: number): Uint8Array => {
    const limit = -figures[i].fundedStatusAtRisk.value
    const surplus = sums.surplus(packages[i], 'all')
    const flags = new Uint8Array(n)
    for (let s = 0; s < n; s++) flags[s] = surplus[s] < limit ? 1 : 0
    return flags
  }
  const reference = exceeds(against)
  const ofReference = figures[against].fundedStatusAtRisk
  return packages.map((_, i) => {
    const own = figures[i].fundedStatusAtRisk
    const [a, b] = [own.standardError, ofReference.standardError]
    const variance = a * a + b * b - 2 * a * b * indicatorCorrelation(exceeds(i), reference, n)
    const charged = figures[i].annualCharges.standardError - figures[against].annualCharges.standardError
    const standardError = Math.hypot(price * Math.sqrt(Math.max(0, variance)), charged)
    const cost = figures[i].annualCost - figures[against].annualCost
    const risk = price * (own.value - ofReference.value)
    const total = cost + risk
    return { total, cost, risk, standardError, tied: Math.abs(total) <= tieErrors * standardError }
  })
}

/** Correlation of two events over scenarios; 0 where one of them never or always happens. */
function indicatorCorrelation(a: Uint8Array, b: Uint8Array, n: number): number {
  let [first, second, both] = [0, 0, 0]
  for (let s = 0; s < n; s++) {
    first += a[s]
    second += b[s]
    both += a[s] & b[s]
  }
  const spread = Math.sqrt(first * (n - first) * second * (n - second))
  return spread === 0 ? 0 : (n * both - first * second) / spread
}
