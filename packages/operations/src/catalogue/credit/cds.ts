import { cdsHazardCurve, cdsRisk, cdsValue, flatCdsQuote } from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { plainLines } from '../value-line-schema.ts'
import { nonNegative, number, paymentsPerYear, series, termYears } from '../value-schemas.ts'
import {
  discountKnots,
  integration,
  quoteConventions,
  quoteSchema,
  recovery,
  side,
  survivalCurveOf,
  survivalCurveSchema,
  tenorQuoteOf,
  tenorQuoteSchema,
  valuationSchema,
} from './credit-inputs.ts'

const okane = 'O\u2019Kane & Turnbull, Valuation of Credit Default Swaps, Lehman Brothers (2003)'
const infeasible = {
  code: 'infeasible' as const,
  when: 'a quote cannot be repriced by a hazard rate of at least 0; the tenor and its feasible range are named',
}
const noPremium = { code: 'not-applicable' as const, when: 'survival leaves no premium to be paid' }

const exampleDiscount = { kind: 'flat' as const, rateContinuous: 0.03 }
const exampleQuotes = [
  { maturityYears: 1, spread: 0.01 },
  { maturityYears: 3, spread: 0.014 },
  { maturityYears: 5, spread: 0.018 },
]
const quarterly = { recovery: 0.4, paymentsPerYear: 4, integration: 'exact' as const }

/** A survival curve at given times. */
export const survivalCurveOperation = defineOperation({
  name: 'credit/survival-curve',
  title: 'Survival curve',
  description: 'Survival and default probabilities and hazard rates of a curve at given times.',
  source: 'O\u2019Kane, Modelling Single-name and Multi-name Credit Derivatives (2008), chapter 3',
  input: z.strictObject({ curve: survivalCurveSchema, timesYears: z.array(nonNegative).min(1) }),
  output: z.strictObject({ survivalProbabilities: series, defaultProbabilities: series, hazardRates: series }),
  example: {
    curve: { kind: 'piecewise-hazard' as const, timesYears: [1, 3, 5], hazardRates: [0.01, 0.02, 0.03] },
    timesYears: [0.5, 1, 4, 10],
  },
  compute: ({ curve: parameters, timesYears }) => {
    const curve = survivalCurveOf(parameters)
    const survivalProbabilities = timesYears.map((t) => curve.survivalProbability(t))
    return {
      survivalProbabilities,
      defaultProbabilities: survivalProbabilities.map((probability) => 1 - probability),
      hazardRates: timesYears.map((t) => curve.hazardRate(t)),
    }
  },
})

/** A credit default swap in exact times. */
export const cdsOperation = defineOperation({
  name: 'credit/cds',
  title: 'Credit default swap',
  description:
    'Value of a credit default swap off a discount and a survival curve in exact times, line by line, with fair spread and risky annuity. Periods are counted back from the maturity; the accrued premium is paid at default.',
  source: okane,
  input: z.strictObject({
    side,
    notional: number,
    spread: number.describe('running, decimal a year'),
    maturityYears: termYears,
    paymentsPerYear,
    recovery,
    integration,
    discount: discountCurveSchema,
    survival: survivalCurveSchema,
  }),
  output: z.strictObject(valuationSchema),
  example: {
    side: 'buy protection' as const,
    notional: 10_000_000,
    spread: 0.01,
    maturityYears: 5,
    ...quarterly,
    discount: exampleDiscount,
    survival: { kind: 'flat' as const, hazardRate: 0.03 },
  },
  failures: [noPremium],
  compute: ({ discount, survival, ...cds }) => {
    const curves = { discount: discountCurveOf(discount), survival: survivalCurveOf(survival) }
    return plainLines(cdsValue(cds, { ...curves, ...discountKnots(discount) }))
  },
})

