import { creditExposureSummary, portfolioLoss, portfolioTail, spreadCurveFit } from '@tutti/analytics/credit'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, openProbability, positive, series, termYears } from '../value-schemas.ts'

/** Loss distribution of named credits. */
export const portfolioLossOperation = defineOperation({
  name: 'credit/portfolio-loss',
  title: 'Credit portfolio loss distribution',
  description:
    'Loss distribution of a portfolio of credits under a one-factor Gaussian copula by recursion, with expected loss, deviation, value at risk and expected shortfall. Losses lie on a grid that keeps each expected loss.',
  source: 'Andersen, Sidenius & Basu, Risk (November 2003); Hull & White, J. Derivatives 12 (2004)',
  input: z.strictObject({
    credits: z
      .array(
        z.strictObject({
          exposure: positive.describe('money'),
          pd: z.number().min(0).max(1).describe('probability of default over the horizon'),
          lgd: z.number().min(0).max(1),
          assetCorrelation: z.number().min(0).max(0.9999).describe('square of the loading on the common factor'),
        }),
      )
      .min(1)
      .max(2000),
    units: z.int().min(1).max(5000).describe('grid steps up to the largest possible loss'),
    confidences: z.array(openProbability).min(1),
  }),
  output: z.strictObject({
    expectedLoss: nonNegative,
    deviation: nonNegative,
    unit: positive,
    probabilities: z.array(nonNegative).describe('of a loss of 0, 1, 2, ... units'),
    tails: z.array(z.strictObject({ confidence: number, valueAtRisk: nonNegative, expectedShortfall: nonNegative })),
  }),
  example: {
    credits: [
      { exposure: 10, pd: 0.01, lgd: 0.6, assetCorrelation: 0.2 },
      { exposure: 20, pd: 0.03, lgd: 0.6, assetCorrelation: 0.2 },
    ],
    units: 18,
    confidences: [0.95, 0.99],
  },
  cost: 'medium',
  compute: ({ credits, units, confidences }) => {
    const loss = portfolioLoss(credits, units)
    return {
      expectedLoss: loss.expectedLoss,
      deviation: loss.deviation,
      unit: loss.unit,
      probabilities: Array.from(loss.probabilities, (probability) => Math.max(0, probability)),
      tails: confidences.map((confidence) => ({ confidence, ...portfolioTail(loss, confidence) })),
    }
  },
})

const summary = {
  count: z.int(),
  marketValue: number,
  weight: number.describe('share of the market value held'),
  spreadBp: number.describe('mean by market value'),
  spreadDurationWeightedBp: number,
  spreadDurationYears: number,
  durationTimesSpread: number.describe('years x bp'),
  spreadContributionBp: number,
  spreadDurationContribution: number,
  durationTimesSpreadContribution: number,
  spread01: number.describe('money lost for spreads 1 bp wider'),
  averageRating: z.string().nullable(),
}

/** Credit exposures of holdings by any of their labels. */
export const creditExposuresOperation = defineOperation({
  name: 'credit/exposures',
  title: 'Credit exposures by group',
  description:
    'Weight, spread, spread duration and duration times spread of a bond portfolio and of its groups by the labels given (rating, sector, manager, ...), with contributions that add up to the portfolio.',
  source: 'Ben Dor et al., DTS (Duration Times Spread), J. Portfolio Management 33 (2007)',
  input: z.strictObject({
    holdings: z
      .array(
        z.strictObject({
          marketValue: number,
          spreadBp: number,
          spreadDurationYears: number,
          rating: z.string().optional().describe('S&P, Fitch or Moody\u2019s scale; for the average rating'),
          labels: z.record(z.string(), z.string()).describe('such as sector, manager, duration bucket'),
        }),
      )
      .min(1),
    groupBy: z.array(z.string()).describe('labels to group by, one table each; `rating` is one of them'),
  }),
  output: z.strictObject({
    portfolio: z.strictObject(summary),
    groups: z.array(z.strictObject({ by: z.string(), group: z.string(), ...summary })),
  }),
  example: {
    holdings: [
      { marketValue: 60, spreadBp: 100, spreadDurationYears: 5, rating: 'A', labels: { sector: 'financial' } },
      { marketValue: 40, spreadBp: 300, spreadDurationYears: 2, rating: 'BBB+', labels: { sector: 'utility' } },
    ],
    groupBy: ['rating', 'sector'],
  },
  failures: [{ code: 'unsupported', when: 'a rating is on no known scale' }],
  compute: ({ holdings, groupBy }) => {
    const rows = holdings.map(({ rating, ...holding }) => ({ ...holding, ...(rating === undefined ? {} : { rating }) }))
    const total = rows.reduce((sum, { marketValue }) => sum + marketValue, 0)
    const labelOf = (row: (typeof rows)[number], by: string): string =>
      row.labels[by] ?? (by === 'rating' ? row.rating : undefined) ?? 'none'
    return {
      portfolio: creditExposureSummary(rows, total),
      groups: groupBy.flatMap((by) =>
        [...new Set(rows.map((row) => labelOf(row, by)))].sort().map((group) => ({
          by,
          group,
          ...creditExposureSummary(
            rows.filter((row) => labelOf(row, by) === group),
            total,
          ),
        })),
      ),
    }
  },
})

