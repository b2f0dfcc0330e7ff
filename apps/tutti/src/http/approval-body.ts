import { personName } from '@tutti/workflows/governance'
import { z } from 'zod'

/** What a person says to a decision that waits, as a body. */
export const approvalBodySchema = z
  .strictObject({
    by: personName.describe('Name of the person.'),
    verdict: z.enum(['approved', 'rejected', 'edited']),
    reason: z.string().trim().min(1).max(2000).nullable().default(null).describe('Why; required for a rejection.'),
    result_hash: z
      .string()
      .regex(/^[0-9a-f]{8,64}$/)
      .optional()
      .describe(
        'SHA-256 of the result that the person saw (resultHash of the run), or its beginning; refused if it is another.',
      ),
    change: z
      .strictObject({ kind: z.string().min(1).max(100), terms: z.json() })
      .nullable()
      .default(null)
      .describe('For an edit: the change, of a kind that the workflow lists.'),
  })
  .refine(({ verdict, reason }) => verdict !== 'rejected' || reason !== null, {
    path: ['reason'],
    message: 'a rejection needs its reason',
  })
  .refine(({ verdict, change }) => (verdict === 'edited') === (change !== null), {
    path: ['change'],
    message: 'an edit, and only an edit, names a change',
  })
