import {
  adjustedPValues,
  backtestVerdict,
  pValueAdjustments,
  romanoWolfStepdown,
  storeyQValues,
  superiorPredictiveAbility,
} from '@tutti/analytics/multiple-testing'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import {
  nonNegative,
  nullableNumber,
  number,
  openProbability,
  periodsPerYear,
  positive,
  wholeFrom,
} from '../value-schemas.ts'

const probability = z.number().min(0).max(1)
const pValues = z.array(probability).min(1).max(100_000)
const simulated = z.strictObject({ value: probability, standardError: nonNegative.describe('Monte Carlo') })
const whole = z.int()
/** Below it the share of true nulls, which q-values rest on, is known too poorly. */
const fewTests = 50

/** p-values adjusted for their number. */
export const adjustedPValuesOperation = defineOperation({
  name: 'statistics/adjusted-p-values',
  title: 'p-values adjusted for many tests',
  description:
    'Family-wise error (Bonferroni, Sidak, Holm, Hochberg) or false-discovery rate (Benjamini-Hochberg, Benjamini-Yekutieli) held down over many tests.',
  source: 'Holm (1979); Hochberg (1988); Benjamini & Hochberg, JRSS B 57 (1995); Benjamini & Yekutieli (2001)',
  input: z.strictObject({ pValues, method: z.enum(pValueAdjustments), errorRate: openProbability }),
  output: z.strictObject({
    adjusted: z.array(probability),
    rejected: z.array(z.boolean()).describe('adjusted p-value at most the error rate'),
    rejections: whole.nonnegative(),
  }),
  example: {
    pValues: [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.3, 0.74],
    method: 'benjamini-hochberg' as const,
    errorRate: 0.05,
  },
  compute: ({ pValues: values, method, errorRate }) => {
    const adjusted = plainNumbers(adjustedPValues(values, method))
    const rejected = adjusted.map((p) => p <= errorRate)
    return { adjusted, rejected, rejections: rejected.filter(Boolean).length }
  },
})

/** Storey's q-values. */
export const storeyQValuesOperation = defineOperation({
  name: 'statistics/storey-q-values',
  title: 'Storey q-values',
  description: 'False-discovery rates that use how many of the tests seem to have no effect at all.',
  source: 'Storey, JRSS B 64 (2002)',
  input: z.strictObject({
    pValues,
    lambda: openProbability.describe('p-values above it are taken for true nulls; 0.5'),
  }),
  output: z.strictObject({
    qValues: z.array(probability),
    nullShare: probability,
    nullShareStandardError: nonNegative,
    cautions: z.array(z.enum(['few-tests', 'no-p-value-above-lambda'])),
  }),
  example: { pValues: [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.3, 0.74], lambda: 0.5 },
  compute: ({ pValues: values, lambda }) => {
    const { qValues, above, ...result } = storeyQValues(values, lambda)
    return {
      ...result,
      qValues: plainNumbers(qValues),
      cautions: [
        ...(values.length < fewTests ? (['few-tests'] as const) : []),
        ...(above === 0 ? (['no-p-value-above-lambda'] as const) : []),
      ],
    }
  },
})

const bootstrap = {
  samples: wholeFrom(100).max(20_000).describe('resamples; 1,000 or more to quote a p-value'),
  seed: wholeFrom(0),
  meanBlock: z.number().min(1).optional().describe('mean block length, periods; chosen from the data where left out'),
}
const trialRows = (fewest: number) => z.array(z.array(number).min(fewest).max(1000)).min(20).max(10_000)
const performances = trialRows(1).describe(
  'returns less those of the benchmark: rows are periods, columns are all the trials that were tried',
)
const withinWork = (rows: readonly (readonly number[])[], samples: number): boolean =>
  samples * rows.length * rows[0].length <= 2e9
const tooMuch = { path: ['samples'], error: 'samples x periods x trials must be at most 2e9' }
const search = { periods: whole.positive(), trials: whole.positive(), samples: whole.positive(), meanBlock: positive }
const constantTrial = { code: 'not-applicable', when: 'a trial does not vary' } as const
const exampleTrials = Array.from({ length: 40 }, (_, t) =>
  [0.004, 0, -0.001].map(
    (drift, k) => Math.round(1e6 * (drift + 0.01 * Math.sin(12.9898 * t + 78.233 * k * k + 1))) / 1e6,
  ),
)

/** Is the best of many better than luck. */
export const superiorPredictiveAbilityOperation = defineOperation({
  name: 'statistics/superior-predictive-ability',
  title: 'Superior predictive ability and reality check',
  description:
    "Hansen's test and White's reality check whether the best of many trials beats the benchmark by more than luck, by the stationary bootstrap.",
  source: 'Hansen, J. of Business & Economic Statistics 23 (2005); White, Econometrica 68 (2000)',
  input: z
    .strictObject({ performances, ...bootstrap })
    .refine((input) => withinWork(input.performances, input.samples), tooMuch),
  output: z.strictObject({
    best: whole.nonnegative().describe('trial with the largest studentised mean, from 0'),
    statistic: nonNegative,
    lower: simulated,
    consistent: simulated.describe('the p-value to quote'),
    upper: simulated,
    realityCheckBest: whole.nonnegative(),
    realityCheckStatistic: number,
    realityCheck: simulated,
    ...search,
  }),
  example: { performances: exampleTrials, samples: 200, seed: 1 },
  cost: 'medium',
  failures: [constantTrial],
  compute: ({ performances: rows, ...how }) => superiorPredictiveAbility(rows, how),
})

