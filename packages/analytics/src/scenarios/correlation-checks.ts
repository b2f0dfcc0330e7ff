import { type DiagnosticsJob, sumColumn } from './diagnostics-job.ts'
import { rateStep } from './hull-white-step.ts'
import { meanAndError, meanCheck } from './mean-check.ts'
import type { OpenCheck } from './path-check-figure.ts'
import { DAYS_PER_MONTH, DAYS_PER_YEAR } from './path-model.ts'
import type { Regime } from './regime.ts'

const dt = 1 / DAYS_PER_YEAR

/**
 * Correlations of daily changes, and the volatility of variance. For each path, a sum of products less its conditional expectation given the variance at
 * each day's start, which is a martingale difference, so its mean is zero whatever the variance did. Products with the
 * rate have the expectation of sqrt(v_s) over the day in them, sqrt(v) + dt (kappa (theta - v) - sigma^2 / 4) / (4 sqrt(v))
 * to first order; they are weighted by v, so that days of almost no variance, where the expansion fails, do not count.
 * The excess, divided by the product of the two volatilities, is added to the regime's correlation to give the observed one.
 */
export function correlationChecks(job: DiagnosticsJob, regime: Regime, g: number): OpenCheck[] {
  const { equity, rates, correlation } = regime
  const { varianceReversion: kappa, volOfVariance: sigma } = equity
  const theta = equity.volatility ** 2
  const days = job.months * DAYS_PER_MONTH
  const variances = sumColumn(job, g, 'variances')
  const roots = sumColumn(job, g, 'volatilities')
  const cubes = sumColumn(job, g, 'volatilityCubes')
  const decay = Math.exp(-kappa * dt)
  // Var(v' | v) = slope v + level; R moves with v' by k2 = rho / sigma + dt / 2 (kappa rho / sigma - 1/2)
  const slope = (sigma * sigma * decay * (1 - decay)) / kappa
  const level = (theta * sigma * sigma * (1 - decay) ** 2) / (2 * kappa)
  const rho = correlation.equityVariance
  const k2 = rho / sigma + 0.5 * dt * ((kappa * rho) / sigma - 0.5)
  const weighted = cubes.map(
    (cube, p) => cube + 0.25 * dt * ((kappa * theta - 0.25 * sigma * sigma) * roots[p] - kappa * cube),
  )
  const rateScale = Math.sqrt(dt) * rateStep(rates.meanReversion, rates.volatility, dt).shock
  const varianceScale = sigma * Math.exp(-0.5 * kappa * dt)
  const check = (
    figure: 'equityVariance' | 'equityRate' | 'varianceRate',
    id: string,
    name: string,
    expected: Float64Array,
    scale: number,
  ) => {
    const values = sumColumn(job, g, figure).map((x, p) => correlation[figure] + (x - expected[p]) / scale)
    return meanCheck(job, regime, 'correlation', id, `correlation of daily ${name}`, values, correlation[figure])
  }
  const squares = sumColumn(job, g, 'varianceChanges')
  const unit = (slope / (sigma * sigma)) * meanAndError(variances).value
  const volOfVariance = squares.map((x, p) => sigma * sigma + (x - slope * variances[p] - level * days) / unit)
  const label = 'squared volatility of variance from daily changes'
  return [
    meanCheck(job, regime, 'moment', 'vol-of-variance', label, volOfVariance, sigma * sigma),
    check(
      'equityVariance',
      'equity-variance',
      'equity returns and variance changes',
      variances.map((v) => k2 * (slope * v + level * days)),
      sigma * dt * meanAndError(variances).value,
    ),
    check(
      'equityRate',
      'equity-rate',
      'equity returns and rate changes',
      weighted.map((cube) => correlation.equityRate * rateScale * cube),
      rateScale * meanAndError(cubes).value,
    ),
    check(
      'varianceRate',
      'variance-rate',
      'variance and rate changes',
      weighted.map((cube) => correlation.varianceRate * varianceScale * rateScale * cube),
      varianceScale * rateScale * meanAndError(cubes).value,
    ),
  ]
}
