import { z } from 'zod'
import * as catalogue from '../../catalogue/models/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, said } from './form-inputs.ts'

const type = z.enum(['call', 'put'])
const market = { spot: z.number(), rate_continuous: z.number(), dividend_yield_continuous: z.number() }
const dynamics = { kappa: z.number(), theta: z.number(), sigma: z.number(), rho: z.number() }
const heston = { v0: z.number(), ...dynamics }
const maturity = { maturity_years: z.number() }
const jumps = { jump_intensity: z.number(), mean_log_jump: z.number(), jump_volatility: z.number() }

interface Market {
  readonly spot: number
  readonly rate_continuous: number
  readonly dividend_yield_continuous: number
  readonly maturity_years: number
}

interface HestonInput {
  readonly v0: number
  readonly kappa: number
  readonly theta: number
  readonly sigma: number
  readonly rho: number
}

interface JumpInput {
  readonly jump_intensity: number
  readonly mean_log_jump: number
  readonly jump_volatility: number
}

const optionOf = (input: Market, optionType: 'call' | 'put', strike: number) => ({
  type: optionType,
  spot: input.spot,
  strike,
  maturityYears: input.maturity_years,
  rateContinuous: input.rate_continuous,
  dividendYieldContinuous: input.dividend_yield_continuous,
})

const hestonOf = ({ v0, kappa, theta, sigma, rho }: HestonInput) => ({ v0, kappa, theta, sigma, rho })

const jumpsOf = (input: JumpInput) => ({
  jumpIntensity: input.jump_intensity,
  meanLogJump: input.mean_log_jump,
  jumpVolatility: input.jump_volatility,
})

const hestonPrice = (input: Market & HestonInput, optionType: 'call' | 'put', strike: number): number =>
  catalogue.hestonPriceOperation.run({ parameters: hestonOf(input), option: optionOf(input, optionType, strike) }).price

/** Steps of a simulation, by the scheme's name. */
const qeInputs = {
  psi_c: z.literal(1.5),
  gamma1: z.literal(0.5),
  gamma2: z.literal(0.5),
  ...dynamics,
  rate_continuous: z.number(),
  dividend_yield_continuous: z.number(),
  steps: z.array(
    exactly({
      dt: z.number(),
      spot: z.number(),
      variance: z.number(),
      z_asset: z.number(),
      z_variance: z.number(),
    }),
  ),
}

const stepAnswer = (
  scheme: 'qe' | 'qe-martingale' | 'full-truncation',
  input: Omit<HestonInput, 'v0'> & Omit<Market, 'spot' | 'maturity_years'>,
  steps: readonly {
    readonly dt: number
    readonly spot: number
    readonly variance: number
    readonly zAsset: number
    readonly zVariance: number
  }[],
) => {
  const { kappa, theta, sigma, rho } = input
  const results = steps.map(({ dt: dtYears, ...step }) =>
    catalogue.hestonStepOperation.run({
      ...step,
      scheme,
      parameters: { kappa, theta, sigma, rho },
      dtYears,
      rateContinuous: input.rate_continuous,
      dividendYieldContinuous: input.dividend_yield_continuous,
    }),
  )
  return { spot: results.map((result) => result.spot), variance: results.map((result) => result.variance) }
}

