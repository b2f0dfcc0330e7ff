import { type LineEnvelope, lineEnvelope, writeEnvelope } from './line-envelope.ts'
import {
  COST as COST_,
  DRIFTED as DRIFTED_,
  EXCESS_SQUARES as EXCESS_SQUARES_,
  MARK as MARK_,
  PEAK as PEAK_,
  SQUARES as SQUARES_,
  STRIDE as STRIDE_,
  SUM as SUM_,
  TRADED as TRADED_,
  VALUE as VALUE_,
  WEIGHT as WEIGHT_,
  WORST as WORST_,
} from './strategy-state.ts'

// local names for the offsets: V8 folds them into the code, imported constants it loads at every access
const COST = COST_
const DRIFTED = DRIFTED_
const EXCESS_SQUARES = EXCESS_SQUARES_
const MARK = MARK_
const PEAK = PEAK_
const SQUARES = SQUARES_
const STRIDE = STRIDE_
const SUM = SUM_
const TRADED = TRADED_
const VALUE = VALUE_
const WEIGHT = WEIGHT_
const WORST = WORST_

/**
 * One month of one path as the evaluation reads it. Growth is from the month's start; `gap` = equity - bond, so a
 * portfolio that starts the month with equity weight w is worth bond[t] + w gap[t]. Day 0 (growth one) is implied.
 */
export interface EvaluationMonth {
  readonly days: number
  readonly bond: Float64Array
  readonly gap: Float64Array
  readonly equity: Float64Array
  /** Accrual of cash to the end of each day, for borrowed money. */
  readonly cash: Float64Array
  cashReturn: number
  readonly upper: LineEnvelope
  readonly lower: LineEnvelope
  /** Rows whose peak or drawdown the bounds could not settle. */
  readonly unsettled: Int32Array
  highB: number
  highE: number
  lowB: number
  lowE: number
}

/** A month of `days` days over the given growth arrays, for `rows` configurations. */
export function evaluationMonth(
  rows: number,
  days: number,
  bond: Float64Array,
  equity: Float64Array,
  cash: Float64Array,
): EvaluationMonth {
  return {
    days,
    bond,
    equity,
    cash,
    gap: new Float64Array(days),
    cashReturn: 0,
    upper: lineEnvelope(days),
    lower: lineEnvelope(days),
    unsettled: new Int32Array(rows),
    highB: 0,
    highE: 0,
    lowB: 0,
    lowE: 0,
  }
}

/** Growth booked for a month that loses everything: small enough to be nothing, large enough to divide by. */
const RUIN = 1e-12

/** Books the month's end: value, drift, sums of returns and excess returns. `u` is gross growth, `kept` = 1 - cost. */
function book(
  state: Float64Array,
  i: number,
  value: number,
  w: number,
  kept: number,
  u: number,
  equity: number,
  cash: number,
): void {
  state[i + VALUE] = value * u
  state[i + DRIFTED] = (w * equity) / u
  const gross = kept * u
  const r = gross - 1
  const x = r - cash
  state[i + SUM] += r
  state[i + SQUARES] += r * r
  state[i + EXCESS_SQUARES] += x * x
}

/**
 * Evaluates the month for every configuration with daily marks, day by day. The plain way: the reference for the pruned
 * one, and the faster one for few configurations. Drawdown marks are the value after cost at the rebalance and every day.
 */
export function evaluateMonthDaily(state: Float64Array, month: EvaluationMonth): void {
  const { days, bond, gap, equity, cashReturn } = month
  const endB = bond[days - 1]
  const endD = gap[days - 1]
  const endE = equity[days - 1]
  for (let i = 0, end = state.length; i < end; i += STRIDE) {
    const w = state[i + WEIGHT]
    const move = w - state[i + DRIFTED]
    const distance = move < 0 ? -move : move
    state[i + TRADED] += distance
    const kept = 1 - state[i + COST] * distance
    const value = state[i + VALUE] * kept
    markDays(state, i, value, w, days, bond, gap)
    book(state, i, value, w, kept, endB + w * endD, endE, cashReturn)
  }
}

/** Running peak and worst value-to-peak ratio of configuration c over the marks of a month. */
function markDays(
  state: Float64Array,
  i: number,
  value: number,
  w: number,
  days: number,
  bond: Float64Array,
  gap: Float64Array,
): void {
  let peak = state[i + PEAK]
  let worst = state[i + WORST]
  if (value < peak * worst) worst = value / peak
  for (let t = 0; t < days; t++) {
    const mark = value * (bond[t] + w * gap[t])
    if (mark > peak) peak = mark
    else if (mark < peak * worst) worst = mark / peak
  }
  state[i + PEAK] = peak
  state[i + WORST] = worst
}

/** Extreme of the envelope's lines at weight w. */
function highestOf(envelope: LineEnvelope, w: number): number {
  const { count, b, d } = envelope
  let best = b[0] + w * d[0]
  for (let h = 1; h < count; h++) {
    best = Math.max(best, b[h] + w * d[h])
  }
  return best
}

function lowestOf(envelope: LineEnvelope, w: number): number {
  const { count, b, d } = envelope
  let best = b[0] + w * d[0]
  for (let h = 1; h < count; h++) {
    best = Math.min(best, b[h] + w * d[h])
  }
  return best
}

