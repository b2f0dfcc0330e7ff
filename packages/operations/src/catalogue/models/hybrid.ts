import {
  hybridModel,
  hybridVolatilityCalibration,
  inflationCalibration,
  inflationOptionPrice,
  type JarrowYildirim,
  jarrowYildirimModel,
  limitedPriceIndexValue,
  martingaleChecks,
  simulatedDistributions,
  yearOnYearForward,
  zeroCouponInflationRate,
} from '@tutti/analytics/hybrid'
import { z } from 'zod'
import { discountCurveOf } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { correlation, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'
import {
  correlationReportSchema,
  estimateSchema,
  exampleHybrid,
  gaussianRateSchema,
  hybridSchema,
  hybridSpecOf,
  pathsSchema,
  seedSchema,
} from './hybrid-input.ts'

/** A multi-currency hybrid, simulated. */
export const hybridSimulationOperation = defineOperation({
  name: 'models/hybrid-simulation',
  title: 'Multi-currency hybrid simulation',
  description:
    'Hull-White rates by currency, lognormal exchange rates, shares, price indices and Gaussian hazards with one correlation matrix (repaired to the nearest valid one where needed), in exact steps: laws of all variables, and martingale tests by exact moments and on the paths.',
  source: 'Brigo & Mercurio (2006), 2.9 and 15.1; Glasserman (2003), 3.3; Higham (2002)',
  input: z.strictObject({
    hybrid: hybridSchema,
    timesYears: z.array(positive).min(1).describe('increasing'),
    quantileLevels: z.array(z.number().min(0).max(1)),
    bondYears: nonNegative.describe('term of the bonds in the martingale tests'),
    paths: pathsSchema,
    seed: seedSchema,
  }),
  output: z.strictObject({
    correlation: correlationReportSchema,
    distributions: z.array(
      z.strictObject({
        variable: z.string(),
        timeYears: positive,
        mean: estimateSchema,
        standardDeviation: nonNegative,
        quantiles: z.array(number),
      }),
    ),
    martingales: z.array(
      z.strictObject({
        asset: z.string(),
        timeYears: positive,
        exactRatio: number.describe('discounted value over today, by exact moments: 1'),
        simulatedRatio: estimateSchema,
      }),
    ),
  }),
  example: {
    hybrid: exampleHybrid,
    timesYears: [1, 5],
    quantileLevels: [0.05, 0.95],
    bondYears: 10,
    paths: 2000,
    seed: 1,
  },
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'no nearest correlation matrix is found' }],
  compute: ({ hybrid, timesYears, quantileLevels, bondYears, paths, seed }) => {
    const model = hybridModel(hybridSpecOf(hybrid))
    const distributions = simulatedDistributions(model, timesYears, { paths, seed, quantileLevels })
    return {
      correlation: {
        ...model.correlation,
        factors: [...model.factors],
        matrix: model.correlation.matrix.map((row) => [...row]),
      },
      distributions: distributions.map((item) => ({ ...item, quantiles: [...item.quantiles] })),
      martingales: [...martingaleChecks(model, timesYears, { bondYears, paths, seed })],
    }
  },
})

/** Spot volatilities of a hybrid from implied ones. */
export const hybridCalibrationOperation = defineOperation({
  name: 'models/hybrid-calibration',
  title: 'Hybrid calibration to implied volatilities',
  description:
    'Fits the constant spot volatility of each quoted exchange rate and share of a hybrid to at-the-money implied volatilities, with stochastic rates, and reports the error of each quote.',
  source: 'Brigo & Mercurio (2006), 2.9; Lichters, Stamm & Gallagher (2015), chapter 13',
  input: z.strictObject({
    hybrid: hybridSchema.describe('its volatilities of quoted assets are replaced'),
    quotes: z
      .array(
        z.strictObject({
          asset: z.string().describe('fx:CODE or equity:NAME'),
          maturityYears: positive,
          impliedVolAnnual: positive,
        }),
      )
      .min(1),
  }),
  output: z.strictObject({
    volatilities: z.record(z.string(), nonNegative).describe('fitted spot volatility by asset'),
    fits: z.array(
      z.strictObject({
        asset: z.string(),
        maturityYears: positive,
        impliedVolAnnual: positive,
        modelVolAnnual: nonNegative,
        error: number,
      }),
    ),
    rootMeanSquareError: nonNegative,
  }),
  example: {
    hybrid: exampleHybrid,
    quotes: [
      { asset: 'fx:EUR', maturityYears: 1, impliedVolAnnual: 0.08 },
      { asset: 'fx:EUR', maturityYears: 5, impliedVolAnnual: 0.095 },
    ],
  },
  compute: ({ hybrid, quotes }) => {
    const { volatilities, fits, rootMeanSquareError } = hybridVolatilityCalibration(hybridSpecOf(hybrid), quotes)
    return { volatilities: { ...volatilities }, fits: [...fits], rootMeanSquareError }
  },
})

