import {
  blackKarasinskiHazard,
  cdsHazardCurve,
  cirHazardCalibration,
  cirHazardCurve,
  cirHazardStep,
  shiftedCirHazard,
} from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, series } from '../value-schemas.ts'
import {
  discountKnots,
  quoteConventions,
  survivalCurveOf,
  survivalCurveSchema,
  tenorQuoteOf,
  tenorQuoteSchema,
} from './credit-inputs.ts'

/** A square-root hazard rate; all annual. */
export const cirHazardSchema = z.strictObject({
  initial: nonNegative.describe('hazard rate today'),
  kappa: positive.describe('speed of mean reversion'),
  theta: positive.describe('long-run hazard rate'),
  sigma: positive,
})

const brigo = 'Brigo & Mercurio, Interest Rate Models (2006), 3.9 and 22.7'
const times = z.array(nonNegative).min(1)
const exampleCir = { initial: 0.01, kappa: 0.3, theta: 0.04, sigma: 0.1 }

/** Survival under a square-root hazard rate. */
export const cirHazardOperation = defineOperation({
  name: 'credit/cir-hazard',
  title: 'CIR hazard rate',
  description:
    'Survival probabilities and forward hazards of a square-root hazard rate; with a survival curve, the shift that makes it fit exactly (CIR++) and whether hazard rates stay positive.',
  source: brigo,
  input: z.strictObject({ model: cirHazardSchema, timesYears: times, fitTo: survivalCurveSchema.optional() }),
  output: z.strictObject({
    survivalProbabilities: series,
    forwardHazards: series,
    shifts: z.array(number).describe('empty without a curve to fit'),
    shiftStaysPositive: z.boolean().nullable(),
  }),
  example: {
    model: exampleCir,
    timesYears: [1, 3, 5],
    fitTo: { kind: 'piecewise-hazard' as const, timesYears: [1, 5], hazardRates: [0.012, 0.03] },
  },
  compute: ({ model, timesYears, fitTo }) => {
    const curve = cirHazardCurve(model)
    const shifted = fitTo === undefined ? undefined : shiftedCirHazard(model, survivalCurveOf(fitTo))
    return {
      survivalProbabilities: timesYears.map((t) =>
        shifted === undefined ? curve.survivalProbability(t) : shifted.conditionalSurvival(0, t, model.initial),
      ),
      forwardHazards: timesYears.map((t) => curve.hazardRate(t) + (shifted?.shift(t) ?? 0)),
      shifts: shifted === undefined ? [] : timesYears.map((t) => shifted.shift(t)),
      shiftStaysPositive: shifted === undefined ? null : shifted.lowestShift(timesYears) >= 0,
    }
  },
})

/** One step of a square-root hazard rate. */
export const cirHazardStepOperation = defineOperation({
  name: 'credit/cir-hazard-step',
  title: 'One step of a CIR hazard rate',
  description: 'The process a time later for each of several standard normals, by the quadratic-exponential scheme.',
  source: 'Andersen, J. Computational Finance 11 (2008)',
  input: z.strictObject({
    model: cirHazardSchema.omit({ initial: true }),
    value: nonNegative,
    dtYears: positive,
    normals: z.array(number).min(1),
  }),
  output: z.strictObject({ values: z.array(nonNegative) }),
  example: { model: { kappa: 0.3, theta: 0.04, sigma: 0.1 }, value: 0.02, dtYears: 0.25, normals: [-1, 0, 1] },
  compute: ({ model, value, dtYears, normals }) => ({
    values: normals.map((z) => cirHazardStep(model, value, dtYears, z)),
  }),
})

