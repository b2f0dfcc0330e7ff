import { requireInRange, TuttiError } from '../errors/index.ts'
import { portableExp } from '../math/portable.ts'
import { accumulatedRate, integralVariance, rateDuration, rateStep } from './hull-white-step.ts'
import type { Regime } from './regime.ts'

/** Trading days in a month and a year of the simulation. */
export const DAYS_PER_MONTH = 21
export const DAYS_PER_YEAR = 252

/**
 * How a path is stepped, day by day.
 * - `qe-m`: Andersen's quadratic-exponential variance with martingale correction, exact Hull-White rate and cash account,
 *   exact constant-maturity zero-coupon bond. The default.
 * - `euler`: full-truncation Euler Heston, Euler Vasicek, bond return by duration and convexity. For comparison.
 */
export type PathScheme = 'qe-m' | 'euler'

/** Months of a path: `warmupMonths` of equity history before the first decision, then `months` that are scored. */
export interface PathGrid {
  readonly months: number
  readonly warmupMonths: number
}

/** Duration (years) and convexity (years^2) of the bond index under the `euler` scheme. */
export interface EulerBond {
  readonly duration: number
  readonly convexity: number
}

/** A regime compiled for the path kernels: plain numbers and tables, no units left to convert. */
export interface PathModel {
  readonly scheme: PathScheme
  readonly months: number
  readonly warmupMonths: number
  readonly dt: number
  /** equity and variance */
  readonly driftDt: number
  readonly v0: number
  readonly theta: number
  readonly kappa: number
  readonly volOfVariance: number
  readonly varianceDecay: number
  readonly s2Slope: number
  readonly s2Level: number
  readonly k2: number
  readonly k3: number
  readonly k4: number
  readonly a: number
  /** correlations: rate normal = rateOnVariance zv + rateOnAsset zs + rateOwn zc (qe-m); Cholesky rows (euler) */
  readonly equityVariance: number
  readonly equityVarianceOwn: number
  readonly equityRate: number
  readonly varianceRateOwn: number
  readonly rateOnVariance: number
  readonly rateOnAsset: number
  readonly rateOwn: number
  /** rates */
  readonly initialRate: number
  readonly meanReversion: number
  readonly rateVolatility: number
  readonly rateDecay: number
  readonly rateShock: number
  readonly cashFromStart: number
  readonly cashFromMove: number
  readonly cashResidual: number
  /** accrual of cash over day k apart from the factor x; years x rate, length months x 21 */
  readonly cashBase: Float64Array
  /** log return of the bond index over day k apart from the factor x */
  readonly bondBase: Float64Array
  readonly bondStart: number
  readonly bondEnd: number
  readonly bondDuration: number
  readonly bondConvexity: number
  /** credit spread of the bond index; maturity 0 when there is none */
  readonly creditMaturity: number
  readonly creditInitial: number
  readonly creditLongRun: number
  readonly creditDecay: number
  readonly creditShock: number
  readonly creditCorrelation: number
  readonly creditLossDt: number
}

/**
 * The regime compiled for the kernels. Throws `invalid-input` for an impossible grid.
 * Sources: Andersen (2008), "Simple and efficient simulation of the Heston stochastic volatility model", eqs 17-19, 33
 * and propositions 7-9; Brigo and Mercurio (2006), section 3.3, for the Hull-White tables.
 */
