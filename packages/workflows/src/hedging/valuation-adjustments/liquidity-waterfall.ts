import { requireFinite, TuttiError } from '@tutti/analytics/errors'
import type { LiquiditySource } from './liquidity-sources.ts'

/** Margin to pay on a day (positive) or got back, base currency. */
export interface MarginCall {
  readonly date: string
  readonly amount: number
}

/** One day of the waterfall; money in base currency, after haircuts. */
export interface WaterfallDay {
  readonly date: string
  readonly call: number
  /** Paid this day, by source in their order; what was got back is paid on first. */
  readonly paidBySource: readonly number[]
  /** Due and not paid at the end of the day. */
  readonly shortfall: number
  /** What all sources could still give, whenever, beyond what is owed. */
  readonly remaining: number
}

/** What a run of margin calls does to the sources of cash. */
export interface LiquidityWaterfall {
  readonly days: readonly WaterfallDay[]
  readonly sources: readonly {
    readonly name: string
    /** Cash that it gave. */
    readonly used: number
    /** Share of what it could give. */
    readonly usedShare: number
    /** What its haircut cost: the discount at which it was turned into cash. */
    readonly saleCost: number
  }[]
  /** Cash that came back and was not used again. */
  readonly surplusCash: number
  readonly saleCost: number
  /** First day on which what was due was not paid; null where all was. */
  readonly firstShortfall: { readonly date: string; readonly amount: number } | null
  readonly largestShortfall: number
  /** First day on which a source beyond the first was needed; null for none. */
  readonly firstSale: string | null
}

/**
 * Pays margin calls from sources in their order. A call is due `dueDays` after its day (1: variation margin of one evening is
 * paid on the next day); when it comes, so much of each source in turn is turned into cash as is not covered yet, and
 * arrives after the source's days to cash. What is not there when due is a shortfall until it arrives. Calls in the other direction
 * pay cash back, which is used first. What is open below 1e-12 of the calls and sources together is rounding and nothing due.
 *
 * `available` gives what each source is worth day by day (days x sources, as revalued along a path); as on the first day where
 * absent. Throws `invalid-input` for calls that are not finite or availability of another shape.
 */
export function liquidityWaterfall(
  sources: readonly LiquiditySource[],
  calls: readonly MarginCall[],
  options: { readonly dueDays?: number; readonly available?: Float64Array } = {},
): LiquidityWaterfall {
  const { dueDays = 1, available } = options
  if (available !== undefined && available.length !== calls.length * sources.length) {
    throw new TuttiError('invalid-input', 'availability must be given for every day and source', {
      field: 'available',
      got: String(available.length),
      expected: `${calls.length} days x ${sources.length} sources`,
    })
  }
  const worth = (day: number, s: number): number =>
    available === undefined ? sources[s].available : available[day * sources.length + s]
  const worthOn = (day: number): number => sum(sources.map((_, s) => worth(day, s)))
  const gone = sources.map(() => 0)
  const used = sources.map(() => 0)
  const saleCosts = sources.map(() => 0)
  /** Cash on its way and there, by source; the last entry is what counterparties paid back. */
  const ready = [...sources.map(() => 0), 0]
  let onTheWay: { day: number; source: number; amount: number }[] = []
  let dues: { day: number; amount: number }[] = []
  let firstSale: string | null = null
  const size = sum(calls.map(({ amount }) => Math.abs(amount))) + Math.max(0, ...calls.map((_, t) => worthOn(t)))
  const negligible = rounding * size
  const days = calls.map(({ date, amount }, t): WaterfallDay => {
    requireFinite(amount, `call of ${date}`)
    if (amount > 0) dues.push({ day: t + dueDays, amount })
    else ready[sources.length] -= amount
    let open = sum(dues.map((due) => due.amount)) - sum(ready) - sum(onTheWay.map((sale) => sale.amount))
    for (const [s, source] of sources.entries()) {
      if (open <= negligible) break
      const left = worth(t, s) * (1 - gone[s])
      const taken = Math.min(left, open)
      if (taken <= 0) continue
      gone[s] = taken === left ? 1 : gone[s] + taken / worth(t, s)
      used[s] += taken
      saleCosts[s] += (taken * source.haircut) / (1 - source.haircut)
      onTheWay.push({ day: t + source.daysToCash, source: s, amount: taken })
      if (s > 0) firstSale ??= date
      open -= taken
    }
    for (const { day, source, amount: arrived } of onTheWay) if (day <= t) ready[source] += arrived
    onTheWay = onTheWay.filter(({ day }) => day > t)
    const paid = sources.map(() => 0)
    let due = sum(dues.filter(({ day }) => day <= t).map((item) => item.amount))
    for (const s of [sources.length, ...sources.keys()]) {
      const part = Math.min(ready[s], due)
      ready[s] -= part
      due -= part
      if (s < sources.length) paid[s] += part
    }
    if (due <= negligible) due = 0
    dues = [...dues.filter(({ day }) => day > t), ...(due > 0 ? [{ day: t, amount: due }] : [])]
    return {
      date,
      call: amount,
      paidBySource: paid,
      shortfall: due,
      remaining:
        sum(sources.map((_, s) => worth(t, s) * (1 - gone[s]))) +
        sum(ready) +
        sum(onTheWay.map((sale) => sale.amount)) -
        sum(dues.map((item) => item.amount)),
    }
  })
  const short = days.find(({ shortfall }) => shortfall > 0)
  return {
    days,
    sources: sources.map(({ name }, s) => ({ name, used: used[s], usedShare: gone[s], saleCost: saleCosts[s] })),
    surplusCash: sum(ready),
    saleCost: sum(saleCosts),
    firstShortfall: short === undefined ? null : { date: short.date, amount: short.shortfall },
    largestShortfall: days.reduce((largest, { shortfall }) => Math.max(largest, shortfall), 0),
    firstSale,
  }
}

/** Share of all calls and sources together below which what is open is rounding. */
const rounding = 1e-12

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
