import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { blackForwardPrice, hullWhiteBondCoefficients, type OptionType } from '../models/index.ts'
import { hybridMoments, linearMoments } from './hybrid-moments.ts'
import { type HybridModel, hybridModel } from './hybrid-model.ts'
import type { GaussianRate } from './hybrid-spec.ts'
import { hybridTransition } from './hybrid-transition.ts'

/** Correlations of the three Brownian motions of the Jarrow-Yildirim model. */
export interface InflationCorrelations {
  readonly nominalReal: number
  readonly nominalIndex: number
  readonly realIndex: number
}

/** Jarrow-Yildirim: nominal and real Hull-White short rates, and a price index that is their exchange rate. */
export interface JarrowYildirim {
  readonly nominal: GaussianRate
  readonly real: GaussianRate
  /** Price index today. */
  readonly index: number
  readonly indexVolAnnual: number
  readonly correlations: InflationCorrelations
}

/** The model as a hybrid of one currency `N` with one index `I`. Throws as `hybridModel`. */
export function jarrowYildirimModel({
  nominal,
  real,
  index,
  indexVolAnnual,
  correlations,
}: JarrowYildirim): HybridModel {
  const { nominalReal, nominalIndex, realIndex } = correlations
  return hybridModel({
    currencies: [{ code: 'N', ...nominal }],
    fx: [],
    inflations: [{ name: 'I', currency: 'N', ...real, index, indexVolAnnual }],
    correlation: [
      [1, nominalReal, nominalIndex],
      [nominalReal, 1, realIndex],
      [nominalIndex, realIndex, 1],
    ],
  })
}

const nominalRate = 0
const realRate = 1
const account = 2
const logIndex = 3

/** Rate K of a par zero-coupon inflation swap: (1 + K)^T = P_real(T) / P_nominal(T), whatever the volatilities. */
export function zeroCouponInflationRate(nominal: DiscountCurve, real: DiscountCurve, maturityYears: number): number {
  requirePositive(maturityYears, 'maturityYears')
  return Math.expm1(
    Math.log(real.discountFactor(maturityYears) / nominal.discountFactor(maturityYears)) / maturityYears,
  )
}

/** Growth of the index over a period to come, as its payment at the period's end is valued. */
export interface YearOnYearForward {
  /** Expected I(T2) / I(T1) under the measure of the nominal bond to T2. */
  readonly growth: number
  /** The ratio of forward indices, without convexity. */
  readonly growthWithoutConvexity: number
  /** growth - growthWithoutConvexity. */
  readonly convexity: number
  /** Standard deviation of the log of the growth. */
  readonly logDeviation: number
  /** Today's value of the growth paid at T2, per unit. */
  readonly presentValue: number
}

/**
 * Forward growth of the index from T1 to T2 with its convexity adjustment, from the exact moments of the joint state: at
 * T1 the payment is worth a real bond, so its value is that of the discounted real bond. Any speeds, zero included.
 *
 * Throws `invalid-input` unless 0 <= T1 < T2. Source: Jarrow & Yildirim, JFQA 38 (2003), 337-358; Mercurio, "Pricing
 * inflation-indexed derivatives", Quantitative Finance 5 (2005), 289-302.
 */
export function yearOnYearForward(model: HybridModel, startYears: number, endYears: number): YearOnYearForward {
  requireInRange(startYears, 0, 1000, 'startYears')
  if (!(endYears > startYears && endYears <= 1000)) {
    throw new TuttiError('invalid-input', `the period must end after it starts at ${startYears}, got ${endYears}`, {
      field: 'endYears',
      got: String(endYears),
      expected: `a time after ${startYears}`,
    })
  }
  const nominal = model.rates[nominalRate].curve
  const real = model.rates[realRate].curve
  const moments = hybridMoments(model, startYears)
  const bond = hullWhiteBondCoefficients(model.rates[realRate], startYears, endYears)
  const discounted = [0, 0, 0, 0]
  discounted[realRate] = -bond.loading
  discounted[account] = -1
  const { mean, variance } = linearMoments(moments, discounted, bond.intercept)
  const presentValue = Math.exp(mean + 0.5 * variance)
  const growth = presentValue / nominal.discountFactor(endYears)
  const forward = (t: number): number => real.discountFactor(t) / nominal.discountFactor(t)
  const growthWithoutConvexity = forward(endYears) / forward(startYears)
  // The log growth over the period is the step's own noise and a combination of the rates at its start.
  const step = hybridTransition(model, startYears, endYears - startYears)
  const row = logIndex - step.rateCount
  const weights = [0, 0, 0, 0]
  for (const rate of [nominalRate, realRate]) weights[rate] = step.onRates[row * step.rateCount + rate]
  const logVariance = linearMoments(moments, weights).variance + step.covariance[logIndex * step.stateCount + logIndex]
  return {
    growth,
    growthWithoutConvexity,
    convexity: growth - growthWithoutConvexity,
    logDeviation: Math.sqrt(logVariance),
    presentValue,
  }
}

/** Undiscounted forward and log deviation of I(T) / I(0) under the measure of the nominal bond to T. */
function zeroCouponGrowth(model: HybridModel, maturityYears: number): { growth: number; logDeviation: number } {
  requirePositive(maturityYears, 'maturityYears')
  const { variance } = linearMoments(hybridMoments(model, maturityYears), [0, 0, 0, 1])
  const [nominal, real] = model.rates
  return {
    growth: real.curve.discountFactor(maturityYears) / nominal.curve.discountFactor(maturityYears),
    logDeviation: Math.sqrt(variance),
  }
}

/** An option on the growth of the index: from today to T (zero-coupon), or over a period to come (year on year). */
export interface InflationOption {
  readonly kind: 'zero-coupon' | 'year-on-year'
  /** `call` is a cap on inflation, `put` a floor. */
  readonly type: OptionType
  /** Rate a year: a zero-coupon option strikes at (1 + K)^T, a year-on-year one at 1 + K times the period's years. */
  readonly strikeRate: number
  /** Start of the period; 0 for a zero-coupon option. */
  readonly startYears: number
  readonly endYears: number
}

/**
 * Price today per unit of notional, Black's formula with the model's exact growth and deviation. Throws `invalid-input`
 * for a strike that growth cannot reach. Source: Mercurio (2005), section 4.
 */
export function inflationOptionPrice(model: HybridModel, option: InflationOption): number {
  const { kind, type, startYears, endYears } = option
  requireFinite(option.strikeRate, 'strikeRate')
  if (kind === 'zero-coupon' && startYears !== 0) {
    throw new TuttiError('invalid-input', `a zero-coupon inflation option starts today, got ${startYears}`, {
      field: 'startYears',
      got: String(startYears),
      expected: '0',
    })
  }
  const { growth, logDeviation } =
    kind === 'zero-coupon' ? zeroCouponGrowth(model, endYears) : yearOnYearForward(model, startYears, endYears)
  const base = kind === 'zero-coupon' ? 1 + option.strikeRate : 1 + option.strikeRate * (endYears - startYears)
  requirePositive(base, '1 + strikeRate')
  const strike = kind === 'zero-coupon' ? base ** endYears : base
  const discount = model.rates[nominalRate].curve.discountFactor(endYears)
  return discount * blackForwardPrice(type, growth, strike, logDeviation)
}
