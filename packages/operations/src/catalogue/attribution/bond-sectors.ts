import {
  bondReturnDecomposition,
  campisiAttribution,
  keyRateAttribution,
  weightedDurationAttribution,
} from '@tutti/analytics/attribution'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, paymentsPerYear, positive, termYears } from '../value-schemas.ts'
import { cautions, column, residual } from './attribution-schemas.ts'

const sectors = z.strictObject({
  weights: column,
  coupon: column.describe('annual, per 100 of face'),
  price: column.describe('per 100 of face, above 0'),
  duration: column.describe('modified, years'),
  convexity: column.optional().describe('years squared; no convexity effect when left out'),
  treasuryYieldChange: column.describe('decimals: 0.001 is 10 bp'),
  spreadChange: column.describe('decimals'),
  totalReturn: column.describe('simple, of the period'),
})
const effects = z.strictObject({ income: number, treasury: number, spread: number, selection: number })
const side = z.strictObject({
  income: column,
  treasury: column,
  spread: column,
  selection: column.describe('what the other three do not explain'),
  contributions: effects,
  totalReturn: number,
})

/** Income, Treasury, spread and selection. */
export const campisiOperation = defineOperation({
  name: 'attribution/campisi',
  title: 'Campisi attribution of bonds',
  description:
    'Income, Treasury, spread and selection effects by sector, of portfolio, benchmark and their difference.',
  source: 'Campisi, J. Performance Measurement 4 (2000)',
  input: z.strictObject({
    portfolio: sectors,
    benchmark: sectors.describe('the same sectors in the same order'),
    periodYears: positive,
    unassignedReturn: number.optional().describe('return of what the weights leave unassigned, 0 when left out'),
  }),
  output: z.strictObject({
    portfolio: side,
    benchmark: side,
    active: effects,
    activeBySector: z.array(effects),
    activeReturn: number,
    unassigned: z
      .strictObject({ portfolioWeight: number, benchmarkWeight: number, activeReturn: number })
      .describe('what the weights leave of 1; with the four effects it makes up the active return'),
    residual,
    cautions,
  }),
  example: {
    portfolio: {
      weights: [0.6, 0.4],
      coupon: [4, 5.25],
      price: [99.5, 101.2],
      duration: [3.2, 6.1],
      convexity: [13, 47],
      treasuryYieldChange: [0.0012, 0.0009],
      spreadChange: [0, -0.0015],
      totalReturn: [0.0062, 0.017],
    },
    benchmark: {
      weights: [0.7, 0.3],
      coupon: [3.75, 5],
      price: [99, 100.4],
      duration: [4, 6.8],
      convexity: [21, 60],
      treasuryYieldChange: [0.00115, 0.0008],
      spreadChange: [0, -0.0012],
      totalReturn: [0.0048, 0.0148],
    },
    periodYears: 0.25,
  },
  compute: ({ portfolio, benchmark, periodYears, unassignedReturn }) => {
    const known = ({ convexity, ...rest }: typeof portfolio) => ({
      ...rest,
      ...(convexity === undefined ? {} : { convexity }),
    })
    const result = campisiAttribution(known(portfolio), known(benchmark), periodYears, unassignedReturn)
    const plain = (of: typeof result.portfolio) => ({
      income: [...of.income],
      treasury: [...of.treasury],
      spread: [...of.spread],
      selection: [...of.selection],
      contributions: { ...of.contributions },
      totalReturn: of.totalReturn,
    })
    return {
      portfolio: plain(result.portfolio),
      benchmark: plain(result.benchmark),
      active: { ...result.active },
      activeBySector: result.activeBySector.map((sector) => ({ ...sector })),
      activeReturn: result.activeReturn,
      unassigned: { ...result.unassigned },
      residual: result.residual,
      cautions: [...result.cautions],
    }
  },
})

/** Duration weights instead of market weights. */
export const weightedDurationOperation = defineOperation({
  name: 'attribution/weighted-duration',
  title: 'Weighted-duration attribution',
  description: 'The overall duration bet, allocation of duration to markets, and issue selection, of yield changes.',
  source: 'van Breukelen, J. Performance Measurement 4 (2000); Bacon (2008), chapter 7',
  input: z.strictObject({
    portfolioWeights: column,
    benchmarkWeights: column,
    portfolioDurations: column.describe('modified, years'),
    benchmarkDurations: column,
    portfolioYieldChanges: column.describe('decimals'),
    benchmarkYieldChanges: column,
  }),
  output: z.strictObject({
    portfolioDuration: number,
    benchmarkDuration: number,
    durationBeta: number.describe('portfolio duration over benchmark duration'),
    benchmarkYieldChange: number.describe('averaged by duration contribution'),
    overallDuration: number,
    marketAllocation: column,
    issueSelection: column,
    excessReturn: number,
    residual,
  }),
  example: {
    portfolioWeights: [0.5, 0.1, 0.4],
    benchmarkWeights: [0.5, 0.2, 0.3],
    portfolioDurations: [7.8, 1, 9],
    benchmarkDurations: [5, 4, 2.5],
    portfolioYieldChanges: [-0.0085, 0.007, -0.006],
    benchmarkYieldChanges: [-0.008, 0.01, -0.005],
  },
  failures: [{ code: 'not-applicable', when: 'the benchmark has no duration' }],
  compute: (markets) => {
    const result = weightedDurationAttribution(markets)
    return {
      ...result,
      marketAllocation: [...result.marketAllocation],
      issueSelection: [...result.issueSelection],
    }
  },
})