/** Options on equity and Heston's model. */
export const equityModelForms: readonly ReferenceForm[] = [
  referenceForm(
    'black_scholes',
    exactly({
      items: z.array(exactly({ ...market, ...maturity, type, strike: z.number(), volatility: z.number() })),
    }),
    ({ items }) => ({
      prices: items.map(
        (item) =>
          catalogue.blackScholesOperation.run({
            ...optionOf(item, item.type, item.strike),
            volAnnual: item.volatility,
          }).price,
      ),
    }),
  ),
  referenceForm(
    'black_scholes_greeks',
    exactly({ ...market, ...maturity, strike: z.number(), volatility: z.number() }),
    (input) => {
      const greeks = (optionType: 'call' | 'put') => {
        const { thetaPerYear, dividendRho, ...rest } = catalogue.blackScholesOperation.run({
          ...optionOf(input, optionType, input.strike),
          volAnnual: input.volatility,
        })
        return { ...rest, theta_per_year: thetaPerYear, dividend_rho: dividendRho }
      }
      return { call: greeks('call'), put: greeks('put') }
    },
  ),
  referenceForm(
    'black_scholes_implied_vol',
    exactly({ ...market, ...maturity, type, strike: z.number(), price: z.number() }),
    (input) => ({
      implied_vol: catalogue.impliedVolatilityOperation.run({
        ...optionOf(input, input.type, input.strike),
        price: input.price,
      }).volAnnual,
    }),
  ),
  referenceForm('heston_european', exactly({ ...market, ...maturity, ...heston, strike: z.number() }), (input) => ({
    call: hestonPrice(input, 'call', input.strike),
    put: hestonPrice(input, 'put', input.strike),
  })),
  referenceForm('heston_european', exactly({ ...market, ...maturity, ...heston, strikes: list }), (input) => ({
    calls: input.strikes.map((strike) => hestonPrice(input, 'call', strike)),
    puts: input.strikes.map((strike) => hestonPrice(input, 'put', strike)),
  })),
  referenceForm(
    'heston_european',
    exactly({ ...market, ...maturity, ...heston, items: z.array(exactly({ strike: z.number(), type })) }),
    (input) => ({ prices: input.items.map((item) => hestonPrice(input, item.type, item.strike)) }),
  ),
  referenceForm(
    'heston_implied_vol',
    exactly({
      ...heston,
      ...maturity,
      forward: z.number(),
      rate_continuous: z.number(),
      dividend_yield_continuous: z.number(),
      strikes: list,
    }).refine((input) => input.rate_continuous === input.dividend_yield_continuous, {
      path: ['forward'],
      message: 'is only understood without carry, where the forward is the spot',
    }),
    (input) => ({
      implied_vols: catalogue.hestonSmileOperation.run({
        parameters: hestonOf(input),
        forward: input.forward,
        strikes: input.strikes,
        maturityYears: input.maturity_years,
      }).volsAnnual,
    }),
  ),
  referenceForm(
    'heston_cf',
    exactly({
      ...heston,
      pairs_u_t: z.array(z.tuple([z.number(), z.number()])),
      definition: said('E[exp(i u ln(S_T/F))]'),
    }),
    (input) => {
      const values = input.pairs_u_t.map(([u, maturityYears]) =>
        catalogue.hestonCharacteristicFunctionOperation.run({ parameters: hestonOf(input), u, maturityYears }),
      )
      return { real: values.map((value) => value.real), imag: values.map((value) => value.imaginary) }
    },
  ),
  referenceForm('heston_step', exactly({ scheme: said('Andersen QE'), ...qeInputs }), (input) =>
    stepAnswer('qe', input, qeSteps(input.steps)),
  ),
  referenceForm(
    'heston_step',
    exactly({ scheme: said('Andersen QE with martingale correction'), ...qeInputs }),
    (input) => stepAnswer('qe-martingale', input, qeSteps(input.steps)),
  ),
  referenceForm(
    'heston_step',
    exactly({
      scheme: z
        .string()
        .refine(
          (text) =>
            /\bfull[- ]truncation\b/i.test(text) &&
            !/\b(milstein|absorption|reflection|partial|higham|implicit)\b/i.test(text) &&
            !/\b(arithmetic|euler on (the )?spot)\b/i.test(text),
          'is another scheme than full truncation Euler on the log-spot',
        ),
      ...dynamics,
      rate_continuous: z.number(),
      dividend_yield_continuous: z.number(),
      steps: z.array(
        exactly({ dt: z.number(), spot: z.number(), variance: z.number(), z1: z.number(), z2: z.number() }),
      ),
    }),
    (input) =>
      stepAnswer(
        'full-truncation',
        input,
        input.steps.map(({ z1, z2, ...step }) => ({ ...step, zAsset: z1, zVariance: z2 })),
      ),
  ),
  referenceForm(
    'merton_jump',
    exactly({ ...market, ...maturity, ...jumps, volatility: z.number(), strikes: list }),
    (input) => {
      const prices = (optionType: 'call' | 'put') =>
        input.strikes.map(
          (strike) =>
            catalogue.mertonJumpOperation.run({
              volAnnual: input.volatility,
              jumps: jumpsOf(input),
              option: optionOf(input, optionType, strike),
            }).price,
        )
      return { calls: prices('call'), puts: prices('put') }
    },
  ),
  referenceForm('bates_european', exactly({ ...market, ...maturity, ...heston, ...jumps, strikes: list }), (input) => {
    const prices = (optionType: 'call' | 'put') =>
      input.strikes.map(
        (strike) =>
          catalogue.batesPriceOperation.run({
            parameters: hestonOf(input),
            jumps: jumpsOf(input),
            option: optionOf(input, optionType, strike),
          }).price,
      )
    return { calls: prices('call'), puts: prices('put') }
  }),
]

function qeSteps(
  steps: readonly {
    readonly dt: number
    readonly spot: number
    readonly variance: number
    readonly z_asset: number
    readonly z_variance: number
  }[],
) {
  return steps.map(({ z_asset: zAsset, z_variance: zVariance, ...step }) => ({ ...step, zAsset, zVariance }))
}