/** Hazard rates from quotes. */
export const hazardBootstrapOperation = defineOperation({
  name: 'credit/hazard-bootstrap',
  title: 'Hazard rates from credit default swap quotes',
  description:
    'Hazard rates, constant between the quoted maturities, that reprice par spreads, upfronts or a mix of both, in exact times.',
  source: okane,
  input: z.strictObject({
    quotes: z.array(tenorQuoteSchema).min(1).describe('in order of maturity'),
    ...quoteConventions,
    discount: discountCurveSchema,
  }),
  output: z.strictObject({
    hazardRates: series,
    survivalProbabilities: series,
    riskyAnnuities: series.describe('years'),
    protectionLegs: series.describe('per unit of notional'),
    parSpreads: series,
  }),
  example: { quotes: exampleQuotes, ...quarterly, discount: exampleDiscount },
  failures: [infeasible],
  compute: ({ quotes: inputs, discount: parameters, ...terms }) => {
    const discount = discountCurveOf(parameters)
    const knots = discountKnots(parameters)
    const quotes = inputs.map(tenorQuoteOf)
    const { curve, hazardRates, survivalProbabilities } = cdsHazardCurve(quotes, { ...terms, ...knots }, discount)
    const values = quotes.map(({ maturityYears }) =>
      cdsValue(
        { ...terms, maturityYears, side: 'buy protection', notional: 1, spread: 0 },
        { discount, survival: curve, ...knots },
      ),
    )
    return {
      hazardRates: [...hazardRates],
      survivalProbabilities: [...survivalProbabilities],
      riskyAnnuities: values.map((value) => value.riskyAnnuity),
      protectionLegs: values.map((value) => value.protectionLeg),
      parSpreads: values.map((value) => value.fairSpread),
    }
  },
})

/** A position against its quotes. */
export const cdsRiskOperation = defineOperation({
  name: 'credit/cds-risk',
  title: 'Credit default swap risk',
  description:
    'Mark to market of a position on the curve that its quotes give, with CS01 parallel and by quote, IR01, recovery 01, jump to default and one day\u2019s theta; each by a full revaluation with the curve built again.',
  source: okane,
  input: z.strictObject({
    position: z.strictObject({
      side,
      notional: number,
      spread: number.describe('running, decimal a year'),
      maturityYears: termYears,
    }),
    quotes: z.array(tenorQuoteSchema).min(1).describe('in order of maturity'),
    ...quoteConventions,
    discount: discountCurveSchema,
  }),
  output: z.strictObject({
    ...valuationSchema,
    cs01Parallel: number.describe('money for every par spread 1 bp higher'),
    cs01ByQuote: z.array(number),
    ir01: number.describe('money for zero rates 1 bp higher, quotes unchanged'),
    recovery01: number.describe('money for a recovery 0.01 higher, quotes unchanged'),
    jumpToDefault: number.describe('gain when default happens now'),
    thetaOneDay: number.describe('one day without default, forwards coming true'),
  }),
  example: {
    position: { side: 'buy protection' as const, notional: 25_000_000, spread: 0.01, maturityYears: 4 },
    quotes: exampleQuotes,
    ...quarterly,
    discount: exampleDiscount,
  },
  failures: [infeasible, noPremium],
  compute: ({ position, quotes, discount, ...terms }) => {
    const { valuation, ...risk } = cdsRisk(
      { ...position, ...terms },
      quotes.map(tenorQuoteOf),
      { ...terms, ...discountKnots(discount) },
      discountCurveOf(discount),
    )
    return { ...plainLines(valuation), ...risk, cs01ByQuote: [...risk.cs01ByQuote] }
  },
})

/** The two ways of quoting a swap. */
export const cdsQuoteOperation = defineOperation({
  name: 'credit/cds-quote',
  title: 'Spread and upfront of a credit default swap',
  description:
    'Converts a par spread to points up front for a running spread, and back, through one flat hazard rate, in exact times; also for indices quoted so.',
  source: 'ISDA Standard CDS Converter Specification (2009)',
  input: z.strictObject({
    quote: quoteSchema,
    runningSpread: number.describe('coupon of the upfront that is wanted, decimal a year'),
    maturityYears: termYears,
    ...quoteConventions,
    discount: discountCurveSchema,
  }),
  output: z.strictObject({
    hazardRate: nonNegative,
    flatSpread: number,
    upfront: number.describe('paid by the protection buyer, fraction of the notional'),
    riskyAnnuity: number,
    protectionLeg: number,
  }),
  example: {
    quote: { upfront: 0.0185, runningSpread: 0.01 },
    runningSpread: 0.01,
    maturityYears: 5,
    ...quarterly,
    discount: exampleDiscount,
  },
  failures: [infeasible],
  compute: ({ quote, runningSpread, maturityYears, discount, ...terms }) => ({
    ...flatCdsQuote(
      quote,
      runningSpread,
      maturityYears,
      { ...terms, ...discountKnots(discount) },
      discountCurveOf(discount),
    ),
  }),
})
