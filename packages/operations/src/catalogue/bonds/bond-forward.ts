import { bondForward, impliedRepoRate } from '@tutti/analytics/bonds'
import { TuttiError } from '@tutti/analytics/errors'
import { dayCounts, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, number, positive } from '../value-schemas.ts'
import { fixedRateBondOf, fixedRateBondSchema } from './bond-inputs.ts'

/** Forward price, carry and implied repo of a bond. */
export const bondForwardOperation = defineOperation({
  name: 'bonds/repo-forward',
  title: 'Bond forward by repo',
  description:
    'Forward price and carry of a bond financed at a repo rate (simple interest, coupons on the way earn it), or the implied repo rate of a forward price.',
  source: 'Choudhry, The Repo Handbook (2010), ch. 3; Burghardt et al., The Treasury Bond Basis (2005), ch. 1',
  input: z
    .strictObject({
      bond: fixedRateBondSchema,
      settlement: isoDate,
      forwardDate: isoDate,
      cleanPrice: positive.describe('percent of face'),
      repoDayCount: z.enum(dayCounts),
      repoRate: number.optional().describe('simple, decimal'),
      forwardCleanPrice: positive.optional().describe('instead: the repo rate that it implies is sought'),
    })
    .refine((input) => (input.repoRate === undefined) !== (input.forwardCleanPrice === undefined), {
      path: ['repoRate'],
      message: 'give either repoRate or forwardCleanPrice',
    }),
  output: z.strictObject({
    repoRate: number,
    forwardCleanPrice: number,
    forwardDirtyPrice: number,
    financingCost: number,
    couponIncome: number,
    carry: number.describe('coupon income less financing: spot less forward clean price'),
  }),
  failures: [{ code: 'not-applicable', when: 'the bond has matured by the forward date' }],
  example: {
    bond: {
      accrualStart: '2024-02-15',
      maturity: '2034-02-15',
      couponRate: 0.04,
      frequency: 2 as const,
      dayCount: 'ACT/ACT ICMA' as const,
    },
    settlement: '2025-03-14',
    forwardDate: '2025-09-30',
    cleanPrice: 98.25,
    repoDayCount: 'ACT/360' as const,
    repoRate: 0.043,
  },
  compute: (input) => {
    const financed = {
      bond: fixedRateBondOf(input.bond),
      settlement: dayOf(input.settlement, 'settlement'),
      forwardDay: dayOf(input.forwardDate, 'forwardDate'),
      cleanPrice: input.cleanPrice,
      repoDayCount: input.repoDayCount,
    }
    if (input.repoRate !== undefined) return { repoRate: input.repoRate, ...bondForward(financed, input.repoRate) }
    if (input.forwardCleanPrice === undefined) {
      throw new TuttiError('invalid-input', 'give either repoRate or forwardCleanPrice', { field: 'repoRate' })
    }
    const flat = bondForward(financed, 0)
    const accrued = flat.forwardDirtyPrice - flat.forwardCleanPrice
    const repoRate = impliedRepoRate(financed, input.forwardCleanPrice + accrued)
    return { repoRate, ...bondForward(financed, repoRate) }
  },
})
