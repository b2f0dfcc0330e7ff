import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { brentRoot, integral, normalCdf } from '../math/index.ts'

/** An Ornstein-Uhlenbeck process dX = speed (mean - X) dt + sigma dW of a log price or a spread. */
export interface OuProcess {
  /** Per unit of time. */
  readonly speed: number
  readonly mean: number
  /** Per root of the unit of time. */
  readonly sigma: number
}

/** What trading a process between two levels brings: enter long at `entry`, leave at `exit`, wait for `entry` again. */
export interface OuTradePlan {
  readonly entry: number
  readonly exit: number
  /** exit - entry - cost: what a round trip brings, for sure but for its length. */
  readonly gainPerTrade: number
  /** Units of time in a trade, from entry to exit. */
  readonly expectedHolding: number
  /** Units of time from entry to the next entry, and its standard deviation. */
  readonly expectedCycle: number
  readonly cycleDeviation: number
  readonly tradesPerTime: number
  /** Long-run return per unit of time. */
  readonly returnPerTime: number
  /** Long-run variance of the return per unit of time. */
  readonly variancePerTime: number
  /** (returnPerTime - benchmark) / sqrt(variancePerTime), per root of the unit of time. */
  readonly sharpe: number
}

/**
 * Gain and length of trades between the levels `entry` < `exit`, at a round-trip `cost` in the units of X, against a
 * `benchmark` return per unit of time.
 *
 * Means and variances of the first-passage times by quadrature. Throws `invalid-input` unless entry < exit.
 * Source: Bertram, Physica A 389 (2010), 2234-2243.
 */
export function ouTradePlan(process: OuProcess, entry: number, exit: number, cost: number, benchmark = 0): OuTradePlan {
  requireProcess(process)
  requireFinite(entry, 'entry')
  requireFinite(exit, 'exit')
  requireFinite(benchmark, 'benchmark')
  requireCost(cost)
  if (!(entry < exit)) {
    throw new TuttiError('invalid-input', `entry must be below exit, got ${entry} and ${exit}`, {
      field: 'entry',
      got: String(entry),
      expected: `a number below ${exit}`,
    })
  }
  const { speed, mean, sigma } = process
  const deviation = sigma / Math.sqrt(2 * speed)
  const low = (entry - mean) / deviation
  const high = (exit - mean) / deviation
  if (Math.max(Math.abs(low), Math.abs(high)) > widest) {
    throw new TuttiError('not-applicable', `a level is more than ${widest} stationary deviations from the mean`, {
      field: 'entry, exit',
      got: `${low} and ${high} deviations`,
      expected: `levels within ${widest} deviations (${deviation}) of the mean: farther ones are never reached in practice`,
    })
  }
  const expectedHolding = passageMean(low, high) / speed
  const expectedCycle = expectedHolding + passageMean(-high, -low) / speed
  const cycleVariance = (passageVariance(low, high) + passageVariance(-high, -low)) / (speed * speed)
  const gainPerTrade = exit - entry - cost
  const returnPerTime = gainPerTrade / expectedCycle
  const variancePerTime = (gainPerTrade * gainPerTrade * cycleVariance) / expectedCycle ** 3
  if (!(variancePerTime > 0)) {
    throw new TuttiError('not-applicable', 'the round trip earns exactly its cost: there is no risk to measure', {
      field: 'cost',
      got: String(cost),
      expected: 'a cost other than exit - entry',
    })
  }
  return {
    entry,
    exit,
    gainPerTrade,
    expectedHolding,
    expectedCycle,
    cycleDeviation: Math.sqrt(cycleVariance),
    tradesPerTime: 1 / expectedCycle,
    returnPerTime,
    variancePerTime,
    sharpe: (returnPerTime - benchmark) / Math.sqrt(variancePerTime),
  }
}

/**
 * The entry below the mean, and the exit as far above it, that bring the most return per unit of time at a round-trip `cost`
 * > 0: with z the distance in units of sigma / sqrt(speed), D(z) = z - cost sqrt(speed) / (2 sigma), D being Dawson's integral.
 *
 * Without a cost the best distance is zero, with infinitely many trades, so a cost of 0 is refused
 * (`invalid-input`), as is one whose best levels lie farther than 8 stationary deviations from the mean
 * (`not-applicable`). Source: Bertram (2010), section 4.1.
 */
export function bestReturnPlan(process: OuProcess, cost: number, benchmark = 0): OuTradePlan {
  requireProcess(process)
  requireCost(cost)
  if (cost === 0) {
    throw new TuttiError(
      'invalid-input',
      'without a cost the best entry and exit both are the mean, with trades without end: there are no best levels',
      { field: 'cost', got: '0', expected: 'the cost of a round trip, above 0; or a trade plan of given levels' },
    )
  }
  const unit = process.sigma / Math.sqrt(process.speed)
  const farthest = widest / Math.SQRT2
  const largestCost = 2 * unit * (farthest - dawson(farthest))
  if (cost > largestCost) {
    const deviation = unit / Math.SQRT2
    throw new TuttiError(
      'not-applicable',
      `the cost of ${cost} is too large for a spread whose stationary deviation is ${deviation}: the best levels lie more than ${widest} deviations from the mean`,
      { field: 'cost', got: String(cost), expected: `at most ${largestCost}, and in practice below the deviation` },
    )
  }
  const half = cost / (2 * unit)
  const excess = (z: number): number => dawson(z) - z + half
  const z = brentRoot(excess, half, half + 1)
  return ouTradePlan(process, process.mean - z * unit, process.mean + z * unit, cost, benchmark)
}

