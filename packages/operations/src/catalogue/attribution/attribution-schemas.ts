import { z } from 'zod'
import { number } from '../value-schemas.ts'

/** Most segments, holdings or periods that one input of a table holds. */
const TABLE_LIMIT = 20_000

/** A column of figures, one a segment. */
export const column = z.array(number).min(1).max(TABLE_LIMIT)

/** A column in which a return may be missing. */
export const gappyColumn = z.array(number.nullable()).min(1).max(TABLE_LIMIT)

/** [period][segment]. */
export const periodRows = z.array(column).min(1).max(1200)

/** Facts of the data that change how the attribution reads. */
export const cautions = z
  .array(
    z.strictObject({
      code: z.enum([
        'unassigned-weight',
        'missing-return',
        'off-benchmark',
        'absent-from-portfolio',
        'return-at-zero-weight',
        'short-position',
        'leverage',
        'extreme-segment-return',
        'unexplained-residual',
        'hedges-not-funded',
        'first-order',
        'small-sample',
        'order-dependent',
      ]),
      message: z.string(),
    }),
  )
  .describe('facts of the data that change how the result reads')

/** What the effects leave. */
export const residual = number.describe('excess less all effects: rounding, unless a caution says otherwise')

/** How effects of several periods are linked. */
export const linkingMethod = z
  .enum(['carino', 'menchero', 'grap', 'frongello'])
  .describe('Carino and Menchero do not depend on the order of the periods, GRAP and Frongello do')

/** Weights and returns of segments, as four columns. */
export const segmentColumns = {
  portfolioWeights: column.describe('at the start of the period, share of the portfolio, decimals'),
  benchmarkWeights: column.describe('decimals'),
  portfolioReturns: column.describe('simple returns, decimals'),
  benchmarkReturns: column.describe('simple returns, decimals'),
}
