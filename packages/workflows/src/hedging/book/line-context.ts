import type { DiscountCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import type { Instrument, ValuationMarket } from '@tutti/analytics/revaluation'
import type { Day } from '@tutti/analytics/time'
import type { Holding } from '@tutti/market'
import { type IssuerBucket, issuerBucket } from './issuer-bucket.ts'

/** What a holding is turned into an instrument with. */
export interface LineContext {
  readonly market: ValuationMarket
  readonly asOf: Day
  readonly buckets: readonly IssuerBucket[]
}

/** One unit of a holding, and how many units there are. */
export interface UnitHeld {
  readonly instrument: Instrument
  readonly quantity: number
}

/** The curve of a currency. @throws `missing-data` where the market has none. */
export function curveIn(
  curves: Readonly<Record<string, DiscountCurve>>,
  currency: string,
  what: string,
): DiscountCurve {
  const curve = Object.hasOwn(curves, currency) ? curves[currency] : undefined
  if (curve !== undefined) return curve
  throw new TuttiError('missing-data', `the market has no ${what} of ${currency}`, {
    field: 'currency',
    got: currency,
    expected: `one of ${Object.keys(curves).join(', ')}`,
  })
}

/** The bucket of a holding's issuer and the bucket's spread; without a bucket the spread is 0. */
export function bucketOf(
  holding: Holding,
  { buckets, market }: LineContext,
): { bucket: string | null; spread: number } {
  const name = holding.issuer ?? holding.name
  const bucket = issuerBucket({ ...holding, name }, buckets)
  return { bucket, spread: bucket === null ? 0 : spreadOf(bucket, market) }
}

/** The spread of a bucket. @throws `missing-data` where the market has none. */
export function spreadOf(bucket: string, market: ValuationMarket): number {
  if (Object.hasOwn(market.spreads, bucket)) return market.spreads[bucket]
  throw new TuttiError('missing-data', `the market has no spread of ${bucket}`, {
    field: 'index',
    got: bucket,
    expected: `one of ${Object.keys(market.spreads).join(', ')}`,
  })
}
