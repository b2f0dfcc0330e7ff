import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { Holding } from '@tutti/market'
import type { HedgingMandate } from '../mandate/index.ts'
import { issuerBucket } from './issuer-bucket.ts'
import { issuerBuckets } from './mandate-bases.ts'

/** Kinds that move with the spread of their issuer. */
const issued: ReadonlySet<Holding['kind']> = new Set([
  'bond',
  'inflation-linked-bond',
  'bond-fund',
  'inflation-linked-bond-fund',
  'cds',
  'total-return-swap',
])

/**
 * What is wrong with the issuer of a holding by the buckets of a mandate: no bucket moves it, or it has no rating to find one
 * by. Undefined where nothing is, and for holdings without issuer. Told while the files are read, with all other problems.
 */
export function bucketFault(
  mandate: Pick<HedgingMandate, 'market'>,
): (holding: Holding) => Omit<Problem, 'file' | 'line'> | undefined {
  const buckets = issuerBuckets(mandate)
  return (holding) => {
    if (!issued.has(holding.kind)) return undefined
    try {
      issuerBucket({ ...holding, name: holding.issuer ?? holding.name }, buckets)
      return undefined
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      const { field, got, expected } = error.details
      return { field, message: `${holding.id}: ${error.message}`, got, expected }
    }
  }
}
