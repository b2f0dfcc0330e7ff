import { TuttiError } from '@tutti/analytics/errors'
import { baseValues, compiledBook, type Instrument, revaluedBook, type RiskFactor } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { ratingClass, ratingClasses } from './rating-transitions.ts'
import { bucketClass, classOfSpread, type SpreadLadder, spreadLadder } from './spread-ladder.ts'

/** Share of its value before that a defaulted bond is worth, where nothing else is known. */
export const bondRecovery = 0.4

const defaultPlace = ratingClasses.indexOf('D')

/** Profit of a position for each class that its issuer may end in, default the last; base currency. */
export interface CreditPosition {
  /** Line id, or hedge instrument id. */
  readonly id: string
  /** Issuer; null for a pool of many: an index, a fund of bonds. */
  readonly issuer: string | null
  /** Class today. */
  readonly place: number
  readonly outcomes: readonly number[]
  /** Value today, base currency. */
  readonly value: number
  /** A holding of the fund, or one of the package's trades. */
  readonly side: 'fund' | 'hedge'
}

export interface CreditPositions {
  readonly positions: readonly CreditPosition[]
  /** Total return swaps on the fund's own bonds of a bucket: profit for each unit that these lose. */
  readonly baskets: readonly {
    readonly id: string
    readonly lines: readonly string[]
    readonly profitPerLoss: number
    readonly side: 'fund' | 'hedge'
  }[]
  /** Holdings with a spread that are left out, and why. */
  readonly excluded: readonly { readonly id: string; readonly reason: string }[]
}

/** An instrument with its bucket, so many units, on an issuer or a pool. */
interface Exposure {
  readonly id: string
  readonly instrument: Instrument & { readonly bucket: string }
  readonly quantity: number
  readonly issuer: string | null
  readonly place: number
  readonly side: 'fund' | 'hedge'
}

/**
 * What every holding and credit trade gains or loses when its issuer ends the horizon in another class: the spread of its bucket
 * moves along the ladder of classes, and it is fully revalued; on default a bond keeps `bondRecovery` of its value (recovery of market
 * value: Duffie & Singleton, Rev. Financial Studies 12, 1999), protection pays its loss given default less what it is worth. An index
 * or a holding without an issuer is a pool; one without a rating has that of its bucket, or the class of the nearest spread.
 */
export function creditPositions(
  mandate: HedgingMandate,
  market: HedgingMarket,
  book: FundBook,
  universe: readonly HedgeInstrument[],
  trades: readonly HedgeTrade[],
): CreditPositions {
  const ladders = new Map<string, SpreadLadder>()
  const ladderOf = (bucket: string): SpreadLadder => {
    const known = ladders.get(bucket) ?? spreadLadder(mandate, market, bucket)
    ladders.set(bucket, known)
    return known
  }
  const excluded: { id: string; reason: string }[] = []
  const placeOf = (id: string, rating: string | null, bucket: string): number | null => {
    if (rating === null) {
      return bucketClass(mandate, bucket) ?? classOfSpread(ladderOf(bucket), market.valuation.spreads[bucket])
    }
    try {
      const place = ratingClass(rating)
      if (place < defaultPlace) return place
      excluded.push({ id, reason: 'in default already' })
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      excluded.push({ id, reason: `${rating} is no rating on the scale` })
    }
    return null
  }
  const ofFund = book.lines.flatMap((line): Exposure[] => {
    const { id, instrument, quantity, issuer } = line
    if (line.side === 'liability' || !('bucket' in instrument) || instrument.bucket === null) return []
    const place = placeOf(id, line.rating, instrument.bucket)
    return place === null
      ? []
      : [{ id, instrument: { ...instrument, bucket: instrument.bucket }, quantity, issuer, place, side: 'fund' }]
  })
  const issuers = new Map<string, number>()
  for (const { issuer, place } of ofFund) {
    if (issuer !== null) issuers.set(issuer, Math.max(place, issuers.get(issuer) ?? 0))
  }
  const ofTrades = trades.flatMap((trade): Exposure[] => {
    const found = universe.find(({ id }) => id === trade.instrument)
    if (found === undefined || found.domain !== 'credit') return []
    const issuer = found.family === 'cds' ? (nameOf(found.id, issuers) ?? null) : null
    return found.legs.flatMap(({ instrument, weight }) => {
      if (!('bucket' in instrument) || instrument.bucket === null) return []
      const { bucket } = instrument
      const place = issuer === null ? placeOf(found.id, null, bucket) : (issuers.get(issuer) ?? null)
      if (place === null) return []
      const quantity = trade.quantity * weight
      return [{ id: found.id, instrument: { ...instrument, bucket }, quantity, issuer, place, side: 'hedge' }]
    })
  })
  return revalued(market, [...ofFund, ...ofTrades], ladderOf, excluded)
}

