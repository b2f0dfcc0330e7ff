import { historicalAnomaly, skewTermStructureFit, volTermStructureFit } from '@tutti/analytics/volatility'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'

const points = z.array(
  z.strictObject({
    expiryYears: positive,
    observed: number,
    fitted: number,
    residual: number.describe('observed less fitted'),
    zScore: number.describe('studentised without the point itself; beyond about 3 it lies off the curve'),
  }),
)

/** Term structure of volatility and its outliers. */
export const volTermStructureOperation = defineOperation({
  name: 'volatility/vol-term-structure',
  title: 'Term structure of volatility',
  description:
    'Fits at-the-money volatilities by a mean-reverting variance and says which expiries lie off it, by a z-score.',
  source: 'Heston, RFS 6 (1993) (average variance); Cook & Weisberg (1982) (studentised residuals)',
  input: z.strictObject({
    expiryYears: z.array(positive).min(5),
    volsAnnual: z.array(positive).min(5).describe('at the money'),
  }),
  output: z.strictObject({
    v0: positive.describe('variance now'),
    theta: positive.describe('long-run variance'),
    kappa: positive.describe('speed of reversion a year'),
    points,
    rootMeanSquareError: nonNegative,
  }),
  example: {
    expiryYears: [0.08, 0.25, 0.5, 1, 2, 3],
    volsAnnual: [0.182, 0.191, 0.198, 0.216, 0.213, 0.216],
  },
  compute: ({ expiryYears, volsAnnual }) => {
    const fit = volTermStructureFit(expiryYears, volsAnnual)
    return { ...fit, points: [...fit.points] }
  },
})

/** Term structure of skew and its outliers. */
export const skewTermStructureOperation = defineOperation({
  name: 'volatility/skew-term-structure',
  title: 'Term structure of skew',
  description: 'Fits skews by a power of time and says which expiries lie off it, by a z-score.',
  source: 'Gatheral, Jaisson & Rosenbaum, Quantitative Finance 18 (2018), 933-949',
  input: z.strictObject({
    expiryYears: z.array(positive).min(4),
    skews: z.array(number).min(4).describe('of one sign, such as d volatility / d ln(strike) at the money'),
  }),
  output: z.strictObject({
    level: number.describe('skew at one year'),
    exponent: number.describe('skew = level T^-exponent'),
    points,
    rootMeanSquareError: nonNegative,
  }),
  example: { expiryYears: [0.08, 0.25, 0.5, 1, 2], skews: [-0.62, -0.36, -0.31, -0.18, -0.13] },
  compute: ({ expiryYears, skews }) => {
    const fit = skewTermStructureFit(expiryYears, skews)
    return { ...fit, points: [...fit.points] }
  },
})

/** A figure against its history. */
export const historicalAnomalyOperation = defineOperation({
  name: 'volatility/historical-anomaly',
  title: 'A figure against its history',
  description: 'Z-score, robust z-score and percentile of a figure (a skew, a slope, a premium) in its history.',
  source: 'sample moments; Rousseeuw & Croux, JASA 88 (1993)',
  input: z.strictObject({ history: z.array(number).min(20), value: number }),
  output: z.strictObject({
    mean: number,
    deviation: nonNegative,
    zScore: number,
    robustZScore: nullableNumber,
    percentile: z.number().min(0).max(1),
  }),
  example: {
    history: Array.from({ length: 24 }, (_, i) => 0.05 + (0.01 * Math.round(10 * Math.sin(i))) / 10),
    value: 0.075,
  },
  failures: [{ code: 'not-applicable', when: 'the history does not vary' }],
  compute: ({ history, value }) => historicalAnomaly(history, value),
})
