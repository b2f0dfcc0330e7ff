import { TuttiError } from '../errors/index.ts'
import { studentTQuantile } from '../math/index.ts'
import { outOfTheMoneyPrice } from '../models/index.ts'
import { type DiagnosticsJob, horizonColumn, type HorizonFigure, sumColumn } from './diagnostics-job.ts'
import { forwardStartTransform } from './forward-start-transform.ts'
import { rateDuration, rateStep } from './hull-white-step.ts'
import { DAYS_PER_MONTH, DAYS_PER_YEAR } from './path-model.ts'
import type { Regime } from './regime.ts'
import {
  expectedDiscount,
  expectedDiscountedBond,
  expectedRealisedVariance,
  varianceMoments,
} from './regime-expectations.ts'

/**
 * Probability that correct paths fail any check at all (family-wise, two-sided, Bonferroni over all checks of the run).
 */
export const FALSE_ALARM = 0.001

export type PathCheckKind = 'martingale' | 'moment' | 'correlation' | 'option-price' | 'convergence'

/** One check of simulated paths against a figure known in advance. */
export interface PathCheckFigure {
  readonly id: string
  readonly regime: string
  readonly label: string
  readonly kind: PathCheckKind
  readonly observed: { readonly value: number; readonly standardError: number }
  readonly expected: number
  /** (observed - expected) / standard error. */
  readonly z: number
  /** Largest |z| that passes. */
  readonly threshold: number
  readonly passed: boolean
}

/** A check before its threshold, which depends on how many checks there are. */
interface OpenCheck {
  readonly id: string
  readonly regime: string
  readonly label: string
  readonly kind: PathCheckKind
  readonly observed: { readonly value: number; readonly standardError: number }
  readonly expected: number
  readonly z: number
  readonly degreesOfFreedom: number
}

const dt = 1 / DAYS_PER_YEAR
/** Consecutive paths whose mean is one observation of the convergence check. */
const BATCH = 10

/**
 * Checks paths that `pathDiagnostics` has walked against what their regimes imply: martingales, moments, correlations, a
 * European put against Heston's closed form (seen from before the warm-up), and convergence. `regimes` are those the
 * job's models were compiled from, in the same order.
 *
 * A check compares an average over independent draws (paths, or randomisations of a Sobol run) with its expectation. It
 * passes when |z| stays below the Student quantile, one degree of freedom less than draws, at FALSE_ALARM / (2 K) for K
 * checks. Expectations are those of the continuous-time model at daily observation; `qe-m` meets them, while `euler` has a
 * bond index by duration and convexity that is not a martingale, and fails when there are paths enough to see its bias.
 *
 * Throws `invalid-input` when the regimes do not fit the job, `calculation-failed` naming the figure when the kernel has
 * not run or a path is not finite.
 */
export function pathChecks(job: DiagnosticsJob, regimes: readonly Regime[]): PathCheckFigure[] {
  if (regimes.length !== job.models.length) {
    throw new TuttiError(
      'invalid-input',
      'the checks need the regimes that the paths were drawn from, in their order',
      {
        field: 'regimes',
        got: `${regimes.length} regimes`,
        expected: `${job.models.length} regimes`,
      },
    )
  }
  const open = regimes.flatMap((regime, g) => regimeChecks(job, regime, g))
  const probability = FALSE_ALARM / (2 * open.length)
  const thresholds = new Map<number, number>()
  return open.map(({ degreesOfFreedom, ...check }) => {
    let threshold = thresholds.get(degreesOfFreedom)
    if (threshold === undefined) {
      threshold = -studentTQuantile(probability, degreesOfFreedom)
      thresholds.set(degreesOfFreedom, threshold)
    }
    return { ...check, threshold, passed: Math.abs(check.z) <= threshold }
  })
}