/** The issuer in an id such as `cds:ISSUER:5`. */
function nameOf(id: string, issuers: ReadonlyMap<string, number>): string | undefined {
  return [...issuers.keys()].find((issuer) => id.startsWith(`cds:${issuer}:`))
}

function revalued(
  market: HedgingMarket,
  exposures: readonly Exposure[],
  ladderOf: (bucket: string) => SpreadLadder,
  excluded: CreditPositions['excluded'],
): CreditPositions {
  if (exposures.length === 0) return { positions: [], baskets: [], excluded }
  const buckets = [...new Set(exposures.map(({ instrument }) => instrument.bucket))]
  const factors = buckets.map((bucket): RiskFactor => ({ group: 'credit', bucket }))
  const compiled = compiledBook(
    exposures.map(({ instrument }) => instrument),
    market.valuation,
    factors,
  )
  // one row for each bucket, class today and class to come
  const starts = [
    ...new Set(exposures.map(({ instrument, place }) => `${buckets.indexOf(instrument.bucket)} ${place}`)),
  ]
  const shocks = new Float64Array(starts.length * defaultPlace * buckets.length)
  starts.forEach((start, k) => {
    const [b, place] = start.split(' ').map(Number)
    const ladder = ladderOf(buckets[b])
    for (let to = 0; to < defaultPlace; to++) {
      shocks[(k * defaultPlace + to) * buckets.length + b] = ladder[to] - ladder[place]
    }
  })
  const base = baseValues(compiled)
  const values = revaluedBook(compiled, shocks)
  const positions = exposures.map(({ id, instrument, quantity, issuer, place, side }, i): CreditPosition => {
    const k = starts.indexOf(`${buckets.indexOf(instrument.bucket)} ${place}`)
    const migrated = Array.from(
      { length: defaultPlace },
      (_, to) => quantity * (values[(k * defaultPlace + to) * exposures.length + i] - base[i]),
    )
    const defaulted = quantity * (valueOnDefault(market, instrument, base[i]) - base[i])
    return { id, issuer, place, outcomes: [...migrated, defaulted], value: quantity * base[i], side }
  })
  const isBasket = (i: number): boolean => exposures[i].instrument.kind === 'total return swap'
  const bonds = positions.filter(
    ({ side, value }, i) =>
      side === 'fund' && !isBasket(i) && value > 0 && exposures[i].instrument.kind !== 'credit default swap',
  )
  const baskets = exposures.flatMap(({ id, instrument, quantity, side }) => {
    if (instrument.kind !== 'total return swap') return []
    const own = bonds.filter((bond) =>
      exposures.some(
        (each) =>
          each.id === bond.id &&
          each.instrument.bucket === instrument.bucket &&
          'currency' in each.instrument &&
          each.instrument.currency === instrument.currency,
      ),
    )
    const value = own.reduce((sum, bond) => sum + bond.value, 0)
    if (!(value > 0)) return []
    const reference = instrument.referenceValue * market.valuation.fx[instrument.currency] * quantity
    const pays = instrument.side === 'pay total return' ? 1 : -1
    return [{ id, side, lines: own.map((bond) => bond.id), profitPerLoss: (pays * reference) / value }]
  })
  const isReplaced = (i: number): boolean => isBasket(i) && baskets.some(({ id }) => id === exposures[i].id)
  return { positions: positions.filter((_, i) => !isReplaced(i)), baskets, excluded }
}

/** Of one unit, base currency. */
function valueOnDefault({ valuation }: HedgingMarket, instrument: Exposure['instrument'], value: number): number {
  if (instrument.kind === 'credit default swap') {
    const paid = (1 - instrument.recovery) * instrument.notional * valuation.fx[instrument.currency]
    return instrument.side === 'buy protection' ? paid : -paid
  }
  if (instrument.kind === 'total return swap') {
    const lost = (1 - bondRecovery) * instrument.referenceValue * valuation.fx[instrument.currency]
    return instrument.side === 'pay total return' ? value + lost : value - lost
  }
  return bondRecovery * value
}
