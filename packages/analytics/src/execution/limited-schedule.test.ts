import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ImpossibleSchedule,
  type LimitedSchedule,
  limitedSchedule,
  type ListedOrder,
  optimalTrajectory,
} from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)

function solved(outcome: LimitedSchedule | ImpossibleSchedule): LimitedSchedule {
  if (outcome.status !== 'solved') assert.fail('the list does not fit')
  return outcome
}

const order = (id: string, amount: number, periods = 5, volume = 1e9): ListedOrder => ({
  id,
  amount,
  volumes: Array.from({ length: periods }, () => volume),
  halfSpreadBp: 2,
  impactBpAtFullVolume: 500,
})

test('one order without tight limits follows the closed form of Almgren and Chriss', () => {
  const [amount, volume, dailyVol, riskAversion] = [1e8, 1e9, 0.019, 2e-7]
  const { trades } = solved(
    limitedSchedule([order('a', -amount)], [[dailyVol ** 2]], riskAversion, { maxParticipation: 1 }),
  )
  // money in place of shares: eta is the impact a unit of money a day, and there is no lasting impact
  const closed = optimalTrajectory(
    {
      shares: amount,
      horizonDays: 5,
      periods: 5,
      priceVolatility: dailyVol,
      permanentImpact: 0,
      temporaryImpact: 0.05 / volume,
      fixedCost: 0,
    },
    riskAversion,
  )
  closed.trades.forEach((trade, k) => near(-trades[0][k], trade, 1e-5 * amount))
})

test('every order is traded in full within its limits, whatever the list', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -4e8, max: 4e8, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1e-6, noNaN: true }),
      fc.double({ min: -0.1, max: 0.9, noNaN: true }),
      (amounts, riskAversion, correlation) => {
        const orders = amounts.map((amount, i) => order(`${i}`, amount, 4))
        const covariance = amounts.map((_, i) => amounts.map((__, j) => (i === j ? 1 : correlation) * 1e-4))
        const { trades, participation } = solved(
          limitedSchedule(orders, covariance, riskAversion, { maxParticipation: 0.11 }),
        )
        trades.forEach((row, i) => {
          near(
            row.reduce((sum, trade) => sum + trade, 0),
            amounts[i],
            1e-6 * Math.max(1, Math.abs(amounts[i])),
          )
          for (const share of participation[i]) assert.ok(share <= 0.11 * (1 + 1e-6))
        })
      },
    ),
    { seed: 11, numRuns: 60 },
  )
})

test('no shift between two periods lowers cost and risk', () => {
  const orders = [order('a', 4e8), order('b', -2e8), order('c', 1e8)]
  const covariance = [
    [4e-4, 1e-4, 0],
    [1e-4, 2e-4, 5e-5],
    [0, 5e-5, 3e-4],
  ]
  const riskAversion = 5e-8
  const best = solved(limitedSchedule(orders, covariance, riskAversion, { maxParticipation: 0.15 }))
  const objective = (trades: readonly (readonly number[])[]): number => {
    let total = 0
    trades.forEach((row, i) => row.forEach((t, k) => (total += (t * t * 0.05) / orders[i].volumes[k])))
    const open = orders.map(({ amount }) => amount)
    for (let k = 0; k < 5; k++) {
      trades.forEach((row, i) => (open[i] -= row[k]))
      open.forEach((x, i) => open.forEach((y, j) => (total += riskAversion * x * y * covariance[i][j])))
    }
    return total
  }
  const least = objective(best.trades)
  near(best.impactCost + riskAversion * best.timingRisk ** 2, least, 1e-6 * least)
  for (const i of [0, 1, 2]) {
    for (let from = 0; from < 5; from++) {
      for (let to = 0; to < 5; to++) {
        const shift = 1e5 * Math.sign(orders[i].amount)
        const other = best.trades.map((row) => [...row])
        other[i][from] -= shift
        other[i][to] += shift
        const isAllowed = other[i].every((t) => t * Math.sign(orders[i].amount) >= 0 && Math.abs(t) <= 0.15e9)
        if (isAllowed) assert.ok(objective(other) >= least * (1 - 1e-9))
      }
    }
  }
})

test('the shadow price of a limit is what a little more capacity saves', () => {
  const orders = [order('a', 6e8)]
  const run = (extra: number): LimitedSchedule =>
    solved(
      limitedSchedule(
        [
          {
            ...orders[0],
            volumes: orders[0].volumes.map((v, k) => (k === 0 ? v + extra : v)),
            impactBpAtFullVolume: 0,
          },
        ],
        [[4e-4]],
        1e-7,
        { maxParticipation: 0.2 },
      ),
    )
  const [base, wider] = [run(0), run(5e6)]
  const saved = 1e-7 * (base.timingRisk ** 2 - wider.timingRisk ** 2)
  const price = base.binding.find(({ period }) => period === 1)?.shadowPrice ?? 0
  near(saved / (0.2 * 5e6), price, 0.02 * price)
})

test('a list that does not fit says what each order needs and how far it gets', () => {
  const outcome = limitedSchedule(
    [order('a', 2e9), order('b', 1e8)],
    [
      [1e-4, 0],
      [0, 1e-4],
    ],
    1e-8,
    {
      maxParticipation: 0.2,
    },
  )
  assert.equal(outcome.status, 'infeasible')
  if (outcome.status !== 'infeasible') return
  assert.deepEqual(
    outcome.conflicts.map(({ id }) => id),
    ['a'],
  )
  const [conflict] = outcome.conflicts
  near(conflict.executable, 1e9, 1)
  near(conflict.neededParticipation, 0.4, 1e-12)
  assert.equal(conflict.neededPeriods, 10)
  const sums = outcome.compromise.trades.map((row) => row.reduce((sum, t) => sum + t, 0))
  near(sums[0], 1e9, 1e3)
  near(sums[1], 1e8, 1e3)
})

test('a limit on impact caps the share of the volume', () => {
  const { participation } = solved(
    limitedSchedule([order('a', 2e7)], [[4e-4]], 1e-4, { maxParticipation: 0.5, maxImpactBp: 3 }),
  )
  for (const share of participation[0]) assert.ok(share <= 3 / 500 + 1e-9)
})

test('lists that make no sense are refused', () => {
  const refused = { code: 'invalid-input' }
  assert.throws(() => limitedSchedule([], [], 0, { maxParticipation: 0.1 }), refused)
  assert.throws(() => limitedSchedule([order('a', 1)], [[1, 0]], 0, { maxParticipation: 0.1 }), refused)
  assert.throws(() => limitedSchedule([order('a', NaN)], [[1]], 0, { maxParticipation: 0.1 }), refused)
  assert.throws(
    () =>
      limitedSchedule(
        [order('a', 1), order('b', 1, 4)],
        [
          [1, 0],
          [0, 1],
        ],
        0,
        { maxParticipation: 1 },
      ),
    refused,
  )
  assert.throws(() => limitedSchedule([order('a', 1)], [[1]], 0, { maxParticipation: 1.5 }), refused)
})
