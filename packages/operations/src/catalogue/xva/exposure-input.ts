import { hybridModel, type HybridModel } from '@tutti/analytics/hybrid'
import {
  type ExposureTrade,
  initialMarginPaths,
  pathExposure,
  type PathExposure,
  simulatedExposure,
  type SimulatedExposure,
} from '@tutti/analytics/xva'
import { z } from 'zod'
import { type DiscountCurveInput, discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { exampleHybrid, hybridSchema, hybridSpecOf, pathsSchema, seedSchema } from '../models/hybrid-input.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'

const id = z.string().min(1)
const swapTimes = { startYears: number.describe('negative where it has started'), endYears: positive.max(200) }
const frequency = positive.max(366).describe('payments a year')
const currentFixing = number.optional().describe('simple rate of the floating period that runs today')
const projectionCurve = discountCurveSchema
  .optional()
  .describe('of the floating forwards; the discount curve where it is not given')
const leg = z.strictObject({
  currency: id,
  notional: positive,
  rate: number.describe('fixed rate, or spread over the floating rate, decimal'),
  kind: z.enum(['fixed', 'floating']),
  frequency,
  currentFixing,
  projectionCurve,
})

/** A trade whose value is known in closed form on the hybrid's state. */
export const exposureTradeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id,
    kind: z.literal('swap'),
    side: z.enum(['payer', 'receiver']),
    currency: id,
    notional: positive,
    ...swapTimes,
    fixedRate: number,
    fixedFrequency: frequency,
    floatingFrequency: frequency,
    floatingSpread: number.optional(),
    currentFixing,
    projectionCurve,
  }),
  z.strictObject({
    id,
    kind: z.literal('cross-currency swap'),
    receive: leg,
    pay: leg,
    ...swapTimes,
    notionalExchange: z.enum(['none', 'end', 'start and end']),
  }),
  z.strictObject({
    id,
    kind: z.literal('fx forward'),
    side: z.enum(['buy foreign', 'sell foreign']),
    currency: id.describe('the foreign one'),
    notionalForeign: positive,
    strike: positive.describe('domestic per unit of foreign'),
    maturityYears: positive,
  }),
  z.strictObject({
    id,
    kind: z.literal('fx option'),
    position: z.enum(['bought', 'sold']),
    type: z.enum(['call', 'put']),
    currency: id,
    notionalForeign: positive,
    strike: positive,
    maturityYears: positive,
  }),
  z.strictObject({
    id,
    kind: z.literal('equity forward'),
    side: z.enum(['buy', 'sell']),
    equity: id,
    units: positive,
    strike: positive,
    maturityYears: positive,
  }),
  z.strictObject({
    id,
    kind: z.literal('equity option'),
    position: z.enum(['bought', 'sold']),
    type: z.enum(['call', 'put']),
    equity: id,
    units: positive,
    strike: positive,
    maturityYears: positive,
  }),
  z.strictObject({
    id,
    kind: z.literal('swaption'),
    position: z.enum(['bought', 'sold']),
    side: z.enum(['payer', 'receiver']),
    currency: id,
    notional: positive,
    strike: number,
    expiryYears: positive,
    tenorYears: positive,
    fixedFrequency: frequency,
  }),
  z.strictObject({
    id,
    kind: z.literal('zero-coupon inflation swap'),
    side: z.enum(['receive inflation', 'pay inflation']),
    inflation: id,
    notional: positive,
    fixedRate: number,
    maturityYears: positive,
  }),
  z.strictObject({
    id,
    kind: z.literal('cash flows'),
    currency: id,
    flows: z.array(z.strictObject({ timeYears: number, amount: number })).min(1),
  }),
])

/** The trade that the data describe. */
export function exposureTradeOf(input: z.infer<typeof exposureTradeSchema>): ExposureTrade {
  const projected = <T extends { readonly projectionCurve?: DiscountCurveInput | undefined }>(item: T) => ({
    ...item,
    projectionCurve: item.projectionCurve === undefined ? undefined : discountCurveOf(item.projectionCurve),
  })
  if (input.kind === 'swap') return projected(input)
  if (input.kind !== 'cross-currency swap') return input
  return { ...input, receive: projected(input.receive), pay: projected(input.pay) }
}

