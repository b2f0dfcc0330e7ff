import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { type ProgrammeRow, type ProgrammeSolution, solvedProgramme } from '../programming/index.ts'
import { requireBetween, requireNonNegative } from '../statistics/index.ts'

/** An order of a list that is worked together with the others. */
export interface ListedOrder {
  readonly id: string
  /** Money, positive to buy, negative to sell. */
  readonly amount: number
  /** Money that the market is expected to trade in each period. */
  readonly volumes: readonly number[]
  /** Half the bid-ask spread over the mid price, basis points. */
  readonly halfSpreadBp: number
  /** Passing price impact, basis points, of trading the whole volume of a period; it grows linearly with the share taken. */
  readonly impactBpAtFullVolume: number
}

/** What limits the schedule. */
export interface ScheduleLimits {
  /** Largest share of the volume of a period, in (0, 1]. */
  readonly maxParticipation: number
  /** Largest passing impact of a trade, basis points; absent for none. */
  readonly maxImpactBp?: number
}

/** The best schedule within the limits. */
export interface LimitedSchedule {
  readonly status: 'solved'
  /** Money traded of each order in each period, with the sign of the order. */
  readonly trades: readonly (readonly number[])[]
  readonly participation: readonly (readonly number[])[]
  readonly spreadCost: number
  readonly impactCost: number
  /** Spread and impact over the sum of the orders, basis points. */
  readonly costBp: number
  /** Standard deviation of the value of what is not traded yet, money. */
  readonly timingRisk: number
  /** Where a limit binds, and the money (cost and risk penalty) that one more unit of money of capacity there would save. */
  readonly binding: readonly { readonly id: string; readonly period: number; readonly shadowPrice: number }[]
  readonly solution: ProgrammeSolution
}

/** Orders that do not fit into the window, with what would make them fit. */
export interface ImpossibleSchedule {
  readonly status: 'infeasible'
  readonly conflicts: readonly {
    readonly id: string
    readonly amount: number
    /** The most that can be traded within the limits, money. */
    readonly executable: number
    /** The smallest share of each volume with which it fits, the impact limit apart; above 1 where none does. */
    readonly neededParticipation: number
    /** Impact of trading with it, basis points. */
    readonly neededImpactBp: number
    /** Periods that it takes at the limits, if the volumes go on as their average; null where it is never done. */
    readonly neededPeriods: number | null
  }[]
  /** The best answer within the limits: every order that conflicts is traded as far as it goes, the rest in full. */
  readonly compromise: LimitedSchedule
}

/**
 * The schedule of a list of orders that minimises impact + `riskAversion` x variance of what is left, within limits on
 * participation and impact. `covariancePerPeriod` is of the returns of the instruments over one period; an amount still
 * open after the trade of a period is exposed to that period's move. Buys and sells offset each other's risk.
 *
 * A list that does not fit into its window is no error: the orders in conflict come back with the participation, impact or
 * time that they need and the best schedule that keeps the limits.
 *
 * Source: Almgren and Chriss, Journal of Risk 3 (2001), section 5 (portfolios), as a quadratic programme with bounds.
 */
export function limitedSchedule(
  orders: readonly ListedOrder[],
  covariancePerPeriod: readonly (readonly number[])[],
  riskAversion: number,
  limits: ScheduleLimits,
): LimitedSchedule | ImpossibleSchedule {
  const periods = checkedPeriods(orders, covariancePerPeriod)
  requireNonNegative(riskAversion, 'riskAversion')
  requirePositive(limits.maxParticipation, 'maxParticipation')
  if (limits.maxParticipation > 1) requireBetween(limits.maxParticipation, 0, 1, 'maxParticipation')
  if (limits.maxImpactBp !== undefined) requirePositive(limits.maxImpactBp, 'maxImpactBp')
  const caps = orders.map((order) => order.volumes.map((volume) => volume * cappedShare(order, limits)))
  const capacity = caps.map((row) => row.reduce((sum, cap) => sum + cap, 0))
  const late = orders.flatMap((order, i) => (capacity[i] < Math.abs(order.amount) * (1 - 1e-12) ? [i] : []))
  const targets = orders.map(({ amount }, i) => Math.min(Math.abs(amount), capacity[i]))
  const best = bestSchedule(orders, covariancePerPeriod, riskAversion, caps, targets)
  if (late.length === 0) return best
  return {
    status: 'infeasible',
    conflicts: late.map((i) => {
      const { id, amount, volumes, impactBpAtFullVolume } = orders[i]
      const volume = volumes.reduce((sum, each) => sum + each, 0)
      const needed = volume > 0 ? Math.abs(amount) / volume : Number.MAX_VALUE
      return {
        id,
        amount,
        executable: capacity[i],
        neededParticipation: needed,
        neededImpactBp: needed * impactBpAtFullVolume,
        neededPeriods: capacity[i] > 0 ? Math.ceil(Math.abs(amount) / (capacity[i] / periods)) : null,
      }
    }),
    compromise: best,
  }
}

