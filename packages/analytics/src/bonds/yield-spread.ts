import { linearZeroCurve } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'

/**
 * Yield less the benchmark yield at the same maturity, linear between the benchmarks' maturities and flat outside: the
 * G-spread over government yields, the I-spread over par swap rates. Both need the same compounding. Throws `invalid-input` for
 * maturities that do not increase.
 *
 * Source: O'Kane & Sen, Credit spreads explained, J. Credit Risk 1 (2005).
 */
export function yieldSpread(
  annualYield: number,
  maturityYears: number,
  benchmarkYears: readonly number[],
  benchmarkYields: readonly number[],
): number {
  return requireFinite(annualYield, 'yield') - linearZeroCurve(benchmarkYears, benchmarkYields).zeroRate(maturityYears)
}