export function pathModel(
  regime: Regime,
  grid: PathGrid,
  scheme: PathScheme,
  eulerBond: EulerBond = { duration: 7, convexity: 30 },
): PathModel {
  requireInRange(grid.months, 1, 1200, 'months')
  requireInRange(grid.warmupMonths, 0, 120, 'warmupMonths')
  if (!Number.isInteger(grid.months) || !Number.isInteger(grid.warmupMonths)) {
    throw new TuttiError('invalid-input', 'months and warmupMonths must be whole numbers', { field: 'grid' })
  }
  const { equity, rates, bond, correlation } = regime
  const dt = 1 / DAYS_PER_YEAR
  const kappa = equity.varianceReversion
  const sigma = equity.volOfVariance
  const theta = equity.volatility * equity.volatility
  const start = equity.initialVolatility ?? equity.volatility
  const rho = correlation.equityVariance
  const decay = portableExp(-kappa * dt)
  const half = 0.5 * dt * ((kappa * rho) / sigma - 0.5)
  const k2 = half + rho / sigma
  const k4 = 0.5 * dt * (1 - rho * rho)
  const own = Math.sqrt(1 - rho * rho)
  const rateOnVariance = correlation.varianceRate
  const rateOnAsset = own > 0 ? (correlation.equityRate - rho * rateOnVariance) / own : 0
  const rateOwn = Math.sqrt(Math.max(0, 1 - rateOnVariance * rateOnVariance - rateOnAsset * rateOnAsset))
  const tables = rateTables(regime, grid.months, dt)
  const step = rateStep(rates.meanReversion, rates.volatility, dt)
  const credit = bond.credit
  return {
    scheme,
    months: grid.months,
    warmupMonths: grid.warmupMonths,
    dt,
    driftDt: equity.drift * dt,
    v0: start * start,
    theta,
    kappa,
    volOfVariance: sigma,
    varianceDecay: decay,
    s2Slope: (sigma * sigma * decay * (1 - decay)) / kappa,
    s2Level: (theta * sigma * sigma * (1 - decay) * (1 - decay)) / (2 * kappa),
    k2,
    k3: k4,
    k4,
    a: k2 + 0.5 * k4,
    equityVariance: rho,
    equityVarianceOwn: own,
    equityRate: correlation.equityRate,
    varianceRateOwn: Math.sqrt(1 - correlation.equityRate * correlation.equityRate),
    rateOnVariance,
    rateOnAsset,
    rateOwn,
    initialRate: rates.initialRate,
    meanReversion: rates.meanReversion,
    rateVolatility: rates.volatility,
    rateDecay: step.decay,
    rateShock: step.shock,
    cashFromStart: step.fromStart,
    cashFromMove: step.fromMove,
    cashResidual: Math.sqrt(step.residualVariance * DAYS_PER_MONTH),
    cashBase: tables.cashBase,
    bondBase: tables.bondBase,
    bondStart: rateDuration(rates.meanReversion, bond.maturityYears),
    bondEnd: rateDuration(rates.meanReversion, bond.maturityYears - dt),
    bondDuration: eulerBond.duration,
    bondConvexity: eulerBond.convexity,
    creditMaturity: credit === undefined ? 0 : bond.maturityYears,
    creditInitial: credit?.initial ?? 0,
    creditLongRun: credit?.longRun ?? 0,
    creditDecay: credit === undefined ? 1 : portableExp(-credit.meanReversion * dt),
    creditShock: credit === undefined ? 0 : credit.volatility * Math.sqrt(rateDuration(2 * credit.meanReversion, dt)),
    creditCorrelation: credit?.equityCorrelation ?? 0,
    creditLossDt: (credit?.expectedLoss ?? 0) * dt,
  }
}

/**
 * Deterministic parts of each day's cash accrual and bond log return. With x the mean-zero factor, r = x + alpha fitted
 * to the curve: accrual = ln P(t) - ln P(t') + (V(t') - V(t)) / 2 + integral of x; bond log return = the same plus
 * (V(M - dt) - V(M)) / 2 + B(M) x - B(M - dt) x'. A bond risk premium shifts x by its drift under the real-world measure.
 */
function rateTables(regime: Regime, months: number, dt: number): { cashBase: Float64Array; bondBase: Float64Array } {
  const { rates, bond } = regime
  const a = rates.meanReversion
  const days = months * DAYS_PER_MONTH
  const cashBase = new Float64Array(days)
  const bondBase = new Float64Array(days)
  const maturity = bond.maturityYears
  const atStart = rateDuration(a, maturity)
  const atEnd = rateDuration(a, maturity - dt)
  const roll =
    0.5 * (integralVariance(a, rates.volatility, maturity - dt) - integralVariance(a, rates.volatility, maturity))
  // under the real-world measure dx = -a x dt - (premium / B(M)) dt + sigma dW, so that the bond earns r + premium
  const push = -bond.riskPremium / atStart
  let accumulated = 0
  let variance = 0
  let shift = 0
  let shiftIntegral = 0
  for (let k = 0; k < days; k++) {
    const t = (k + 1) * dt
    const nextAccumulated = accumulatedRate(rates, t)
    const nextVariance = integralVariance(a, rates.volatility, t)
    const nextShift = push * rateDuration(a, t)
    // integral of push B(s) ds = push (t - B(t)) / a
    const nextShiftIntegral = (push * (t - rateDuration(a, t))) / a
    const fitted = nextAccumulated - accumulated + 0.5 * (nextVariance - variance)
    cashBase[k] = fitted + nextShiftIntegral - shiftIntegral
    bondBase[k] = fitted + roll + atStart * shift - atEnd * nextShift
    accumulated = nextAccumulated
    variance = nextVariance
    shift = nextShift
    shiftIntegral = nextShiftIntegral
  }
  return { cashBase, bondBase }
}
