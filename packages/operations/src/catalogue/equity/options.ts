import { americanGreeks, americanOption, latticePrice } from '@tutti/analytics/equity'
import { impliedVolatilities } from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import { cashDividends, exampleOption, optionTerms } from './equity-inputs.ts'

const american = 'Andersen, Lake & Offengenden, J. Computational Finance 20 (2016)'

/** An American option. */
export const americanOptionOperation = defineOperation({
  name: 'equity/american-option',
  title: 'American option',
  description:
    'Value of an American option with a dividend yield and rates of any sign: the exercise boundary by spectral collocation, a lattice where there are two boundaries. The lines are the European option, interest and dividends of early exercise.',
  source: american,
  input: z.strictObject(optionTerms),
  output: z.strictObject({
    ...presentValueFields,
    europeanPrice: nonNegative,
    earlyExercisePremium: number,
    delta: number,
    gamma: number,
    method: z.enum(['european', 'collocation', 'lattice', 'exercise', 'deterministic']),
    exerciseBoundary: nullableNumber.describe('spot at which it is exercised today'),
  }),
  cost: 'medium',
  example: exampleOption,
  compute: (input) => {
    const { exerciseBoundary = null, ...rest } = americanOption(input)
    return { ...plainLines(rest), exerciseBoundary }
  },
})

/** Sensitivities of an American option. */
export const americanGreeksOperation = defineOperation({
  name: 'equity/american-greeks',
  title: 'American option sensitivities',
  description: 'Delta, gamma, vega, theta and the two rhos of an American option, each per unit of its variable.',
  source: american,
  input: z.strictObject({ ...optionTerms, maturityYears: positive, volAnnual: positive }),
  output: z.strictObject({
    delta: number,
    gamma: number,
    vega: number,
    thetaPerYear: number,
    rho: number,
    dividendRho: number,
  }),
  cost: 'medium',
  example: exampleOption,
  compute: (input) => ({ ...americanGreeks(input) }),
})

/** An option on a lattice. */
export const latticeOptionOperation = defineOperation({
  name: 'equity/lattice-option',
  title: 'Option on a binomial lattice',
  description:
    'Value of a European or American option with cash dividends on a Leisen-Reimer lattice; the spot less the present value of dividends to come is lognormal.',
  source: 'Leisen & Reimer, Applied Mathematical Finance 3 (1996), 319-346',
  input: z.strictObject({
    ...optionTerms,
    maturityYears: positive,
    volAnnual: positive,
    exercise: z.enum(['american', 'european']),
    steps: z.int().min(3).max(20_001).optional().describe('odd; 501 when left out'),
    dividends: cashDividends.optional(),
  }),
  output: z.strictObject({ presentValue: nonNegative, delta: number, gamma: number }),
  cost: 'medium',
  example: { ...exampleOption, exercise: 'american' as const, dividends: [{ timeYears: 0.4, amount: 1.5 }] },
  compute: ({ exercise, steps, dividends, ...option }) => {
    const { price, ...slopes } = latticePrice(option, { exercise, steps, dividends })
    return { presentValue: price, ...slopes }
  },
})

/** Implied volatilities of many options. */
export const impliedVolatilitiesOperation = defineOperation({
  name: 'equity/implied-volatilities',
  title: 'Implied volatilities of many options',
  description:
    'Black implied volatilities from parallel arrays of quotes; a quote that has none gives null and a reason, and does not sink the rest.',
  source: 'Jaeckel, "Let\u2019s be rational", Wilmott (January 2015), 40-53, for mappings and objectives',
  input: z
    .strictObject({
      types: z.array(z.enum(['call', 'put'])).min(1),
      forwards: z.array(number).min(1),
      strikes: z.array(number).min(1),
      maturitiesYears: z.array(number).min(1),
      prices: z.array(number).min(1).describe('present values'),
      discountFactors: z.array(number).min(1).optional().describe('1 when left out: undiscounted prices'),
    })
    .describe('arrays of one length'),
  output: z.strictObject({
    volsAnnual: z.array(nullableNumber),
    failures: z.array(z.strictObject({ index: z.int(), message: z.string() })),
  }),
  example: {
    types: ['call' as const, 'put' as const, 'call' as const],
    forwards: [100, 100, 100],
    strikes: [105, 90, 90],
    maturitiesYears: [0.5, 0.5, 0.5],
    prices: [3.6, 1.4, 9],
    discountFactors: [0.98, 0.98, 0.98],
  },
  compute: ({ types, ...quotes }) => {
    const { volsAnnual, failures } = impliedVolatilities({
      ...quotes,
      isCall: types.map((type) => (type === 'call' ? 1 : 0)),
    })
    const failed = new Set(failures.map(({ index }) => index))
    return {
      volsAnnual: Array.from(volsAnnual, (vol, i) => (failed.has(i) ? null : vol)),
      failures: failures.map(({ index, error }) => ({ index, message: error.message })),
    }
  },
})