function regimeChecks(job: DiagnosticsJob, regime: Regime, g: number): OpenCheck[] {
  const checks: OpenCheck[] = []
  job.horizonMonths.forEach((months, h) => {
    const horizon = months % 12 === 0 ? `${months / 12}y` : `${months}m`
    const add = (id: string, kind: PathCheckKind, label: string, values: Float64Array, expected: number) =>
      checks.push(meanCheck(job, regime, kind, `${id}-${horizon}`, `${label}, ${horizon}`, values, expected))
    horizonChecks(job, regime, g, h, add)
  })
  checks.push(...correlationChecks(job, regime, g), ...convergenceChecks(job, regime, g))
  return checks
}

type AddCheck = (id: string, kind: PathCheckKind, label: string, values: Float64Array, expected: number) => void

function horizonChecks(job: DiagnosticsJob, regime: Regime, g: number, h: number, add: AddCheck): void {
  const { equity, rates } = regime
  const days = job.horizonMonths[h] * DAYS_PER_MONTH
  const years = days * dt
  const warmup = job.models[g].warmupMonths * DAYS_PER_MONTH * dt
  const column = (figure: HorizonFigure) => horizonColumn(job, g, h, figure)

  const growth = column('logEquity').map((x) => Math.exp(x - equity.drift * years))
  add('equity-martingale', 'martingale', 'E[S_T exp(-mu T)] of the equity index', growth, 1)

  const integral = column('rateIntegral')
  const bond = column('logBond').map((x, p) => Math.exp(x - integral[p]))
  const { riskPremium, credit } = regime.bond
  const extra = `${riskPremium === 0 ? '' : ' with its premium'}${credit === undefined ? '' : ' and credit spread'}`
  add(
    'bond-martingale',
    'martingale',
    `E[B_T exp(-integral of r)] of the bond index${extra}`,
    bond,
    expectedDiscountedBond(regime, days),
  )
  const discount = integral.map((x) => Math.exp(-x))
  add('bank-account', 'martingale', 'E[exp(-integral of r)] = P(0, T)', discount, expectedDiscount(regime, years))

  const realised = column('realisedVariance')
  add('realised-variance', 'moment', 'mean realised variance', realised, expectedRealisedVariance(regime, warmup, days))
  const moments = varianceMoments(regime, warmup + years)
  const variance = column('variance')
  add('variance-mean', 'moment', 'mean of v_T', variance, moments.mean)
  const spread = variance.map((v) => (v - moments.mean) ** 2)
  add('variance-variance', 'moment', 'variance of v_T', spread, moments.variance)
  const factor = column('rateFactor').map((x) => x * x)
  const factorVariance = rates.volatility ** 2 * rateDuration(2 * rates.meanReversion, years)
  add('rate-variance', 'moment', 'variance of the rate factor x_T', factor, factorVariance)

  const { volatility, initialVolatility = volatility, varianceReversion, volOfVariance } = equity
  const moneyness = Math.exp(-0.25 * volatility * Math.sqrt(years))
  const transform = forwardStartTransform(
    {
      v0: initialVolatility ** 2,
      kappa: varianceReversion,
      theta: volatility ** 2,
      sigma: volOfVariance,
      rho: regime.correlation.equityVariance,
    },
    warmup,
    years,
  )
  add(
    'put-price',
    'option-price',
    `put at ${moneyness.toFixed(3)} of the forward`,
    growth.map((s) => Math.max(0, moneyness - s)),
    outOfTheMoneyPrice(transform, Math.log(moneyness)),
  )
}

/**
 * Correlations of daily changes. For each path, a sum of products less its conditional expectation given the variance at
 * each day's start, which is a martingale difference, so its mean is zero whatever the variance did. Products with the
 * rate have the expectation of sqrt(v_s) over the day in them, sqrt(v) + dt (kappa (theta - v) - sigma^2 / 4) / (4 sqrt(v))
 * to first order; they are weighted by v, so that days of almost no variance, where the expansion fails, do not count.
 * The excess, divided by the product of the two volatilities, is added to the regime's correlation to give the observed one.
 */