const jarrowYildirimSchema = z.strictObject({
  nominal: gaussianRateSchema,
  real: gaussianRateSchema.describe('its curve discounts real amounts'),
  index: positive.describe('price index today'),
  indexVolAnnual: nonNegative,
  correlations: z.strictObject({ nominalReal: correlation, nominalIndex: correlation, realIndex: correlation }),
})
const modelOf = (input: z.infer<typeof jarrowYildirimSchema>): JarrowYildirim => ({
  ...input,
  nominal: { ...input.nominal, curve: discountCurveOf(input.nominal.curve) },
  real: { ...input.real, curve: discountCurveOf(input.real.curve) },
})
const exampleModel = {
  nominal: { curve: { kind: 'flat' as const, rateContinuous: 0.04 }, a: 0.03, sigma: 0.009 },
  real: { curve: { kind: 'flat' as const, rateContinuous: 0.015 }, a: 0.04, sigma: 0.007 },
  index: 300,
  indexVolAnnual: 0.011,
  correlations: { nominalReal: 0.6, nominalIndex: 0.2, realIndex: -0.25 },
}
const inflationOption = {
  kind: z.enum(['zero-coupon', 'year-on-year']),
  type: z.enum(['call', 'put']).describe('call: cap on inflation; put: floor'),
  strikeRate: number.describe('a year, decimal'),
  startYears: nonNegative.describe('0 for a zero-coupon option'),
  endYears: positive,
}

/** Prices in the Jarrow-Yildirim model. */
export const jarrowYildirimOperation = defineOperation({
  name: 'models/jarrow-yildirim',
  title: 'Jarrow-Yildirim inflation model',
  description:
    'Zero-coupon inflation swap rates, year-on-year forward growth with its convexity, and caps and floors on inflation, with nominal and real Hull-White rates and the price index as their exchange rate.',
  source: 'Jarrow & Yildirim, JFQA 38 (2003); Mercurio, Quantitative Finance 5 (2005)',
  input: z.strictObject({
    model: jarrowYildirimSchema,
    zeroCouponMaturitiesYears: z.array(positive),
    yearOnYearPeriods: z.array(z.strictObject({ startYears: nonNegative, endYears: positive })),
    options: z.array(z.strictObject(inflationOption)),
  }),
  output: z.strictObject({
    zeroCouponRates: z.array(number).describe('a year, yearly compounding'),
    yearOnYear: z.array(
      z.strictObject({
        growth: positive.describe('expected growth paid at the end of the period'),
        growthWithoutConvexity: positive,
        convexity: number,
        logDeviation: nonNegative,
        presentValue: positive,
      }),
    ),
    optionPrices: z.array(nonNegative).describe('per unit of notional'),
  }),
  example: {
    model: exampleModel,
    zeroCouponMaturitiesYears: [5, 10],
    yearOnYearPeriods: [{ startYears: 4, endYears: 5 }],
    options: [{ kind: 'zero-coupon' as const, type: 'put' as const, strikeRate: 0, startYears: 0, endYears: 10 }],
  },
  compute: ({ model: input, zeroCouponMaturitiesYears, yearOnYearPeriods, options }) => {
    const parameters = modelOf(input)
    const { curve: nominal } = parameters.nominal
    const { curve: real } = parameters.real
    const model = jarrowYildirimModel(parameters)
    return {
      zeroCouponRates: zeroCouponMaturitiesYears.map((years) => zeroCouponInflationRate(nominal, real, years)),
      yearOnYear: yearOnYearPeriods.map(({ startYears, endYears }) => yearOnYearForward(model, startYears, endYears)),
      optionPrices: options.map((option) => inflationOptionPrice(model, option)),
    }
  },
})

