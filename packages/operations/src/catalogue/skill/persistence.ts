import { rollingRecords, skillPersistence, skillPower } from '@tutti/analytics/skill'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import {
  nonNegative,
  nullableNumber,
  number,
  openProbability,
  periodsPerYear,
  positive,
  wholeFrom,
} from '../value-schemas.ts'
import { plainCopy } from './plain-copy.ts'
import {
  activeReturns,
  confidence,
  exampleReturns,
  interval,
  panel,
  place,
  power,
  probability,
} from './skill-schemas.ts'

/** Rolling records. */
export const rollingRecordsOperation = defineOperation({
  name: 'skill/rolling-records',
  title: 'Rolling record of active returns',
  description:
    'Information ratio, hit rate and win/loss ratio over rolling windows of several lengths, each with its interval, and how many windows share no period.',
  source: 'Grinold & Kahn, Active Portfolio Management (2000); Mertens in Lo (2002); Wilson, JASA 22 (1927)',
  input: z
    .strictObject({
      activeReturns: activeReturns.min(6).max(5000),
      windows: z.array(wholeFrom(6).max(5000)).min(1).max(20).describe('lengths in periods: 12, 36 and 60 months'),
      step: wholeFrom(1).describe('periods from a window to the next'),
      periodsPerYear,
      confidence,
    })
    .refine((input) => input.step <= input.activeReturns.length, {
      path: ['step'],
      error: 'step must be at most the number of returns',
    }),
  output: z.strictObject({
    lengths: z.array(
      z.strictObject({
        window: wholeFrom(1),
        records: z.array(
          z.strictObject({
            from: place,
            to: place.describe('the period after the last'),
            informationRatio: nullableNumber.describe('annual; null where the window does not vary'),
            informationRatioInterval: interval.nullable(),
            hitRate: probability,
            hitRateInterval: interval,
            winLossRatio: nullableNumber,
            winLossInterval: interval.nullable(),
          }),
        ),
        independentWindows: wholeFrom(0).describe('windows that share no period'),
        shareAbove: probability.describe('share of windows with an information ratio above 0'),
        shareSignificant: probability.describe('with its interval above 0'),
        shareSignificantlyBelow: probability.describe('with its interval below 0'),
        cautions: z.array(z.enum(['few-independent-windows', 'short-window'])),
      }),
    ),
    tooLong: z.array(z.int()).describe('windows longer than the record'),
  }),
  example: {
    activeReturns: exampleReturns(72, [0.001], 0.01).map(([value]) => value),
    windows: [12, 36, 60],
    step: 6,
    periodsPerYear: 12,
    confidence: 0.95,
  },
  failures: [{ code: 'not-applicable', when: 'every window is longer than the record' }],
  compute: ({ activeReturns: returns, ...options }) => plainCopy(rollingRecords(returns, options)),
})

const count = wholeFrom(0)

/** Persistence of ranks. */
export const skillPersistenceOperation = defineOperation({
  name: 'skill/persistence',
  title: 'Persistence of managers',
  description:
    'Whether managers that were ahead stay ahead: winners and losers of a window in the next one (odds ratio, Malkiel z, chi-square), rank correlations and the transitions between groups. Of an odd number of managers the one at the median is neither winner nor loser and drops out of the table.',
  source:
    'Brown & Goetzmann, J. of Finance 50 (1995); Malkiel, J. of Finance 50 (1995); Kahn & Rudd (1995); Carhart, J. of Finance 52 (1997)',
  input: z.strictObject({
    returns: panel.describe(
      'active returns or residuals: rows are periods, columns managers, null where a manager has no return',
    ),
    window: wholeFrom(1).describe('periods of a window; windows do not overlap and the last ends with the data'),
    score: z.enum(['information-ratio', 'mean-return', 'hit-rate']).describe('what managers are ranked by'),
    groups: wholeFrom(2).max(20).describe('4 for quartiles'),
  }),
  output: z.strictObject({
    pairs: z.array(
      z.strictObject({
        from: place,
        next: place,
        managers: count,
        rankCorrelation: z.number().min(-1).max(1),
        pValue: probability.describe('two-sided'),
      }),
    ),
    winnerWinner: count,
    winnerLoser: count,
    loserWinner: count,
    loserLoser: count,
    oddsRatio: positive.describe('1 without persistence'),
    logOddsStandardError: positive,
    oddsZ: number,
    repeatWinnerShare: probability,
    malkielZ: number,
    chiSquare: nonNegative,
    chiSquarePValue: probability,
    rankCorrelation: z.number().min(-1).max(1).describe('mean over the pairs of windows'),
    rankCorrelationStandardError: nullableNumber.describe('from its spread over the pairs; null with fewer than 3'),
    rankCorrelationStandardErrorIndependent: positive.describe('for managers that do not move together'),
    persistencePValue: probability.describe('one-sided'),
    transitions: z
      .array(z.array(z.strictObject({ count, share: probability, standardError: nonNegative })))
      .describe('[i][j]: of group i, 0 the lowest, in group j of the next window'),
    cautions: z.array(z.enum(['few-windows', 'few-managers', 'empty-cell', 'survivors-only'])),
  }),
  example: {
    returns: exampleReturns(48, [0.002, 0.001, 0, -0.001, -0.002, 0.0015, -0.0015, 0.0005], 0.006),
    window: 12,
    score: 'information-ratio' as const,
    groups: 4,
  },
  failures: [{ code: 'not-applicable', when: 'no two windows have enough managers whose scores differ' }],
  compute: ({ returns, ...options }) => plainCopy(skillPersistence(returns, options)),
})

/** What a record can tell. */
export const skillPowerOperation = defineOperation({
  name: 'skill/power',
  title: 'Power of a record to show skill',
  description:
    'Years that a proof of skill takes, the chance that a record of given length shows it, and how often a rule of dismissal hits skilled managers and spares others.',
  source: 'Grinold & Kahn, Active Portfolio Management (2000), chapter 12; noncentral t',
  input: z.strictObject({
    informationRatio: number.min(-100).max(100).describe('true, annual'),
    years: positive.max(10_000),
    periodsPerYear: periodsPerYear.max(100_000),
    confidence,
    power,
    dismissBelow: number.min(-100).max(100).describe('realised annual information ratio that costs the mandate'),
    skilledShare: openProbability.describe('share of skilled managers among all'),
  }),
  output: z.strictObject({
    yearsNeeded: nullableNumber.describe('null for an information ratio of 0 or less'),
    powerAtYears: probability,
    dismissedThoughSkilled: probability,
    keptThoughUnskilled: probability,
    skilledAmongDismissed: probability,
    skilledAmongKept: probability,
    observations: wholeFrom(3),
  }),
  example: {
    informationRatio: 0.5,
    years: 5,
    periodsPerYear: 12,
    confidence: 0.95,
    power: 0.8,
    dismissBelow: 0,
    skilledShare: 0.3,
  },
  compute: (question) => skillPower(question),
})