/** Parallel move and reshaping. */
export const keyRateAttributionOperation = defineOperation({
  name: 'attribution/key-rates',
  title: 'Curve attribution by key rate',
  description: 'Active curve return to first order, split into a parallel move and the reshaping at each key rate.',
  source: 'Ho, J. Fixed Income 2 (1992); Tuckman & Serrat, Fixed Income Securities (2011), chapter 5',
  input: z.strictObject({
    tenorsYears: column.describe('ascending'),
    portfolioKeyRateDurations: column.describe('years'),
    benchmarkKeyRateDurations: column.describe('years'),
    zeroRateChanges: column.describe('decimals'),
    parallel: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('tenor'), tenorYears: positive }),
        z.strictObject({ type: z.literal('mean') }),
        z.strictObject({ type: z.literal('change'), change: number }),
      ])
      .describe('which change counts as the parallel one'),
  }),
  output: z.strictObject({
    portfolioReturn: number,
    benchmarkReturn: number,
    activeReturn: number,
    parallelChange: number,
    parallel: number,
    reshape: number,
    reshapeByKeyRate: column,
    activeByKeyRate: column.describe('parallel and reshaping together'),
    residual,
  }),
  example: {
    tenorsYears: [1, 5, 10, 30],
    portfolioKeyRateDurations: [0.3, 1.8, 2.4, 1.1],
    benchmarkKeyRateDurations: [0.3, 2, 2.2, 0.9],
    zeroRateChanges: [0.0019, 0.001, 0.0006, 0.0003],
    parallel: { type: 'tenor' as const, tenorYears: 5 },
  },
  compute: ({ tenorsYears, parallel, ...columns }) => {
    const result = keyRateAttribution({ tenors: tenorsYears, ...columns }, parallel)
    return {
      ...result,
      reshapeByKeyRate: [...result.reshapeByKeyRate],
      activeByKeyRate: [...result.activeByKeyRate],
    }
  },
})

/** A bond repriced step by step. */
export const bondReturnDecompositionOperation = defineOperation({
  name: 'attribution/bond-return',
  title: 'Bond return decomposed by full repricing',
  description:
    'Carry, roll-down, Treasury and spread return of a level-coupon bond, each by repricing, and what the actual price leaves.',
  source: 'Tuckman & Serrat, Fixed Income Securities (2011), chapter 3',
  input: z.strictObject({
    couponRateAnnual: number.describe('decimal'),
    frequency: paymentsPerYear.max(12).describe('coupons a year; yields are compounded as often'),
    maturityYears: termYears,
    yieldStart: number,
    horizonYears: positive.describe('before the maturity'),
    rollYieldChange: number.optional().describe('yield change of ageing on an unchanged curve, 0 when left out'),
    treasuryChange: number.describe('decimal'),
    spreadChange: number.describe('decimal'),
    actualPriceEnd: positive.optional().describe('dirty, per 100, where known'),
  }),
  output: z.strictObject({
    priceStart: number.describe('dirty, per 100'),
    priceEnd: number.describe('dirty, of the model'),
    couponsReceived: number,
    carry: number.describe('coupons and ageing at an unchanged yield'),
    rollDown: number,
    treasury: number,
    spread: number,
    residual: number.describe('actual less model price, over the price at the start'),
    totalReturn: number,
  }),
  example: {
    couponRateAnnual: 0.04,
    frequency: 2,
    maturityYears: 5,
    yieldStart: 0.045,
    horizonYears: 0.5,
    treasuryChange: -0.003,
    spreadChange: 0.0015,
  },
  compute: ({ couponRateAnnual, rollYieldChange, actualPriceEnd, ...bond }) => ({
    ...bondReturnDecomposition({
      couponRate: couponRateAnnual,
      ...bond,
      ...(rollYieldChange === undefined ? {} : { rollYieldChange }),
      ...(actualPriceEnd === undefined ? {} : { actualPriceEnd }),
    }),
  }),
})
