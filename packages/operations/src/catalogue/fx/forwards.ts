import { growthFactor } from '@tutti/analytics/curves'
import {
  coveredInterestParity,
  forwardPoints,
  fxForwardRate,
  fxForwardValue,
  fxMarketOfPoints,
  fxSwapValue,
  nonDeliverableForwardValue,
} from '@tutti/analytics/fx'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'
import { exampleFxMarket, fxMarketOf, fxMarketSchema } from './fx-inputs.ts'

const parity = 'covered interest parity'
const pipSize = positive.describe('what one point is worth: 0.0001 for most pairs, 0.01 against the yen')
const contractRate = positive.describe('domestic currency per unit of foreign currency')
const forwardOutput = z.strictObject({
  ...presentValueFields,
  forwardRate: positive,
  presentValueForeign: number,
  spotDeltaForeign: number.describe('units of foreign currency that it is long today'),
})

/** Outright forward rates from two curves. */
export const fxForwardRatesOperation = defineOperation({
  name: 'fx/forward-rates',
  title: 'FX forward rates from curves',
  description: 'Outright forward rates and forward points of a currency pair by covered interest parity.',
  source: parity,
  input: z.strictObject({ market: fxMarketSchema, timesYears: z.array(nonNegative).min(1), pipSize }),
  output: z.strictObject({ forwardRates: series, points: series.describe('pips over spot') }),
  example: { market: exampleFxMarket, timesYears: [0.25, 1, 3], pipSize: 0.0001 },
  compute: ({ market: input, timesYears, pipSize: pip }) => {
    const market = fxMarketOf(input)
    const forwardRates = timesYears.map((time) => fxForwardRate(market, time))
    return { forwardRates, points: forwardRates.map((rate) => forwardPoints(market.spot, rate, pip)) }
  },
})

/** Outright forward rates from two money-market rates. */
export const fxMoneyMarketForwardsOperation = defineOperation({
  name: 'fx/money-market-forwards',
  title: 'FX forward rates from deposit rates',
  description:
    'Outright forward rates and points from simple deposit rates, S (1 + rd d / basis) / (1 + rf d / basis).',
  source: parity,
  input: z.strictObject({
    spot: positive,
    rateDomesticSimple: number,
    rateForeignSimple: number,
    days: z.array(z.int().nonnegative()).min(1).describe('from the settlement of spot; 0 gives spot itself'),
    domesticDayBasis: z.union([z.literal(360), z.literal(365)]).describe('ACT/360 or ACT/365F'),
    foreignDayBasis: z.union([z.literal(360), z.literal(365)]),
    pipSize,
  }),
  output: z.strictObject({ forwardRates: series, points: series.describe('pips over spot') }),
  example: {
    spot: 1.085,
    rateDomesticSimple: 0.0535,
    rateForeignSimple: 0.039,
    days: [30, 91, 182],
    domesticDayBasis: 360 as const,
    foreignDayBasis: 360 as const,
    pipSize: 0.0001,
  },
  compute: (input) => {
    const forwardRates = input.days.map((days) =>
      days === 0
        ? input.spot
        : (input.spot * growthFactor(input.rateDomesticSimple, 'simple', days / input.domesticDayBasis)) /
          growthFactor(input.rateForeignSimple, 'simple', days / input.foreignDayBasis),
    )
    return { forwardRates, points: forwardRates.map((rate) => forwardPoints(input.spot, rate, input.pipSize)) }
  },
})

/** Outrights and the implied curve from quoted points. */
export const fxForwardPointsOperation = defineOperation({
  name: 'fx/forward-points',
  title: 'FX forwards from quoted points',
  description:
    'Outright rates between quoted forward points (points linear in time), and the foreign zero rates and discount factors that they imply against a domestic curve.',
  source: parity,
  input: z.strictObject({
    spot: positive,
    pipSize,
    quotes: z
      .array(z.strictObject({ timeYears: positive, points: number }))
      .min(1)
      .describe('times increasing'),
    domesticCurve: discountCurveSchema,
    timesYears: z.array(positive).min(1).describe('no later than the last quote'),
  }),
  output: z.strictObject({
    forwardRates: series,
    points: series,
    impliedForeignZeroRates: series.describe('continuous'),
    impliedForeignDiscountFactors: series,
  }),
  example: {
    spot: 1.085,
    pipSize: 0.0001,
    quotes: [
      { timeYears: 0.25, points: 38.2 },
      { timeYears: 1, points: 153 },
    ],
    domesticCurve: exampleFxMarket.domesticCurve,
    timesYears: [0.25, 0.5, 1],
  },
  compute: ({ spot, pipSize: pip, quotes, domesticCurve, timesYears }) => {
    const market = fxMarketOfPoints(
      {
        spot,
        pipSize: pip,
        timesYears: quotes.map(({ timeYears }) => timeYears),
        points: quotes.map(({ points }) => points),
      },
      discountCurveOf(domesticCurve),
    )
    const forwardRates = timesYears.map((time) => fxForwardRate(market, time))
    return {
      forwardRates,
      points: forwardRates.map((rate) => forwardPoints(spot, rate, pip)),
      impliedForeignZeroRates: timesYears.map((time) => market.foreign.zeroRate(time)),
      impliedForeignDiscountFactors: timesYears.map((time) => market.foreign.discountFactor(time)),
    }
  },
})

