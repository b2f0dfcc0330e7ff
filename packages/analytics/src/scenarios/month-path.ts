import { portableExp, portableLog, portableNormalCdf } from '../math/portable.ts'
import { fillNormals } from '../random/ziggurat.ts'
import { DAYS_PER_MONTH, type PathModel } from './path-model.ts'

const DAYS = DAYS_PER_MONTH
/** Normals a month: three drivers a day, one for the cash residual, and one a day for a credit spread. */
const NORMALS = 4 * DAYS + 1

/**
 * One month of one path, and the state that carries on to the next. Growth is measured from the month's start:
 * `equity[t]` and `bond[t]` are the growth of one unit to the end of day t, `cash[t]` the accrual (integral of the short
 * rate). Reused from month to month: nothing of the size of a path is kept.
 */
export interface MonthPath {
  readonly random: Int32Array
  readonly normals: Float64Array
  readonly equity: Float64Array
  readonly bond: Float64Array
  readonly cash: Float64Array
  /** State at the end of each day: variance, and rate factor x (or short rate r for euler). For the path checks. */
  readonly variances: Float64Array
  readonly rates: Float64Array
  /** state: variance, rate factor x (or short rate r for euler), credit spread */
  variance: number
  rate: number
  spread: number
  /** sums of the month's daily equity log returns and of their squares */
  logReturn: number
  squares: number
  /** simple return of cash over the month */
  cashReturn: number
}

/** A month buffer for one path, to be opened by `startPath`. */
export function monthPath(): MonthPath {
  return {
    random: new Int32Array(4),
    normals: new Float64Array(NORMALS),
    equity: new Float64Array(DAYS),
    bond: new Float64Array(DAYS),
    cash: new Float64Array(DAYS),
    variances: new Float64Array(DAYS),
    rates: new Float64Array(DAYS),
    variance: 0,
    rate: 0,
    spread: 0,
    logReturn: 0,
    squares: 0,
    cashReturn: 0,
  }
}

/** Sets the state of `path` to the model's start; the random state is the caller's to open. */
export function startPath(model: PathModel, path: MonthPath): void {
  path.variance = model.v0
  path.rate = model.scheme === 'euler' ? model.initialRate : 0
  path.spread = model.creditInitial
}

/** Draws the month's normals in the order the steps read them: (zv, zs, zc) for each day, then the rest. */
export function drawMonth(model: PathModel, path: MonthPath): void {
  fillNormals(path.random, path.normals, model.creditMaturity > 0 ? NORMALS : 3 * DAYS + 1)
}

/** Steps the path through month `month` (0-based, for the rate tables) by the model's scheme, from `path.normals`. */
export function stepMonth(model: PathModel, path: MonthPath, month: number): void {
  if (model.scheme === 'euler') stepEuler(model, path)
  else stepExact(model, path, month)
  if (model.creditMaturity > 0) addCredit(model, path)
}

/** 0.5 ln(y) for y near one by its series, by the general logarithm elsewhere. */
function halfLog(y: number): number {
  const f = y - 1
  if (f > 0.02 || f < -0.02) return 0.5 * portableLog(y)
  const s = f / (2 + f)
  const q = s * s
  return s * (1 + q * (0.3333333333333333 + q * (0.2 + q * 0.14285714285714285)))
}

const tailStep = new Float64Array(2)

/**
 * The exponential branch of the QE scheme (psi > 1.5): writes the next variance and the martingale-corrected K0 term.
 * Where the correction does not exist (A >= beta, only possible for positive correlation) K0 is the plain one.
 */
function exponentialStep(model: PathModel, v: number, m: number, psi: number, zv: number): void {
  const p = (psi - 1) / (psi + 1)
  const beta = (1 - p) / m
  const u = portableNormalCdf(zv)
  tailStep[0] = u <= p ? 0 : portableLog((1 - p) / (1 - u)) / beta
  const a = model.a
  if (a < beta) tailStep[1] = -portableLog(p + (beta * (1 - p)) / (beta - a))
  else tailStep[1] = plainK0(model, v)
}

/** K0 + (K1 + K3/2) v without martingale correction (Andersen 2008, eq 33), for the rare case that has none. */
function plainK0(model: PathModel, v: number): number {
  const { kappa, theta, volOfVariance, equityVariance, dt, k2, k3 } = model
  const k0 = (-equityVariance * kappa * theta * dt) / volOfVariance
  const k1 = k2 - (2 * equityVariance) / volOfVariance
  return k0 + (k1 + 0.5 * k3) * v
}

