import { TuttiError, requirePositive, requireSample } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import type { DiscountCurve } from './discount-curve.ts'

/** A bond to fit a curve to. */
export interface FittedBond {
  readonly id: string
  /** Dirty price today, in the units of the amounts. */
  readonly price: number
  readonly timesYears: readonly number[]
  readonly amounts: readonly number[]
  /** Relative weight of its squared yield error, 1 unless given. */
  readonly weight?: number | undefined
}

/** How a bond is priced by the fitted curve. */
export interface BondFitError {
  readonly id: string
  readonly price: number
  readonly modelPrice: number
  /** Continuous yields, decimal. */
  readonly yield: number
  readonly modelYield: number
  /** Model less market, decimal. */
  readonly yieldError: number
}

/** Errors of a fit, bond by bond and in the root mean square. */
export interface BondFitErrors {
  readonly bonds: readonly BondFitError[]
  readonly rootMeanSquarePrice: number
  readonly rootMeanSquareYield: number
}

/** Bonds with their market yields and durations, ready to be weighted by them. */
export interface PreparedBond extends FittedBond {
  readonly yield: number
  /** -dP/dy, in the units of the price. */
  readonly dollarDuration: number
  readonly maturityYears: number
}

/** Throws `invalid-input` naming the bond whose price or flows do not admit a yield. */
export function preparedBonds(bonds: readonly FittedBond[]): readonly PreparedBond[] {
  if (bonds.length === 0) {
    throw new TuttiError('invalid-input', 'a fit needs bonds', { field: 'bonds', got: '0', expected: 'at least one' })
  }
  return bonds.map((bond) => {
    const { id, price, timesYears, amounts } = bond
    requirePositive(price, `${id}.price`)
    requirePositive(bond.weight ?? 1, `${id}.weight`)
    requireSample(timesYears, 1, `${id}.timesYears`)
    requireSample(amounts, 1, `${id}.amounts`)
    if (timesYears.length !== amounts.length) {
      throw new TuttiError('invalid-input', `${id} has ${timesYears.length} times for ${amounts.length} amounts`, {
        field: `${id}.amounts`,
        got: String(amounts.length),
        expected: String(timesYears.length),
      })
    }
    timesYears.forEach((time, i) => requirePositive(time, `${id}.timesYears[${i}]`))
    const marketYield = bondYield(bond, price)
    const dollarDuration = timesYears.reduce(
      (sum, time, i) => sum + time * amounts[i] * Math.exp(-marketYield * time),
      0,
    )
    return { ...bond, yield: marketYield, dollarDuration, maturityYears: Math.max(...timesYears) }
  })
}

/** Continuous yield of the flows at a price. */
function bondYield({ id, timesYears, amounts }: FittedBond, price: number): number {
  const excess = (rate: number): number =>
    timesYears.reduce((sum, time, i) => sum + amounts[i] * Math.exp(-rate * time), 0) - price
  for (const [low, high] of [
    [-0.1, 0.3],
    [-0.9, 3],
    [-5, 50],
  ] as const) {
    if (excess(low) > 0 && excess(high) < 0) return brentRoot(excess, low, high)
  }
  throw new TuttiError('invalid-input', `${id} has no yield at the price ${price}: check its price and flows`, {
    field: id,
    got: String(price),
    expected: 'a price below the sum of the flows that it pays',
  })
}

function bondPrice({ timesYears, amounts }: FittedBond, curve: DiscountCurve): number {
  let sum = 0
  for (let i = 0; i < timesYears.length; i++) sum += amounts[i] * curve.discountFactor(timesYears[i])
  return sum
}

/** Price errors over dollar duration, which is the yield error to first order, times the root of the weight. */
export function weightedErrors(bonds: readonly PreparedBond[], curve: DiscountCurve): number[] {
  return bonds.map(
    (bond) => ((bond.price - bondPrice(bond, curve)) / bond.dollarDuration) * Math.sqrt(bond.weight ?? 1),
  )
}

/** How a curve prices the bonds. */
export function bondFitErrors(bonds: readonly PreparedBond[], curve: DiscountCurve): BondFitErrors {
  const errors = bonds.map((bond) => {
    const modelPrice = bondPrice(bond, curve)
    const modelYield = bondYield(bond, modelPrice)
    const { id, price } = bond
    return { id, price, modelPrice, yield: bond.yield, modelYield, yieldError: modelYield - bond.yield }
  })
  const rootMeanSquare = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  return {
    bonds: errors,
    rootMeanSquarePrice: rootMeanSquare(errors.map(({ price, modelPrice }) => modelPrice - price)),
    rootMeanSquareYield: rootMeanSquare(errors.map(({ yieldError }) => yieldError)),
  }
}