/** A forward marked to market. */
export const fxForwardValueOperation = defineOperation({
  name: 'fx/forward-value',
  title: 'FX forward value',
  description: 'Present value of a currency forward in both currencies with its two payments.',
  source: parity,
  input: z.strictObject({
    market: fxMarketSchema,
    foreignNotional: number.describe('received; negative where foreign currency is sold'),
    contractRate,
    settlementYears: nonNegative,
  }),
  output: forwardOutput,
  example: { market: exampleFxMarket, foreignNotional: 5_000_000, contractRate: 1.06, settlementYears: 0.75 },
  compute: ({ market, ...forward }) => plainLines(fxForwardValue(fxMarketOf(market), forward)),
})

/** A non-deliverable forward. */
export const nonDeliverableForwardOperation = defineOperation({
  name: 'fx/non-deliverable-forward',
  title: 'Non-deliverable forward value',
  description:
    'Present value, in the hard (foreign) currency, of a forward on a restricted (domestic) currency that settles N (1 - K / fixing).',
  source: parity,
  input: z.strictObject({
    market: fxMarketSchema.describe('the domestic curve is the one that offshore forwards imply'),
    foreignNotional: number.describe('in the hard currency; positive is long it'),
    contractRate,
    settlementYears: nonNegative,
    fixing: positive.optional().describe('once it is published'),
  }),
  output: forwardOutput,
  example: {
    market: {
      spot: 1320,
      domesticCurve: { kind: 'flat' as const, rateContinuous: 0.031 },
      foreignCurve: { kind: 'flat' as const, rateContinuous: 0.052 },
    },
    foreignNotional: 1_000_000,
    contractRate: 1300,
    settlementYears: 0.5,
  },
  compute: ({ market, ...forward }) => plainLines(nonDeliverableForwardValue(fxMarketOf(market), forward)),
})

/** An FX swap. */
export const fxSwapValueOperation = defineOperation({
  name: 'fx/swap-value',
  title: 'FX swap value',
  description:
    'Present value of two opposite exchanges of currencies at a near and a far date, and the fair swap points.',
  source: parity,
  input: z.strictObject({
    market: fxMarketSchema,
    foreignNotional: number.describe('received at the near date and returned at the far one'),
    nearRate: contractRate,
    nearYears: nonNegative,
    farRate: contractRate,
    farYears: positive,
    farForeignNotional: number.optional().describe('as much as at the near date when left out'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    fairSwapPoints: number.describe('far less near outright, domestic per unit of foreign'),
    contractSwapPoints: number,
  }),
  example: {
    market: exampleFxMarket,
    foreignNotional: 10_000_000,
    nearRate: 1.085,
    nearYears: 0,
    farRate: 1.0925,
    farYears: 0.5,
  },
  compute: ({ market, ...swap }) => plainLines(fxSwapValue(fxMarketOf(market), swap)),
})

/** Covered interest parity and its deviation. */
export const coveredInterestParityOperation = defineOperation({
  name: 'fx/covered-interest-parity',
  title: 'Covered interest parity and basis',
  description:
    'Rates that an outright implies, forward premium a year, and the cross-currency basis: implied less actual foreign rate.',
  source: 'Du, Tepper & Verdelhan, J. Finance 73 (2018), 915-957',
  input: z.strictObject({
    spot: positive,
    outright: positive,
    timeYears: positive,
    rateDomesticContinuous: number,
    rateForeignContinuous: number,
  }),
  output: z.strictObject({
    parityOutright: positive,
    forwardPremiumContinuous: number,
    impliedForeignRateContinuous: number,
    impliedDomesticRateContinuous: number,
    basisContinuous: number,
    basisBp: number,
  }),
  example: {
    spot: 1.085,
    outright: 1.0892,
    timeYears: 0.25,
    rateDomesticContinuous: 0.0525,
    rateForeignContinuous: 0.0385,
  },
  compute: (input) => {
    const result = coveredInterestParity(input)
    return { ...result, basisBp: 1e4 * result.basisContinuous }
  },
})
