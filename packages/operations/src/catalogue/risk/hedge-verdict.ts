import { customaryHedgePolicy, hedgeVerdicts } from '@tutti/analytics/hedging'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, openProbability, positive, wholeFrom } from '../value-schemas.ts'

const share = z.number().min(0).max(1)

/** Accounting verdicts on a hedge. */
export const hedgeVerdictsOperation = defineOperation({
  name: 'risk/hedge-verdicts',
  title: 'Hedge accounting verdicts',
  description:
    'Whether a hedge is effective under IFRS 9, IAS 39 (looking back and ahead) and ASC 815, each with its criteria and the figures they were judged by.',
  source: 'IFRS 9 6.4.1(c) and B6.4; IAS 39 AG105; ASC 815-20-25 and 815-20-35',
  input: z.strictObject({
    itemChanges: z.array(number).min(3).describe('changes in value of the hedged item, oldest first'),
    hedgeChanges: z.array(number).min(3).describe('of the hedging instrument, same periods and currency'),
    creditShare: share
      .optional()
      .describe('share of the changes that credit risk causes; IFRS 9 stays open without it'),
    hedgeRatioToStrategy: number
      .optional()
      .describe('hedge held over hedge of the risk strategy; IFRS 9 stays open without it'),
    policy: z
      .strictObject({
        band: z.tuple([positive, positive]).describe('[0.8, 1.25]'),
        minimumRSquared: share,
        significance: openProbability,
        minimumObservations: wholeFrom(3),
        maximumCreditShare: share,
      })
      .optional()
      .describe('thresholds of the entity; 80-125 %, R squared 0.8, p 0.05, 8 observations, half when left out'),
  }),
  output: z.strictObject({
    verdicts: z.array(
      z.strictObject({
        standard: z.enum(['IFRS 9', 'IAS 39 retrospective', 'IAS 39 prospective', 'ASC 815']),
        verdict: z.enum(['effective', 'not effective', 'open']),
        criteria: z.array(
          z.strictObject({
            criterion: z.string(),
            met: z.boolean().nullable(),
            figure: nullableNumber,
            required: z.string(),
          }),
        ),
      }),
    ),
  }),
  example: {
    itemChanges: [-1.2, 0.8, -0.5, 1.4, -0.9, 0.3, 0.6, -0.4],
    hedgeChanges: [1.1, -0.9, 0.45, -1.3, 1.0, -0.2, -0.65, 0.42],
    creditShare: 0.05,
    hedgeRatioToStrategy: 1,
  },
  failures: [{ code: 'not-applicable', when: 'the item or the hedge never changes' }],
  compute: ({ policy, ...facts }) => ({
    verdicts: hedgeVerdicts(facts, policy ?? customaryHedgePolicy).map((verdict) => ({
      ...verdict,
      criteria: verdict.criteria.map((criterion) => ({ ...criterion })),
    })),
  }),
})