/** The share of a volume that participation and impact limits allow. */
function cappedShare({ impactBpAtFullVolume }: ListedOrder, { maxParticipation, maxImpactBp }: ScheduleLimits): number {
  if (maxImpactBp === undefined || impactBpAtFullVolume === 0) return maxParticipation
  return Math.min(maxParticipation, maxImpactBp / impactBpAtFullVolume)
}

/** The quadratic programme in the shares of each target traded in each period, so that all variables are about one. */
function bestSchedule(
  orders: readonly ListedOrder[],
  covariance: readonly (readonly number[])[],
  riskAversion: number,
  caps: readonly (readonly number[])[],
  targets: readonly number[],
): LimitedSchedule {
  const periods = caps[0].length
  const worked = orders.flatMap((_, i) => (targets[i] > 0 ? [i] : []))
  const size = worked.length * periods
  const gross = targets.reduce((sum, target) => sum + target, 0)
  const unit = gross > 0 ? gross : 1
  const hessian = Array.from({ length: size }, () => new Float64Array(size))
  const cost = new Float64Array(size)
  const signed = orders.map(({ amount }, i) => Math.sign(amount) * targets[i])
  worked.forEach((i, a) => {
    for (let k = 0; k < periods; k++) {
      if (orders[i].volumes[k] === 0) continue
      const impact = orders[i].impactBpAtFullVolume / 1e4 / orders[i].volumes[k]
      hessian[a * periods + k][a * periods + k] += (2 * impact * targets[i] ** 2) / unit
    }
    worked.forEach((j, b) => {
      const weight = (2 * riskAversion * signed[i] * signed[j] * covariance[i][j]) / unit
      // open after period k: 1 - Σ_{p ≤ k} f; the product of two of them summed over k
      for (let p = 0; p < periods; p++) {
        cost[a * periods + p] -= weight * (periods - p)
        for (let q = 0; q < periods; q++)
          hessian[a * periods + p][b * periods + q] += weight * (periods - Math.max(p, q))
      }
    })
  })
  const rows = worked.map((i, a): ProgrammeRow => ({
    name: `order ${orders[i].id} in full`,
    indices: Array.from({ length: periods }, (_, k) => a * periods + k),
    coefficients: Array.from({ length: periods }, () => 1),
    lower: 1,
    upper: 1,
  }))
  const upper = Float64Array.from({ length: size }, (_, v) => {
    const i = worked[Math.floor(v / periods)]
    return Math.min(1, caps[i][v % periods] / targets[i])
  })
  // a target that fills its capacity has to keep a hair of room for rounding
  worked.forEach((_, a) => {
    const own = upper.subarray(a * periods, (a + 1) * periods)
    const room = own.reduce((sum, cap) => sum + cap, 0)
    if (room < 1 + 1e-12) own.forEach((cap, k) => (own[k] = cap * ((1 + 1e-12) / room)))
  })
  const outcome = solvedProgramme({ cost, hessian, lower: new Float64Array(size), upper, rows })
  if (outcome.status !== 'optimal') {
    throw new TuttiError('calculation-failed', `the schedule's quadratic programme ended as ${outcome.status}`)
  }
  return scheduleOf(orders, covariance, signed, worked, outcome.solution, { upper, unit, caps })
}