/** A square-root hazard rate from quotes. */
export const cirHazardCalibrationOperation = defineOperation({
  name: 'credit/cir-hazard-calibration',
  title: 'Calibration of a CIR hazard rate',
  description:
    'Parameters of a square-root hazard rate by least squares on par spreads, with the error of each quote, and the shift around the bootstrapped curve that removes the errors (CIR++).',
  source: brigo,
  input: z.strictObject({
    quotes: z.array(tenorQuoteSchema).min(2).describe('in order of maturity'),
    ...quoteConventions,
    sigma: positive.optional().describe('held fixed: spreads alone say little about it'),
    discount: discountCurveSchema,
  }),
  output: z.strictObject({
    model: cirHazardSchema,
    errorsBp: z.array(number).describe('model less quoted par spread'),
    rootMeanSquareErrorBp: nonNegative,
    fellerCondition: z.boolean(),
    shifts: z.array(number).describe('of CIR++ at the maturities, to the left of each'),
    lowestShift: number.describe('below 0: hazard rates may become negative'),
  }),
  example: {
    quotes: [
      { maturityYears: 1, spread: 0.006 },
      { maturityYears: 3, spread: 0.01 },
      { maturityYears: 5, spread: 0.0135 },
      { maturityYears: 10, spread: 0.017 },
    ],
    recovery: 0.4,
    paymentsPerYear: 4,
    integration: 'exact' as const,
    sigma: 0.1,
    discount: { kind: 'flat' as const, rateContinuous: 0.03 },
  },
  cost: 'heavy',
  failures: [
    { code: 'infeasible', when: 'the quotes have no hazard curve; the tenor and its feasible range are named' },
    { code: 'not-converged', when: 'the fit does not settle' },
  ],
  compute: ({ quotes: inputs, sigma, discount: parameters, ...terms }) => {
    const discount = discountCurveOf(parameters)
    const quotes = inputs.map(tenorQuoteOf)
    const conventions = { ...terms, ...discountKnots(parameters) }
    const fit = cirHazardCalibration(quotes, conventions, discount, sigma)
    const shifted = shiftedCirHazard(fit.model, cdsHazardCurve(quotes, conventions, discount).curve)
    const before = quotes.map(({ maturityYears }) => maturityYears * (1 - 1e-9))
    return {
      ...fit,
      errorsBp: [...fit.errorsBp],
      shifts: before.map((t) => shifted.shift(t)),
      lowestShift: shifted.lowestShift([0, ...before, ...quotes.map(({ maturityYears }) => maturityYears)]),
    }
  },
})

/** A lognormal hazard rate fitted to a curve. */
export const blackKarasinskiHazardOperation = defineOperation({
  name: 'credit/black-karasinski-hazard',
  title: 'Black-Karasinski hazard rate',
  description:
    'Trinomial tree of a lognormal hazard rate fitted to a survival curve: its centre at each step, and how closely it gives the curve back.',
  source: 'Black & Karasinski, Financial Analysts Journal 47 (1991); Hull & White, J. Derivatives 2 (1994)',
  input: z.strictObject({
    meanReversion: positive,
    volAnnual: positive.describe('of the logarithm of the hazard rate'),
    survival: survivalCurveSchema,
    horizonYears: positive.max(50),
    stepsPerYear: z.int().min(1).max(100),
  }),
  output: z.strictObject({
    stepYears: positive,
    centreHazards: series.describe('hazard rate in the middle of the tree, one a step'),
    survivalProbabilities: series.describe('of the tree, at the start of each step and at the horizon'),
    largestError: nonNegative.describe('of the survival probabilities'),
  }),
  example: {
    meanReversion: 0.1,
    volAnnual: 0.5,
    survival: { kind: 'flat' as const, hazardRate: 0.02 },
    horizonYears: 2,
    stepsPerYear: 4,
  },
  failures: [{ code: 'not-applicable', when: 'the survival curve does not fall over a step' }],
  compute: ({ survival, horizonYears, stepsPerYear, ...parameters }) => {
    const tree = blackKarasinskiHazard(parameters, survivalCurveOf(survival), horizonYears, stepsPerYear)
    return {
      stepYears: tree.stepYears,
      centreHazards: tree.logCentres.map((log) => Math.exp(log)),
      survivalProbabilities: tree.statePrices.map((prices) => prices.reduce((sum, price) => sum + price, 0)),
      largestError: tree.largestError,
    }
  },
})
