import { indexCdsIntrinsic } from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, paymentsPerYear, positive, termYears } from '../value-schemas.ts'
import { discountKnots, integration, recovery, tenorQuoteOf, tenorQuoteSchema } from './credit-inputs.ts'

/** An index against its names. */
export const indexCdsOperation = defineOperation({
  name: 'credit/index-cds',
  title: 'Credit index from its names',
  description:
    'Intrinsic spread and upfront of a credit default swap index from the curves of its names, and the basis (skew) of the quoted index spread over it.',
  source: 'O\u2019Kane, Modelling Single-name and Multi-name Credit Derivatives (2008), chapter 10',
  input: z.strictObject({
    constituents: z
      .array(
        z.strictObject({
          name: z.string(),
          weight: positive.describe('relative; weights are scaled to add up to 1'),
          recovery,
          quotes: z.array(tenorQuoteSchema).min(1).describe('in order of maturity; one gives a flat hazard rate'),
        }),
      )
      .min(1),
    maturityYears: termYears,
    coupon: number.describe('decimal a year'),
    notional: number,
    quotedSpread: number.optional().describe('flat spread at which the index trades, for the skew'),
    paymentsPerYear,
    integration,
    discount: discountCurveSchema,
  }),
  output: z.strictObject({
    constituents: z.array(
      z.strictObject({
        name: z.string(),
        hazardRate: number.describe('mean to the maturity of the index'),
        survivalProbability: number.describe('to the maturity of the index'),
        riskyAnnuity: number,
        protectionLeg: number,
        parSpread: number,
        upfrontContribution: number.describe('fraction of the index notional'),
      }),
    ),
    intrinsicSpread: number,
    intrinsicUpfront: number.describe('paid by the protection buyer, fraction of the notional'),
    intrinsicUpfrontAmount: number,
    averageSpread: number,
    riskyAnnuity: number,
    skewBp: nullableNumber.describe('quoted less intrinsic spread'),
  }),
  example: {
    constituents: [
      { name: 'A', weight: 1, recovery: 0.4, quotes: [{ maturityYears: 5, spread: 0.006 }] },
      { name: 'B', weight: 1, recovery: 0.4, quotes: [{ maturityYears: 5, spread: 0.021 }] },
    ],
    maturityYears: 5,
    coupon: 0.01,
    notional: 10_000_000,
    quotedSpread: 0.0135,
    paymentsPerYear: 4,
    integration: 'exact' as const,
    discount: { kind: 'flat' as const, rateContinuous: 0.032 },
  },
  cost: 'medium',
  failures: [{ code: 'infeasible', when: 'a quote of a name cannot be repriced; name, tenor and range are given' }],
  compute: ({ constituents, discount, quotedSpread, paymentsPerYear, integration: method, ...index }) => {
    const result = indexCdsIntrinsic(
      constituents.map((name) => ({ ...name, quotes: name.quotes.map(tenorQuoteOf) })),
      index,
      { paymentsPerYear, integration: method, ...discountKnots(discount) },
      discountCurveOf(discount),
    )
    return {
      ...result,
      constituents: result.constituents.map(
        ({ name, survival, riskyAnnuity, protectionLeg, parSpread, upfrontContribution }) => {
          const survivalProbability = survival.survivalProbability(index.maturityYears)
          const hazardRate = -Math.log(survivalProbability) / index.maturityYears
          return { name, hazardRate, survivalProbability, riskyAnnuity, protectionLeg, parSpread, upfrontContribution }
        },
      ),
      skewBp: quotedSpread === undefined ? null : 1e4 * (quotedSpread - result.intrinsicSpread),
    }
  },
})
