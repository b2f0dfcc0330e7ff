import type { FactorLoadings } from './factor-loadings.ts'
import { breakEvenOf, discountOf, equityOf, fxRateOf, spreadOf } from './market-entries.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** What a unit of money at a time depends on besides its currency's curve. */
interface PointTerms {
  /** Bucket whose spread moves it. */
  readonly bucket?: string | null
  /** Multiplied by the index ratio at its time. */
  readonly linked?: boolean
}

/** What a run moves by for a unit of one factor: constant + linear x years + square x years^2. */
interface RunLoading {
  readonly factor: number
  readonly constant: number
  readonly linear: number
  readonly square: number
}

/** Points whose logarithms move by one square function of their years: those between the same key rates. */
interface Run {
  readonly loadings: readonly RunLoading[]
  readonly points: { readonly point: number; readonly years: number; readonly value: number }[]
}

/**
 * Points as they are asked for, each distinct one once: their values in base currency as the market stands, and the
 * factors that move their logarithms. What is asked of a market that lacks it throws `missing-data`.
 */
export interface PointTable {
  /** A unit of `currency` paid at `years`. */
  payment(currency: string, years: number, terms?: PointTerms): number
  /** A unit of `currency` today, moved by an index to the power of `beta`. */
  equity(currency: string, index: string, beta: number): number
  runs(): readonly Run[]
}

/** An empty table on a market. */
export function pointTable(market: ValuationMarket, factors: FactorLoadings): PointTable {
  const places = new Map<string, number>()
  const runs = new Map<string, Run>()
  const added = (key: string, years: number, value: number, run: string, loadings: readonly RunLoading[]): number => {
    const found = runs.get(run) ?? { loadings: loadings.filter(({ factor }) => factor >= 0), points: [] }
    runs.set(run, found)
    const point = places.size
    found.points.push({ point, years, value })
    places.set(key, point)
    return point
  }
  return {
    runs: () => [...runs.values()],
    payment: (currency, years, { bucket = null, linked = false } = {}) => {
      const terms = `${currency} ${linked} ${bucket ?? ''}`
      const known = places.get(`${years} ${terms}`)
      if (known !== undefined) return known
      if (bucket !== null) spreadOf(market, bucket)
      const rate = fxRateOf(market, currency)
      const growth = linked ? 1 / breakEvenOf(market, currency, years) : 1
      const value = rate * discountOf(market, currency, years) * growth
      const zero = factors.rate(currency, years)
      const inflation = linked ? factors.breakEven(currency, years) : { piece: 0, loadings: [] }
      return added(`${years} ${terms}`, years, value, `${zero.piece} ${inflation.piece} ${terms}`, [
        currencyLoading(factors, currency),
        ...zero.loadings.map(({ factor, level, slope }) => ({ factor, constant: 0, linear: -level, square: -slope })),
        ...inflation.loadings.map(({ factor, level, slope }) => ({
          factor,
          constant: 0,
          linear: level,
          square: slope,
        })),
        { factor: bucket === null ? -1 : factors.place('credit', bucket), constant: 0, linear: -1, square: 0 },
      ])
    },
    equity: (currency, index, beta) => {
      const key = `equity ${currency} ${beta} ${index}`
      const known = places.get(key)
      if (known !== undefined) return known
      equityOf(market, index)
      return added(key, 0, fxRateOf(market, currency), key, [
        currencyLoading(factors, currency),
        { factor: factors.place('equity', index), constant: beta, linear: 0, square: 0 },
      ])
    },
  }
}

const currencyLoading = (factors: FactorLoadings, currency: string): RunLoading => ({
  factor: factors.place('currency', currency),
  constant: 1,
  linear: 0,
  square: 0,
})
