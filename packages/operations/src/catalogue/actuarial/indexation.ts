import { expectedGrowth, type Indexation, indexLevels } from '@tutti/analytics/actuarial'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { indexationOf, indexationSchema } from './indexation-inputs.ts'

/** Expected growth of a limited index. */
export const limitedIndexationOperation = defineOperation({
  name: 'actuarial/limited-indexation',
  title: 'Expected limited price indexation',
  description:
    'Expected growth of a pension whose yearly increase is inflation within a floor and a cap, year by year and in all: with certain, normal or lognormal inflation about its forward, years independent and of one constant standard deviation, which does not grow with the time to fixing.',
  source:
    'Brigo & Mercurio, Interest Rate Models (2006), ch. 15-17: year-on-year caplets and floorlets by Bachelier and Black',
  input: z.strictObject({
    indexation: indexationSchema,
    inflationForwards: z
      .array(z.number().gt(-0.5).max(1))
      .min(1)
      .max(150)
      .describe('inflation in each year from now; the last is held'),
    years: z.int().min(1).max(150),
  }),
  output: z.strictObject({
    growth: z.array(positive).describe('expected factor of each year'),
    levels: z.array(positive).describe('expected index after 0, 1, ... years, 1 now'),
    limitValue: z.array(number).describe('growth less 1 + forward inflation: what floor and cap add'),
  }),
  example: {
    indexation: { kind: 'inflation' as const, floor: 0, cap: 0.05, model: 'normal' as const, volAnnual: 0.015 },
    inflationForwards: [0.03, 0.028, 0.025],
    years: 5,
  },
  compute: ({ indexation, inflationForwards, years }) => {
    const rule: Indexation = indexationOf(indexation)
    const forwards = Array.from(
      { length: years },
      (_, k) => inflationForwards[Math.min(k, inflationForwards.length - 1)],
    )
    const growth = forwards.map((forward) => expectedGrowth(rule, forward))
    return {
      growth,
      levels: [...indexLevels(rule, inflationForwards, years)],
      limitValue: growth.map((factor, k) => factor - 1 - forwards[k]),
    }
  },
})
