import { requireInRange, TuttiError } from '../errors/index.ts'
import { hullWhiteBondCoefficients } from '../models/index.ts'
import { hybridMoments, linearMoments } from './hybrid-moments.ts'
import { type HybridModel, hybridStateIndex } from './hybrid-model.ts'
import { hybridWalk, writeHybridPaths } from './hybrid-paths.ts'

/** A figure from simulated paths. */
export interface SimulatedEstimate {
  readonly value: number
  readonly standardError: number
  readonly paths: number
}

/** One asset, discounted, over its price today: 1 by the absence of arbitrage. */
export interface MartingaleCheck {
  /** Such as `bond:USD 10y`, `fx:EUR`, `equity:NAME`, `index:NAME`, `survival:NAME`. */
  readonly asset: string
  readonly timeYears: number
  /** From the exact Gaussian moments: 1 to rounding. */
  readonly exactRatio: number
  readonly simulatedRatio: SimulatedEstimate
}

interface DiscountedAsset {
  readonly asset: string
  /** Log of the discounted value over today's: offset + weights x state. */
  readonly offset: number
  readonly weights: Float64Array
}

/**
 * Checks that discounted assets are martingales at each time: a zero-coupon bond of each currency maturing `bondYears`
 * later (the foreign ones exchanged into the domestic currency), the exchange rates with their money accounts as bonds,
 * shares with their dividends reinvested, real bonds paid in the price index, and survival against its curve. Exactly by
 * the moments of the joint state, and on `paths` simulated paths with their standard errors.
 *
 * Throws `invalid-input` for fewer than 2 paths or times that do not increase.
 */
export function martingaleChecks(
  model: HybridModel,
  timesYears: readonly number[],
  options: { readonly bondYears: number; readonly paths: number; readonly seed: number },
): readonly MartingaleCheck[] {
  const { bondYears, paths, seed } = options
  requireInRange(bondYears, 0, 1000, 'bondYears')
  requireInRange(paths, 2, 1e7, 'paths')
  if (!Number.isInteger(paths)) {
    throw new TuttiError('invalid-input', `paths must be a whole number, got ${paths}`, { field: 'paths' })
  }
  const size = model.rates.length + model.logs.length
  const walk = hybridWalk(model, timesYears, { seed })
  const assets = timesYears.map((t) => discountedAssets(model, t, bondYears))
  const sums = assets.map((list) => list.map(() => ({ sum: 0, squares: 0 })))
  const block = Math.min(paths, 256)
  const states = new Float64Array(timesYears.length * size * block)
  for (let first = 0; first < paths; first += block) {
    const count = Math.min(block, paths - first)
    writeHybridPaths(walk, first, count, states)
    for (const [d, list] of assets.entries()) {
      for (const [k, { offset, weights }] of list.entries()) {
        const total = sums[d][k]
        for (let p = 0; p < count; p++) {
          let log = offset
          for (let i = 0; i < size; i++) log += weights[i] * states[(d * size + i) * count + p]
          const excess = Math.expm1(log)
          total.sum += excess
          total.squares += excess * excess
        }
      }
    }
  }
  return timesYears.flatMap((timeYears, d) => {
    const moments = hybridMoments(model, timeYears)
    return assets[d].map(({ asset, offset, weights }, k) => {
      const { mean, variance } = linearMoments(moments, weights, offset)
      const average = sums[d][k].sum / paths
      const spread = Math.max(sums[d][k].squares - paths * average * average, 0) / (paths - 1)
      return {
        asset,
        timeYears,
        exactRatio: Math.exp(mean + 0.5 * variance),
        simulatedRatio: { value: 1 + average, standardError: Math.sqrt(spread / paths), paths },
      }
    })
  })
}

function discountedAssets(model: HybridModel, t: number, bondYears: number): DiscountedAsset[] {
  const { currencies, equities = [], inflations = [], hazards = [] } = model.spec
  const size = model.rates.length + model.logs.length
  /** Signed states by name, and the bond of a rate from t, less today's log price. */
  const asset = (
    name: string,
    states: Readonly<Record<string, number>>,
    bond: { readonly rate: string; readonly years: number } | null,
    logToday: number,
  ): DiscountedAsset => {
    const weights = new Float64Array(size)
    for (const [state, weight] of Object.entries(states)) weights[hybridStateIndex(model, state)] += weight
    if (bond === null) return { asset: name, offset: -logToday, weights }
    const index = hybridStateIndex(model, bond.rate)
    const { intercept, loading } = hullWhiteBondCoefficients(model.rates[index], t, t + bond.years)
    weights[index] -= loading
    return { asset: name, offset: intercept - logToday, weights }
  }
  const startOf = (name: string): number => model.logs.find((log) => log.name === name)?.start ?? 0
  const abroad = (currency: string): Readonly<Record<string, number>> =>
    currency === currencies[0].code ? { account: -1 } : { account: -1, [`fx:${currency}`]: 1 }
  return [
    ...currencies.flatMap(({ code, curve }) => {
      const rate = `rate:${code}`
      const spot = code === currencies[0].code ? 0 : startOf(`fx:${code}`)
      return [0, ...(bondYears > 0 ? [bondYears] : [])].map((years) =>
        asset(
          `bond:${code} ${years}y`,
          abroad(code),
          { rate, years },
          spot + Math.log(curve.discountFactor(t + years)),
        ),
      )
    }),
    ...equities.map(({ name, currency, dividendYieldContinuous }) => {
      const today = startOf(`equity:${name}`) + startOf(`fx:${currency}`) - dividendYieldContinuous * t
      return asset(`equity:${name}`, { ...abroad(currency), [`equity:${name}`]: 1 }, null, today)
    }),
    ...inflations.map(({ name, currency, curve }) => {
      const today = startOf(`index:${name}`) + startOf(`fx:${currency}`) + Math.log(curve.discountFactor(t + bondYears))
      const bond = { rate: `real:${name}`, years: bondYears }
      return asset(`index:${name}`, { ...abroad(currency), [`index:${name}`]: 1 }, bond, today)
    }),
    ...hazards.map(({ name, curve }) =>
      asset(`survival:${name}`, { [`survival:${name}`]: 1 }, null, Math.log(curve.discountFactor(t))),
    ),
  ]
}
