import { blackLitterman, impliedReturns, scenarioPooling } from '@tutti/analytics/views'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { matrix, nonNegative, nullableNumber, number, positive, series } from '../value-schemas.ts'

const equilibriumFields = {
  covariance: matrix.describe('of excess returns'),
  weights: series.describe('weights that are taken as optimal: the market or a reference portfolio'),
  riskAversion: positive.describe('excess return over variance of that portfolio, about 2 to 4'),
}

const threeAssets = {
  covariance: [
    [0.04, 0.012, 0.002],
    [0.012, 0.0225, 0.003],
    [0.002, 0.003, 0.0036],
  ],
  weights: [0.45, 0.2, 0.35],
  riskAversion: 2.5,
}

/** Reverse optimisation. */
export const impliedReturnsOperation = defineOperation({
  name: 'optimisation/implied-returns',
  title: 'Implied equilibrium returns',
  description: 'The excess returns under which given weights are optimal without limits.',
  source: 'Black & Litterman, Financial Analysts Journal 48 (1992); He & Litterman (1999)',
  input: z.strictObject(equilibriumFields),
  output: z.strictObject({ impliedReturns: series.describe('decimals, in the period of the covariance') }),
  example: threeAssets,
  compute: (input) => ({ impliedReturns: impliedReturns(input) }),
})

/** Views mixed with an equilibrium. */
export const blackLittermanOperation = defineOperation({
  name: 'optimisation/black-litterman',
  title: 'Black-Litterman',
  description:
    'Posterior mean and covariance of returns from an equilibrium and views with variances or confidences, unconstrained weights, and how far the views are from the prior.',
  source: 'Black & Litterman (1992); He & Litterman (1999); Idzorek (2005), confidences in closed form; Theil (1971)',
  input: z.strictObject({
    ...equilibriumFields,
    tau: positive.describe('uncertainty of the prior mean in units of the covariance, about 1 / observations'),
    views: z.array(
      z.strictObject({
        name: z.string().min(1).optional(),
        portfolio: series.describe('weights of the portfolio that the view is on'),
        expectedReturn: number.describe('excess return, decimal'),
        uncertainty: z.union([
          z.strictObject({ variance: nonNegative.describe('of the error of the view') }),
          z.strictObject({ confidence: z.number().gt(0).max(1) }),
        ]),
      }),
    ),
  }),
  output: z.strictObject({
    impliedReturns: series,
    meanReturns: series,
    meanCovariance: matrix.describe('of the mean'),
    returnCovariance: matrix.describe('prior covariance plus that of the mean'),
    weights: series.describe('unconstrained, with the posterior covariance; not normalised'),
    weightsPriorCovariance: series.describe('unconstrained, with the prior covariance; not normalised'),
    views: z.array(
      z.strictObject({
        name: z.string(),
        variance: nonNegative,
        priorReturn: number,
        posteriorReturn: number,
        surprise: number.describe('standard errors between the view and the prior'),
        priorDistance: nullableNumber.describe(
          'prior standard errors between the two, whatever the error of the view; null where the prior has none',
        ),
      }),
    ),
    consistency: z
      .strictObject({ statistic: nonNegative, degreesOfFreedom: z.int(), pValue: z.number().min(0).max(1) })
      .nullable()
      .describe("Theil's test of the views against the prior: a small p-value says that they disagree"),
    priorShare: number.describe('share of the information that is from the prior'),
    cautions: z
      .array(z.enum(['view-far-from-prior']))
      .describe('a view lies more than 5 prior standard errors from the prior: in percent, perhaps'),
  }),
  example: {
    ...threeAssets,
    tau: 0.05,
    views: [
      { name: 'equity over credit', portfolio: [1, -1, 0], expectedReturn: 0.03, uncertainty: { confidence: 0.4 } },
      { name: 'bonds', portfolio: [0, 0, 1], expectedReturn: 0.01, uncertainty: { variance: 0.0002 } },
    ],
  },
  compute: ({ views, ...equilibrium }) => {
    const found = blackLitterman(
      equilibrium,
      views.map(({ name, ...view }) => ({ ...view, ...(name === undefined ? {} : { name }) })),
    )
    return {
      ...found,
      impliedReturns: [...found.impliedReturns],
      meanReturns: [...found.meanReturns],
      meanCovariance: found.meanCovariance.map((row) => [...row]),
      returnCovariance: found.returnCovariance.map((row) => [...row]),
      weights: [...found.weights],
      weightsPriorCovariance: [...found.weightsPriorCovariance],
      views: [...found.views],
      cautions: [...found.cautions],
    }
  },
})

