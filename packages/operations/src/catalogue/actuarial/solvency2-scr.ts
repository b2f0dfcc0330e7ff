import {
  aggregatedCapital,
  concentrationCapital,
  counterpartyCapital,
  equityCapital,
  marketCapital,
  operationalCapital,
  premiumReserveCapital,
  spreadStress,
  symmetricAdjustment,
} from '@tutti/analytics/actuarial'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { parametersOn, unknownDate, valuationDate, versionOf, versionShape } from './solvency2-inputs.ts'

const money = nonNegative.max(1e150)
const optionalMoney = money.optional()
const step = z.int().min(0).max(6)

/** Charges of the market risk sub-modules off exposures. */
export const marketRiskChargesOperation = defineOperation({
  name: 'actuarial/solvency2-market-charges',
  title: 'Solvency II charges for market risk',
  description:
    'Capital requirements of the equity, property, spread (bonds and loans), currency and concentration sub-modules off exposures, with the symmetric adjustment given or computed from index levels. Liabilities are taken not to move.',
  source: 'Delegated Regulation (EU) 2015/35, Articles 168 to 172, 174, 176, 182 to 188',
  input: z.strictObject({
    date: valuationDate,
    equity: z
      .strictObject({
        type1: optionalMoney,
        type2: optionalMoney,
        strategicType1: optionalMoney,
        strategicType2: optionalMoney,
        longTermType1: optionalMoney,
        longTermType2: optionalMoney,
        infrastructure: optionalMoney,
        infrastructureCorporate: optionalMoney,
      })
      .optional()
      .describe('market values by kind'),
    symmetricAdjustment: z.number().min(-1).max(1).optional().describe('decimal; held within its bounds'),
    equityIndex: z
      .strictObject({ currentLevel: positive, averageLevel: positive.describe('mean of the last 36 months') })
      .optional()
      .describe('instead of the symmetric adjustment'),
    property: optionalMoney.describe('market value'),
    bonds: z
      .array(
        z.strictObject({
          value: money,
          creditQualityStep: step.nullable().describe('null for unrated'),
          durationYears: nonNegative.max(200).describe('modified'),
        }),
      )
      .max(100_000)
      .optional(),
    currencies: z
      .array(z.strictObject({ currency: z.string().min(1), netExposure: number }))
      .max(300)
      .optional(),
    singleNames: z
      .array(z.strictObject({ exposure: money, creditQualityStep: step }))
      .max(100_000)
      .optional(),
    concentrationAssets: optionalMoney.describe(
      'value of the assets in scope of concentration risk; the sum of the names unless given',
    ),
  }),
  output: z.strictObject({
    version: versionShape,
    symmetricAdjustment: number,
    equity: z.strictObject({ type1: nonNegative, other: nonNegative, total: nonNegative }),
    property: nonNegative,
    spread: nonNegative,
    bondStresses: z.array(nonNegative).describe('fall in value of each bond, decimal'),
    currency: nonNegative,
    concentration: nonNegative,
  }),
  failures: unknownDate,
  example: {
    date: '2025-12-31',
    equity: { type1: 300, type2: 100 },
    symmetricAdjustment: 0.02,
    property: 120,
    bonds: [
      { value: 500, creditQualityStep: 2, durationYears: 7 },
      { value: 80, creditQualityStep: null, durationYears: 4 },
    ],
    currencies: [{ currency: 'USD', netExposure: 60 }],
    singleNames: [{ exposure: 70, creditQualityStep: 2 }],
    concentrationAssets: 1100,
  },
  compute: (input) => {
    const p = parametersOn(input.date)
    if (input.symmetricAdjustment !== undefined && input.equityIndex !== undefined) {
      throw new TuttiError('invalid-input', 'give the symmetric adjustment or the index levels, not both', {
        field: 'symmetricAdjustment',
      })
    }
    const { equityIndex, equity = {} } = input
    const adjustment =
      equityIndex === undefined
        ? (input.symmetricAdjustment ?? 0)
        : symmetricAdjustment(p, equityIndex.currentLevel, equityIndex.averageLevel)
    const bonds = input.bonds ?? []
    const bondStresses = bonds.map((bond) => spreadStress(p, bond.creditQualityStep, bond.durationYears))
    const names = input.singleNames ?? []
    return {
      version: versionOf(input.date, names.length > 0 ? ['concentration'] : []),
      symmetricAdjustment: adjustment,
      equity: {
        ...equityCapital(
          p,
          {
            type1: equity.type1 ?? 0,
            type2: equity.type2 ?? 0,
            strategicType1: equity.strategicType1 ?? 0,
            strategicType2: equity.strategicType2 ?? 0,
            longTermType1: equity.longTermType1 ?? 0,
            longTermType2: equity.longTermType2 ?? 0,
            infrastructure: equity.infrastructure ?? 0,
            infrastructureCorporate: equity.infrastructureCorporate ?? 0,
          },
          adjustment,
        ),
      },
      property: p.property * (input.property ?? 0),
      spread: bonds.reduce((sum, { value }, i) => sum + value * bondStresses[i], 0),
      bondStresses,
      // each currency falls or rises by as much, whichever hurts
      currency: p.currency * (input.currencies ?? []).reduce((sum, { netExposure }) => sum + Math.abs(netExposure), 0),
      concentration: concentrationCapital(
        p,
        names,
        input.concentrationAssets ?? names.reduce((sum, { exposure }) => sum + exposure, 0),
      ),
    }
  },
})

