import { TuttiError } from '@tutti/analytics/errors'
import { hybridFactorNames, type HybridSpec } from '@tutti/analytics/hybrid'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { correlation, matrix, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

const gaussianRate = {
  a: nonNegative.describe('speed of mean reversion a year'),
  sigma: nonNegative.describe('absolute, a year'),
}
const name = z.string().min(1)

/** A mean-reverting Gaussian rate fitted to a curve. */
export const gaussianRateSchema = z.strictObject({ curve: discountCurveSchema, ...gaussianRate })

/** A simulated figure. */
export const estimateSchema = z.strictObject({ value: number, standardError: nonNegative, paths: wholeFrom(1) })

/** Seed of the paths. */
export const seedSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER).describe('the same seed gives the same figures')

/** Number of paths. */
export const pathsSchema = z.int().min(20).max(1_000_000)

/** Correlations of the factors: all of them as a matrix, or those that are not zero as pairs. */
const hybridCorrelationSchema = z
  .union([
    z.strictObject({ matrix: matrix.describe('in the order of the factors') }),
    z.strictObject({ pairs: z.array(z.strictObject({ between: z.tuple([name, name]), value: correlation })) }),
  ])
  .nullable()
  .describe(
    'factors in order: rate:CODE of each currency, fx:CODE, equity:NAME, real:NAME, index:NAME, hazard:NAME; pairs that are not given are 0; null for none',
  )

/** A multi-currency hybrid as data. */
export const hybridSchema = z.strictObject({
  currencies: z
    .array(z.strictObject({ code: name, curve: discountCurveSchema, ...gaussianRate }))
    .min(1)
    .describe('the domestic one first'),
  fx: z.array(z.strictObject({ currency: name, spot: positive.describe('domestic per unit'), volAnnual: nonNegative })),
  equities: z
    .array(
      z.strictObject({
        name,
        currency: name,
        spot: positive,
        dividendYieldContinuous: number,
        volAnnual: nonNegative,
      }),
    )
    .optional(),
  inflations: z
    .array(
      z.strictObject({
        name,
        currency: name,
        realCurve: discountCurveSchema.describe('real discount factors'),
        ...gaussianRate,
        index: positive.describe('price index today'),
        indexVolAnnual: nonNegative,
      }),
    )
    .optional(),
  hazards: z
    .array(
      z.strictObject({
        name,
        survivalCurve: discountCurveSchema.describe('survival probabilities; flat is a constant hazard'),
        ...gaussianRate,
      }),
    )
    .optional(),
  correlation: hybridCorrelationSchema,
})

/** The hybrid that the data describe. Throws `invalid-input` for a pair of factors that it does not have. */
export function hybridSpecOf(input: z.infer<typeof hybridSchema>): HybridSpec {
  const spec: HybridSpec = {
    currencies: input.currencies.map((item) => ({ ...item, curve: discountCurveOf(item.curve) })),
    fx: input.fx,
    equities: input.equities ?? [],
    inflations: (input.inflations ?? []).map(({ realCurve, ...item }) => ({
      ...item,
      curve: discountCurveOf(realCurve),
    })),
    hazards: (input.hazards ?? []).map(({ survivalCurve, ...item }) => ({
      ...item,
      curve: discountCurveOf(survivalCurve),
    })),
    correlation: null,
  }
  if (input.correlation === null) return spec
  if ('matrix' in input.correlation) return { ...spec, correlation: input.correlation.matrix }
  const names = hybridFactorNames(spec)
  const rows: number[][] = names.map((_, i) => names.map((_name, j) => (i === j ? 1 : 0)))
  for (const { between, value } of input.correlation.pairs) {
    const [i, j] = between.map((factor) => names.indexOf(factor))
    if (i < 0 || j < 0 || i === j) {
      throw new TuttiError('invalid-input', `${between.join(' and ')} are not two factors of the hybrid`, {
        field: 'correlation.pairs',
        got: between.join(', '),
        expected: names.join(', '),
      })
    }
    rows[i][j] = value
    rows[j][i] = value
  }
  return { ...spec, correlation: rows }
}

/** What became of the correlation matrix. */
export const correlationReportSchema = z.strictObject({
  factors: z.array(z.string()),
  matrix,
  wasRepaired: z.boolean().describe('true where the given matrix was indefinite: the nearest valid one is used'),
  frobeniusDistance: nonNegative.describe('from the given matrix'),
  smallestEigenvalue: number.describe('of the given matrix'),
})

/** A hybrid for examples: dollars and euros. */
export const exampleHybrid = {
  currencies: [
    { code: 'USD', curve: { kind: 'flat' as const, rateContinuous: 0.035 }, a: 0.05, sigma: 0.01 },
    { code: 'EUR', curve: { kind: 'flat' as const, rateContinuous: 0.02 }, a: 0.03, sigma: 0.008 },
  ],
  fx: [{ currency: 'EUR', spot: 1.1, volAnnual: 0.09 }],
  correlation: {
    pairs: [
      { between: ['rate:USD', 'rate:EUR'] as [string, string], value: 0.6 },
      { between: ['rate:EUR', 'fx:EUR'] as [string, string], value: -0.2 },
    ],
  },
}