/**
 * The symmetric levels with the highest Sharpe ratio against `benchmark` > 0 per unit of time, at a round-trip `cost` > 0.
 *
 * Throws `infeasible` where no levels earn the benchmark. Source: Bertram (2010), section 4.2.
 */
export function bestSharpePlan(process: OuProcess, cost: number, benchmark: number): OuTradePlan {
  requirePositive(benchmark, 'benchmark')
  const best = bestReturnPlan(process, cost, benchmark)
  if (best.returnPerTime <= benchmark) {
    throw new TuttiError(
      'infeasible',
      `no levels earn the benchmark: the most is ${best.returnPerTime} per unit of time`,
      {
        field: 'benchmark',
        got: String(benchmark),
        expected: `a benchmark below ${best.returnPerTime}, or a lower cost`,
      },
    )
  }
  const planAt = (distance: number): OuTradePlan =>
    ouTradePlan(process, process.mean - distance, process.mean + distance, cost, benchmark)
  const reach = 5 * (process.sigma / Math.sqrt(2 * process.speed))
  let low = cost / 2
  let high = Math.max(best.exit - process.mean, Math.min(reach, 2 * (best.exit - process.mean)))
  // The ratio has one peak between the distance that only pays the cost and beyond the one of the highest return.
  const golden = (Math.sqrt(5) - 1) / 2
  const ratio = (distance: number): number => planAt(distance).sharpe
  let left = high - golden * (high - low)
  let right = low + golden * (high - low)
  let leftValue = ratio(left)
  let rightValue = ratio(right)
  for (let step = 0; step < 60 && high - low > 1e-9 * high; step++) {
    if (leftValue > rightValue) {
      high = right
      right = left
      rightValue = leftValue
      left = high - golden * (high - low)
      leftValue = ratio(left)
    } else {
      low = left
      left = right
      leftValue = rightValue
      right = low + golden * (high - low)
      rightValue = ratio(right)
    }
  }
  return planAt((low + high) / 2)
}

/** Levels farther than this, in stationary deviations, are refused. */
const widest = 8

function requireProcess({ speed, mean, sigma }: OuProcess): void {
  requirePositive(speed, 'speed')
  requireFinite(mean, 'mean')
  requirePositive(sigma, 'sigma')
}

function requireCost(cost: number): void {
  if (Number.isFinite(cost) && cost >= 0) return
  throw new TuttiError('invalid-input', `cost must be a number >= 0, got ${cost}`, {
    field: 'cost',
    got: String(cost),
    expected: 'a number >= 0',
  })
}

/** Slope of the mean time to a level above, for dX = -X dt + sqrt(2) dW: sqrt(2 pi) e^(x^2/2) N(x). */
const passageSlope = (x: number): number => Math.sqrt(2 * Math.PI) * Math.exp((x * x) / 2) * normalCdf(x)

/** Mean time from `low` up to `high`. */
function passageMean(low: number, high: number): number {
  return integral(passageSlope, low, high, { relativeTolerance: 1e-11, absoluteTolerance: 1e-14 }).value
}

/**
 * Variance of that time: v' = -2 e^(x^2/2) int_{-inf}^x e^(-y^2/2) m(y)^2 dy with m the slope of the mean. The inner integral is
 * carried along: it is summed from far below, then piece by piece.
 */
function passageVariance(low: number, high: number): number {
  const inner = (x: number): number => Math.exp((-x * x) / 2) * passageSlope(x) ** 2
  const from = Math.min(low, 0) - 12
  const options = { relativeTolerance: 1e-10, absoluteTolerance: 1e-14 }
  const below = integral(inner, from, low, options).value
  // Swapping the order: int_low^high inner(y) (S(high) - S(y)) dy + below (S(high) - S(low)), S' = 2 e^(x^2/2).
  const scale = (a: number, b: number): number => 2 * integral((x) => Math.exp((x * x) / 2), a, b, options).value
  return below * scale(low, high) + integral((y) => inner(y) * scale(y, high), low, high, options).value
}

/** Dawson's integral e^(-z^2) int_0^z e^(t^2) dt for z >= 0. */
function dawson(z: number): number {
  if (z > 12) {
    const w = 1 / (2 * z * z)
    return (1 / (2 * z)) * (1 + w * (1 + 3 * w * (1 + 5 * w * (1 + 7 * w))))
  }
  return z === 0 ? 0 : integral((s) => Math.exp(-z * z * (1 - s) * (1 + s)), 0, 1).value * z
}
