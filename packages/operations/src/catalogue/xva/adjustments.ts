import { TuttiError } from '@tutti/analytics/errors'
import {
  creditAllocation,
  creditSensitivities,
  saCcrAddOnProfile,
  simulatedExposure,
  valuationAdjustments,
} from '@tutti/analytics/xva'
import { hybridModel } from '@tutti/analytics/hybrid'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { estimateSchema, hybridSpecOf } from '../models/hybrid-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number } from '../value-schemas.ts'
import {
  collateralFields,
  exampleExposure,
  exposureInput,
  exposureOf,
  exposureTradeOf,
  exposureTradeSchema,
  simulationFields,
} from './exposure-input.ts'
import { saCcrTradeSchema } from './sa-ccr-input.ts'

const party = z.strictObject({
  survivalCurve: discountCurveSchema.describe('survival probabilities; flat is a constant hazard'),
  recovery: z.number().min(0).max(1),
})
const partyOf = ({ survivalCurve, recovery }: z.infer<typeof party>) => ({
  survival: discountCurveOf(survivalCurve),
  recovery,
})
const spread = nonNegative.describe('over the discount rate a year, decimal')
const exampleParty = (hazard: number) => ({
  survivalCurve: { kind: 'flat' as const, rateContinuous: hazard },
  recovery: 0.4,
})
const exposureFailures = [
  { code: 'missing-data' as const, when: 'a floating period runs since before today and its fixing is not given' },
  { code: 'calculation-failed' as const, when: 'a value is not finite at a state that paths reach' },
]

/** CVA, DVA, FVA, MVA and KVA of a netting set. */
export const valuationAdjustmentsOperation = defineOperation({
  name: 'xva/valuation-adjustments',
  title: 'Valuation adjustments',
  description:
    'CVA, DVA, FVA (cost and benefit), MVA and KVA of a simulated netting set, each with its standard error; wrong-way risk by a Gaussian copula between default and exposure, or by a hazard of the hybrid correlated with its factors. The copula knows only the rank of the exposure, and the Gaussian hazard can turn negative: use either as a sensitivity rather than a price. FBA and DVA may count one own spread twice.',
  source: 'Green, XVA (2015); Gregory, The xVA Challenge (2015); Rosen & Saunders (2012) for the copula',
  input: z.strictObject({
    ...exposureInput,
    counterparty: party,
    own: party,
    closeOut: z.enum(['unilateral', 'first to default']),
    wrongWayRisk: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({
        kind: z.literal('gaussian copula'),
        correlation: z.number().gt(-1).lt(1).describe('positive is wrong-way'),
      }),
      z.strictObject({ kind: z.literal('stochastic hazard'), hazard: z.string().describe('name in the hybrid') }),
    ]),
    funding: z.strictObject({ borrowingSpread: spread, lendingSpread: spread, initialMarginSpread: spread }),
    capital: z
      .strictObject({
        trades: z.array(saCcrTradeSchema).describe('as SA-CCR sees them; their add-on runs off with time'),
        method: z.enum(['sa-ccr', 'current exposure']),
        riskWeight: nonNegative.describe('1 is 100 %'),
        capitalRatio: nonNegative.describe('0.08'),
        hurdleRate: nonNegative.describe('a year, decimal'),
      })
      .nullable()
      .describe('null for no KVA'),
  }),
  output: z.strictObject({
    valueToday: number.describe('without adjustments'),
    cva: estimateSchema,
    dva: estimateSchema,
    fca: estimateSchema,
    fba: estimateSchema,
    fva: number.describe('fca - fba'),
    mva: estimateSchema,
    kva: estimateSchema,
    total: estimateSchema.describe('cva - dva + fca - fba + mva + kva, taken off the value'),
    adjustedValue: number,
    addOns: z.array(nonNegative).describe('SA-CCR add-on at each date; empty without capital'),
  }),
  example: {
    ...exampleExposure,
    counterparty: exampleParty(0.02),
    own: exampleParty(0.01),
    closeOut: 'first to default' as const,
    wrongWayRisk: { kind: 'none' as const },
    funding: { borrowingSpread: 0.008, lendingSpread: 0.004, initialMarginSpread: 0.008 },
    capital: null,
  },
  cost: 'medium',
  failures: exposureFailures,
  compute: ({ counterparty, own, closeOut, wrongWayRisk, funding, capital, ...input }) => {
    const { model, exposure, initialMargin } = exposureOf(input)
    const { marginAgreement, marginPeriodYears } = input.nettingSet
    const addOns =
      capital === null
        ? []
        : saCcrAddOnProfile(capital.trades, input.timesYears, marginAgreement === null ? null : marginPeriodYears)
    const hazards = (model.spec.hazards ?? []).map(({ name }) => name)
    const result = valuationAdjustments(exposure, {
      counterparty: partyOf(counterparty),
      own: partyOf(own),
      closeOut,
      wrongWayRisk:
        wrongWayRisk.kind === 'stochastic hazard'
          ? { kind: 'stochastic hazard', hazard: hazardPlace(hazards, wrongWayRisk.hazard) }
          : wrongWayRisk,
      funding,
      initialMargin,
      capital: capital === null ? null : { ...capital, addOns },
    })
    return {
      valueToday: exposure.valueToday,
      ...result,
      fva: result.fca.value - result.fba.value,
      adjustedValue: exposure.valueToday - result.total.value,
      addOns,
    }
  },
})

