import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { requireBetween, requireNonNegative, type Sample } from '../statistics/index.ts'

/** An order for one instrument against the volumes that are expected in its periods. */
export interface VolumeOrder {
  readonly shares: number
  readonly price: number
  /** Shares that the market is expected to trade in each period. */
  readonly volumes: Sample
  /** Volatility of the return over one period (decimal). */
  readonly volatilityPerPeriod: number
  /** Full bid-ask spread over the mid price (decimal). */
  readonly relativeSpread: number
  /** Y of the square-root law, about 0.5 to 1. */
  readonly impactCoefficient: number
}

/** How the order is cut: equal parts, parts like the volumes, or a fixed share of each volume until it is done. */
export type ScheduleRule =
  | { readonly rule: 'time-weighted' }
  | { readonly rule: 'volume-weighted' }
  | { readonly rule: 'participation'; readonly rate: number }

/** A schedule with its cost by the square-root law and its risk. Costs in money, against the price at the start. */
export interface VolumeSchedule {
  readonly trades: readonly number[]
  /** Share of the volume of each period. */
  readonly participation: readonly number[]
  /** Shares left when the periods are over. */
  readonly unexecuted: number
  readonly spreadCost: number
  readonly impactCost: number
  readonly totalCostBp: number
  /** Standard deviation of the cost from price moves while holding, money. */
  readonly timingRisk: number
}

/**
 * A schedule by rule and its cost: half the spread plus Y sigma sqrt(n / V) on each trade. A participation rate may leave
 * part of the order, which is said and not hidden.
 *
 * Source: Grinold and Kahn (1999), chapter 16, for the impact; Kissell and Glantz, Optimal Trading Strategies (2003), for
 * the timing risk sigma sqrt(Σ x_k²) of the shares x_k held after each trade.
 */
export function volumeSchedule(order: VolumeOrder, rule: ScheduleRule): VolumeSchedule {
  const volumes = requireSample(order.volumes, 1, 'volumes')
  requirePositive(order.shares, 'shares')
  requirePositive(order.price, 'price')
  requireNonNegative(order.volatilityPerPeriod, 'volatilityPerPeriod')
  requireNonNegative(order.relativeSpread, 'relativeSpread')
  requireNonNegative(order.impactCoefficient, 'impactCoefficient')
  for (let k = 0; k < volumes.length; k++) requireNonNegative(volumes[k], `volumes[${k}]`)
  const trades = tradesByRule(order, rule)
  return { trades, ...tradedCost(order, trades) }
}

function tradesByRule({ shares, volumes }: VolumeOrder, rule: ScheduleRule): number[] {
  const sizes = Array.from(volumes)
  if (rule.rule === 'participation') {
    requireBetween(rule.rate, 0, 1, 'rate')
    let left = shares
    return sizes.map((volume) => {
      const trade = Math.min(left, rule.rate * volume)
      left -= trade
      return trade
    })
  }
  if (rule.rule === 'volume-weighted') {
    const total = requirePositive(
      sizes.reduce((sum, volume) => sum + volume, 0),
      'sum of volumes',
    )
    return sizes.map((volume) => (shares * volume) / total)
  }
  return sizes.map((volume, k) => {
    if (volume > 0) return shares / sizes.length
    throw new TuttiError('invalid-input', `volumes[${k}] is 0: equal trades cannot be made in that period`, {
      field: `volumes[${k}]`,
      got: `${volume}`,
      expected: 'a positive volume, or a rule that follows the volumes',
    })
  })
}

/** Cost and risk of given trades. */
function tradedCost(order: VolumeOrder, trades: readonly number[]): Omit<VolumeSchedule, 'trades'> {
  const { price, volumes, volatilityPerPeriod, relativeSpread, impactCoefficient } = order
  const participation = trades.map((trade, k) => (trade === 0 ? 0 : trade / volumes[k]))
  const traded = trades.reduce((sum, trade) => sum + trade, 0)
  let held = traded
  let exposed = 0
  for (const trade of trades) {
    held -= trade
    exposed += held * held
  }
  const spreadCost = (traded * price * relativeSpread) / 2
  const impactCost = trades.reduce(
    (sum, trade, k) => sum + trade * price * impactCoefficient * volatilityPerPeriod * Math.sqrt(participation[k]),
    0,
  )
  return {
    participation,
    unexecuted: Math.max(0, order.shares - traded),
    spreadCost,
    impactCost,
    totalCostBp: traded > 0 ? ((spreadCost + impactCost) / (traded * price)) * 1e4 : 0,
    timingRisk: price * volatilityPerPeriod * Math.sqrt(exposed),
  }
}
