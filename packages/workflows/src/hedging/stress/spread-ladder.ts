import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { ratingClass, ratingClasses } from './rating-transitions.ts'

/**
 * Usual spreads by class, bp, for classes that the market has no bucket of: rounded long-run averages of US corporate
 * indices. Only their ratios are used.
 */
const usualSpreads = [70, 90, 130, 200, 350, 550, 1100]

/** Spread of each class from AAA to CCC, decimal; a worse class has no smaller one. */
export type SpreadLadder = readonly number[]

/** Class of a bucket: that of its rating in the mandate; null where it has none that is on the scale. */
export function bucketClass({ market }: Pick<HedgingMandate, 'market'>, bucket: string): number | null {
  const rating = market.spreads[bucket]?.rating
  if (rating === undefined) return null
  try {
    return ratingClass(rating)
  } catch {
    return null
  }
}

/**
 * Spreads by class that a bucket's bonds would move along: the mandate's rated buckets of its currency, of its own sector first;
 * where there is none of a class, the nearest class that there is, in the ratio of usual spreads.
 */
export function spreadLadder(
  mandate: Pick<HedgingMandate, 'market'>,
  { valuation }: Pick<HedgingMarket, 'valuation'>,
  bucket: string,
): SpreadLadder {
  const { spreads } = mandate.market
  const own = spreads[bucket]
  const candidates = Object.entries(spreads).flatMap(([name, terms]) => {
    const place = bucketClass(mandate, name)
    const spread = valuation.spreads[name]
    if (place === null || spread === undefined || place >= usualSpreads.length) return []
    const foreign = own?.currency !== undefined && terms.currency !== undefined && own.currency !== terms.currency
    const distance = (foreign ? 2 : 0) + (terms.sector === own?.sector ? 0 : 1)
    return [{ place, spread, distance }]
  })
  const known = usualSpreads.map((_, place) => {
    const ofClass = candidates.filter((each) => each.place === place)
    const nearest = Math.min(...ofClass.map(({ distance }) => distance))
    const best = ofClass.filter(({ distance }) => distance === nearest)
    return best.length === 0 ? null : best.reduce((sum, { spread }) => sum + spread, 0) / best.length
  })
  const places = known.flatMap((spread, place) => (spread === null ? [] : [place]))
  let least = 0
  return usualSpreads.map((usual, place) => {
    const spread = known[place] ?? scaled(places, known, place, usual, valuation.spreads[bucket])
    least = Math.max(least, spread)
    return least
  })
}

function scaled(
  places: readonly number[],
  known: readonly (number | null)[],
  place: number,
  usual: number,
  fallback: number,
): number {
  if (places.length === 0) return (fallback * usual) / usualSpreads[ratingClasses.indexOf('BBB')]
  const nearest = places.reduce((best, each) => (Math.abs(each - place) < Math.abs(best - place) ? each : best))
  return ((known[nearest] ?? 0) * usual) / usualSpreads[nearest]
}

/** The class whose spread is nearest, for an index without a rating. */
export function classOfSpread(ladder: SpreadLadder, spread: number): number {
  return ladder.reduce(
    (best, each, place) => (Math.abs(each - spread) < Math.abs(ladder[best] - spread) ? place : best),
    0,
  )
}
