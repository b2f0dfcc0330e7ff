import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { requireNonNegative } from '../statistics/index.ts'

/** What trading costs: half-spreads by sector and rating, and how they grow with the size of the trade. */
export interface CostTable {
  /** One entry for each pair of sector and rating that is traded. */
  readonly halfSpreads: readonly { readonly sector: string; readonly rating: string; readonly halfSpreadBp: number }[]
  /** Factors on the half-spread by trade size in money, ascending; sizes above the last bound take its factor. */
  readonly sizeBuckets: readonly { readonly upToSize: number; readonly factor: number }[]
  /** Y of the square-root law on the part of a trade's day; 0 leaves impact out. */
  readonly impactCoefficient: number
}

/** One trade of a bond or another instrument quoted by sector and rating. */
export interface CostedTrade {
  readonly id: string
  readonly sector: string
  readonly rating: string
  /** Money, positive for a purchase, negative for a sale. */
  readonly amount: number
  /** Money traded in the instrument on an average day. */
  readonly averageDailyAmount: number
  /** Daily volatility of the price (decimal). */
  readonly dailyVolatility: number
}

/** Cost of one trade, money and basis points of the amount. */
export interface TradeCost {
  readonly id: string
  readonly spreadCost: number
  readonly impactCost: number
  readonly totalCost: number
  readonly totalBp: number
  readonly sizeBucket: number
}

/** Cost of a list of trades, by trade and summed over each grouping. */
export interface TransactionCosts {
  readonly trades: readonly TradeCost[]
  readonly bySector: readonly GroupCost[]
  readonly byRating: readonly GroupCost[]
  /** In the order of the buckets. */
  readonly bySize: readonly GroupCost[]
  readonly total: GroupCost
  readonly cautions: readonly CostCaution[]
}

/** A trade is larger than the last size bucket, whose factor it takes; or larger than an average day, where impact laws were not measured. */
export type CostCaution = 'above-last-bucket' | 'above-daily-amount'

/** Cost of the trades of one group; `key` is the sector, the rating, or the upper size of the bucket. */
export interface GroupCost {
  readonly key: string
  readonly trades: number
  readonly amount: number
  readonly cost: number
  readonly costBp: number
}

/**
 * Cost of trades: half-spread of sector and rating x factor of the size bucket, plus Y sigma sqrt(amount / daily amount).
 * A pair of sector and rating that the table lacks is refused, not guessed.
 *
 * Source: Edwards, Harris and Piwowar, Corporate bond market transaction costs and transparency, J. of Finance 62 (2007)
 * (costs by size); Grinold and Kahn (1999), chapter 16.
 */
export function transactionCosts(trades: readonly CostedTrade[], table: CostTable): TransactionCosts {
  if (trades.length === 0) {
    throw new TuttiError('invalid-input', 'there are no trades to cost', {
      field: 'trades',
      got: 'none',
      expected: 'a trade',
    })
  }
  const spreads = new Map(table.halfSpreads.map((row, i) => [keyOf(row.sector, row.rating), checkedSpread(row, i)]))
  const buckets = checkedBuckets(table)
  requireNonNegative(table.impactCoefficient, 'impactCoefficient')
  const costs = trades.map((trade, i): TradeCost => {
    const halfSpreadBp = spreads.get(keyOf(trade.sector, trade.rating))
    if (halfSpreadBp === undefined) {
      throw new TuttiError('missing-data', `the cost table has no half-spread for ${trade.sector}, ${trade.rating}`, {
        field: `trades[${i}]`,
        got: `${trade.sector}, ${trade.rating}`,
        expected: 'an entry of halfSpreads for it',
      })
    }
    const amount = Math.abs(requireFinite(trade.amount, `trades[${i}].amount`))
    requirePositive(trade.averageDailyAmount, `trades[${i}].averageDailyAmount`)
    requireNonNegative(trade.dailyVolatility, `trades[${i}].dailyVolatility`)
    const found = buckets.findIndex(({ upToSize }) => amount <= upToSize)
    const sizeBucket = found < 0 ? buckets.length - 1 : found
    const spreadCost = (amount * halfSpreadBp * buckets[sizeBucket].factor) / 1e4
    const impactCost =
      amount * table.impactCoefficient * trade.dailyVolatility * Math.sqrt(amount / trade.averageDailyAmount)
    const totalCost = spreadCost + impactCost
    return {
      id: trade.id,
      spreadCost,
      impactCost,
      totalCost,
      totalBp: amount > 0 ? (totalCost / amount) * 1e4 : 0,
      sizeBucket,
    }
  })
  const sizeName = (bucket: number): string =>
    bucket === buckets.length - 1 ? 'largest' : `up to ${buckets[bucket].upToSize}`
  const bySize = buckets.flatMap((_, bucket) => {
    const own = trades.map((__, i) => i).filter((i) => costs[i].sizeBucket === bucket)
    return groupCosts(
      own.map((i) => trades[i]),
      own.map((i) => costs[i]),
      () => sizeName(bucket),
    )
  })
  const cautions: CostCaution[] = []
  if (trades.some(({ amount }) => Math.abs(amount) > buckets[buckets.length - 1].upToSize))
    cautions.push('above-last-bucket')
  if (trades.some(({ amount, averageDailyAmount }) => Math.abs(amount) > averageDailyAmount)) {
    cautions.push('above-daily-amount')
  }
  return {
    trades: costs,
    bySector: groupCosts(trades, costs, (i) => trades[i].sector),
    byRating: groupCosts(trades, costs, (i) => trades[i].rating),
    bySize,
    cautions,
    total: groupCosts(trades, costs, () => 'all')[0],
  }
}

const keyOf = (sector: string, rating: string): string => JSON.stringify([sector, rating])

function checkedSpread(row: CostTable['halfSpreads'][number], i: number): number {
  return requireNonNegative(row.halfSpreadBp, `halfSpreads[${i}].halfSpreadBp`)
}

function checkedBuckets({ sizeBuckets }: CostTable): CostTable['sizeBuckets'] {
  if (sizeBuckets.length === 0) return [{ upToSize: Infinity, factor: 1 }]
  sizeBuckets.forEach(({ upToSize, factor }, i) => {
    requirePositive(factor, `sizeBuckets[${i}].factor`)
    const below = i === 0 ? 0 : sizeBuckets[i - 1].upToSize
    if (upToSize > below) return
    throw new TuttiError('invalid-input', `sizeBuckets[${i}].upToSize must be above the bucket before it`, {
      field: `sizeBuckets[${i}].upToSize`,
      got: `${upToSize}`,
      expected: `more than ${below}`,
    })
  })
  return sizeBuckets
}

function groupCosts(
  trades: readonly CostedTrade[],
  costs: readonly TradeCost[],
  keyAt: (i: number) => string,
): GroupCost[] {
  const groups = new Map<string, { trades: number; amount: number; cost: number }>()
  trades.forEach((trade, i) => {
    const key = keyAt(i)
    const group = groups.get(key) ?? { trades: 0, amount: 0, cost: 0 }
    groups.set(key, {
      trades: group.trades + 1,
      amount: group.amount + Math.abs(trade.amount),
      cost: group.cost + costs[i].totalCost,
    })
  })
  return [...groups].map(([key, group]) => ({
    key,
    ...group,
    costBp: group.amount > 0 ? (group.cost / group.amount) * 1e4 : 0,
  }))
}