/** What every simulation of exposure needs. */
export const simulationFields = {
  hybrid: hybridSchema,
  timesYears: z.array(positive).min(1).describe('dates of the profile, increasing; payments of a date have left at it'),
  resets: z
    .enum(['own dates', 'dates before'])
    .describe(
      'draw each reset on its own date, or fix it at its forward on the date before (faster, same expected values)',
    ),
  paths: pathsSchema,
  seed: seedSchema,
}

/** Collateral of a netting set. */
export const collateralFields = {
  marginPeriodYears: nonNegative.describe('margin period of risk: 0.04 for ten business days; 0 without margining'),
  marginAgreement: z
    .strictObject({
      counterpartyThreshold: nonNegative,
      ownThreshold: nonNegative,
      minimumTransferAmount: nonNegative,
      independentAmount: number.describe('held; negative where posted'),
      flowsInMarginPeriod: z.enum(['paid', 'withheld']).describe('paid: exposure jumps at payments'),
    })
    .nullable()
    .describe('null without variation margin'),
  initialMargin: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('amounts'), held: nonNegative, posted: nonNegative }),
      z.strictObject({
        kind: z.literal('simulated'),
        confidence: z.number().min(0.5).lt(1).describe('0.99 of the move over the horizon'),
        horizonYears: positive.describe('0.04 for ten business days'),
      }),
    ])
    .nullable()
    .describe('simulated: conditional quantile by regression on the paths, exchanged by both sides'),
}

const nettingSet = z.strictObject({ id, trades: z.array(exposureTradeSchema).min(1), ...collateralFields })

/** A simulation of one netting set with its collateral. */
export const exposureInput = { ...simulationFields, nettingSet }

/** The example's netting set: a dollar swap and an FX forward. */
export const exampleExposure = {
  hybrid: exampleHybrid,
  timesYears: [0.5, 1, 2, 3, 4, 5],
  resets: 'own dates' as const,
  paths: 2000,
  seed: 1,
  nettingSet: {
    id: 'pension fund',
    trades: [
      {
        id: 'payer swap',
        kind: 'swap' as const,
        side: 'payer' as const,
        currency: 'USD',
        notional: 10_000_000,
        startYears: 0,
        endYears: 5,
        fixedRate: 0.035,
        fixedFrequency: 1,
        floatingFrequency: 2,
      },
      {
        id: 'euro forward',
        kind: 'fx forward' as const,
        side: 'sell foreign' as const,
        currency: 'EUR',
        notionalForeign: 2_000_000,
        strike: 1.13,
        maturityYears: 3,
      },
    ],
    marginPeriodYears: 0,
    marginAgreement: null,
    initialMargin: null,
  },
}

const inputSchema = z.strictObject(exposureInput)

/** The exposure that the data describe, with what it was made from. */
export function exposureOf({ hybrid, nettingSet: set, ...simulation }: z.infer<typeof inputSchema>): {
  readonly model: HybridModel
  readonly simulated: SimulatedExposure
  readonly exposure: PathExposure
  readonly initialMargin: Float64Array | null
} {
  const { marginPeriodYears, marginAgreement, initialMargin: margin } = set
  const model = hybridModel(hybridSpecOf(hybrid))
  const simulated = simulatedExposure({
    ...simulation,
    model,
    nettingSets: [{ id: set.id, trades: set.trades.map(exposureTradeOf) }],
    marginPeriodYears,
  })
  const initialMargin =
    margin?.kind === 'simulated' ? initialMarginPaths(simulated, 0, { ...margin, marginPeriodYears }) : null
  const held = initialMargin === null ? null : { kind: 'paths' as const, amount: initialMargin }
  const amounts = margin?.kind === 'amounts' ? margin : null
  return {
    model,
    simulated,
    exposure: pathExposure(simulated, 0, marginAgreement, held ?? amounts),
    initialMargin:
      initialMargin ?? (amounts === null ? null : new Float64Array(simulated.discount.length).fill(amounts.posted)),
  }
}
