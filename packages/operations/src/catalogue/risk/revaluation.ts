import {
  crossGammas,
  customaryBumps,
  profitExplain,
  scenarioRevaluation,
  sensitivityLadders,
} from '@tutti/analytics/sensitivity'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nullableNumber, number, positive } from '../value-schemas.ts'
import { factorLevels, valuationOf } from './priced-operation.ts'

const pointer = z.string().regex(/^\//, 'is not a JSON pointer such as /curve/zeroRates/0')
const customary = z.enum(Object.keys(customaryBumps) as [keyof typeof customaryBumps])
const bump = z.union([
  customary.describe(
    'one basis point for PV01, IE01, CS01; one per cent of the level for FX, equity; one point for vega',
  ),
  z.strictObject({
    size: positive,
    mode: z.enum(['absolute', 'relative']),
    unit: positive.describe('the move that a sensitivity is told for'),
    scheme: z.enum(['central', 'forward', 'backward']),
  }),
])
const bumpFrom = (input: z.infer<typeof bump>) => (typeof input === 'string' ? customaryBumps[input] : input)

const priced = {
  operation: z.string().describe('name of a pricing operation, or portfolio/price for a whole portfolio'),
  input: z.record(z.string(), z.unknown()).describe('its input'),
  value: pointer.describe('the value of the position in its result'),
}
const factors = z.array(pointer).min(1)

const blackScholes = {
  type: 'call',
  spot: 100,
  strike: 105,
  maturityYears: 0.5,
  rateContinuous: 0.03,
  dividendYieldContinuous: 0.01,
  volAnnual: 0.2,
}
const failures = [
  { code: 'unsupported' as const, when: 'there is no such pricing operation' },
  { code: 'not-applicable' as const, when: 'a relative bump meets a level of zero' },
]

/** Ladders of any priced position. */
export const sensitivityLadderOperation = defineOperation({
  name: 'risk/sensitivity-ladders',
  title: 'Sensitivity ladders by revaluation',
  description:
    'PV01, IE01, CS01, FX, equity, vega and other ladders of a position that an operation prices: each factor (a number of the input) bumped alone and all of a group together, with gammas, the sum of the buckets and what is left between the two; cross gammas when asked for.',
  source: 'finite differences: Glasserman, Monte Carlo Methods in Financial Engineering (2003), 7.1',
  input: z.strictObject({
    ...priced,
    groups: z.array(z.strictObject({ name: z.string(), factors, bump })).min(1),
    crossGammas: z.boolean().optional().describe('between all factors of all groups'),
  }),
  output: z.strictObject({
    baseValue: number,
    ladders: z.array(
      z.strictObject({
        name: z.string(),
        buckets: z.array(z.strictObject({ factor: z.string(), sensitivity: number, gamma: nullableNumber })),
        parallel: z.strictObject({ sensitivity: number, gamma: nullableNumber }),
        sumOfBuckets: number,
        residual: number.describe('parallel less the sum of the buckets'),
      }),
    ),
    crossGammas: z.strictObject({ factors: z.array(z.string()), matrix: z.array(z.array(number)) }).nullable(),
  }),
  example: {
    operation: 'models/black-scholes',
    input: blackScholes,
    value: '/price',
    groups: [
      { name: 'equity', factors: ['/spot'], bump: 'equity' as const },
      { name: 'vega', factors: ['/volAnnual'], bump: 'vega' as const },
      { name: 'PV01', factors: ['/rateContinuous', '/dividendYieldContinuous'], bump: 'PV01' as const },
    ],
  },
  cost: 'medium',
  failures,
  compute: ({ groups, crossGammas: withCross, ...position }) => {
    const names = [...new Set(groups.flatMap((group) => group.factors))]
    const valuation = valuationOf(position, names)
    const levels = factorLevels(position, names)
    const indexed = groups.map((group) => ({
      name: group.name,
      factors: group.factors.map((name) => names.indexOf(name)),
      bump: bumpFrom(group.bump),
    }))
    const ladders = sensitivityLadders(valuation, levels, indexed)
    const crossed = names.map((_, factor) => ({
      factor,
      bump: indexed.find((group) => group.factors.includes(factor))!.bump,
    }))
    return {
      baseValue: valuation(levels),
      ladders: ladders.map((ladder) => ({
        ...ladder,
        parallel: { ...ladder.parallel },
        buckets: ladder.buckets.map((bucket) => ({ ...bucket, factor: names[bucket.factor] })),
      })),
      crossGammas:
        withCross === true
          ? { factors: names, matrix: crossGammas(valuation, levels, crossed).map((row) => [...row]) }
          : null,
    }
  },
})

/** Stresses of any priced position. */
export const scenarioRevaluationOperation = defineOperation({
  name: 'risk/scenario-revaluation',
  title: 'Scenario and stress revaluation',
  description:
    'A position that an operation prices, revalued in full under scenarios that add to, multiply or set numbers of its input. A scenario that cannot be priced says why and leaves the others alone.',
  source: 'Basel Committee, Stress testing principles (2018)',
  input: z.strictObject({
    ...priced,
    scenarios: z
      .array(
        z.strictObject({
          name: z.string(),
          shocks: z
            .array(z.strictObject({ factor: pointer, kind: z.enum(['add', 'multiply', 'set']), amount: number }))
            .min(1),
        }),
      )
      .min(1),
  }),
  output: z.strictObject({
    baseValue: number,
    outcomes: z.array(
      z.union([
        z.strictObject({ name: z.string(), value: number, change: number }),
        z.strictObject({ name: z.string(), error: z.strictObject({ code: z.string(), message: z.string() }) }),
      ]),
    ),
    worst: z.strictObject({ name: z.string(), change: number }).nullable(),
  }),
  example: {
    operation: 'models/black-scholes',
    input: blackScholes,
    value: '/price',
    scenarios: [
      {
        name: 'crash',
        shocks: [
          { factor: '/spot', kind: 'multiply' as const, amount: 0.8 },
          { factor: '/volAnnual', kind: 'add' as const, amount: 0.15 },
        ],
      },
      { name: 'rates up', shocks: [{ factor: '/rateContinuous', kind: 'add' as const, amount: 0.01 }] },
    ],
  },
  cost: 'medium',
  failures: failures.slice(0, 1),
  compute: ({ scenarios, ...position }) => {
    const names = [...new Set(scenarios.flatMap(({ shocks }) => shocks.map(({ factor }) => factor)))]
    const result = scenarioRevaluation(
      valuationOf(position, names),
      factorLevels(position, names),
      scenarios.map(({ name, shocks }) => ({
        name,
        shocks: shocks.map((shock) => ({ ...shock, factor: names.indexOf(shock.factor) })),
      })),
    )
    return { ...result, outcomes: [...result.outcomes] }
  },
})

/** Profit and loss of any priced position. */
export const profitExplainOperation = defineOperation({
  name: 'risk/profit-explain',
  title: 'Profit and loss explain',
  description:
    'The change in value of a position between two inputs of the operation that prices it, as carry (all that is no factor, such as time), delta, gamma, vega, volga, cross terms and what stays unexplained.',
  source: 'second-order Taylor expansion with revalued carry; Basel Committee, MAR32 for the unexplained part',
  input: z.strictObject({
    operation: priced.operation,
    startInput: priced.input,
    endInput: priced.input,
    value: priced.value,
    factors: z.array(z.strictObject({ factor: pointer, kind: z.enum(['price or rate', 'volatility']), bump })).min(1),
  }),
  output: z.strictObject({
    startValue: number,
    endValue: number,
    total: number,
    carry: number,
    delta: number,
    gamma: number,
    vega: number,
    volga: number,
    cross: number,
    unexplained: number.describe('total less all the others'),
    factors: z.array(z.strictObject({ name: z.string(), move: number, firstOrder: number, secondOrder: number })),
  }),
  example: {
    operation: 'models/black-scholes',
    startInput: blackScholes,
    endInput: { ...blackScholes, spot: 102, volAnnual: 0.19, maturityYears: 0.48 },
    value: '/price',
    factors: [
      { factor: '/spot', kind: 'price or rate' as const, bump: 'equity' as const },
      { factor: '/volAnnual', kind: 'volatility' as const, bump: 'vega' as const },
    ],
  },
  cost: 'medium',
  failures,
  compute: ({ operation, startInput, endInput, value, factors: explained }) => {
    const names = explained.map(({ factor }) => factor)
    const start = { operation, input: startInput, value }
    const end = { operation, input: endInput, value }
    const result = profitExplain(
      {
        startValuation: valuationOf(start, names),
        endValuation: valuationOf(end, names),
        startLevels: factorLevels(start, names),
        endLevels: factorLevels(end, names),
      },
      explained.map(({ factor: name, kind, bump: chosen }) => ({ name, kind, bump: bumpFrom(chosen) })),
    )
    return { ...result, factors: result.factors.map((factor) => ({ ...factor })) }
  },
})