function correlationChecks(job: DiagnosticsJob, regime: Regime, g: number): OpenCheck[] {
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
  return [
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

/**
 * Convergence of the mean of ln S_T. The two halves of the draws agree; and the standard error falls as 1 / sqrt(n): the
 * variance of means of ten consecutive paths, times ten, over the variance of paths is one when paths are independent
 * (chi-square; z by Wilson and Hilferty's cube root). The second is for pseudo-random paths, a hundred or more: Sobol
 * points within a randomisation are dependent by design.
 */
function convergenceChecks(job: DiagnosticsJob, regime: Regime, g: number): OpenCheck[] {
  const values = horizonColumn(job, g, job.horizonMonths.length - 1, 'logEquity')
  const draws = drawMeans(job, values)
  const half = draws.length >> 1
  const checks: OpenCheck[] = []
  if (half >= 2) {
    const first = meanAndError(draws.subarray(0, half))
    const second = meanAndError(draws.subarray(half))
    const standardError = Math.hypot(first.standardError, second.standardError)
    const value = first.value - second.value
    checks.push({
      id: `${regime.id}.halves`,
      regime: regime.id,
      label: 'mean of ln S_T, first half of the draws less the second',
      kind: 'convergence',
      observed: { value, standardError },
      expected: 0,
      z: standardScore(value, standardError),
      degreesOfFreedom: half - 1,
    })
  }
  const batches = Math.floor(values.length / BATCH)
  if (job.pathsPerDraw === 1 && batches >= 10) {
    const means = Float64Array.from({ length: batches }, (_, b) => {
      let sum = 0
      for (let p = b * BATCH; p < (b + 1) * BATCH; p++) sum += values[p]
      return sum / BATCH
    })
    const freedom = batches - 1
    const single = meanAndError(values).standardError ** 2 * values.length
    const ratio = (BATCH * batches * meanAndError(means).standardError ** 2) / single
    const error = Math.sqrt(2 / freedom)
    const cubeRootVariance = 2 / (9 * freedom)
    checks.push({
      id: `${regime.id}.error-rate`,
      regime: regime.id,
      label: `variance of means of ${BATCH} paths over that of independent ones (standard error falls as 1/sqrt(n))`,
      kind: 'convergence',
      observed: { value: ratio, standardError: error },
      expected: 1,
      z: standardScore(Math.cbrt(ratio) - (1 - cubeRootVariance), Math.sqrt(cubeRootVariance)),
      degreesOfFreedom: 1e6,
    })
  }
  return checks
}

function meanCheck(
  job: DiagnosticsJob,
  regime: Regime,
  kind: PathCheckKind,
  id: string,
  label: string,
  values: Float64Array,
  expected: number,
): OpenCheck {
  const draws = drawMeans(job, values)
  const observed = meanAndError(draws)
  if (!Number.isFinite(observed.value) || !Number.isFinite(observed.standardError)) {
    throw new TuttiError(
      'calculation-failed',
      `regime ${regime.id}: ${label} is not a finite number; a path has left the range of numbers, look at its parameters`,
      { field: `${regime.id}.${id}`, got: String(observed.value), expected: String(expected) },
    )
  }
  return {
    id: `${regime.id}.${id}`,
    regime: regime.id,
    label,
    kind,
    observed,
    expected,
    z: standardScore(observed.value - expected, observed.standardError),
    degreesOfFreedom: draws.length - 1,
  }
}

/** The independent observations behind a mean: the paths, or the mean of each randomisation of a Sobol run. */
function drawMeans(job: DiagnosticsJob, values: Float64Array): Float64Array {
  const size = job.pathsPerDraw
  if (size === 1) return values
  return Float64Array.from({ length: values.length / size }, (_, d) => {
    let sum = 0
    for (let p = d * size; p < (d + 1) * size; p++) sum += values[p]
    return sum / size
  })
}

function meanAndError(values: Float64Array): { readonly value: number; readonly standardError: number } {
  const n = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / n
  const squares = values.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, standardError: Math.sqrt(squares / (n * (n - 1))) }
}

/** A figure without scatter must be exact to rounding. */
function standardScore(excess: number, standardError: number): number {
  if (standardError > 0) return excess / standardError
  return Math.abs(excess) < 1e-12 ? 0 : Math.sign(excess) * Infinity
}