/**
 * The same month, exactly pruned: most configurations are settled by two straight bounds of the month's range,
 * (1-w) min(b) + w min(e) <= b[t] + w gap[t] <= (1-w) max(b) + w max(e) for w in [0, 1]; of the rest, most by the upper
 * and lower envelope of the month's lines, built once for all configurations and only when asked for.
 * Needs weights in [0, 1]. Same results as `evaluateMonthDaily`.
 */
export function evaluateMonthPruned(state: Float64Array, month: EvaluationMonth): void {
  const { days, bond, gap, equity, cashReturn, unsettled } = month
  let maxB = bond[0]
  let maxE = equity[0]
  let minB = maxB
  let minE = maxE
  let highB = 0
  let highE = 0
  let lowB = 0
  let lowE = 0
  for (let t = 1; t < days; t++) {
    const b = bond[t]
    const e = equity[t]
    if (b > maxB) {
      maxB = b
      highB = t
    } else if (b < minB) {
      minB = b
      lowB = t
    }
    if (e > maxE) {
      maxE = e
      highE = t
    } else if (e < minE) {
      minE = e
      lowE = t
    }
  }
  month.highB = highB
  month.highE = highE
  month.lowB = lowB
  month.lowE = lowE
  if (minB > 1) minB = 1
  if (minE > 1) minE = 1
  const maxD = maxE - maxB
  const minD = minE - minB
  const endB = bond[days - 1]
  const endD = gap[days - 1]
  const endE = equity[days - 1]
  let open = 0
  for (let i = 0, end = state.length; i < end; i += STRIDE) {
    const w = state[i + WEIGHT]
    const distance = Math.abs(w - state[i + DRIFTED])
    state[i + TRADED] += distance
    const kept = 1 - state[i + COST] * distance
    const value = state[i + VALUE] * kept
    state[i + MARK] = value
    const peak = state[i + PEAK]
    const worst = state[i + WORST]
    const highest = value * (maxB + w * maxD)
    const lowest = value * (minB + w * minD)
    // no branch: list the row, and keep it only if the bounds leave a new peak or a new record open
    unsettled[open] = i
    open += Number(highest > peak) | Number(lowest < peak * worst)
    const u = endB + w * endD
    state[i + VALUE] = value * u
    state[i + DRIFTED] = (w * endE) / u
    const r = kept * u - 1
    const x = r - cashReturn
    state[i + SUM] += r
    state[i + SQUARES] += r * r
    state[i + EXCESS_SQUARES] += x * x
  }
  if (open > 0) settleExtremes(state, month, open, minB, minD)
}

/**
 * Peak and drawdown of the first `open` listed rows. Exact extremes from the envelopes of the month's lines come first;
 * the days are walked only when a new peak and a possible new record fall in the same month, so that their order matters.
 */
function settleExtremes(state: Float64Array, month: EvaluationMonth, open: number, minB: number, minD: number): void {
  const { days, bond, gap, upper, lower, unsettled } = month
  writeEnvelope(bond, gap, days, 1, upper, month.highB, month.highE)
  lower.count = 0
  for (let n = 0; n < open; n++) {
    const i = unsettled[n]
    const w = state[i + WEIGHT]
    const value = state[i + MARK]
    const peak = state[i + PEAK]
    const worst = state[i + WORST]
    const highest = value * highestOf(upper, w)
    const newPeak = Math.max(highest, peak)
    if (value * (minB + w * minD) >= newPeak * worst) {
      state[i + PEAK] = newPeak
      continue
    }
    if (lower.count === 0) writeEnvelope(bond, gap, days, -1, lower, month.lowB, month.lowE)
    const low = lowestOf(lower, w)
    const lowest = value * (low < 1 ? low : 1)
    if (lowest >= newPeak * worst) state[i + PEAK] = newPeak
    else if (newPeak === peak) state[i + WORST] = lowest / peak
    else markDays(state, i, value, w, days, bond, gap)
  }
}

/**
 * The month for weights that may exceed one: the excess w - 1 is borrowed at cash plus a spread, so the portfolio is
 * w e - (w - 1) (1 + cash + spread). Below one it is the unlevered portfolio. Day by day.
 */
export function evaluateMonthLevered(state: Float64Array, month: EvaluationMonth, spreadPerDay: number): void {
  const { days, bond, gap, equity, cash, cashReturn } = month
  for (let i = 0, end = state.length; i < end; i += STRIDE) {
    const w = state[i + WEIGHT]
    const move = w - state[i + DRIFTED]
    const distance = move < 0 ? -move : move
    state[i + TRADED] += distance
    const kept = 1 - state[i + COST] * distance
    const value = state[i + VALUE] * kept
    let peak = state[i + PEAK]
    let worst = state[i + WORST]
    if (value < peak * worst) worst = value / peak
    let u = 1
    for (let t = 0; t < days; t++) {
      u = w > 1 ? w * equity[t] - (w - 1) * (1 + cash[t] + spreadPerDay * (t + 1)) : bond[t] + w * gap[t]
      const mark = value * u
      if (mark > peak) peak = mark
      else if (mark < peak * worst) worst = mark > 0 ? mark / peak : 0
    }
    state[i + PEAK] = peak
    state[i + WORST] = worst
    // borrowed money can lose more than there is: the month then loses everything, and no more
    book(state, i, value, u > 0 ? w : 0, kept, u > 0 ? u : RUIN, equity[days - 1], cashReturn)
  }
}
