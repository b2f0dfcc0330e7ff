import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { brentRoot, normalQuantile } from '../math/index.ts'
import { requireBetween, requireNonNegative, requireWhole } from '../statistics/index.ts'

/** A block to be sold (or bought) in equal periods, with linear price impact. Money per share, time in days. */
export interface LinearImpactOrder {
  readonly shares: number
  readonly horizonDays: number
  readonly periods: number
  /** Standard deviation of the price, money per share and square root of a day. */
  readonly priceVolatility: number
  /** Lasting impact: change of the price per share traded. */
  readonly permanentImpact: number
  /** Passing impact: concession of the price per share a day of trading speed. */
  readonly temporaryImpact: number
  /** Fixed cost per share traded: half the spread plus fees. */
  readonly fixedCost: number
}

/** How a block is worked and what that costs against the price at the start. */
export interface LiquidationTrajectory {
  /** Shares still held at the start and after each period; the last is 0. */
  readonly holdings: readonly number[]
  /** Shares traded in each period. */
  readonly trades: readonly number[]
  /** Money, expected. */
  readonly expectedCost: number
  /** Money squared. */
  readonly variance: number
  readonly standardDeviation: number
  /** Speed at which the block decays a day; 0 for equal trades. */
  readonly kappaPerDay: number
  /** 1 / kappa: days in which all but 1/e of the block is worked; null for equal trades. */
  readonly decayDays: number | null
}

/**
 * The trajectory that minimises expected cost + `riskAversion` x variance (risk aversion per unit of money):
 * x_j = X sinh(kappa (T - t_j)) / sinh(kappa T), with 2 (cosh(kappa tau) - 1) / tau² = lambda sigma² / eta~ and
 * eta~ = eta - gamma tau / 2. Expected cost is gamma X² / 2 + epsilon X + eta~ / tau Σ n², variance sigma² tau Σ x_k².
 *
 * Throws `invalid-input` where the periods are so long that eta~ is not positive.
 *
 * Source: Almgren and Chriss, Optimal execution of portfolio transactions, Journal of Risk 3 (2001).
 */
export function optimalTrajectory(order: LinearImpactOrder, riskAversion: number): LiquidationTrajectory {
  const { tau, eta } = checkedOrder(order)
  requireNonNegative(riskAversion, 'riskAversion')
  const { shares, periods, horizonDays, priceVolatility } = order
  const tilt = (riskAversion * priceVolatility ** 2 * tau ** 2) / eta
  // acosh(1 + tilt / 2) without loss of digits for a small tilt
  const kappa = (2 * Math.asinh(Math.sqrt(tilt) / 2)) / tau
  const holdings = Array.from({ length: periods + 1 }, (_, j) =>
    j === periods ? 0 : shares * sinhRatio(kappa, horizonDays - j * tau, horizonDays),
  )
  return trajectory(order, holdings, kappa)
}

/** sinh(k a) / sinh(k b) for 0 ≤ a ≤ b, without overflow; a / b in the limit k = 0. */
function sinhRatio(k: number, a: number, b: number): number {
  if (k * b < 1e-9) return a / b
  return (Math.exp(-k * (b - a)) * Math.expm1(-2 * k * a)) / Math.expm1(-2 * k * b)
}

function trajectory(order: LinearImpactOrder, holdings: number[], kappa: number): LiquidationTrajectory {
  const { tau, eta } = checkedOrder(order)
  const { shares, permanentImpact, fixedCost, priceVolatility } = order
  const trades = holdings.slice(1).map((held, j) => holdings[j] - held)
  const squares = trades.reduce((sum, n) => sum + n * n, 0)
  const exposed = holdings.slice(1).reduce((sum, x) => sum + x * x, 0)
  const variance = priceVolatility ** 2 * tau * exposed
  return {
    holdings,
    trades,
    expectedCost: (permanentImpact * shares ** 2) / 2 + fixedCost * Math.abs(shares) + (eta / tau) * squares,
    variance,
    standardDeviation: Math.sqrt(variance),
    kappaPerDay: kappa,
    decayDays: kappa > 0 ? 1 / kappa : null,
  }
}

