import { rollingStyle, styleAnalysis, styleDrift } from '@tutti/analytics/skill'
import { z } from 'zod'
import { labelled, labels } from '../labels.ts'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { changePointsOperation } from '../regimes/index.ts'
import { nonNegative, nullableNumber, number, periodsPerYear, positive, wholeFrom } from '../value-schemas.ts'
import { plainCopy } from './plain-copy.ts'
import { exampleReturns, place, probability } from './skill-schemas.ts'

const managerReturns = z.array(number).min(3).max(10_000).describe('simple returns per period, decimals, oldest first')
const styleReturns = z
  .array(z.array(number).min(1).max(200))
  .min(3)
  .max(10_000)
  .describe('returns of the style indices: rows are periods, columns indices')
const styleCautions = z.array(z.enum(['short-record', 'weights-not-unique', 'poor-fit', 'weights-at-zero']))
const constantManager = { code: 'not-applicable', when: 'the manager\u2019s returns do not vary' } as const
const exampleIndices = exampleReturns(60, [0.003, 0.006, 0.002], 0.03)
const exampleManager = exampleIndices.map(
  ([a, b], t) => Math.round(1e6 * (0.001 + 0.7 * a + 0.3 * b + 0.003 * Math.sin(3.7 * t))) / 1e6,
)

/** The style of a manager. */
export const styleAnalysisOperation = defineOperation({
  name: 'skill/style-analysis',
  title: 'Return-based style analysis',
  description:
    'The mix of style indices, none sold short, that moves most like a manager: weights with standard errors, share of the variance that is style, and what the manager earned over the style.',
  source:
    'Sharpe, J. of Portfolio Management 18(2), 1992; Lobosco & DiBartolomeo, Financial Analysts Journal 53(4), 1997',
  input: z.strictObject({
    managerReturns,
    styleReturns,
    periodsPerYear,
    factors: labels.optional().describe('names of the style indices; returned beside the weights'),
  }),
  output: z.strictObject({
    factors: labels.optional().describe('of the weights, where the input has them'),
    weights: z.array(nonNegative),
    weightStandardErrors: z
      .array(nonNegative.nullable())
      .describe('null where the index is a mix of the other active ones, or none other is active'),
    selectionReturnAnnual: number.describe('mean of manager less style times the periods a year'),
    selectionStandardErrorAnnual: nonNegative,
    selectionTStatistic: nullableNumber,
    residualDeviation: nonNegative.describe('of manager less style per period, divisor n - 1'),
    residualDeviationPopulation: nonNegative.describe('the same with divisor n'),
    trackingErrorAnnual: nonNegative,
    styleRSquared: number,
    selectionReturns: z.array(number).describe('manager less style in each period'),
    observations: z.int().positive(),
    cautions: styleCautions,
  }),
  example: { managerReturns: exampleManager, styleReturns: exampleIndices, periodsPerYear: 12 },
  failures: [constantManager],
  compute: ({ managerReturns: manager, styleReturns: indices, periodsPerYear: periods, factors }) => {
    const style = styleAnalysis(manager, indices)
    const n = style.observations
    return {
      ...labelled('factors', factors, style.weights.length),
      weights: [...style.weights],
      weightStandardErrors: [...style.weightStandardErrors],
      selectionReturnAnnual: style.selectionReturn * periods,
      selectionStandardErrorAnnual: style.selectionStandardError * periods,
      selectionTStatistic: style.selectionTStatistic,
      residualDeviation: style.residualDeviation,
      residualDeviationPopulation: style.residualDeviation * Math.sqrt((n - 1) / n),
      trackingErrorAnnual: style.residualDeviation * Math.sqrt(periods),
      styleRSquared: style.styleRSquared,
      selectionReturns: plainNumbers(style.selectionReturns),
      observations: n,
      cautions: [...style.cautions],
    }
  },
})

/** Change points without the count of observations, which stands beside them. */
const changes = (changePointsOperation.output as unknown as z.ZodObject<Record<string, z.ZodType>>)
  .omit({ observations: true })
  .nullable()

