import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { requireWhole } from '../statistics/index.ts'

/** Money paid in (positive) or out (negative) at the end of `day`, counted from the start of the period. */
export interface PeriodFlow {
  readonly amount: number
  readonly day: number
}

/**
 * Modified Dietz return over a period of `periodDays`: (end - begin - flows) / (begin + weighted flows), each flow
 * weighted with the share (periodDays - day) / periodDays of the period that it was invested.
 *
 * Source: Dietz (1968); GIPS Standards. Throws `not-applicable` when the average capital is not positive.
 */
export function modifiedDietz(
  beginValue: number,
  endValue: number,
  flows: readonly PeriodFlow[],
  periodDays: number,
): number {
  requireFinite(beginValue, 'beginValue')
  requireFinite(endValue, 'endValue')
  requirePositive(periodDays, 'periodDays')
  let total = 0
  let capital = beginValue
  flows.forEach((flow, i) => {
    requireFinite(flow.amount, `flows[${i}].amount`)
    requireInRange(flow.day, 0, periodDays, `flows[${i}].day`)
    total += flow.amount
    capital += (flow.amount * (periodDays - flow.day)) / periodDays
  })
  if (capital > 0) return (endValue - beginValue - total) / capital
  throw new TuttiError(
    'not-applicable',
    'the modified Dietz return needs a positive average capital; use shorter periods',
    {
      got: `average capital ${capital}`,
      expected: 'a number > 0',
    },
  )
}

/** Money paid in (positive) or out (negative), and the portfolio's value just before. */
export interface ValuedFlow {
  readonly amount: number
  readonly valueBefore: number
}

/** Time-weighted return: the linked returns of the subperiods between `flows`, given in time order. */
export function timeWeightedReturn(beginValue: number, endValue: number, flows: readonly ValuedFlow[]): number {
  requireFinite(endValue, 'endValue')
  let growth = 1
  let invested = requirePositive(beginValue, 'beginValue')
  flows.forEach((flow, i) => {
    requireFinite(flow.valueBefore, `flows[${i}].valueBefore`)
    growth *= flow.valueBefore / invested
    invested = requirePositive(flow.valueBefore + flow.amount, `value after flows[${i}]`)
  })
  return (growth * endValue) / invested - 1
}

/** Money paid (negative) or received (positive) by the investor on an ISO date. */
export interface DatedCashFlow {
  readonly amount: number
  readonly date: string
}

/**
 * Annual money-weighted return (internal rate of return, decimal, annual compounding) of dated flows:
 * sum amount / (1 + r)^(days / 365) = 0, days from the first date (actual/365 fixed). The final value is a flow too.
 *
 * Throws `not-applicable` when all flows have one sign, all fall on one day, or when several rates between -99.99 %
 * and 1,000,000 % solve the equation (they are listed): then the flows have no meaningful return.
 */
export function xirr(cashFlows: readonly DatedCashFlow[]): number {
  requireWhole(cashFlows.length, 2, Infinity, 'number of cash flows')
  const days = cashFlows.map((flow, i) => dayNumber(flow.date, `cashFlows[${i}].date`))
  const first = Math.min(...days)
  const times = days.map((day) => (day - first) / 365)
  const amounts = cashFlows.map((flow, i) => requireFinite(flow.amount, `cashFlows[${i}].amount`))
  if (!amounts.some((a) => a > 0) || !amounts.some((a) => a < 0)) {
    throw new TuttiError('not-applicable', 'an internal rate of return needs money paid and money received', {
      field: 'cashFlows',
      got: 'flows of one sign',
      expected: 'both signs',
    })
  }
  // In the log rate every term is an exponential; a fine scan finds all sign changes.
  const presentValue = (logRate: number): number =>
    amounts.reduce((sum, amount, i) => sum + amount * Math.exp(-logRate * times[i]), 0)
  const grid = [...scanGrid]
  const roots: number[] = []
  for (let k = 0; k + 1 < grid.length; k++) {
    const [low, high] = [presentValue(grid[k]), presentValue(grid[k + 1])]
    if (low === 0) roots.push(grid[k])
    else if (low > 0 !== high > 0 && high !== 0) roots.push(brentRoot(presentValue, grid[k], grid[k + 1]))
  }
  if (roots.length === 1) return Math.expm1(roots[0])
  throw new TuttiError(
    'not-applicable',
    roots.length === 0
      ? 'no rate between -99.99 % and 1,000,000 % makes the cash flows worth zero'
      : 'several rates make the cash flows worth zero, so they have no single return',
    {
      field: 'cashFlows',
      got: roots.length === 0 ? 'no root' : roots.map((root) => Math.expm1(root)).join(', '),
      expected: 'exactly one rate',
    },
  )
}

/** Log rates from -99.99 % to 1,000,000 % a year, 2 % apart. */
const scanGrid = Array.from({ length: 922 }, (_, k) => Math.log(1e-4) + k * 0.02)

/** Days since 1970-01-01 of a calendar date written YYYY-MM-DD. */
function dayNumber(date: string, field: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const milliseconds = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : Number.NaN
  if (!Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date))
    return milliseconds / 86_400_000
  throw new TuttiError('invalid-input', `${field} must be a calendar date, got ${date}`, {
    field,
    got: date,
    expected: 'a date such as 2024-03-29',
  })
}
