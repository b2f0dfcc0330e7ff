import type { BookLine } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'

/** One step of the mandate's waterfall, as the fund's holdings fill it. Money in base currency. */
export interface LiquiditySource {
  readonly name: string
  /** Value of its holdings. */
  readonly value: number
  /** Cash that it can give: value x usable share, after the haircut. */
  readonly available: number
  readonly haircut: number
  readonly daysToCash: number
}

/** A rating with a notch counts as its letters too: BBB+ is among BBB. */
function isRated(ratings: readonly string[], rating: string): boolean {
  return ratings.includes(rating) || ratings.includes(rating.replace(/[+-]$/, ''))
}

/** Lines of the book that each step of the waterfall may use, by place; every line serves the first step that takes it. */
export function sourceLines(
  { collateral }: Pick<HedgingMandate, 'collateral'>,
  lines: readonly BookLine[],
): number[][] {
  const taken = new Set<number>()
  return collateral.waterfall.map(({ holdings, ratings }) => {
    const own = [...lines.entries()].filter(
      ([i, { side, holding, rating }]) =>
        !taken.has(i) &&
        side === 'asset' &&
        holdings.includes(holding) &&
        (ratings === undefined || (rating !== null && isRated(ratings, rating))),
    )
    for (const [i] of own) taken.add(i)
    return own.map(([i]) => i)
  })
}

/** The sources at given values of the book's lines; overdrafts are taken off, and a source is never below nothing. */
export function liquiditySources(
  { collateral }: Pick<HedgingMandate, 'collateral'>,
  places: readonly (readonly number[])[],
  values: ArrayLike<number>,
): LiquiditySource[] {
  return collateral.waterfall.map(({ name, haircut, usable, days_to_cash: daysToCash }, s) => {
    const value = Math.max(
      places[s].reduce((sum, i) => sum + values[i], 0),
      0,
    )
    return { name, value, available: value * usable * (1 - haircut), haircut, daysToCash }
  })
}