/** The style of a manager over time. */
export const rollingStyleOperation = defineOperation({
  name: 'skill/rolling-style',
  title: 'Rolling style and its drift',
  description:
    'Return-based style over rolling windows, whether the last window differs from the one before it by more than its errors, and where the exposures and the selection returns break.',
  source:
    'Sharpe (1992); Lobosco & DiBartolomeo (1997); Bai & Perron, Econometrica 66 (1998); Killick, Fearnhead & Eckley (2012)',
  input: z.strictObject({
    managerReturns: managerReturns.max(1000),
    styleReturns: z
      .array(z.array(number).min(1).max(20))
      .min(3)
      .max(1000)
      .describe('returns of the style indices: rows are periods, columns indices'),
    window: wholeFrom(3).describe('periods: 36 or 60 months'),
    step: wholeFrom(1).describe('periods from a window to the next'),
    threshold: positive.describe('standard errors of a change of weight that count as drift: 1.5'),
    mostBreaks: wholeFrom(0).max(5),
    replications: z.int().min(100).max(2000).describe('draws for the p-values of the breaks'),
    seed: wholeFrom(0).max(Number.MAX_SAFE_INTEGER),
  }),
  output: z.strictObject({
    windows: z.array(
      z.strictObject({
        from: place,
        to: place.describe('the period after the last'),
        weights: z.array(nonNegative),
        weightStandardErrors: z.array(nonNegative.nullable()),
        selectionReturn: number.describe('per period'),
        selectionStandardError: nonNegative,
        selectionTStatistic: nullableNumber,
        residualDeviation: nonNegative.describe('per period'),
        styleRSquared: number,
        observations: wholeFrom(1),
        cautions: styleCautions,
      }),
    ),
    drift: z
      .strictObject({
        from: place.describe('first period of the window compared with'),
        changes: z.array(number).describe('of each weight'),
        standardErrors: z.array(nullableNumber).describe('change over its error'),
        turnover: nonNegative.describe('half the sum of absolute changes'),
        drifted: z.boolean(),
      })
      .nullable(),
    averageTurnover: nullableNumber.describe('between windows that follow one another without overlap'),
    breaks: z
      .strictObject({
        number: wholeFrom(0).describe('by BIC'),
        numberByLwz: wholeFrom(0),
        places: z.array(place).describe('first period of each segment after the first'),
        intervals: z.array(z.strictObject({ from: place, to: place })).describe('95 %, both ends in'),
        pValue: nullableNumber.describe('of sup F against no break; null where there is none'),
        exposures: z.array(z.array(number)).describe('intercept and exposures of each segment, of any sign'),
        cautions: z.array(z.enum(['criteria-disagree', 'short-segment', 'wide-interval', 'autocorrelated-errors'])),
      })
      .nullable()
      .describe('of the regression on the indices; null where the record is too short or the fit exact'),
    selectionChanges: changes,
    cautions: z.array(z.enum(['one-window', 'record-too-short-for-breaks', 'exact-fit'])),
  }),
  example: {
    managerReturns: exampleManager,
    styleReturns: exampleIndices,
    window: 24,
    step: 12,
    threshold: 1.5,
    mostBreaks: 1,
    replications: 100,
    seed: 1,
  },
  cost: 'medium',
  failures: [
    {
      code: 'not-applicable',
      when: 'the manager\u2019s returns do not vary in a window, or indices are collinear between breaks',
    },
  ],
  compute: ({ managerReturns: manager, styleReturns: indices, ...options }) => {
    const { breaks, ...style } = rollingStyle(manager, indices, options)
    return {
      ...plainCopy(style),
      breaks:
        breaks === null
          ? null
          : {
              number: breaks.byBic,
              numberByLwz: breaks.byLwz,
              places: [...breaks.models[breaks.byBic].breaks],
              intervals: breaks.intervals.map((range) => ({ ...range })),
              pValue: breaks.models[breaks.byBic].supF?.pValue ?? null,
              exposures: breaks.coefficients.map((row) => [...row]),
              cautions: [...breaks.cautions],
            },
    }
  },
})

const exampleHistory = exampleReturns(36, [5, 0.3], 0.1).map(([duration, weight], t) => [
  Math.round(1e4 * (duration + (t > 29 ? 0.6 : 0))) / 1e4,
  weight,
])

/** Drift of holdings-based style. */
export const styleDriftOperation = defineOperation({
  name: 'skill/style-drift',
  title: 'Drift of style figures from holdings',
  description:
    'Whether duration, quality, sector weights or any other figure of a manager\u2019s holdings over the last periods differs from all before by more than a number of standard errors, with its change points.',
  source:
    'Zwiers & von Storch, J. of Climate 8 (1995); Kendall, Biometrika 41 (1954); Killick, Fearnhead & Eckley (2012)',
  input: z
    .strictObject({
      figures: z.array(z.string().min(1)).min(1).max(200).describe('names, such as duration or the weight of a sector'),
      history: z
        .array(z.array(number).min(1).max(200))
        .min(6)
        .max(2000)
        .describe('rows are periods, oldest first, columns the figures in any unit'),
      lookbacks: z.array(wholeFrom(1).max(1000)).min(1).max(20).describe('periods: 3, 6, 12 and 24 months'),
      threshold: positive.describe('standard errors that count as drift: 1.5'),
    })
    .refine((input) => input.history.every((row) => row.length === input.figures.length), {
      path: ['history'],
      error: 'each row must have a number for each figure',
    }),
  output: z.strictObject({
    figures: z.array(
      z.strictObject({
        name: z.string(),
        changes: z.array(
          z.strictObject({
            lookback: wholeFrom(1),
            before: number.describe('mean of all periods before'),
            recent: number.describe('mean of the last periods'),
            change: number,
            changeStandardError: nonNegative.describe('allows for a figure that moves slowly'),
            standardErrors: nullableNumber.describe('null where the figure stands still on both sides of a change'),
            drifted: z.boolean(),
          }),
        ),
        largest: nullableNumber.describe('largest change in standard errors, its sign left out'),
        drifted: z.boolean(),
        changePoints: changes,
      }),
    ),
    periods: wholeFrom(1),
    tooLong: z.array(z.int()).describe('lookbacks without as many periods before them'),
    expectedFalseAlarms: nonNegative.describe('comparisons that would pass the threshold by chance'),
    probabilityOfOneFalseAlarm: probability.describe('of one comparison, for a figure that does not drift'),
    cautions: z.array(z.enum(['short-history', 'many-comparisons'])),
  }),
  example: {
    figures: ['duration', 'weight of corporates'],
    history: exampleHistory,
    lookbacks: [3, 6, 12, 24],
    threshold: 1.5,
  },
  failures: [{ code: 'not-applicable', when: 'no lookback has as many periods before it' }],
  compute: ({ figures: names, history, ...options }) => {
    const result = plainCopy(styleDrift(history, options))
    const compared = result.figures.reduce((sum, figure) => sum + figure.changes.length, 0)
    return {
      ...result,
      figures: result.figures.map((figure, j) => ({ name: names[j], ...figure })),
      probabilityOfOneFalseAlarm: result.expectedFalseAlarms / compared,
    }
  },
})
