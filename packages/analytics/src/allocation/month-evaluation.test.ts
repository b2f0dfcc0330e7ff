import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { bruteForceMonth, type PlainMonth, type PlainState } from './brute-force-month.fixture.ts'
import { evaluateMonthDaily, evaluateMonthLevered, evaluateMonthPruned, evaluationMonth } from './month-evaluation.ts'
import {
  COST,
  DRIFTED,
  EXCESS_SQUARES,
  PEAK,
  resetState,
  SQUARES,
  strategyState,
  STRIDE,
  SUM,
  TRADED,
  VALUE,
  WEIGHT,
  WORST,
} from './strategy-state.ts'

const DAYS = 21

function kernelMonth(month: PlainMonth, rows: number) {
  const out = evaluationMonth(
    rows,
    month.equity.length,
    Float64Array.from(month.bond),
    Float64Array.from(month.equity),
    Float64Array.from(month.cash),
  )
  out.gap.set(month.equity.map((e, t) => e - month.bond[t]))
  out.cashReturn = month.cashReturn
  return out
}

/** State rows of the strategies as they stand before the month. */
function rows(strategies: readonly PlainState[], costs: readonly number[]): Float64Array {
  const state = strategyState(Float64Array.from(costs))
  resetState(state)
  strategies.forEach((s, c) => {
    const i = c * STRIDE
    state[i + WEIGHT] = s.weight
    state[i + DRIFTED] = s.drifted
    state[i + VALUE] = s.value
    state[i + PEAK] = s.peak
    state[i + WORST] = s.worstRatio
  })
  return state
}

function assertRow(state: Float64Array, row: number, expected: PlainState, what: string): void {
  const i = row * STRIDE
  assertClose(state[i + VALUE], expected.value, 1e-15, 1e-12, `${what}: value`)
  assertClose(state[i + PEAK], expected.peak, 0, 1e-12, `${what}: peak`)
  assertClose(state[i + WORST], expected.worstRatio, 1e-15, 1e-12, `${what}: worst ratio`)
  assertClose(state[i + DRIFTED], expected.drifted, 1e-14, 1e-12, `${what}: drifted weight`)
  assertClose(state[i + TRADED], expected.traded, 1e-14, 1e-12, `${what}: traded`)
  assertClose(state[i + SUM], expected.sum, 1e-14, 1e-12, `${what}: return`)
  assertClose(state[i + SQUARES], expected.squares, 1e-14, 1e-12, `${what}: squared return`)
  assertClose(state[i + EXCESS_SQUARES], expected.excessSquares, 1e-14, 1e-12, `${what}: squared excess`)
}

const ratio = fc.double({ min: 0, max: 1, noNaN: true })
const daily = (size: number) => fc.double({ min: -size, max: size, noNaN: true })
/** Calm, wild and one-sided months; some days without any move, so that ties occur. */
const randomMonth = fc
  .tuple(
    fc.constantFrom(0.0005, 0.01, 0.12),
    fc.constantFrom(0, 0.002, 0.03),
    fc.array(fc.tuple(daily(1), daily(1), fc.boolean()), { minLength: DAYS, maxLength: DAYS }),
    daily(0.01),
    daily(1),
  )
  .map(([equitySize, bondSize, moves, cashReturn, trend]): PlainMonth => {
    const grown = (pick: (move: readonly [number, number, boolean]) => number): number[] => {
      let level = 1
      return moves.map((move) => (level *= 1 + pick(move)))
    }
    return {
      equity: grown(([e, , flat]) => (flat ? 0 : equitySize * (0.5 * e + 0.5 * trend))),
      bond: grown(([, b, flat]) => (flat ? 0 : bondSize * b)),
      cash: moves.map((_, t) => (cashReturn * (t + 1)) / DAYS),
      cashReturn,
    }
  })
const randomState = fc
  .tuple(ratio, ratio, fc.double({ min: 0.01, max: 50, noNaN: true }), ratio, ratio)
  .map(([weight, drifted, value, below, further]): PlainState => {
    const current = 1 - 0.6 * below ** 3
    return {
      value,
      peak: value / current,
      worstRatio: Math.min(current, 1) * (1 - 0.5 * further ** 3),
      weight: weight < 0.1 ? 0 : weight > 0.9 ? 1 : weight,
      drifted,
      traded: 0,
      sum: 0,
      squares: 0,
      excessSquares: 0,
    }
  })
const randomCost = fc.constantFrom(0, 0.0005, 0.02)

test('the daily and the pruned month equal a portfolio walked in money, peak and worst drawdown included', () => {
  fc.assert(
    fc.property(
      randomMonth,
      fc.array(fc.tuple(randomState, randomCost), { minLength: 1, maxLength: 20 }),
      (month, strategies) => {
        const states = strategies.map(([state]) => state)
        const costs = strategies.map(([, cost]) => cost)
        const dailyRows = rows(states, costs)
        const prunedRows = rows(states, costs)
        const leveredRows = rows(states, costs)
        evaluateMonthDaily(dailyRows, kernelMonth(month, states.length))
        evaluateMonthPruned(prunedRows, kernelMonth(month, states.length))
        evaluateMonthLevered(leveredRows, kernelMonth(month, states.length), 0.0001)
        states.forEach((state, c) => {
          const expected = bruteForceMonth(state, month, costs[c])
          assertRow(dailyRows, c, expected, 'daily')
          assertRow(prunedRows, c, expected, 'pruned')
          assertRow(leveredRows, c, expected, 'levered at a weight of at most one')
        })
      },
    ),
    { numRuns: 1500, seed: 20240601 },
  )
})

