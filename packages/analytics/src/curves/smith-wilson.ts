import { Matrix, LuDecomposition } from 'ml-matrix'
import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { requireTime } from './require-time.ts'

/** Ultimate forward rate and speed of convergence to it. */
export interface SmithWilsonParameters {
  /** Annually compounded decimal, above -1; the kernel uses its intensity ln(1 + ufr). */
  readonly ultimateForwardRate: number
  /** Per year, > 0. */
  readonly alpha: number
}

/** A fitted Smith-Wilson curve: P(t) = e^(-w t) + sum over j of weights[j] W(t, maturitiesYears[j]). */
export interface SmithWilsonFit extends SmithWilsonParameters {
  readonly maturitiesYears: readonly number[]
  /** One a maturity (zeta). */
  readonly weights: readonly number[]
}

/** ln(1 + ultimate forward rate). */
export function ultimateForwardIntensity(ultimateForwardRate: number): number {
  requireFinite(ultimateForwardRate, 'ultimateForwardRate')
  if (ultimateForwardRate <= -1) {
    throw new TuttiError('invalid-input', `an ultimate forward rate lies above -1, got ${ultimateForwardRate}`, {
      field: 'ultimateForwardRate',
      got: String(ultimateForwardRate),
      expected: 'a number > -1',
    })
  }
  return Math.log1p(ultimateForwardRate)
}

/**
 * Wilson's symmetric kernel W(t, u), t and u in years. Source: Smith & Wilson, Fitting yield curves with long term
 * constraints (Bacon & Woodrow, 2001); EIOPA, Technical documentation of the risk-free rate methodology, section 8.
 */
export function wilsonKernel(t: number, u: number, { ultimateForwardRate, alpha }: SmithWilsonParameters): number {
  const intensity = ultimateForwardIntensity(ultimateForwardRate)
  requirePositive(alpha, 'alpha')
  return Math.exp(-intensity * (requireTime(t, 't') + requireTime(u, 'u'))) * heart(t, u, alpha)
}

/** W(t, u) without its discounting: alpha min - e^(-alpha max) sinh(alpha min). */
function heart(t: number, u: number, alpha: number): number {
  const low = Math.min(t, u)
  const high = Math.max(t, u)
  return alpha * low - (Math.exp(-alpha * (high - low)) - Math.exp(-alpha * (high + low))) / 2
}

/** Derivative of `heart` in t. */
function heartSlope(t: number, u: number, alpha: number): number {
  return t < u
    ? alpha - (alpha * (Math.exp(-alpha * (u - t)) + Math.exp(-alpha * (u + t)))) / 2
    : (alpha * (Math.exp(-alpha * (t - u)) - Math.exp(-alpha * (t + u)))) / 2
}

/**
 * Fit to zero-coupon bonds: `discountFactors` at distinct positive `maturitiesYears` are met exactly.
 * Throws `invalid-input` for unequal lengths, a maturity or factor not above 0 or a repeated maturity.
 */
export function smithWilsonFit(
  maturitiesYears: readonly number[],
  discountFactors: readonly number[],
  parameters: SmithWilsonParameters,
): SmithWilsonFit {
  requireSample(discountFactors, 1, 'discountFactors')
  if (maturitiesYears.length !== discountFactors.length) {
    throw new TuttiError(
      'invalid-input',
      `each maturity needs one discount factor, got ${maturitiesYears.length} and ${discountFactors.length}`,
      { field: 'discountFactors', got: String(discountFactors.length), expected: String(maturitiesYears.length) },
    )
  }
  discountFactors.forEach((factor, i) => requirePositive(factor, `discountFactors[${i}]`))
  const flows = maturitiesYears.map((_, i) => maturitiesYears.map((__, j) => (i === j ? 1 : 0)))
  return smithWilsonInstrumentFit(maturitiesYears, flows, discountFactors, parameters)
}

/**
 * Fit to any instruments: `flows[i][j]` is what the i-th pays at `maturitiesYears[j]`, `prices[i]` its price today; all
 * are met exactly. Throws `invalid-input` for bad shapes or repeated maturities, `infeasible` where the instruments are
 * linearly dependent.
 */