const viewFields = {
  name: z.string().min(1),
  portfolio: series.describe('weights of the portfolio that the view is on'),
  lower: nullableNumber.describe('null for none; equal bounds fix the figure'),
  upper: nullableNumber,
}

/** Scenario probabilities that meet views. */
export const entropyPoolingOperation = defineOperation({
  name: 'optimisation/entropy-pooling',
  title: 'Entropy pooling',
  description:
    'Probabilities of scenarios that meet views on means, volatilities and probabilities and are as close to the prior as can be; views that no reweighting meets are explained.',
  source: 'Meucci, Fully flexible views: theory and practice, Risk 21 (2008)',
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'the views are met by a few extreme scenarios alone' }],
  input: z.strictObject({
    scenarios: z.array(z.array(number).min(1)).min(2).max(100_000).describe('returns, one row a scenario'),
    priorProbabilities: z.array(nonNegative).min(2).optional().describe('weights of the scenarios; equal where absent'),
    views: z
      .array(
        z.discriminatedUnion('about', [
          z.strictObject({ about: z.literal('mean'), ...viewFields }),
          z.strictObject({ about: z.literal('volatility'), ...viewFields }).describe('under the new probabilities'),
          z
            .strictObject({ about: z.literal('probability'), threshold: number, ...viewFields })
            .describe('that the return is at most the threshold'),
        ]),
      )
      .min(1)
      .max(100),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      probabilities: series,
      relativeEntropy: nonNegative.describe('Kullback-Leibler divergence from the prior'),
      effectiveScenarios: positive.describe('exp of the entropy: scenarios that still count'),
      views: z.array(
        z.strictObject({
          name: z.string(),
          about: z.enum(['mean', 'volatility', 'probability']),
          prior: number.describe('the mean, volatility or probability before'),
          posterior: number,
          price: nonNegative.describe('fall of the relative entropy per unit by which the binding bound gives'),
        }),
      ),
      iterations: z.int(),
      centreRounds: z.int().describe('rounds that found the means which volatilities are about; 0 without such views'),
    }),
    z.strictObject({
      status: z.literal('infeasible'),
      conflict: z.array(z.string()).describe('views that cannot be met together'),
      relaxation: z
        .array(z.strictObject({ name: z.string(), bound: number, attainable: number }))
        .describe('the smallest change that lets all be met'),
    }),
  ]),
  example: {
    scenarios: [
      [-0.12, 0.04],
      [-0.05, 0.01],
      [-0.02, 0.02],
      [0, -0.01],
      [0.01, 0],
      [0.03, 0.015],
      [0.06, -0.02],
      [0.11, -0.03],
    ],
    views: [
      { about: 'mean' as const, name: 'equity', portfolio: [1, 0], lower: 0.02, upper: 0.02 },
      { about: 'volatility' as const, name: 'calm bonds', portfolio: [0, 1], lower: null, upper: 0.02 },
    ],
  },
  compute: ({ scenarios, priorProbabilities, views }) => {
    const found = scenarioPooling(
      scenarios,
      priorProbabilities ?? scenarios.map(() => 1),
      views.map((view) => ({ ...view, lower: view.lower ?? -Infinity, upper: view.upper ?? Infinity })),
    )
    if (found.status === 'infeasible') {
      const { status, conflict, relaxation } = found
      return { status, conflict: [...conflict], relaxation: [...relaxation] }
    }
    return {
      ...found,
      probabilities: plainNumbers(found.probabilities),
      views: found.views.map((view, v) => ({ ...view, about: views[v].about })),
    }
  },
})
