import { TuttiError } from '../errors/index.ts'
import { studentTQuantile } from '../math/index.ts'
import { outOfTheMoneyPrice } from '../models/index.ts'
import { convergenceChecks } from './convergence-checks.ts'
import { correlationChecks } from './correlation-checks.ts'
import { type DiagnosticsJob, horizonColumn, type HorizonFigure } from './diagnostics-job.ts'
import { forwardStartTransform } from './forward-start-transform.ts'
import { rateDuration } from './hull-white-step.ts'
import { meanCheck } from './mean-check.ts'
import type { OpenCheck, PathCheckFigure, PathCheckKind } from './path-check-figure.ts'
import { DAYS_PER_MONTH, DAYS_PER_YEAR } from './path-model.ts'
import type { Regime } from './regime.ts'
import {
  discountedBondMoments,
  expectedDiscount,
  expectedRealisedVariance,
  varianceMoments,
  varianceTransform,
} from './regime-expectations.ts'

/**
 * Probability that correct paths fail any check at all (family-wise, two-sided, Bonferroni over all checks of the run).
 */
const FALSE_ALARM = 0.001

const dt = 1 / DAYS_PER_YEAR
/**
 * Checks paths that `pathDiagnostics` has walked against what their regimes imply: martingales, moments, correlations, a
 * European put against Heston's closed form (seen from before the warm-up), and convergence. `regimes` are those the
 * job's models were compiled from, in the same order.
 *
 * A check compares an average over independent draws (paths, or randomisations of a Sobol run) with its expectation. It
 * passes when |z| stays below the Student quantile, one degree of freedom less than draws, at 0.001 / (2 K) for K
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
  const discounted = column('logBond').map((x, p) => x - integral[p])
  const bond = discountedBondMoments(regime, days)
  const { riskPremium, credit } = regime.bond
  const extra = `${riskPremium === 0 ? '' : ' with its premium'}${credit === undefined ? '' : ' and credit spread'}`
  add(
    'bond-martingale',
    'martingale',
    `E[B_T exp(-integral of r)] of the bond index${extra}`,
    discounted.map(Math.exp),
    bond.mean,
  )
  const centre = Math.log(bond.mean) - 0.5 * bond.logVariance
  const scatter = discounted.map((x) => (x - centre) ** 2)
  add('bond-variance', 'moment', 'variance of ln B_T - integral of r', scatter, bond.logVariance)
  const discount = integral.map((x) => Math.exp(-x))
  add('bank-account', 'martingale', 'E[exp(-integral of r)] = P(0, T)', discount, expectedDiscount(regime, years))

  const realised = column('realisedVariance')
  add('realised-variance', 'moment', 'mean realised variance', realised, expectedRealisedVariance(regime, warmup, days))
  const variance = column('variance')
  add('variance-mean', 'moment', 'mean of v_T', variance, varianceMoments(regime, warmup + years).mean)
  const theta = equity.volatility ** 2
  const transformed = variance.map((v) => Math.exp(-v / theta))
  add(
    'variance-law',
    'moment',
    'E[exp(-v_T / theta)]',
    transformed,
    varianceTransform(regime, warmup + years, 1 / theta),
  )
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
