import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from './hedging-market.ts'

/** What moves the factors: a driver each, or one for several that are multiples of the same series. */
export interface FactorDrivers {
  /** A factor that stands for each driver. */
  readonly representatives: readonly number[]
  /** Of each factor: its driver, and its change for a unit of that driver's. */
  readonly driverOf: readonly number[]
  readonly scaleOf: readonly number[]
}

/** Spread buckets and volatilities that are read from one series share a driver; every other factor has its own. */
export function factorDrivers(
  { market }: HedgingMandate,
  { factors, factorNames, history }: HedgingMarket,
): FactorDrivers {
  const multiplier = (f: number): number => {
    const factor = factors[f]
    return factor.group === 'credit' ? (market.spreads[factor.bucket]?.multiplier ?? 1) : 1
  }
  const representatives: number[] = []
  const byKey = new Map<string, number>()
  const driverOf = factors.map((factor, f) => {
    const source = history.sources[f]
    const shares = source !== null && (factor.group === 'credit' || factor.group === 'volatility')
    const key = shares ? `${factor.group} ${source}` : factorNames[f]
    const known = byKey.get(key)
    if (known !== undefined) return known
    byKey.set(key, representatives.length)
    return representatives.push(f) - 1
  })
  const scaleOf = driverOf.map((driver, f) => multiplier(f) / multiplier(representatives[driver]))
  return { representatives, driverOf, scaleOf }
}