function scheduleOf(
  orders: readonly ListedOrder[],
  covariance: readonly (readonly number[])[],
  signed: readonly number[],
  worked: readonly number[],
  solution: ProgrammeSolution,
  { upper, unit, caps }: { upper: Float64Array; unit: number; caps: readonly (readonly number[])[] },
): LimitedSchedule {
  const periods = caps[0].length
  const trades = orders.map(() => Array.from({ length: periods }, () => 0))
  worked.forEach((i, a) => {
    for (let k = 0; k < periods; k++) {
      const share = Math.max(0, solution.x[a * periods + k])
      // to a tenth of a billionth of the order, so that rounding does not show as trades
      const rounded = Math.round(share * 1e10) / 1e10
      trades[i][k] = Math.sign(signed[i]) * Math.min(Math.abs(signed[i]) * rounded, caps[i][k])
    }
  })
  const participation = trades.map((row, i) =>
    row.map((trade, k) => (trade === 0 ? 0 : Math.abs(trade) / orders[i].volumes[k])),
  )
  const gross = signed.reduce((sum, amount) => sum + Math.abs(amount), 0)
  const spreadCost = orders.reduce((sum, { halfSpreadBp }, i) => sum + (Math.abs(signed[i]) * halfSpreadBp) / 1e4, 0)
  const impactCost = orders.reduce(
    (sum, { impactBpAtFullVolume }, i) =>
      sum + trades[i].reduce((own, t, k) => own + Math.abs(t) * participation[i][k] * (impactBpAtFullVolume / 1e4), 0),
    0,
  )
  const open = [...signed]
  let variance = 0
  for (let k = 0; k < periods; k++) {
    open.forEach((_, i) => (open[i] -= trades[i][k]))
    open.forEach((x, i) => open.forEach((y, j) => (variance += x * y * covariance[i][j])))
  }
  return {
    status: 'solved',
    trades,
    participation,
    spreadCost,
    impactCost,
    costBp: gross > 0 ? ((spreadCost + impactCost) / gross) * 1e4 : 0,
    timingRisk: Math.sqrt(Math.max(0, variance)),
    binding: worked.flatMap((i, a) =>
      Array.from({ length: periods }, (_, k) => k).flatMap((k) => {
        const v = a * periods + k
        const isAtCap = upper[v] < 1 && solution.x[v] > upper[v] * (1 - 1e-9) && caps[i][k] > 0
        // the dual is per share of the order in units of the programme's money
        const shadowPrice = (-solution.boundDuals[v] * unit) / Math.abs(signed[i])
        return isAtCap ? [{ id: orders[i].id, period: k + 1, shadowPrice }] : []
      }),
    ),
    solution,
  }
}

const mostVariables = 600

function checkedPeriods(orders: readonly ListedOrder[], covariance: readonly (readonly number[])[]): number {
  const periods = orders[0]?.volumes.length ?? 0
  if (periods === 0) {
    throw new TuttiError('invalid-input', 'a schedule needs an order and a period', {
      field: 'orders',
      got: `${orders.length}`,
      expected: 'at least one order with at least one volume',
    })
  }
  if (orders.length * periods > mostVariables) {
    throw new TuttiError('invalid-input', `${orders.length} orders in ${periods} periods are too many`, {
      field: 'orders',
      got: `${orders.length * periods}`,
      expected: `at most ${mostVariables} trades; take fewer periods or split the list`,
    })
  }
  orders.forEach(({ amount, volumes, halfSpreadBp, impactBpAtFullVolume }, i) => {
    requireFinite(amount, `orders[${i}].amount`)
    requireNonNegative(halfSpreadBp, `orders[${i}].halfSpreadBp`)
    requireNonNegative(impactBpAtFullVolume, `orders[${i}].impactBpAtFullVolume`)
    volumes.forEach((volume, k) => requireNonNegative(volume, `orders[${i}].volumes[${k}]`))
    if (volumes.length === periods) return
    throw new TuttiError('invalid-input', `orders[${i}] has ${volumes.length} volumes, the first order ${periods}`, {
      field: `orders[${i}].volumes`,
      got: `${volumes.length}`,
      expected: `${periods} volumes`,
    })
  })
  if (covariance.length !== orders.length || covariance.some((row) => row.length !== orders.length)) {
    throw new TuttiError('invalid-input', `the covariance must be ${orders.length} x ${orders.length}`, {
      field: 'covariancePerPeriod',
      got: `${covariance.length} rows`,
      expected: `${orders.length} rows and columns, one for each order`,
    })
  }
  return periods
}
