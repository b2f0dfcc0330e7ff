import { z } from 'zod'
import { positive } from '../value-schemas.ts'

/** How a rate compounds, as data. */
export const compoundingSchema = z.union([
  z.enum(['continuous', 'simple']),
  z.strictObject({ timesPerYear: positive.describe('1, 2, 4, 12, 365') }),
])
