import { ratingNotch, ratingOfNotch } from '@tutti/analytics/credit'
import { TuttiError } from '@tutti/analytics/errors'

/** A bucket of issuers: what the market says of it, else what its name says (`USD-BBB`, `EUR-A-FINANCIALS`). */
export interface IssuerBucket {
  readonly name: string
  readonly currency?: string | undefined
  readonly rating?: string | undefined
  readonly sector?: string | undefined
}

/** Who owes: as a line of the portfolio has it. */
export interface Issuer {
  /** The issuer's name or the line's, for messages. */
  readonly name: string
  readonly currency: string
  readonly rating: string | null
  readonly sector: string | null
}

/**
 * The bucket whose spread moves an issuer's: that of its currency, rating and sector, else of its currency and rating. A
 * rating with a notch falls back to its letters (BBB+ to BBB). Null for the sector `government`: a state in its own
 * currency moves with the curve alone.
 *
 * @throws `missing-data` naming an issuer without a bucket, or without a rating.
 */
export function issuerBucket(issuer: Issuer, buckets: readonly IssuerBucket[]): string | null {
  const { currency, rating, sector } = issuer
  if (sector !== null && folded(sector) === 'GOVERNMENT') return null
  if (rating === null) {
    throw new TuttiError('missing-data', `${issuer.name} has no rating, so no bucket of spreads moves it`, {
      field: 'rating',
      got: 'no rating',
      expected: 'a rating, or the sector government',
    })
  }
  const exact = ratingOfNotch(ratingNotch(rating))
  const ratings = [exact, exact.replace(/[+-]$/, '')]
  const sectors = sector === null ? [''] : [folded(sector), '']
  const own = buckets.map(bucketTerms).filter((bucket) => bucket.currency === currency)
  for (const wantedSector of sectors) {
    for (const wantedRating of ratings) {
      const found = own.find((bucket) => bucket.rating === wantedRating && bucket.sector === wantedSector)
      if (found !== undefined) return found.name
    }
  }
  throw new TuttiError('missing-data', `${issuer.name} (${currency}, ${rating}) is in no bucket of spreads`, {
    field: 'rating',
    got: `${currency}-${exact}`,
    expected: own.length === 0 ? `a bucket in ${currency}` : `one of ${own.map(({ name }) => name).join(', ')}`,
  })
}

function bucketTerms(bucket: IssuerBucket): { name: string; currency: string; rating: string; sector: string } {
  const [currency = '', rating = '', ...sector] = bucket.name.split(/-(?![-]|$)/)
  return {
    name: bucket.name,
    currency: bucket.currency ?? currency,
    rating: bucket.rating ?? rating,
    sector: folded(bucket.sector ?? sector.join('-')),
  }
}

const folded = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
