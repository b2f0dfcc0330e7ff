/** What a strategy has and has seen, in plain words; the reference that the kernels' state rows are tested against. */
export interface PlainState {
  value: number
  peak: number
  worstRatio: number
  weight: number
  drifted: number
  traded: number
  sum: number
  squares: number
  excessSquares: number
}

export interface PlainMonth {
  /** Growth of one unit since the month's start, at the end of each day. */
  readonly equity: readonly number[]
  readonly bond: readonly number[]
  /** Accrual of cash since the month's start, at the end of each day. */
  readonly cash: readonly number[]
  readonly cashReturn: number
}

/**
 * One month of a portfolio held in amounts of money: pay the cost of the trade, split what is left between equity and
 * bonds (or borrow for more equity than there is money), let them grow day by day, mark every day.
 */
export function bruteForceMonth(before: PlainState, month: PlainMonth, cost: number, spreadPerDay = 0): PlainState {
  const state = { ...before }
  const trade = Math.abs(state.weight - state.drifted)
  state.traded += trade
  const start = state.value * (1 - cost * trade)
  const inEquity = state.weight * start
  const inBonds = Math.max(0, start - inEquity)
  const borrowed = Math.max(0, inEquity - start)
  const mark = (value: number): void => {
    state.peak = Math.max(state.peak, value)
    state.worstRatio = Math.min(state.worstRatio, Math.max(0, value) / state.peak)
  }
  mark(start)
  let end = start
  let equityMoney = inEquity
  month.equity.forEach((growth, day) => {
    equityMoney = inEquity * growth
    end = equityMoney + inBonds * month.bond[day] - borrowed * (1 + month.cash[day] + spreadPerDay * (day + 1))
    mark(end)
  })
  if (end <= 0) {
    end = start * 1e-12
    equityMoney = 0
  }
  const r = end / before.value - 1
  state.value = end
  state.drifted = equityMoney / end
  state.sum += r
  state.squares += r * r
  state.excessSquares += (r - month.cashReturn) ** 2
  return state
}