/** Place of a hazard by its name. Throws `invalid-input` where the hybrid has none of it. */
function hazardPlace(names: readonly string[], name: string): number {
  const place = names.indexOf(name)
  if (place >= 0) return place
  throw new TuttiError('invalid-input', `the hybrid has no hazard ${name}`, {
    field: 'wrongWayRisk.hazard',
    got: name,
    expected: names.length === 0 ? 'a hazard in hybrid.hazards' : names.join(', '),
  })
}

const allocationTrades = z.array(exposureTradeSchema).min(1).describe('one netting set without collateral')

/** The CVA of a netting set by trade. */
export const cvaAllocationOperation = defineOperation({
  name: 'xva/cva-allocation',
  title: 'CVA allocation',
  description:
    'Unilateral CVA of a netting set without collateral and its parts by trade: Euler contributions that sum to it, incremental (with less without) and standalone, on the same paths.',
  source: 'Pykhtin & Rosen, Journal of Credit Risk 6 (2010), 3-38',
  input: z.strictObject({ ...simulationFields, trades: allocationTrades, counterparty: party }),
  output: z.strictObject({
    cva: estimateSchema,
    parts: z.array(
      z.strictObject({
        id: z.string(),
        contribution: estimateSchema,
        incremental: estimateSchema,
        standalone: estimateSchema,
      }),
    ),
  }),
  example: {
    hybrid: exampleExposure.hybrid,
    timesYears: exampleExposure.timesYears,
    resets: exampleExposure.resets,
    paths: exampleExposure.paths,
    seed: exampleExposure.seed,
    trades: exampleExposure.nettingSet.trades,
    counterparty: exampleParty(0.02),
  },
  cost: 'medium',
  failures: exposureFailures,
  compute: ({ hybrid, trades, counterparty, ...simulation }) => {
    const simulated = simulatedExposure({
      ...simulation,
      model: hybridModel(hybridSpecOf(hybrid)),
      nettingSets: trades.map((trade) => ({ id: trade.id, trades: [exposureTradeOf(trade)] })),
      marginPeriodYears: 0,
    })
    const { cva, parts } = creditAllocation(simulated, partyOf(counterparty))
    return { cva, parts: [...parts] }
  },
})

const sensitivity = z.array(z.strictObject({ name: z.string(), change: estimateSchema }))

/** How the CVA of a netting set moves. */
export const cvaSensitivitiesOperation = defineOperation({
  name: 'xva/cva-sensitivities',
  title: 'CVA sensitivities',
  description:
    'Changes of the unilateral CVA of a netting set for one basis point more credit spread (parallel and by bucket) and rates, and one percent more of exchange rates, by revaluation on the same random numbers; errors are those of the differences.',
  source: 'Glasserman (2003), 7.1; Basel Committee, MAR50.63',
  input: z.strictObject({
    ...simulationFields,
    trades: z.array(exposureTradeSchema).min(1),
    marginPeriodYears: collateralFields.marginPeriodYears,
    marginAgreement: collateralFields.marginAgreement,
    counterparty: party,
  }),
  output: z.strictObject({
    cva: estimateSchema,
    spreads: sensitivity.describe('for +1 basis point; buckets add up to the first'),
    market: sensitivity.describe('for +1 basis point of zero rates, +1 % of exchange rates'),
  }),
  example: {
    hybrid: exampleExposure.hybrid,
    timesYears: exampleExposure.timesYears,
    resets: exampleExposure.resets,
    paths: 1000,
    seed: exampleExposure.seed,
    trades: exampleExposure.nettingSet.trades,
    marginPeriodYears: 0,
    marginAgreement: null,
    counterparty: exampleParty(0.02),
  },
  cost: 'medium',
  failures: exposureFailures,
  compute: ({ hybrid, trades, marginAgreement, counterparty, ...simulation }) => {
    const { cva, spreads, market } = creditSensitivities(
      hybridSpecOf(hybrid),
      { ...simulation, nettingSets: [{ id: 'netting set', trades: trades.map(exposureTradeOf) }] },
      marginAgreement,
      partyOf(counterparty),
    )
    return { cva, spreads: [...spreads], market: [...market] }
  },
})
