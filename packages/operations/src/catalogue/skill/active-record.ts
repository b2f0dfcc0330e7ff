import { activeRecord } from '@tutti/analytics/skill'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, periodsPerYear } from '../value-schemas.ts'
import { activeReturns, confidence, exampleReturns, interval, power } from './skill-schemas.ts'

/** A record of active returns judged. */
export const activeRecordOperation = defineOperation({
  name: 'skill/active-record',
  title: 'Record of active returns',
  description:
    'Information ratio, t statistic, hit rate, win/loss ratio and drawdown of active returns with their intervals, the years that a proof of skill would take, and the smallest skill that the record could show.',
  source:
    'Grinold & Kahn, Active Portfolio Management (2000), chapters 5 and 12; Mertens in Lo (2002); Wilson, JASA 22 (1927)',
  input: z.strictObject({ activeReturns, periodsPerYear, confidence, power }),
  output: z.strictObject({
    observations: z.int().positive(),
    activeReturnAnnual: number.describe('mean per period times the periods a year'),
    trackingErrorAnnual: nonNegative,
    informationRatio: number.describe('annual'),
    informationRatioStandardError: nonNegative.describe('allows for skewness and tails'),
    informationRatioInterval: interval,
    tStatistic: number,
    pValue: z.number().min(0).max(1).describe('probability of at least this t without skill'),
    hitRate: z.number().min(0).max(1).describe('share of periods above zero'),
    hitRateInterval: interval,
    winLossRatio: nullableNumber.describe('mean gain over mean loss; null without a gain or a loss'),
    maximumDrawdown: nonNegative.describe('of the sum of active returns, from 0'),
    yearsNeeded: nullableNumber.describe('null for an information ratio of 0 or less'),
    detectableInformationRatio: number.describe('annual'),
    cautions: z.array(z.enum(['short-record', 'autocorrelated', 'one-period-dominates'])),
  }),
  example: {
    activeReturns: exampleReturns(48, [0.001], 0.006).map(([value]) => value),
    periodsPerYear: 12,
    confidence: 0.95,
    power: 0.8,
  },
  failures: [{ code: 'not-applicable', when: 'the record does not vary' }],
  compute: ({ activeReturns: returns, ...test }) => {
    const record = activeRecord(returns, test)
    return {
      ...record,
      informationRatioInterval: { ...record.informationRatioInterval },
      hitRateInterval: { ...record.hitRateInterval },
      cautions: [...record.cautions],
    }
  },
})