const lifeParts = ['mortality', 'longevity', 'disability', 'expense', 'revision', 'lapse', 'catastrophe'] as const

/** The whole standard formula. */
export const solvencyCapitalRequirementOperation = defineOperation({
  name: 'actuarial/solvency2-scr',
  title: 'Solvency II solvency capital requirement',
  description:
    'Standard formula from the losses of its sub-modules: market (with the correlations of the binding move of rates), life (lapse the largest of up, down and mass), type 1 counterparties, non-life, health; basic requirement, operational risk, and the adjustment for the loss-absorbing capacity of technical provisions and deferred taxes.',
  source:
    'Directive 2009/138/EC, Annex IV; Delegated Regulation (EU) 2015/35, Articles 114 to 117, 136 to 143, 164 to 165, 199 to 207',
  input: z.strictObject({
    date: valuationDate,
    market: z.strictObject({
      interestUp: number.describe('loss when rates rise'),
      interestDown: number.describe('loss when rates fall'),
      equity: money,
      property: money,
      spread: money,
      concentration: money,
      currency: money,
    }),
    life: z
      .strictObject({
        mortality: money,
        longevity: money,
        disability: money,
        expense: money,
        revision: money,
        lapseUp: money,
        lapseDown: money,
        massLapse: money,
        catastrophe: money,
      })
      .optional(),
    counterparties: z
      .array(z.strictObject({ lossGivenDefault: money, creditQualityStep: step }))
      .max(10_000)
      .optional(),
    type2Counterparty: optionalMoney.describe('capital requirement for type 2 exposures'),
    nonLife: z
      .strictObject({
        segments: z
          .array(
            z.strictObject({
              segment: z.int().min(1).max(12).describe('of Annex II'),
              premiumVolume: money,
              reserveVolume: money,
              reinsuranceFactor: z
                .number()
                .min(0)
                .max(1)
                .optional()
                .describe('1; 0.8 for segments 1, 4, 5 with non-proportional reinsurance'),
              diversification: z.number().min(0).max(1).optional().describe('Herfindahl measure over regions; 1'),
            }),
          )
          .max(12),
        catastrophe: money,
        lapse: money,
      })
      .optional(),
    health: optionalMoney.describe('capital requirement of the module'),
    operational: z
      .strictObject({
        lifePremiums: money,
        lifePremiumsBefore: money.describe('of the twelve months before those'),
        nonLifePremiums: money,
        nonLifePremiumsBefore: money,
        lifeProvisions: money,
        nonLifeProvisions: money,
        unitLinkedExpenses: money,
      })
      .optional(),
    lossAbsorbingProvisions: optionalMoney.describe('capacity of technical provisions, taken off'),
    lossAbsorbingDeferredTaxes: optionalMoney.describe('capacity of deferred taxes, taken off'),
  }),
  output: z.strictObject({
    version: versionShape,
    market: nonNegative,
    bindingInterestMove: z.enum(['up', 'down']),
    lapse: nonNegative,
    life: nonNegative,
    counterparty: nonNegative,
    premiumAndReserve: nonNegative,
    nonLife: nonNegative,
    health: nonNegative,
    basic: nonNegative.describe('BSCR'),
    diversification: number.describe('sum of the five modules less the basic requirement'),
    contributions: z.array(z.strictObject({ module: z.string(), contribution: number })),
    operational: nonNegative,
    adjustment: number.describe('of loss-absorbing capacity, zero or below'),
    scr: nonNegative,
  }),
  failures: unknownDate,
  example: {
    date: '2025-12-31',
    market: {
      interestUp: 0,
      interestDown: 120,
      equity: 300,
      property: 80,
      spread: 210,
      concentration: 15,
      currency: 60,
    },
    life: {
      mortality: 20,
      longevity: 140,
      disability: 0,
      expense: 45,
      revision: 0,
      lapseUp: 30,
      lapseDown: 70,
      massLapse: 55,
      catastrophe: 10,
    },
    counterparties: [
      { lossGivenDefault: 40, creditQualityStep: 1 },
      { lossGivenDefault: 25, creditQualityStep: 2 },
    ],
    operational: {
      lifePremiums: 200,
      lifePremiumsBefore: 190,
      nonLifePremiums: 0,
      nonLifePremiumsBefore: 0,
      lifeProvisions: 5000,
      nonLifeProvisions: 0,
      unitLinkedExpenses: 0,
    },
    lossAbsorbingDeferredTaxes: 90,
  },
  compute: (input) => {
    const p = parametersOn(input.date)
    const market = marketCapital(p, input.market)
    const given = input.life
    const lapse = given === undefined ? 0 : Math.max(given.lapseUp, given.lapseDown, given.massLapse)
    const life =
      given === undefined
        ? 0
        : aggregatedCapital(
            lifeParts.map((part) => (part === 'lapse' ? lapse : given[part])),
            p.correlations.life,
          ).total
    const type1 = counterpartyCapital(p, input.counterparties ?? [])
    const type2 = input.type2Counterparty ?? 0
    // Article 189: three quarters between the two types
    const counterparty = Math.sqrt(type1 * type1 + 1.5 * type1 * type2 + type2 * type2)
    const segments = (input.nonLife?.segments ?? []).map((segment) => ({
      ...segment,
      reinsuranceFactor: segment.reinsuranceFactor ?? 1,
      diversification: segment.diversification ?? 1,
    }))
    const premiumAndReserve = premiumReserveCapital(p, segments)
    const nonLife = aggregatedCapital(
      [premiumAndReserve, input.nonLife?.catastrophe ?? 0, input.nonLife?.lapse ?? 0],
      p.correlations.nonLife,
    ).total
    const health = input.health ?? 0
    const basic = aggregatedCapital([market.total, counterparty, life, health, nonLife], p.correlations.basic)
    const operational = input.operational === undefined ? 0 : operationalCapital(p, input.operational, basic.total)
    const capacity = (input.lossAbsorbingProvisions ?? 0) + (input.lossAbsorbingDeferredTaxes ?? 0)
    const adjustment = -Math.min(capacity, basic.total + operational)
    return {
      version: versionOf(input.date, [
        'correlations',
        ...(given === undefined ? [] : (['life'] as const)),
        ...(type1 > 0 ? (['counterparty'] as const) : []),
        ...(input.nonLife === undefined ? [] : (['non-life'] as const)),
        ...(input.operational === undefined ? [] : (['operational'] as const)),
      ]),
      market: market.total,
      bindingInterestMove: market.binding,
      lapse,
      life,
      counterparty,
      premiumAndReserve,
      nonLife,
      health,
      basic: basic.total,
      diversification: basic.diversification,
      contributions: ['market', 'counterparty', 'life', 'health', 'non-life'].map((module, i) => ({
        module,
        contribution: basic.contributions[i],
      })),
      operational,
      adjustment,
      scr: Math.max(0, basic.total + operational + adjustment),
    }
  },
})