/** Volatilities of the Jarrow-Yildirim model from option prices. */
export const jarrowYildirimCalibrationOperation = defineOperation({
  name: 'models/jarrow-yildirim-calibration',
  title: 'Jarrow-Yildirim calibration',
  description:
    'Fits the volatilities of the real rate and of the price index to prices of inflation caps and floors by least squares and reports the error of each; the rest of the model stays as given.',
  source: 'Jarrow & Yildirim, JFQA 38 (2003); Mercurio, Quantitative Finance 5 (2005)',
  input: z.strictObject({
    start: jarrowYildirimSchema.describe('its real sigma and index volatility are where the search starts'),
    quotes: z.array(z.strictObject({ ...inflationOption, price: positive.describe('per unit of notional') })).min(2),
  }),
  output: z.strictObject({
    realSigma: nonNegative,
    indexVolAnnual: nonNegative,
    fits: z.array(z.strictObject({ marketPrice: positive, modelPrice: nonNegative, error: number })),
    rootMeanSquareError: nonNegative,
    largestError: nonNegative,
    iterations: wholeFrom(0),
    converged: z.boolean(),
  }),
  example: {
    start: exampleModel,
    quotes: [
      {
        kind: 'zero-coupon' as const,
        type: 'call' as const,
        strikeRate: 0.03,
        startYears: 0,
        endYears: 5,
        price: 0.012,
      },
      {
        kind: 'zero-coupon' as const,
        type: 'call' as const,
        strikeRate: 0.03,
        startYears: 0,
        endYears: 10,
        price: 0.022,
      },
      {
        kind: 'year-on-year' as const,
        type: 'put' as const,
        strikeRate: 0.01,
        startYears: 4,
        endYears: 5,
        price: 0.002,
      },
    ],
  },
  cost: 'medium',
  failures: [{ code: 'calculation-failed', when: 'a price cannot be differentiated at the start' }],
  compute: ({ start, quotes }) => {
    const fit = inflationCalibration(modelOf(start), quotes)
    return {
      realSigma: fit.model.real.sigma,
      indexVolAnnual: fit.model.indexVolAnnual,
      fits: [...fit.fits],
      rootMeanSquareError: fit.rootMeanSquareError,
      largestError: fit.largestError,
      iterations: fit.iterations,
      converged: fit.converged,
    }
  },
})

/** Limited price indexation in the Jarrow-Yildirim model. */
export const limitedPriceIndexOperation = defineOperation({
  name: 'models/limited-price-index',
  title: 'Limited price indexation',
  description:
    'Value today, per unit, of an index whose growth each year is held between a floor and a cap (LPI), by simulation in exact yearly steps with the unlimited index as control.',
  source: 'Jarrow & Yildirim, JFQA 38 (2003); Brigo & Mercurio (2006), chapter 17',
  input: z.strictObject({
    model: jarrowYildirimSchema,
    years: wholeFrom(1).max(200),
    floor: number.nullable().describe('lowest growth a year, decimal; null for none'),
    cap: number.nullable().describe('highest growth a year, decimal; null for none'),
    paths: pathsSchema,
    seed: seedSchema,
  }),
  output: z.strictObject({ value: estimateSchema, unlimitedValue: positive }),
  example: { model: exampleModel, years: 10, floor: 0, cap: 0.05, paths: 5000, seed: 1 },
  cost: 'medium',
  compute: ({ model, years, floor, cap, paths, seed }) => {
    const parameters = modelOf(model)
    const hybrid = jarrowYildirimModel(parameters)
    return {
      value: limitedPriceIndexValue(hybrid, 'I', { years, floor, cap }, { paths, seed }),
      unlimitedValue: parameters.real.curve.discountFactor(years),
    }
  },
})
