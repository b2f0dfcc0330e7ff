import {
  batesPrice,
  blackScholesGreeks,
  blackScholesPrice,
  hestonCharacteristicFunction,
  hestonImpliedVolatilities,
  hestonPrice,
  impliedVolatility,
  mertonJumpPrice,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'
import { hestonSchema } from './model-inputs.ts'

const optionTerms = {
  type: z.enum(['call', 'put']),
  spot: positive,
  strike: positive,
  maturityYears: positive,
  rateContinuous: number,
  dividendYieldContinuous: number,
}

const jumps = z.strictObject({
  jumpIntensity: nonNegative.describe('a year'),
  meanLogJump: number,
  jumpVolatility: nonNegative,
})

const exampleOption = {
  type: 'call' as const,
  spot: 100,
  strike: 105,
  maturityYears: 1,
  rateContinuous: 0.03,
  dividendYieldContinuous: 0.01,
}
const exampleHeston = { v0: 0.04, kappa: 2, theta: 0.04, sigma: 0.3, rho: -0.7 }
const exampleJumps = { jumpIntensity: 0.5, meanLogJump: -0.1, jumpVolatility: 0.15 }
const priceOutput = z.strictObject({ price: nonNegative })

/** Price and sensitivities of a European option. */
export const blackScholesOperation = defineOperation({
  name: 'models/black-scholes',
  title: 'Black-Scholes-Merton option',
  description: 'Price and sensitivities, each per unit of its variable, of a European option with a dividend yield.',
  source: 'Merton, Bell Journal of Economics 4 (1973); Haug, Option Pricing Formulas (2007)',
  input: z.strictObject({ ...optionTerms, volAnnual: positive }),
  output: z.strictObject({
    price: nonNegative,
    delta: number,
    gamma: number,
    vega: number,
    thetaPerYear: number,
    rho: number,
    dividendRho: number,
    vanna: number,
    volga: number,
  }),
  example: { ...exampleOption, volAnnual: 0.2 },
  compute: (input) => ({ ...blackScholesGreeks(input), price: blackScholesPrice(input) }),
})

/** Volatility from a price. */
export const impliedVolatilityOperation = defineOperation({
  name: 'models/implied-volatility',
  title: 'Implied volatility',
  description: 'Black-Scholes volatility (annual, decimal) at which a European option has a given price.',
  source: 'Black-Scholes-Merton, inverted by a bracketed root search',
  input: z.strictObject({ ...optionTerms, price: positive.describe('present value') }),
  output: z.strictObject({ volAnnual: positive }),
  example: { ...exampleOption, price: 6.5 },
  compute: ({ price, ...terms }) => ({ volAnnual: impliedVolatility(price, terms) }),
})

/** A European option in Heston's model. */
export const hestonPriceOperation = defineOperation({
  name: 'models/heston-price',
  title: 'Heston option price',
  description:
    'Price of a European option in Heston\u2019s model from its characteristic function; relative error about 1e-10.',
  source: 'Heston, RFS 6 (1993); Lord & Kahl, J. Computational Finance 10 (2007)',
  input: z.strictObject({ parameters: hestonSchema, option: z.strictObject(optionTerms) }),
  output: priceOutput,
  example: { parameters: exampleHeston, option: exampleOption },
  compute: ({ parameters, option }) => ({ price: hestonPrice(parameters, option) }),
})

/** The smile of Heston's model. */
export const hestonSmileOperation = defineOperation({
  name: 'models/heston-implied-volatilities',
  title: 'Heston implied volatilities',
  description: 'Black implied volatilities (annual, decimal) of Heston\u2019s model at one maturity.',
  source: 'Heston, RFS 6 (1993); Lord & Kahl, J. Computational Finance 10 (2007)',
  input: z.strictObject({
    parameters: hestonSchema,
    forward: positive,
    strikes: z.array(positive).min(1),
    maturityYears: positive,
  }),
  output: z.strictObject({ volsAnnual: series }),
  example: { parameters: exampleHeston, forward: 100, strikes: [80, 100, 120], maturityYears: 1 },
  compute: (input) => ({
    volsAnnual: hestonImpliedVolatilities(input.parameters, input.forward, input.strikes, input.maturityYears),
  }),
})

/** The characteristic function of Heston's model. */
export const hestonCharacteristicFunctionOperation = defineOperation({
  name: 'models/heston-characteristic-function',
  title: 'Heston characteristic function',
  description: 'E[exp(i u ln(S_T / F))] for real u, F being the forward.',
  source: 'Heston, RFS 6 (1993); Albrecher, Mayer, Schoutens & Tistaert, Wilmott (Jan 2007)',
  input: z.strictObject({ parameters: hestonSchema, maturityYears: positive, u: number }),
  output: z.strictObject({ real: number, imaginary: number }),
  example: { parameters: exampleHeston, maturityYears: 1, u: 1.5 },
  compute: ({ parameters, maturityYears, u }) => {
    const value = hestonCharacteristicFunction(parameters, maturityYears, u)
    return { real: value.re, imaginary: value.im }
  },
})

/** A European option in Merton's jump diffusion. */
export const mertonJumpOperation = defineOperation({
  name: 'models/merton-jump-price',
  title: 'Merton jump-diffusion price',
  description: 'Price of a European option on a spot with lognormal jumps.',
  source: 'Merton, J. Financial Economics 3 (1976), 125-144',
  input: z.strictObject({ volAnnual: positive, jumps, option: z.strictObject(optionTerms) }),
  output: priceOutput,
  example: { volAnnual: 0.18, jumps: exampleJumps, option: exampleOption },
  compute: (input) => ({ price: mertonJumpPrice(input.volAnnual, input.jumps, input.option) }),
})

/** A European option in Bates's model. */
export const batesPriceOperation = defineOperation({
  name: 'models/bates-price',
  title: 'Bates option price',
  description: 'Price of a European option in Heston\u2019s model with independent lognormal jumps of the spot.',
  source: 'Bates, RFS 9 (1996), 69-107',
  input: z.strictObject({ parameters: hestonSchema, jumps, option: z.strictObject(optionTerms) }),
  output: priceOutput,
  example: { parameters: exampleHeston, jumps: exampleJumps, option: exampleOption },
  compute: (input) => ({ price: batesPrice(input.parameters, input.jumps, input.option) }),
})
