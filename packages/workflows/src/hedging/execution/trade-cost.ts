import type { WorkedTrade } from './worked-trade.ts'

/** What a trade is expected to cost against the price at the start, and how far that may be off; base currency, costs positive. */
export interface TradeCost {
  readonly instrument: string
  /** Of the part that is done in the window. */
  readonly notional: number
  readonly spread: number
  readonly impact: number
  readonly expected: number
  /** From moves of the price while it is worked. */
  readonly standardDeviation: number
  /** Both over the notional done; null where nothing is done. */
  readonly expectedBp: number | null
  readonly standardDeviationBp: number | null
  /** Largest impact of a day in bp of the quote: what the limit is held to. */
  readonly largestImpactBp: number
  readonly largestParticipation: number
}

/** The cost of all trades; their deviations combine by their covariance. */
export interface PlanCost extends Omit<TradeCost, 'instrument' | 'largestImpactBp' | 'largestParticipation'> {
  /** Expected cost + 1.645 standard deviations: exceeded with a probability of 5 % (normal). */
  readonly high: number
}

/** Share of each day's volume that a trade takes. */
export function participationOf({ amount, volumes }: WorkedTrade, shares: readonly number[]): number[] {
  return shares.map((share, k) => (share === 0 ? 0 : (share * Math.abs(amount)) / volumes[k]))
}

/**
 * Half the spread and the square-root law on every day's part; the risk is sigma sqrt(Σ x_k²) of what is open after the trade
 * of each day. Source: Kissell and Glantz, Optimal Trading Strategies (2003).
 */
export function tradeCost(trade: WorkedTrade, shares: readonly number[]): TradeCost {
  const { instrument, amount, notionalImpactBp, quoteImpactBp } = trade
  const { halfSpreadBp, dailyVolatilityBp } = instrument.dealing
  const participation = participationOf(trade, shares)
  const dealt = shares.map((share) => share * Math.abs(amount))
  const notional = dealt.reduce((sum, money) => sum + money, 0)
  const spread = (notional * halfSpreadBp) / 1e4
  const impact = dealt.reduce(
    (sum, money, k) => sum + (money * notionalImpactBp * Math.sqrt(participation[k])) / 1e4,
    0,
  )
  const exposed = openAfter(shares).reduce((sum, open) => sum + (open * amount) ** 2, 0)
  const standardDeviation = (dailyVolatilityBp / 1e4) * Math.sqrt(exposed)
  const largestParticipation = Math.max(0, ...participation)
  return {
    instrument: instrument.id,
    notional,
    spread,
    impact,
    expected: spread + impact,
    standardDeviation,
    ...inBp(spread + impact, standardDeviation, notional),
    largestImpactBp: quoteImpactBp * Math.sqrt(largestParticipation),
    largestParticipation,
  }
}

/** The sum of the trades' costs with the deviation of the whole list, `covariance` being of a day's returns on notional. */
export function planCost(
  trades: readonly WorkedTrade[],
  shares: readonly (readonly number[])[],
  costs: readonly TradeCost[],
  covariance: readonly (readonly number[])[],
): PlanCost {
  const sum = (key: 'notional' | 'spread' | 'impact' | 'expected'): number =>
    costs.reduce((total, cost) => total + cost[key], 0)
  const open = shares.map((row, i) => openAfter(row).map((share) => share * trades[i].amount))
  let variance = 0
  trades.forEach((_, i) =>
    trades.forEach((__, j) => open[i].forEach((x, k) => (variance += x * open[j][k] * covariance[i][j]))),
  )
  const standardDeviation = Math.sqrt(Math.max(0, variance))
  const [notional, expected] = [sum('notional'), sum('expected')]
  return {
    notional,
    spread: sum('spread'),
    impact: sum('impact'),
    expected,
    standardDeviation,
    ...inBp(expected, standardDeviation, notional),
    high: expected + 1.6448536269514722 * standardDeviation,
  }
}

/** What is open after each day of what is done in the window, as a share of the whole trade. */
function openAfter(shares: readonly number[]): number[] {
  let open = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => (open = Math.max(0, open - share)))
}

function inBp(expected: number, deviation: number, notional: number) {
  const bp = (money: number): number | null => (notional > 0 ? (money / notional) * 1e4 : null)
  return { expectedBp: bp(expected), standardDeviationBp: bp(deviation) }
}
