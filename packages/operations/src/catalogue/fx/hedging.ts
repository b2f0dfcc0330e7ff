import { fxHedgeNotional, fxHedgedReturn, minimumVarianceHedge } from '@tutti/analytics/fx'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive, returns } from '../value-schemas.ts'

/** Return of a hedged foreign asset. */
export const fxHedgedReturnOperation = defineOperation({
  name: 'fx/hedged-return',
  title: 'Currency-hedged return',
  description:
    'Return in base currency of a foreign asset with part of its initial value sold forward, in its local, currency and hedge parts.',
  source: 'arithmetic; Bacon, Practical Portfolio Performance Measurement and Attribution (2008)',
  input: z.strictObject({
    localReturn: number.describe('in the currency of the asset, decimal'),
    spotStart: positive.describe('base currency per unit of foreign currency'),
    spotEnd: positive,
    forwardStart: positive.describe('forward at the start for the end'),
    hedgeRatio: number.describe('share of the initial value sold forward'),
  }),
  output: z.strictObject({
    baseReturn: number,
    localReturn: number,
    currencyReturn: number,
    hedgeReturn: number,
    hedgeCarry: number.describe('the part of the hedge return known at the start'),
  }),
  example: { localReturn: 0.062, spotStart: 1.1, spotEnd: 1.045, forwardStart: 1.106, hedgeRatio: 0.5 },
  compute: ({ hedgeRatio, ...asset }) => ({ ...fxHedgedReturn(asset, hedgeRatio) }),
})

/** Notional of a currency hedge. */
export const fxHedgeNotionalOperation = defineOperation({
  name: 'fx/hedge-notional',
  title: 'Currency hedge notional',
  description: 'Foreign currency to sell forward for a share of an exposure, what it leaves open and the carry of it.',
  source: 'arithmetic and covered interest parity',
  input: z.strictObject({
    exposureForeign: number.describe('value in foreign currency'),
    hedgeRatio: number,
    expectedLocalReturn: number.describe('over the period to settlement; 0 hedges today\u2019s value'),
    spot: positive,
    forward: positive,
    timeYears: positive,
  }),
  output: z.strictObject({
    foreignNotional: number,
    domesticAmount: number,
    openForeign: number,
    hedgeCarryContinuous: number.describe('earned a year by selling forward'),
  }),
  example: {
    exposureForeign: 25_000_000,
    hedgeRatio: 0.8,
    expectedLocalReturn: 0,
    spot: 1.1,
    forward: 1.106,
    timeYears: 0.5,
  },
  compute: (input) => ({ ...fxHedgeNotional(input) }),
})

/** The hedge ratio of least variance. */
export const minimumVarianceHedgeOperation = defineOperation({
  name: 'fx/minimum-variance-hedge',
  title: 'Minimum-variance hedge ratio',
  description: 'Ratio of a hedge to sell that leaves the least variance, and the share of variance it takes away.',
  source: 'Ederington, J. Finance 34 (1979), 157-170',
  input: z.strictObject({ unhedgedReturns: returns, hedgeReturns: returns }),
  output: z.strictObject({ hedgeRatio: number, varianceReduction: number }),
  failures: [{ code: 'not-applicable', when: 'a series does not vary' }],
  example: { unhedgedReturns: [0.01, -0.02, 0.015, 0.004], hedgeReturns: [0.008, -0.015, 0.013, -0.001] },
  compute: (input) => ({ ...minimumVarianceHedge(input.unhedgedReturns, input.hedgeReturns) }),
})