function stepExact(model: PathModel, path: MonthPath, month: number): void {
  const { theta, varianceDecay, s2Slope, s2Level, k2, k3, k4, a, driftDt } = model
  const {
    rateOnVariance,
    rateOnAsset,
    rateOwn,
    rateDecay,
    rateShock,
    cashFromStart,
    cashFromMove,
    bondStart,
    bondEnd,
  } = model
  const { cashBase, bondBase } = model
  const { normals, equity, bond, cash, variances, rates } = path
  let v = path.variance
  let x = path.rate
  let growth = 1
  let bondGrowth = 1
  let accrual = 0
  let sum = 0
  let squares = 0
  let k = month * DAYS
  for (let day = 0, n = 0; day < DAYS; day++, n += 3, k++) {
    const zv = normals[n]
    const zs = normals[n + 1]
    const m = theta + (v - theta) * varianceDecay
    const psi = (v * s2Slope + s2Level) / (m * m)
    let vNext: number
    let k0: number
    if (psi <= 1.5) {
      const inverse = 2 / psi
      const b2 = inverse - 1 + Math.sqrt(inverse * (inverse - 1))
      const scale = m / (1 + b2)
      const root = Math.sqrt(b2) + zv
      vNext = scale * root * root
      const rest = 1 - 2 * a * scale
      k0 = rest > 0 ? (-a * b2 * scale) / rest + halfLog(rest) : plainK0(model, v)
    } else {
      exponentialStep(model, v, m, psi, zv)
      vNext = tailStep[0]!
      k0 = tailStep[1]!
    }
    // the K1 v terms of the step and of the martingale correction cancel; -K3 v / 2 is left
    const r = driftDt + k0 - 0.5 * k3 * v + k2 * vNext + Math.sqrt(k3 * v + k4 * vNext) * zs
    v = vNext
    variances[day] = v
    sum += r
    squares += r * r
    growth *= portableExp(r)
    equity[day] = growth

    const decayed = rateDecay * x
    const move = rateShock * (rateOnVariance * zv + rateOnAsset * zs + rateOwn * normals[n + 2])
    const xNext = decayed + move
    accrual += cashBase[k] + cashFromStart * x + cashFromMove * move
    cash[day] = accrual
    bondGrowth *= portableExp(bondBase[k] + bondStart * x - bondEnd * xNext)
    bond[day] = bondGrowth
    x = xNext
    rates[day] = x
  }
  accrual += model.cashResidual * normals[3 * DAYS]
  path.variance = v
  path.rate = x
  path.logReturn = sum
  path.squares = squares
  path.cashReturn = portableExp(accrual) - 1
}

/** Full-truncation Euler (Lord, Koekkoek and van Dijk 2010) with an Euler Vasicek rate; normals are (z1, zb, zc). */
function stepEuler(model: PathModel, path: MonthPath): void {
  const { dt, driftDt, theta, kappa, volOfVariance, equityVariance, equityVarianceOwn, equityRate, varianceRateOwn } =
    model
  const { initialRate, meanReversion, rateVolatility, bondDuration, bondConvexity } = model
  const { normals, equity, bond, cash, variances, rates } = path
  const rootDt = Math.sqrt(dt)
  let v = path.variance
  let rate = path.rate
  let growth = 1
  let bondGrowth = 1
  let accrual = 0
  let sum = 0
  let squares = 0
  for (let day = 0, n = 0; day < DAYS; day++, n += 3) {
    const z1 = normals[n]
    const positive = v > 0 ? v : 0
    const shock = Math.sqrt(positive * dt)
    const r = driftDt - 0.5 * positive * dt + shock * z1
    v +=
      kappa * dt * (theta - positive) +
      volOfVariance * shock * (equityVariance * z1 + equityVarianceOwn * normals[n + 1])
    const move =
      meanReversion * dt * (initialRate - rate) +
      rateVolatility * rootDt * (equityRate * z1 + varianceRateOwn * normals[n + 2])
    const earned = rate * dt
    accrual += earned
    cash[day] = accrual
    bondGrowth *= 1 + earned - bondDuration * move + bondConvexity * move * move
    bond[day] = bondGrowth
    rate += move
    variances[day] = v
    rates[day] = rate
    sum += r
    squares += r * r
    growth *= portableExp(r)
    equity[day] = growth
  }
  path.variance = v
  path.rate = rate
  path.logReturn = sum
  path.squares = squares
  path.cashReturn = accrual
}

/** Multiplies the bond index by its credit part: carry s' dt - M (s' - s) less expected loss, for an OU spread s. */
function addCredit(model: PathModel, path: MonthPath): void {
  const { creditMaturity, creditLongRun, creditDecay, creditShock, creditCorrelation, creditLossDt, dt } = model
  const { normals, bond } = path
  const own = Math.sqrt(1 - creditCorrelation * creditCorrelation)
  const rho = model.scheme === 'euler' ? 1 : model.equityVariance
  const other = model.scheme === 'euler' ? 0 : model.equityVarianceOwn
  let spread = path.spread
  let total = 0
  for (let day = 0, n = 0; day < DAYS; day++, n += 3) {
    const equityShock = rho * normals[n] + other * normals[n + 1]
    const z = creditCorrelation * equityShock + own * normals[3 * DAYS + 1 + day]
    const next = creditLongRun + (spread - creditLongRun) * creditDecay + creditShock * z
    total += next * dt - creditMaturity * (next - spread) - creditLossDt
    bond[day] *= portableExp(total)
    spread = next
  }
  path.spread = spread
}