/** Spread curves by rating and sector, rich and cheap. */
export const spreadCurvesOperation = defineOperation({
  name: 'credit/spread-curves',
  title: 'Spread curves and relative value',
  description:
    'Least-squares spread curves by maturity, rating and sector (the logarithm of the spread), fitted spreads at points of interest, and each bond\u2019s residual with its studentised z-score: positive is cheap.',
  source: 'Dynkin et al., Quantitative Management of Bond Portfolios (2007); ordinary least squares',
  input: z.strictObject({
    bonds: z
      .array(
        z.strictObject({
          id: z.string(),
          spreadBp: positive,
          maturityYears: termYears,
          rating: z.string().describe('S&P, Fitch or Moody\u2019s scale'),
          sector: z.string(),
        }),
      )
      .min(4),
    points: z
      .array(z.strictObject({ maturityYears: termYears, rating: z.string(), sector: z.string() }))
      .optional()
      .describe('where the curves are wanted'),
  }),
  output: z.strictObject({
    sectors: z.array(z.string()).describe('the first is the base of the sector effects'),
    coefficients: series.describe('intercept, ln(1 + maturity), rating notch, then the sectors but the first'),
    standardErrors: series,
    rSquared: nullableNumber,
    residualStandardError: nonNegative.describe('of the logarithm of the spread'),
    bonds: z.array(z.strictObject({ id: z.string(), fittedBp: positive, residualBp: number, zScore: number })),
    pointSpreadsBp: z.array(positive),
  }),
  example: {
    bonds: [
      { id: 'A', spreadBp: 60, maturityYears: 2, rating: 'A', sector: 'financial' },
      { id: 'B', spreadBp: 95, maturityYears: 7, rating: 'A', sector: 'utility' },
      { id: 'C', spreadBp: 110, maturityYears: 3, rating: 'BBB', sector: 'financial' },
      { id: 'D', spreadBp: 160, maturityYears: 8, rating: 'BBB', sector: 'utility' },
      { id: 'E', spreadBp: 240, maturityYears: 5, rating: 'BB', sector: 'financial' },
      { id: 'F', spreadBp: 50, maturityYears: 4, rating: 'AA', sector: 'utility' },
    ],
    points: [{ maturityYears: 5, rating: 'BBB', sector: 'financial' }],
  },
  failures: [
    { code: 'unsupported', when: 'a rating is on no known scale' },
    { code: 'not-applicable', when: 'the bonds cannot tell the effects apart' },
  ],
  compute: ({ bonds, points = [] }) => {
    const fit = spreadCurveFit(bonds)
    return {
      sectors: [...fit.sectors],
      coefficients: [...fit.regression.coefficients],
      standardErrors: [...fit.regression.standardErrors],
      rSquared: fit.regression.rSquared,
      residualStandardError: fit.regression.residualStandardError,
      bonds: fit.bonds.map((bond) => ({ ...bond })),
      pointSpreadsBp: points.map((point) => fit.fittedSpreadBp(point)),
    }
  },
})
