import { generalisedExtremeValueFit, hillPlot, returnLevel, thresholdDiagnostics } from '@tutti/analytics/tails'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, numbers, openProbability, positive, wholeFrom } from '../value-schemas.ts'

const level = openProbability.describe('coverage of the intervals')
const exampleLosses = Array.from({ length: 40 }, (_, k) => Math.round(1e4 * 0.004 * (40 / (k + 0.5)) ** 0.35) / 1e4)

/** Block maxima. */
export const generalisedExtremeValueOperation = defineOperation({
  name: 'statistics/generalised-extreme-value',
  title: 'Block maxima',
  description:
    'Generalised extreme-value distribution of block maxima (the worst loss of each month or year) with return levels and their intervals.',
  source: 'Coles, An Introduction to Statistical Modeling of Extreme Values (2001), chapter 3',
  input: z.strictObject({
    maxima: z.array(number).min(15).max(1000),
    blocksPerPassage: z.array(z.number().gt(1).max(1e6)).min(1).max(10).describe('return periods, in blocks'),
    level,
  }),
  output: z.strictObject({
    location: number,
    scale: positive,
    shape: number.describe("above 0 for a power tail; scipy's c with the opposite sign"),
    standardErrors: z.strictObject({ location: number, scale: number, shape: number }).nullable(),
    logLikelihood: number,
    blocks: z.int().positive(),
    returnLevels: z.array(
      z.strictObject({
        blocksPerPassage: positive,
        value: number,
        standardError: nullableNumber,
        interval: z.tuple([number, number]).nullable().describe('symmetric, by the delta method'),
        profileInterval: z
          .tuple([nullableNumber, nullableNumber])
          .describe('by the profile likelihood; null for an end that was not found'),
      }),
    ),
    cautions: z.array(z.enum(['few-blocks', 'no-standard-errors', 'beyond-four-times-the-history'])),
  }),
  example: {
    maxima: [2.1, 3.4, 1.8, 2.9, 5.2, 2.4, 3.1, 4.0, 2.2, 2.7, 3.8, 6.9, 1.9, 2.6, 3.3, 2.8],
    blocksPerPassage: [20],
    level: 0.95,
  },
  cost: 'medium',
  failures: [
    { code: 'not-converged', when: 'the likelihood has no maximum' },
    { code: 'not-applicable', when: 'all maxima are equal' },
  ],
  compute: ({ maxima, blocksPerPassage, level: coverage }) => {
    const fit = generalisedExtremeValueFit(maxima)
    const errors = fit.parameterCovariance?.map((row, i) => Math.sqrt(row[i])) ?? null
    return {
      location: fit.location,
      scale: fit.scale,
      shape: fit.shape,
      standardErrors: errors === null ? null : { location: errors[0], scale: errors[1], shape: errors[2] },
      logLikelihood: fit.logLikelihood,
      blocks: fit.blocks,
      returnLevels: blocksPerPassage.map((blocks) => {
        const { interval, profileInterval, ...figures } = returnLevel(maxima, fit, blocks, coverage)
        return {
          blocksPerPassage: blocks,
          ...figures,
          interval: interval === null ? null : ([interval[0], interval[1]] as [number, number]),
          profileInterval: [profileInterval[0], profileInterval[1]] as [number | null, number | null],
        }
      }),
      cautions: [
        ...(fit.blocks < 30 ? (['few-blocks'] as const) : []),
        ...(errors === null ? (['no-standard-errors'] as const) : []),
        ...(Math.max(...blocksPerPassage) > 4 * fit.blocks ? (['beyond-four-times-the-history'] as const) : []),
      ],
    }
  },
})

/** Where the tail starts. */
export const thresholdDiagnosticsOperation = defineOperation({
  name: 'statistics/threshold-diagnostics',
  title: 'Threshold diagnostics',
  description:
    'Mean excess and fitted Pareto shape over a range of thresholds, to choose the one above which the tail starts.',
  source: 'Davison & Smith, JRSS B 52 (1990); Coles (2001), 4.3',
  input: z.strictObject({
    losses: z.array(number).min(11).max(30_000).describe('losses positive'),
    counts: z.array(wholeFrom(10).max(5000)).min(1).max(50).describe('how many larger losses each threshold leaves'),
  }),
  output: z.strictObject({
    points: z.array(
      z.strictObject({
        threshold: number,
        excesses: z.int().nonnegative(),
        meanExcess: nonNegative,
        meanExcessStandardError: nonNegative,
        shape: nullableNumber.describe('null where no fit exists'),
        shapeStandardError: nullableNumber,
        modifiedScale: nullableNumber.describe('scale less shape times threshold'),
      }),
    ),
  }),
  example: { losses: exampleLosses, counts: [12, 20, 28] },
  compute: ({ losses, counts }) => ({ points: thresholdDiagnostics(losses, counts).map((point) => ({ ...point })) }),
})

/** Hill's estimates for every k. */
export const hillPlotOperation = defineOperation({
  name: 'statistics/hill-plot',
  title: 'Hill plot',
  description:
    'Tail index by the number of largest values with intervals, and the number at which the power law fits best.',
  source: 'Hill, Annals of Statistics 3 (1975); Clauset, Shalizi & Newman, SIAM Review 51 (2009)',
  input: z.strictObject({
    values: z.array(number).min(10).max(100_000),
    fewestValues: wholeFrom(5).describe('least number considered for the choice'),
    mostValues: wholeFrom(5).max(2000),
    level,
  }),
  output: z.strictObject({
    counts: z.array(z.int()),
    tailIndices: numbers.describe('xi by count'),
    lower: numbers,
    upper: numbers,
    chosenCount: z.int().positive(),
    chosenTailIndex: positive,
    chosenStandardError: positive,
    kolmogorovDistance: nonNegative,
    cautions: z.array(z.enum(['few-values', 'infinite-variance', 'light-tail'])),
  }),
  example: { values: exampleLosses, fewestValues: 10, mostValues: 30, level: 0.95 },
  failures: [{ code: 'not-applicable', when: 'the largest values are not all positive, or are all equal' }],
  compute: ({ values, level: coverage, ...range }) => {
    const result = hillPlot(values, range, coverage)
    return {
      ...result,
      counts: [...result.counts],
      tailIndices: [...result.tailIndices],
      lower: [...result.lower],
      upper: [...result.upper],
      cautions: [
        ...(result.chosenCount < 30 ? (['few-values'] as const) : []),
        ...(result.chosenTailIndex >= 0.5 ? (['infinite-variance'] as const) : []),
        ...(result.chosenTailIndex < 0.1 ? (['light-tail'] as const) : []),
      ],
    }
  },
})
