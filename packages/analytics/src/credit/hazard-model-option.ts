import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { brentRoot, integral, noncentralChiSquareCdf } from '../math/index.ts'
import {
  blackKarasinskiHazard,
  type BlackKarasinskiParameters,
  blackKarasinskiSurvival,
} from './black-karasinski-hazard.ts'
import { cdsLegsFrom, type CreditCurves } from './cds.ts'
import { type CdsOption, requireCdsOption } from './cds-option.ts'
import { type CirHazard, shiftedCirHazard } from './cir-hazard.ts'

/** Premium dates of the swap after the expiry, the expiry first. */
function gridYears({ maturityYears, expiryYears, paymentsPerYear }: CdsOption): number[] {
  const count = Math.ceil((maturityYears - expiryYears) * paymentsPerYear - 1e-9)
  return Array.from({ length: count + 1 }, (_, i) =>
    i === 0 ? expiryYears : maturityYears - (count - i) / paymentsPerYear,
  )
}

/**
 * Worth at expiry, per unit of notional, of the swap that the option delivers when survival beyond the expiry goes through
 * `survival` on `times`, the hazard rate constant between them.
 */
function exerciseValue(
  option: CdsOption,
  discount: DiscountCurve,
  times: readonly number[],
  survival: ArrayLike<number>,
): number {
  const atExpiry = discount.discountFactor(option.expiryYears)
  const { protectionLeg, riskyAnnuity } = cdsLegsFrom(option, option.expiryYears, {
    discountFactor: (t) => discount.discountFactor(t) / atExpiry,
    survivalProbability: (t) => {
      let k = 1
      while (k < times.length - 1 && times[k] < t) k++
      const share = (t - times[k - 1]) / (times[k] - times[k - 1])
      return survival[k - 1] ** (1 - share) * survival[k] ** share
    },
    nodes: times,
    longestPiece: 1,
  })
  return protectionLeg - option.strikeSpread * riskyAnnuity
}

const requireNoFrontEnd = (option: CdsOption): void => {
  requireCdsOption(option)
  if (option.frontEndProtection) {
    throw new TuttiError(
      'unsupported',
      'hazard-rate models price options that end with default; value front-end protection by Black',
      {
        field: 'frontEndProtection',
        got: 'true',
        expected: 'false',
      },
    )
  }
}

/**
 * Price of an option that ends with default when the hazard rate is a shifted square-root process around the survival curve:
 * the integral over its noncentral chi-square law under the survival measure, premium periods with constant hazard rates.
 * Source: Brigo & Mercurio, Interest Rate Models (2006), 22.7; eq. 3.26 for the law.
 */
export function cirCdsOption(option: CdsOption, curves: CreditCurves, model: CirHazard): number {
  requireNoFrontEnd(option)
  const { discount, survival } = curves
  const times = gridYears(option)
  const shifted = shiftedCirHazard(model, survival)
  const sign = option.type === 'payer' ? 1 : -1
  const swap = (value: number): number =>
    exerciseValue(
      option,
      discount,
      times,
      times.map((time) => shifted.conditionalSurvival(option.expiryYears, time, value)),
    )
  const { kappa, theta, sigma, initial } = model
  const h = Math.sqrt(kappa * kappa + 2 * sigma * sigma)
  const rho = (2 * h) / (sigma * sigma * Math.expm1(h * option.expiryYears))
  const q = 2 * (rho + (kappa + h) / (sigma * sigma))
  const noncentrality = (4 * rho * rho * initial * Math.exp(h * option.expiryYears)) / q
  const degrees = (4 * kappa * theta) / (sigma * sigma)
  const cdf = (value: number): number => (value <= 0 ? 0 : noncentralChiSquareCdf(q * value, degrees, noncentrality))
  const mean = (degrees + noncentrality) / q
  let top = mean + Math.sqrt(2 * (degrees + 2 * noncentrality)) / q
  for (let widening = 0; widening < 20 && 1 - cdf(top) > 1e-11; widening++) top *= 1.3
  // E max(s g, 0) by parts: g rises with the value, so a payer gains above its root and a receiver below it.
  const atZero = swap(0)
  const root = atZero >= 0 ? 0 : swap(top) <= 0 ? top : brentRoot(swap, 0, top, { tolerance: 1e-12 })
  const slope = (value: number): number => {
    const step = 1e-5 * top
    const low = Math.max(0, value - step)
    return (swap(value + step) - swap(low)) / (value + step - low)
  }
  const [low, high] = sign === 1 ? [root, top] : [0, root]
  const weight = sign === 1 ? (value: number) => 1 - cdf(value) : cdf
  const part =
    high > low
      ? integral((value) => slope(value) * weight(value), low, high, {
          relativeTolerance: 1e-8,
          absoluteTolerance: 1e-14,
        }).value
      : 0
  const expected = Math.max(sign * (sign === 1 ? atZero : swap(root)), 0) + part
  return (
    option.notional *
    discount.discountFactor(option.expiryYears) *
    survival.survivalProbability(option.expiryYears) *
    expected
  )
}

/**
 * Price of an option that ends with default on a Black-Karasinski tree fitted to the survival curve, with `stepsPerYear`
 * chosen so that premium dates fall on steps (a multiple of the payments a year) and the expiry rounded to a step.
 */
export function blackKarasinskiCdsOption(
  option: CdsOption,
  curves: CreditCurves,
  parameters: BlackKarasinskiParameters,
  stepsPerYear: number,
): number {
  requireNoFrontEnd(option)
  const { discount, survival } = curves
  const tree = blackKarasinskiHazard(parameters, survival, option.maturityYears, stepsPerYear)
  const times = gridYears(option)
  const [start, ...ends] = times.map((time) => Math.round(time / tree.stepYears))
  const rows = blackKarasinskiSurvival(tree, start, ends)
  const sign = option.type === 'payer' ? 1 : -1
  let sum = 0
  tree.statePrices[start].forEach((price, j) => {
    if (price === 0) return
    const value = exerciseValue(option, discount, times, [1, ...rows.map((row) => row[j])])
    sum += price * Math.max(sign * value, 0)
  })
  return option.notional * discount.discountFactor(option.expiryYears) * sum
}

/** Volatility of a hazard-rate model that gives an option a price, between `low` and `high`. */
export function hazardModelVolatility(
  priceAt: (volatility: number) => number,
  price: number,
  low: number,
  high: number,
): number {
  const [least, most] = [priceAt(low), priceAt(high)]
  if (!(least <= price && price <= most)) {
    throw new TuttiError(
      'infeasible',
      `no volatility from ${low} to ${high} gives the price ${price}: prices run from ${least} to ${most}`,
      {
        field: 'price',
        got: String(price),
        expected: `${least} to ${most}`,
      },
    )
  }
  return brentRoot((volatility) => priceAt(volatility) - price, low, high, { tolerance: 1e-8 })
}
