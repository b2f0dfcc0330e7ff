import type { Programme, ProgrammeRow } from '@tutti/analytics/programming'

/** A trade that may go to some counterparties. */
export interface AllocatedTrade {
  readonly instrument: string
  readonly quantity: number
  readonly dealers: readonly string[]
}

/** A trade with one of its dealers: a variable of the programme. */
export interface TradePair {
  readonly trade: number
  readonly counterparty: string
}

/** A figure of one counterparty at a point and its slope in the shares of its pairs; the figure is at least this plane where convex. */
export interface AllocationCut {
  readonly counterparty: string
  /** Value of the plane at shares of nothing. */
  readonly intercept: number
  /** One for each pair; 0 for those of other counterparties. */
  readonly slopes: Float64Array
}

/** The most of the notional of all trades that one counterparty may have. */
export interface NotionalShares {
  /** Each trade's share of the notional of all. */
  readonly ofTrades: readonly number[]
  readonly limit: number
}

export function tradePairs(trades: readonly AllocatedTrade[]): TradePair[] {
  return trades.flatMap(({ dealers }, trade) => dealers.map((counterparty) => ({ trade, counterparty })))
}

/** What the names of the rows that hold a counterparty's exposure limit start with. */
export const exposureRows = (counterparty: string): string => `exposure limit: ${counterparty} (`

/** Name of the row that holds a counterparty's share of the notional. */
export const shareRow = (counterparty: string): string => `share of the notional: ${counterparty}`

/**
 * Shares of every trade by dealer that minimise the charges by their cuts within the exposure limits by theirs: each share is
 * nothing or at least `smallestTicket`, and no counterparty has more of the notional than `concentration` allows. Variables: shares by pair, whether a pair is used, charges by counterparty in `unit`s.
 * Limits are in shares of themselves, so that no figure depends on the size of the money.
 */
export function allocationProgramme(
  trades: readonly AllocatedTrade[],
  pairs: readonly TradePair[],
  counterparties: readonly { readonly id: string; readonly limit: number }[],
  charges: readonly AllocationCut[],
  exposures: readonly AllocationCut[],
  smallestTicket: number,
  unit: number,
  concentration: NotionalShares | null = null,
): Programme {
  const n = pairs.length
  const size = 2 * n + counterparties.length
  const lower = new Float64Array(size)
  const upper = new Float64Array(size).fill(1)
  const cost = new Float64Array(size)
  for (const k of counterparties.keys()) {
    lower[2 * n + k] = -Infinity
    upper[2 * n + k] = Infinity
    cost[2 * n + k] = 1
  }
  const row = (
    name: string,
    terms: readonly (readonly [number, number])[],
    low: number,
    high: number,
  ): ProgrammeRow => ({
    name,
    indices: terms.map(([index]) => index),
    coefficients: terms.map(([, coefficient]) => coefficient),
    lower: low,
    upper: high,
  })
  const pairName = ({ trade, counterparty }: TradePair): string => `${trades[trade].instrument} with ${counterparty}`
  const sloped = (slopes: Float64Array, scale: number): (readonly [number, number])[] =>
    Array.from(slopes, (slope, j) => [j, slope * scale] as const).filter(([, coefficient]) => coefficient !== 0)
  const cutNumbers = new Map<string, number>()
  const numbered = (counterparty: string): number => {
    const number = (cutNumbers.get(counterparty) ?? 0) + 1
    cutNumbers.set(counterparty, number)
    return number
  }
  const place = (id: string): number => counterparties.findIndex((counterparty) => counterparty.id === id)
  return {
    cost,
    lower,
    upper,
    integers: pairs.map((_, j) => n + j),
    names: [
      ...pairs.map((pair) => `share of ${pairName(pair)}`),
      ...pairs.map((pair) => `use of ${pairName(pair)}`),
      ...counterparties.map(({ id }) => `charges of ${id}`),
    ],
    rows: [
      ...trades.map(({ instrument }, t) =>
        row(
          `all of ${instrument}`,
          pairs.flatMap(({ trade }, j) => (trade === t ? [[j, 1] as const] : [])),
          1,
          1,
        ),
      ),
      ...pairs.flatMap((pair, j) => [
        row(
          `no ticket without use: ${pairName(pair)}`,
          [
            [j, 1],
            [n + j, -1],
          ],
          -Infinity,
          0,
        ),
        row(
          `smallest ticket: ${pairName(pair)}`,
          [
            [j, 1],
            [n + j, -smallestTicket],
          ],
          0,
          Infinity,
        ),
      ]),
      ...charges.map(({ counterparty, intercept, slopes }, c) =>
        row(
          `charges of ${counterparty} (${c + 1})`,
          [[2 * n + place(counterparty), 1], ...sloped(slopes, -1 / unit)],
          intercept / unit,
          Infinity,
        ),
      ),
      ...exposures.map(({ counterparty, intercept, slopes }) => {
        const { limit } = counterparties[place(counterparty)]
        const name = `${exposureRows(counterparty)}${numbered(counterparty)})`
        return row(name, sloped(slopes, 1 / limit), -Infinity, 1 - intercept / limit)
      }),
      ...(concentration === null ? [] : counterparties).map(({ id }) => {
        const { ofTrades, limit } = concentration!
        return row(
          shareRow(id),
          pairs.flatMap(({ trade, counterparty }, j) =>
            counterparty === id ? [[j, ofTrades[trade] / limit] as const] : [],
          ),
          -Infinity,
          1,
        )
      }),
    ],
  }
}
