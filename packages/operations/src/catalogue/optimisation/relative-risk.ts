import { TuttiError } from '@tutti/analytics/errors'
import {
  benchmarkRisk,
  highestReturnAtRisk,
  leastVarianceAtReturn,
  minimumVariance,
  type PortfolioOutcome,
  type RelativeRisk,
  surplusRisk,
} from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { positive } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures, weights } from './market-inputs.ts'
import { plainInfeasible, plainSolved, infeasibleSchema, solvedShape } from './portfolio-outcome-schema.ts'

const minimumReturn = z.number().optional().describe('least expected return of the portfolio, over the period')

export const minimumTrackingErrorOperation = defineOperation({
  name: 'optimisation/minimum-tracking-error',
  title: 'Tracking error portfolio',
  description:
    'The weights that follow a benchmark with the least tracking error within limits, with a least expected return if wanted (objective: the squared tracking error), or the highest return at a largest tracking error; volatility is the tracking error; limits that cannot be met are explained.',
  input: z.strictObject({
    covariance,
    benchmarkWeights: weights,
    expectedReturns: expectedReturns.optional(),
    minimumReturn,
    largestTrackingError: z
      .number()
      .nonnegative()
      .optional()
      .describe('asks for the highest return with at most this tracking error instead (objective: the return)'),
    limits: limitsSchema,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      ...solvedShape,
      activeReturn: z
        .number()
        .nullable()
        .describe('expected return above the benchmark; null without expected returns'),
    }),
    infeasibleSchema,
  ]),
  source: 'Roll (1992), A mean/variance analysis of tracking error, Journal of Portfolio Management 18',
  example: {
    covariance: fourAssets.covariance,
    benchmarkWeights: [0.4, 0.3, 0.2, 0.1],
    limits: { ...fourAssets.limits, maxWeights: 0.35 },
  },
  failures: [
    ...quadraticFailures,
    { code: 'invalid-input', when: 'a least return is wanted without expected returns' },
  ],
  compute: ({ benchmarkWeights, minimumReturn: least, expectedReturns: returns, largestTrackingError, ...rest }) => {
    const outcome = relativePortfolio({
      ...rest,
      largestRisk: largestTrackingError,
      relative: benchmarkRisk(rest.covariance, benchmarkWeights),
      expectedReturns: returns,
      least,
    })
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    const benchmarkReturn = benchmarkWeights.reduce((sum, weight, i) => sum + weight * (returns?.[i] ?? 0), 0)
    const activeReturn = outcome.expectedReturn === null ? null : outcome.expectedReturn - benchmarkReturn
    return { ...plainSolved(outcome), activeReturn }
  },
})

export const surplusOperation = defineOperation({
  name: 'optimisation/surplus',
  title: 'Surplus (asset-liability) portfolio',
  description:
    'The weights of least surplus risk (assets less liabilities, per unit of assets) within limits, with an interval for the duration and least yield and return if wanted (objective: the surplus variance; volatility: the surplus volatility); limits that cannot be met are explained.',
  input: z.strictObject({
    covariance,
    liabilityCovariances: weights.describe('covariance of each asset with the growth of the liability'),
    liabilityVariance: z.number().nonnegative(),
    fundedRatio: positive.describe('assets over liabilities: 1 for full funding'),
    expectedReturns: expectedReturns.optional(),
    minimumReturn,
    durations: weights.optional().describe('years, one for each asset'),
    duration: z
      .strictObject({ lower: z.number().nullable(), upper: z.number().nullable() })
      .optional()
      .describe('interval for the duration of the portfolio, years; equal bounds for an exact one'),
    yields: weights.optional().describe('decimals, one for each asset'),
    minimumYield: z.number().optional(),
    largestSurplusVolatility: z
      .number()
      .nonnegative()
      .optional()
      .describe('asks for the highest return with at most this surplus volatility instead (objective: the return)'),
    limits: limitsSchema,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      ...solvedShape,
      duration: z.number().nullable().describe('years; null without durations'),
      yield: z.number().nullable().describe('null without yields'),
    }),
    infeasibleSchema,
  ]),
  source: 'Sharpe & Tint (1990), Liabilities: a new approach, Journal of Portfolio Management 16',
  example: {
    covariance: fourAssets.covariance,
    liabilityCovariances: [0.004, 0.006, 0.01, 0.008],
    liabilityVariance: 0.01,
    fundedRatio: 1.05,
    durations: [2, 6, 9, 15],
    duration: { lower: 7, upper: 7 },
    yields: [0.03, 0.035, 0.04, 0.05],
    minimumYield: 0.036,
    limits: fourAssets.limits,
  },
  failures: [
    ...quadraticFailures,
    {
      code: 'invalid-input',
      when: 'a limit is wanted on figures that are not given, or a covariance with the liability is larger than the volatilities allow',
    },
  ],
  compute: (input) => {
    const { durations, duration, yields, minimumYield, limits } = input
    const linear = [...(limits.linear ?? [])]
    if (duration !== undefined) {
      linear.push({ name: 'duration', coefficients: needed(durations, 'durations', 'duration'), ...duration })
    }
    if (minimumYield !== undefined) {
      const coefficients = needed(yields, 'yields', 'minimumYield')
      linear.push({ name: 'yield', coefficients, lower: minimumYield, upper: null })
    }
    const outcome = relativePortfolio({
      covariance: input.covariance,
      expectedReturns: input.expectedReturns,
      relative: surplusRisk(input.covariance, input.liabilityCovariances, input.liabilityVariance, input.fundedRatio),
      least: input.minimumReturn,
      largestRisk: input.largestSurplusVolatility,
      limits: { ...limits, linear },
    })
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    const held = (values: readonly number[] | undefined): number | null =>
      values === undefined ? null : outcome.weights.reduce((sum, weight, i) => sum + weight * values[i], 0)
    return { ...plainSolved(outcome), duration: held(durations), yield: held(yields) }
  },
})

interface RelativeInput {
  readonly covariance: readonly (readonly number[])[]
  readonly expectedReturns: readonly number[] | undefined
  readonly relative: RelativeRisk
  /** Least expected return of the portfolio. */
  readonly least: number | undefined
  /** Asks for the highest return at this risk instead of the least risk. */
  readonly largestRisk?: number | undefined
  readonly limits: z.infer<typeof limitsSchema>
}

/** The least risk against a benchmark or a liability, at a least return if wanted. */
function relativePortfolio({ least, limits, largestRisk, ...rest }: RelativeInput): PortfolioOutcome {
  const task = { ...rest, limits: portfolioLimits(limits, rest.covariance.length) }
  if (largestRisk !== undefined) {
    const coefficients = needed(rest.expectedReturns, 'expectedReturns', 'the largest risk')
    const minimum = least === undefined ? [] : [{ name: 'least return', coefficients, lower: least, upper: Infinity }]
    const linear = [...(task.limits.linear ?? []), ...minimum]
    return highestReturnAtRisk({ ...task, limits: { ...task.limits, linear } }, largestRisk)
  }
  if (least === undefined) return minimumVariance(task)
  needed(rest.expectedReturns, 'expectedReturns', 'minimumReturn')
  return leastVarianceAtReturn(task, least, 'at-least')
}

/** Figures that a limit is about; `invalid-input` where they are not given. */
function needed(values: readonly number[] | undefined, field: string, limit: string): number[] {
  if (values !== undefined) return [...values]
  throw new TuttiError(
    'invalid-input',
    `${limit} limits what ${field} gives for each asset, and ${field} is not given`,
    {
      field,
      expected: 'one figure for each asset',
    },
  )
}
