import {
  cirBondCall,
  cirCdf,
  cirQuantile,
  cirTransition,
  cirZeroBond,
  vasicekBondOption,
  vasicekZeroBond,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, openProbability, positive, series } from '../value-schemas.ts'
import { zeroBondOptionSchema } from './model-inputs.ts'

const meanReverting = z.strictObject({ kappa: positive, theta: positive, sigma: positive })
const vasicek = z.strictObject({ kappa: positive, theta: number, sigma: positive })
const prices = z.array(nonNegative)

const exampleCir = { kappa: 0.4, theta: 0.05, sigma: 0.1 }
const exampleVasicek = { kappa: 0.4, theta: 0.05, sigma: 0.012 }
const exampleOption = { expiryYears: 1, bondMaturityYears: 5, strike: 0.8 }

/** The exact law of the square-root process. */
export const cirTransitionOperation = defineOperation({
  name: 'models/cir-transition',
  title: 'CIR transition law',
  description:
    'Exact law of the square-root process a time after it stood at a value: a scaled noncentral chi-square with its moments, distribution function and quantiles.',
  source: 'Cox, Ingersoll & Ross, Econometrica 53 (1985), eqs 18-19',
  input: z.strictObject({
    parameters: meanReverting,
    value: nonNegative,
    dtYears: positive,
    points: z.array(nonNegative).describe('where the distribution function is wanted'),
    probabilities: z.array(openProbability).describe('of the quantiles wanted'),
  }),
  output: z.strictObject({
    mean: nonNegative,
    variance: nonNegative,
    degreesOfFreedom: positive,
    noncentrality: nonNegative,
    cdf: prices,
    quantiles: prices,
  }),
  example: { parameters: exampleCir, value: 0.04, dtYears: 0.5, points: [0.04], probabilities: [0.05, 0.95] },
  compute: ({ parameters, value, dtYears, points, probabilities }) => {
    const law = cirTransition(parameters, value, dtYears)
    return {
      mean: law.mean,
      variance: law.variance,
      degreesOfFreedom: law.degreesOfFreedom,
      noncentrality: law.noncentrality,
      cdf: points.map((x) => cirCdf(law, x)),
      quantiles: probabilities.map((probability) => cirQuantile(law, probability)),
    }
  },
})

/** A zero-coupon bond in the CIR model. */
export const cirZeroBondOperation = defineOperation({
  name: 'models/cir-zero-bond',
  title: 'CIR zero-coupon bond',
  description: 'Price per unit of face when the short rate follows the square-root process.',
  source: 'Cox, Ingersoll & Ross (1985), eq. 23',
  input: z.strictObject({ parameters: meanReverting, shortRate: nonNegative, maturityYears: positive }),
  output: z.strictObject({ price: positive }),
  example: { parameters: exampleCir, shortRate: 0.03, maturityYears: 5 },
  compute: (input) => ({ price: cirZeroBond(input.parameters, input.shortRate, input.maturityYears) }),
})

/** A call on a zero-coupon bond in the CIR model. */
export const cirBondCallOperation = defineOperation({
  name: 'models/cir-bond-call',
  title: 'CIR zero-coupon bond call',
  description: 'Price of a European call on a zero-coupon bond of unit face.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), eq. 3.26',
  input: z.strictObject({ parameters: meanReverting, shortRate: nonNegative, option: zeroBondOptionSchema }),
  output: z.strictObject({ price: nonNegative }),
  example: { parameters: exampleCir, shortRate: 0.03, option: exampleOption },
  compute: (input) => ({ price: cirBondCall(input.parameters, input.shortRate, input.option) }),
})

/** Zero-coupon bonds in the Vasicek model. */
export const vasicekZeroBondsOperation = defineOperation({
  name: 'models/vasicek-zero-bonds',
  title: 'Vasicek zero-coupon bonds',
  description: 'Prices per unit of face when the short rate follows the Vasicek process.',
  source: 'Vasicek, J. Financial Economics 5 (1977), eq. 27',
  input: z.strictObject({ parameters: vasicek, shortRate: number, maturitiesYears: z.array(positive).min(1) }),
  output: z.strictObject({ prices: series }),
  example: { parameters: exampleVasicek, shortRate: 0.03, maturitiesYears: [1, 5, 10] },
  compute: (input) => ({
    prices: input.maturitiesYears.map((maturity) => vasicekZeroBond(input.parameters, input.shortRate, maturity)),
  }),
})

/** Options on a zero-coupon bond in the Vasicek model. */
export const vasicekBondOptionOperation = defineOperation({
  name: 'models/vasicek-bond-option',
  title: 'Vasicek zero-coupon bond option',
  description: 'Prices of a European call and put on a zero-coupon bond of unit face.',
  source: 'Jamshidian, J. Finance 44 (1989), 205-209',
  input: z.strictObject({ parameters: vasicek, shortRate: number, option: zeroBondOptionSchema }),
  output: z.strictObject({ call: nonNegative, put: nonNegative }),
  example: { parameters: exampleVasicek, shortRate: 0.03, option: exampleOption },
  compute: ({ parameters, shortRate, option }) => ({
    call: vasicekBondOption(parameters, shortRate, 'call', option),
    put: vasicekBondOption(parameters, shortRate, 'put', option),
  }),
})
