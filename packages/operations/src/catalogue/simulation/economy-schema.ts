import type { Economy } from '@tutti/analytics/economic-scenarios'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { correlation, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

/** An economy as an operation takes it; the first currency is the base. */
export const economySchema = z.strictObject({
  currencies: z
    .array(
      z.strictObject({
        currency: z.string().min(1),
        curve: discountCurveSchema,
        a: positive.describe('mean reversion of the first factor of G2++, a year'),
        sigma: positive.describe('its volatility, decimal a year'),
        b: positive.describe('mean reversion of the second factor'),
        eta: positive.describe('its volatility'),
        rho: correlation.describe('of the two factors'),
        longRunShift: number
          .default(0)
          .describe('where the short rate tends to beyond the forwards; 0 is risk-neutral'),
        exchange: z
          .strictObject({
            spot: positive.describe('value of one unit in the base currency'),
            volAnnual: nonNegative,
            premiumAnnual: number.default(0),
          })
          .nullable()
          .default(null)
          .describe('null for the base currency, which comes first'),
      }),
    )
    .min(1)
    .max(12),
  inflation: z
    .array(
      z.strictObject({
        region: z.string().min(1),
        initial: number.describe('continuously compounded'),
        longRun: number,
        reversion: positive,
        volAnnual: nonNegative.describe('of the rate'),
      }),
    )
    .max(12)
    .default([]),
  spreads: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe('a class of credit, such as a rating in a sector'),
        initial: positive.describe('decimal'),
        longRun: positive.describe('median in the long run'),
        reversion: positive.describe('of the logarithm'),
        volAnnual: nonNegative.describe('of the logarithm'),
      }),
    )
    .max(60)
    .default([]),
  equities: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        currency: z.string().min(1),
        volAnnual: nonNegative,
        premiumAnnual: number.default(0).describe('beyond the short rate; 0 is risk-neutral'),
      }),
    )
    .max(12)
    .default([]),
  correlations: z
    .array(z.strictObject({ one: z.string(), two: z.string(), correlation }))
    .default([])
    .describe(
      'of shocks, those not given being 0: `rate1 USD`, `rate2 USD`, `inflation US`, `spread NAME`, `equity NAME`, `exchange EUR`',
    ),
  spreadCorrelation: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('between every two spreads for which correlations says nothing'),
})

/** How far and how finely, as an operation takes it. */
export const gridFields = {
  horizonYears: positive.max(100),
  stepsPerYear: positive.max(366),
  paths: wholeFrom(2).max(100_000),
  seed: wholeFrom(0),
}

/** The economy that an input describes. */
export function economyOf({ spreadCorrelation, ...input }: z.infer<typeof economySchema>): Economy {
  const names = input.spreads.map(({ name }) => `spread ${name}`)
  const given = new Set(input.correlations.map(({ one, two }) => JSON.stringify([one, two].sort())))
  const common = names.flatMap((one, i) =>
    names
      .slice(i + 1)
      .filter((two) => spreadCorrelation !== 0 && !given.has(JSON.stringify([one, two].sort())))
      .map((two) => ({ one, two, correlation: spreadCorrelation })),
  )
  return {
    ...input,
    currencies: input.currencies.map((each) => ({ ...each, curve: discountCurveOf(each.curve) })),
    correlations: [...input.correlations, ...common],
  }
}

/** An economy of two currencies for examples. */
export const exampleEconomy = {
  currencies: [
    {
      currency: 'USD',
      curve: { kind: 'flat' as const, rateContinuous: 0.04 },
      a: 0.4,
      sigma: 0.011,
      b: 0.05,
      eta: 0.008,
      rho: -0.6,
      longRunShift: 0,
      exchange: null,
    },
    {
      currency: 'EUR',
      curve: { kind: 'flat' as const, rateContinuous: 0.025 },
      a: 0.3,
      sigma: 0.009,
      b: 0.04,
      eta: 0.007,
      rho: -0.5,
      longRunShift: 0,
      exchange: { spot: 1.1, volAnnual: 0.09, premiumAnnual: 0 },
    },
  ],
  inflation: [{ region: 'US', initial: 0.03, longRun: 0.025, reversion: 0.5, volAnnual: 0.01 }],
  spreads: [
    { name: 'A financial', initial: 0.01, longRun: 0.011, reversion: 0.6, volAnnual: 0.35 },
    { name: 'BBB industrial', initial: 0.015, longRun: 0.018, reversion: 0.6, volAnnual: 0.4 },
  ],
  equities: [{ name: 'world', currency: 'USD', volAnnual: 0.16, premiumAnnual: 0 }],
  correlations: [
    { one: 'rate2 USD', two: 'rate2 EUR', correlation: 0.6 },
    { one: 'rate1 USD', two: 'inflation US', correlation: 0.3 },
    { one: 'equity world', two: 'spread BBB industrial', correlation: -0.5 },
  ],
  spreadCorrelation: 0.4,
}