/** Which trials are better than luck. */
export const romanoWolfOperation = defineOperation({
  name: 'statistics/romano-wolf',
  title: 'Romano-Wolf stepdown',
  description:
    'Which trials beat the benchmark, with the chance of one false discovery held down and their dependence used.',
  source: 'Romano & Wolf, Econometrica 73 (2005); Statistics & Probability Letters 113 (2016)',
  input: z
    .strictObject({ performances, ...bootstrap })
    .refine((input) => withinWork(input.performances, input.samples), tooMuch),
  output: z.strictObject({
    statistics: z.array(number),
    pValues: z.array(simulated).describe('one-sided, of each trial alone'),
    adjustedPValues: z.array(simulated),
    ...search,
  }),
  example: { performances: exampleTrials, samples: 200, seed: 1 },
  cost: 'medium',
  failures: [constantTrial],
  compute: ({ performances: rows, ...how }) => {
    const result = romanoWolfStepdown(rows, how)
    return {
      ...result,
      statistics: plainNumbers(result.statistics),
      pValues: [...result.pValues],
      adjustedPValues: [...result.adjustedPValues],
    }
  },
})

const byControl = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    none: value,
    bonferroni: value,
    sidak: value,
    holm: value,
    hochberg: value,
    'benjamini-hochberg': value,
    'benjamini-yekutieli': value,
    storey: value,
    'romano-wolf': value,
    'deflated-sharpe': value,
  })

/** A search judged by every control. */
export const backtestVerdictOperation = defineOperation({
  name: 'statistics/backtest-verdict',
  title: 'Backtest verdict',
  description:
    'A search judged by the returns of all its trials: which survive each control for the number of trials, how much of the best is luck, and how far the search overfits.',
  source:
    'Bailey & Lopez de Prado (2014); Bailey, Borwein, Lopez de Prado & Zhu (2017); Hansen (2005); Romano & Wolf (2005)',
  input: z
    .strictObject({
      returns: trialRows(2).describe(
        'in excess of cash or of the benchmark, per period: rows are periods, columns are all the trials that were tried',
      ),
      ...bootstrap,
      errorRate: openProbability,
      periodsPerYear,
      blocks: wholeFrom(2).max(16).describe('even, of the cross-validation'),
    })
    .refine((input) => withinWork(input.returns, input.samples), tooMuch),
  output: z.strictObject({
    conclusion: z.enum(['skill', 'unclear', 'luck']).describe('of the best trial'),
    best: whole.nonnegative().describe('trial with the highest Sharpe ratio, from 0'),
    trials: z.array(
      z.strictObject({
        sharpeAnnual: number,
        sharpeStandardErrorAnnual: nonNegative,
        pValue: probability.describe('one-sided'),
        adjusted: byControl(probability),
        survives: byControl(z.boolean()).describe(
          'adjusted figure at most the error rate; for storey the p-value itself too, as q-values rest on an estimated share of true nulls',
        ),
      }),
    ),
    survivors: byControl(whole.nonnegative()),
    averageCorrelation: probability,
    effectiveTrials: positive,
    expectedMaximumSharpeAnnual: nonNegative.describe('of the best trial without any skill'),
    superiorPredictiveAbility: simulated,
    realityCheck: simulated,
    probabilityOfBacktestOverfitting: probability,
    probabilityOfLoss: probability,
    minimumBacktestYears: nullableNumber,
    historyYears: positive,
    observations: whole.positive(),
    meanBlock: positive,
    cautions: z
      .array(z.enum(['short-history', 'few-trials', 'few-tests', 'history-below-minimum']))
      .describe('few-tests: too few trials for the share of true nulls that the q-values of storey rest on'),
  }),
  example: { returns: exampleTrials, samples: 200, seed: 1, errorRate: 0.05, periodsPerYear: 12, blocks: 8 },
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'a trial does not vary, over a half of the history too' }],
  compute: ({ returns, ...options }) => {
    const result = backtestVerdict(returns, options)
    const minimum = result.minimumBacktestYears
    return {
      ...result,
      trials: result.trials.map((trial) => ({
        ...trial,
        adjusted: { ...trial.adjusted },
        survives: { ...trial.survives },
      })),
      survivors: { ...result.survivors },
      cautions: [
        ...(result.observations < 60 ? (['short-history'] as const) : []),
        ...(result.trials.length < 10 ? (['few-trials'] as const) : []),
        ...(result.trials.length < fewTests ? (['few-tests'] as const) : []),
        ...(minimum !== null && result.historyYears < minimum ? (['history-below-minimum'] as const) : []),
      ],
    }
  },
})