test('years of months walked one after the other stay equal, so that no peak or record is lost on the way', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(randomMonth, fc.array(ratio, { minLength: 15, maxLength: 15 })), {
        minLength: 6,
        maxLength: 24,
      }),
      (months) => {
        let plain = Array.from({ length: 15 }, (): PlainState => ({
          value: 1,
          peak: 1,
          worstRatio: 1,
          weight: 0,
          drifted: 0,
          traded: 0,
          sum: 0,
          squares: 0,
          excessSquares: 0,
        }))
        const costs = plain.map((_, c) => 0.0002 * c)
        const dailyRows = rows(plain, costs)
        const prunedRows = rows(plain, costs)
        for (const [month, weights] of months) {
          weights.forEach((w, c) => {
            dailyRows[c * STRIDE + WEIGHT] = w
            prunedRows[c * STRIDE + WEIGHT] = w
          })
          evaluateMonthDaily(dailyRows, kernelMonth(month, 15))
          evaluateMonthPruned(prunedRows, kernelMonth(month, 15))
          plain = plain.map((state, c) => bruteForceMonth({ ...state, weight: weights[c] }, month, costs[c]))
        }
        plain.forEach((state, c) => {
          assertRow(dailyRows, c, state, 'daily')
          assertRow(prunedRows, c, state, 'pruned')
        })
      },
    ),
    { numRuns: 150, seed: 7 },
  )
})

test('a hand-computed month: cost on the traded weight, drift, return and drawdown', () => {
  const month: PlainMonth = {
    equity: [1.1, 0.9, 1.2],
    bond: [1, 1.01, 1.02],
    cash: [0.001, 0.002, 0.003],
    cashReturn: 0.003,
  }
  const start: PlainState = {
    value: 100,
    peak: 110,
    worstRatio: 0.95,
    weight: 0.6,
    drifted: 0.5,
    traded: 0,
    sum: 0,
    squares: 0,
    excessSquares: 0,
  }
  const state = rows([start], [0.01])
  evaluateMonthDaily(state, kernelMonth(month, 1))
  // trade 0.1, cost 0.1 %: 99.9; marks 105.894, 94.3056 = 99.9 (0.6 0.9 + 0.4 1.01), 112.6872; peak still 110 at the low
  assertClose(state[VALUE], 112.6872, 0, 1e-14)
  assertClose(state[PEAK], 112.6872, 0, 1e-14)
  assertClose(state[WORST], (99.9 * 0.944) / 110, 0, 1e-14)
  assertClose(state[TRADED], 0.1, 1e-16, 0)
  assertClose(state[DRIFTED], 0.72 / 1.128, 0, 1e-14)
  assertClose(state[SUM], 0.126872, 1e-15, 0)
  assertClose(state[SQUARES], 0.126872 ** 2, 1e-15, 0)
  assertClose(state[EXCESS_SQUARES], 0.123872 ** 2, 1e-15, 0)
  assert.equal(state[COST], 0.01)
})

test('a levered month borrows the excess at cash plus spread, and one that loses everything loses no more', () => {
  fc.assert(
    fc.property(
      randomMonth,
      randomState,
      fc.double({ min: 1, max: 3, noNaN: true }),
      fc.constantFrom(0, 0.00005),
      (month, plain, weight, spread) => {
        const start = { ...plain, weight }
        const expected = bruteForceMonth(start, month, 0.001, spread)
        const state = rows([start], [0.001])
        evaluateMonthLevered(state, kernelMonth(month, 1), spread)
        // near ruin the value is a small difference of large amounts
        fc.pre(expected.value <= 1e-11 * start.value || expected.value > 1e-2 * start.value)
        assertRow(state, 0, expected, `weight ${weight}`)
      },
    ),
    { numRuns: 800, seed: 3 },
  )
})

test('ruin: the value is booked as nothing, the return as minus one, the drawdown as total', () => {
  const month: PlainMonth = { equity: [0.7, 0.5], bond: [1, 1], cash: [0, 0], cashReturn: 0 }
  const start: PlainState = {
    value: 10,
    peak: 10,
    worstRatio: 1,
    weight: 3,
    drifted: 3,
    traded: 0,
    sum: 0,
    squares: 0,
    excessSquares: 0,
  }
  const state = rows([start], [0])
  evaluateMonthLevered(state, kernelMonth(month, 1), 0)
  assertClose(state[VALUE], 0, 1e-10, 0)
  assert.ok(state[VALUE] > 0)
  assert.equal(state[WORST], 0)
  assert.equal(state[DRIFTED], 0)
  assertClose(state[SUM], -1, 1e-11, 0)
  // and the months after it stay finite
  evaluateMonthLevered(state, kernelMonth({ ...month, equity: [1.1, 1.2] }, 1), 0)
  assert.ok(state.every(Number.isFinite))
})
