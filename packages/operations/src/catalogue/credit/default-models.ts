import {
  baselCapital,
  creditTriangle,
  mertonStructural,
  vasicekExpectedShortfall,
  vasicekLossCdf,
  vasicekLossDeviation,
  vasicekLossQuantile,
} from '@tutti/analytics/credit'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive, series, termYears } from '../value-schemas.ts'

/** The rule of thumb between spread, hazard rate and recovery. */
export const creditTriangleOperation = defineOperation({
  name: 'credit/credit-triangle',
  title: 'Credit triangle',
  description:
    'Par spread, default probability and risky annuity for flat hazard and interest rates and a premium paid continuously.',
  source: 'O\u2019Kane, Modelling Single-name and Multi-name Credit Derivatives (2008), 3.10',
  input: z.strictObject({
    hazardRate: nonNegative,
    recovery: z.number().min(0).lt(1),
    rateContinuous: number,
    maturityYears: termYears,
  }),
  output: z.strictObject({ parSpread: number, defaultProbability: nonNegative, riskyAnnuity: positive }),
  example: { hazardRate: 0.02, recovery: 0.4, rateContinuous: 0.03, maturityYears: 5 },
  compute: (input) => creditTriangle(input.hazardRate, input.recovery, input.rateContinuous, input.maturityYears),
})

/** Debt and equity as options on the assets of a firm. */
export const mertonOperation = defineOperation({
  name: 'credit/merton',
  title: 'Merton structural model',
  description: 'Equity, debt, credit spread and risk-neutral default probability of a firm with one debt maturity.',
  source: 'Merton, J. Finance 29 (1974), 449-470',
  input: z.strictObject({
    assetValue: positive,
    debtFace: positive,
    volAnnual: positive.describe('of the assets'),
    rateContinuous: number,
    maturityYears: termYears,
  }),
  output: z.strictObject({
    equity: nonNegative,
    debt: number,
    defaultProbability: nonNegative,
    creditSpreadContinuous: number,
    distanceToDefault: number.describe('standard deviations (d2)'),
    recovery: nonNegative.describe('expected fraction of the face, given default'),
  }),
  example: { assetValue: 140, debtFace: 100, volAnnual: 0.28, rateContinuous: 0.03, maturityYears: 4 },
  compute: (input) => ({ ...mertonStructural(input) }),
})

/** Regulatory capital of credit exposures. */
export const baselIrbOperation = defineOperation({
  name: 'credit/basel-irb',
  title: 'Basel internal-ratings capital',
  description:
    'Asset correlation, capital for unexpected loss at 99.9 % and risk weight for each probability of default; corporates with the maturity adjustment. No scaling factor and no floor.',
  source: 'Basel Committee, CRE31 (2023)',
  input: z.strictObject({
    assetClass: z.enum(['corporate', 'residential mortgage', 'qualifying revolving', 'other retail']),
    pds: z.array(z.number().gt(0).max(1)).min(1).describe('one-year probabilities of default'),
    lgd: z.number().min(0).max(1).describe('loss given default, fraction'),
    maturityYears: termYears.describe('effective maturity; of corporates'),
    annualSalesMillion: positive.optional().describe('EUR million, of a small corporate'),
  }),
  output: z.strictObject({
    assetCorrelations: series,
    capital: series.describe('per unit of exposure'),
    riskWeights: series.describe('12.5 times the capital'),
    expectedLosses: series,
  }),
  example: { assetClass: 'corporate' as const, pds: [0.001, 0.01, 0.05], lgd: 0.45, maturityYears: 2.5 },
  compute: ({ pds, annualSalesMillion, ...exposure }) => {
    const results = pds.map((pd) =>
      baselCapital({ ...exposure, pd, ...(annualSalesMillion === undefined ? {} : { annualSalesMillion }) }),
    )
    return {
      assetCorrelations: results.map((result) => result.assetCorrelation),
      capital: results.map((result) => result.capital),
      riskWeights: results.map((result) => result.riskWeight),
      expectedLosses: results.map((result) => result.expectedLoss),
    }
  },
})

/** Loss of a large homogeneous portfolio. */
export const vasicekPortfolioOperation = defineOperation({
  name: 'credit/vasicek-portfolio',
  title: 'Vasicek portfolio loss',
  description:
    'Loss distribution of a large homogeneous portfolio under one Gaussian factor: quantiles, expected shortfalls, standard deviation, and the distribution function at given losses.',
  source: 'Vasicek, The Distribution of Loan Portfolio Value, Risk (December 2002)',
  input: z.strictObject({
    pd: openProbability,
    assetCorrelation: openProbability,
    lgd: z.number().min(0).max(1),
    quantiles: z.array(openProbability).min(1).describe('confidence levels'),
    losses: z.array(nonNegative).optional().describe('fractions where the distribution function is wanted'),
  }),
  output: z.strictObject({
    expectedLoss: nonNegative,
    lossDeviation: nonNegative,
    lossQuantiles: series.describe('fractions of the exposure'),
    expectedShortfalls: series,
    cdf: z.array(nonNegative),
  }),
  example: { pd: 0.01, assetCorrelation: 0.2, lgd: 0.45, quantiles: [0.95, 0.999], losses: [0.01] },
  compute: ({ quantiles, losses = [], ...portfolio }) => ({
    expectedLoss: portfolio.pd * portfolio.lgd,
    lossDeviation: vasicekLossDeviation(portfolio),
    lossQuantiles: quantiles.map((confidence) => vasicekLossQuantile(portfolio, confidence)),
    expectedShortfalls: quantiles.map((confidence) => vasicekExpectedShortfall(portfolio, confidence)),
    cdf: losses.map((loss) => vasicekLossCdf(portfolio, loss)),
  }),
})