function checkedOrder(order: LinearImpactOrder): { readonly tau: number; readonly eta: number } {
  const { shares, horizonDays, periods, priceVolatility, permanentImpact, temporaryImpact, fixedCost } = order
  requireFinite(shares, 'shares')
  requirePositive(horizonDays, 'horizonDays')
  requireWhole(periods, 1, 100_000, 'periods')
  requireNonNegative(priceVolatility, 'priceVolatility')
  requireNonNegative(permanentImpact, 'permanentImpact')
  requirePositive(temporaryImpact, 'temporaryImpact')
  requireNonNegative(fixedCost, 'fixedCost')
  const tau = horizonDays / periods
  const eta = temporaryImpact - (permanentImpact * tau) / 2
  if (!(eta > 0)) {
    throw new TuttiError(
      'invalid-input',
      `with periods of ${tau} days the lasting impact (${permanentImpact} per share) outweighs the passing one (${temporaryImpact}): no best trajectory exists`,
      {
        field: 'periods',
        got: `${periods}`,
        expected: `more than ${(permanentImpact * horizonDays) / (2 * temporaryImpact)}`,
      },
    )
  }
  return { tau, eta }
}

/** A point of the frontier of expected cost and risk. */
export interface FrontierPoint extends LiquidationTrajectory {
  readonly riskAversion: number
}

/** The efficient frontier of execution: the best trajectory for each risk aversion, in the order given. */
export function executionFrontier(order: LinearImpactOrder, riskAversions: readonly number[]): FrontierPoint[] {
  return riskAversions.map((riskAversion) => ({ riskAversion, ...optimalTrajectory(order, riskAversion) }))
}

/** The trajectory whose cost at a confidence is least. */
export interface LeastValueAtRisk extends FrontierPoint {
  /** Expected cost + z standard deviations: the cost not exceeded with the confidence. */
  readonly valueAtRisk: number
}

/**
 * The trajectory that minimises E + z sqrt(V), z being the normal quantile of `confidence` (above one half). Along the
 * frontier dE/dV = -lambda, so its risk aversion solves lambda = z / (2 sqrt(V(lambda))).
 *
 * Source: Almgren and Chriss (2001), section 3.3 (value at risk as objective).
 */
export function leastValueAtRiskTrajectory(order: LinearImpactOrder, confidence: number): LeastValueAtRisk {
  requireBetween(confidence, 0.5, 1, 'confidence')
  const z = normalQuantile(confidence)
  const withRisk = (riskAversion: number): LeastValueAtRisk => {
    const found = optimalTrajectory(order, riskAversion)
    return { riskAversion, ...found, valueAtRisk: found.expectedCost + z * found.standardDeviation }
  }
  const riskless = order.periods === 1 || order.priceVolatility === 0 || order.shares === 0
  if (riskless) return withRisk(0)
  // The cost at the confidence rises with log lambda where this is positive, so a least one is where it turns positive.
  const slopeSign = (logLambda: number): number =>
    logLambda + Math.log((2 * optimalTrajectory(order, Math.exp(logLambda)).standardDeviation) / z)
  const start = Math.log(z / (2 * optimalTrajectory(order, 0).standardDeviation)) - 1e-9
  const grid = Array.from({ length: gridSteps + 1 }, (_, i) => start + (i * gridSpan) / gridSteps)
  const signs = grid.map(slopeSign)
  const candidates = grid.slice(1).flatMap((high, i) => {
    if (!(signs[i] < 0 && signs[i + 1] >= 0)) return []
    return [withRisk(Math.exp(brentRoot(slopeSign, grid[i], high, { tolerance: 1e-14 })))]
  })
  // still falling at the end of the grid: all but a trace is sold in the first period
  if (signs[gridSteps] < 0) candidates.push(withRisk(Math.exp(grid[gridSteps])))
  return candidates.reduce((best, each) => (each.valueAtRisk < best.valueAtRisk ? each : best))
}

const gridSpan = 60
const gridSteps = 120