export function smithWilsonInstrumentFit(
  maturitiesYears: readonly number[],
  flows: readonly (readonly number[])[],
  prices: readonly number[],
  parameters: SmithWilsonParameters,
): SmithWilsonFit {
  const { ultimateForwardRate, alpha } = parameters
  const intensity = ultimateForwardIntensity(ultimateForwardRate)
  requirePositive(alpha, 'alpha')
  requireSample(maturitiesYears, 1, 'maturitiesYears')
  requireSample(prices, 1, 'prices')
  const seen = new Set<number>()
  maturitiesYears.forEach((maturity, j) => {
    requirePositive(maturity, `maturitiesYears[${j}]`)
    if (seen.has(maturity)) {
      throw new TuttiError('invalid-input', `the maturity ${maturity} years occurs twice: keep one price of it`, {
        field: `maturitiesYears[${j}]`,
        got: String(maturity),
        expected: 'distinct maturities',
      })
    }
    seen.add(maturity)
  })
  if (flows.length !== prices.length) {
    throw new TuttiError('invalid-input', `each price needs its flows, got ${prices.length} and ${flows.length}`, {
      field: 'flows',
      got: String(flows.length),
      expected: String(prices.length),
    })
  }
  flows.forEach((row, i) => {
    if (row.length === maturitiesYears.length) return
    throw new TuttiError(
      'invalid-input',
      `instrument ${i} has ${row.length} flows for ${maturitiesYears.length} times`,
      {
        field: `flows[${i}]`,
        got: String(row.length),
        expected: String(maturitiesYears.length),
      },
    )
  })
  // In flows discounted at the ultimate intensity the kernel is its heart alone, well scaled at any maturity.
  const discounts = maturitiesYears.map((u) => Math.exp(-intensity * u))
  const discounted = new Matrix(flows.map((row) => row.map((flow, j) => flow * discounts[j])))
  const kernel = new Matrix(maturitiesYears.map((t) => maturitiesYears.map((u) => heart(t, u, alpha))))
  const system = discounted.mmul(kernel).mmul(discounted.transpose())
  const gaps = prices.map((price, i) => price - discounted.getRow(i).reduce((sum, flow) => sum + flow, 0))
  const decomposition = new LuDecomposition(system)
  if (decomposition.isSingular()) {
    throw new TuttiError('infeasible', 'the instruments of the Smith-Wilson fit are linearly dependent: drop one', {
      field: 'flows',
      expected: 'independent instruments',
    })
  }
  const loads = decomposition.solve(Matrix.columnVector(gaps)).to1DArray()
  const weights = maturitiesYears.map((_, j) => flows.reduce((sum, row, i) => sum + row[j] * loads[i], 0))
  return { ultimateForwardRate, alpha, maturitiesYears, weights }
}

/**
 * The fitted curve at all times: it meets its instruments and its forward tends to ln(1 + ultimate forward rate).
 * Throws `calculation-failed` for a zero rate or forward at a time where the discount factor is not above 0, which prices
 * far from the ultimate rate can force.
 */
export function smithWilsonCurve(fit: SmithWilsonFit): DiscountCurve {
  const { alpha, maturitiesYears, weights } = fit
  const intensity = ultimateForwardIntensity(fit.ultimateForwardRate)
  requirePositive(alpha, 'alpha')
  const scaled = maturitiesYears.map((u, j) => Math.exp(-intensity * u) * weights[j])
  /** P(t) e^(wt). */
  const relative = (t: number): number => {
    let sum = 1
    for (let j = 0; j < scaled.length; j++) sum += scaled[j] * heart(t, maturitiesYears[j], alpha)
    return sum
  }
  const relativeSlope = (t: number): number => {
    let sum = 0
    for (let j = 0; j < scaled.length; j++) sum += scaled[j] * heartSlope(t, maturitiesYears[j], alpha)
    return sum
  }
  const positive = (t: number): number => {
    const value = relative(requireTime(t, 'timeYears'))
    if (value > 0) return value
    throw new TuttiError(
      'calculation-failed',
      `the Smith-Wilson curve has the discount factor ${value * Math.exp(-intensity * t)} at ${t} years: choose another alpha or check the prices`,
      { field: 'timeYears', got: String(t) },
    )
  }
  const instantaneousForward = (t: number): number => {
    const value = positive(t)
    return intensity - relativeSlope(t) / value
  }
  return {
    discountFactor: (t) => Math.exp(-intensity * requireTime(t, 'timeYears')) * relative(t),
    zeroRate: (t) => (t === 0 ? instantaneousForward(0) : intensity - Math.log(positive(t)) / t),
    instantaneousForward,
  }
}
