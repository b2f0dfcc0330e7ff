import { saCcrExposure } from '@tutti/analytics/xva'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { saCcrTradeSchema } from './sa-ccr-input.ts'

/** Exposure at default under the standardised approach. */
export const saCcrOperation = defineOperation({
  name: 'xva/sa-ccr',
  title: 'SA-CCR exposure at default',
  description:
    'Exposure at default of a netting set under the standardised approach for counterparty credit risk: replacement cost, add-ons by hedging set and asset class, multiplier, margined or not.',
  source: 'Basel Committee, CRE52; BCBS 279 (2014)',
  input: z.strictObject({
    trades: z.array(saCcrTradeSchema).min(1),
    netCollateral: number.describe('held after haircuts less posted, domestic currency'),
    netIndependentCollateral: number.describe('the part of it that does not follow the value'),
    margin: z
      .strictObject({
        thresholdAmount: nonNegative,
        minimumTransferAmount: nonNegative,
        remarginingPeriodDays: z.number().min(1).max(250).describe('business days between calls, 1 for daily'),
        marginPeriodDays: nonNegative.optional().describe('own estimate, business days; floors apply'),
        isLargeOrIlliquid: z.boolean().optional(),
        hasDisputes: z.boolean().optional(),
        clearedFloorDays: positive.optional(),
      })
      .nullable()
      .describe('null without a margin agreement'),
    alpha: positive.optional().describe('1.4 unless given'),
    offsetMaturities: z.boolean().optional().describe('true unless given'),
  }),
  output: z.strictObject({
    exposureAtDefault: nonNegative,
    replacementCost: nonNegative,
    multiplier: nonNegative,
    aggregateAddOn: nonNegative,
    potentialFutureExposure: nonNegative,
    marketValue: number,
    marginPeriodYears: number.nullable(),
    unmarginedExposureAtDefault: nonNegative,
    isCapped: z.boolean(),
    addOnByAssetClass: z.record(z.string(), nonNegative),
    hedgingSets: z.array(
      z.strictObject({
        assetClass: z.string(),
        hedgingSet: z.string(),
        addOn: nonNegative,
        tradeIds: z.array(z.string()),
      }),
    ),
    trades: z.array(
      z.strictObject({
        id: z.string(),
        adjustedNotional: number,
        supervisoryDelta: number,
        maturityFactor: number,
        effectiveNotional: number,
      }),
    ),
  }),
  example: {
    trades: [
      {
        id: 'payer swap 10y',
        assetClass: 'interest-rate' as const,
        currency: 'USD',
        notional: 10_000,
        marketValue: 30,
        maturityYears: 10,
        startYears: 0,
        endYears: 10,
        position: { kind: 'linear' as const, direction: 'long' as const },
      },
      {
        id: 'receiver swap 4y',
        assetClass: 'interest-rate' as const,
        currency: 'USD',
        notional: 10_000,
        marketValue: -20,
        maturityYears: 4,
        startYears: 0,
        endYears: 4,
        position: { kind: 'linear' as const, direction: 'short' as const },
      },
      {
        id: 'receiver swaption 1y into 10y',
        assetClass: 'interest-rate' as const,
        currency: 'EUR',
        notional: 5000,
        marketValue: 50,
        maturityYears: 11,
        startYears: 1,
        endYears: 11,
        position: {
          kind: 'option' as const,
          side: 'bought' as const,
          type: 'put' as const,
          underlying: 0.06,
          strike: 0.05,
          exerciseYears: 1,
        },
      },
    ],
    netCollateral: 0,
    netIndependentCollateral: 0,
    margin: null,
  },
  failures: [{ code: 'unsupported', when: 'a tranche stands outside the credit asset class' }],
  compute: (input) => {
    const result = saCcrExposure(input)
    return {
      exposureAtDefault: result.exposureAtDefault,
      replacementCost: result.replacementCost,
      multiplier: result.multiplier,
      aggregateAddOn: result.addOn.aggregate,
      potentialFutureExposure: result.potentialFutureExposure,
      marketValue: result.marketValue,
      marginPeriodYears: result.marginPeriodYears,
      unmarginedExposureAtDefault: result.unmarginedExposureAtDefault,
      isCapped: result.isCapped,
      addOnByAssetClass: { ...result.addOn.byAssetClass },
      hedgingSets: result.addOn.hedgingSets.map((set) => ({ ...set, tradeIds: [...set.tradeIds] })),
      trades: [...result.addOn.trades],
    }
  },
})
