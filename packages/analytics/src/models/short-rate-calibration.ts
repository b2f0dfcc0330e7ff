import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requirePositive } from '../errors/index.ts'
import { leastSquares } from '../math/index.ts'
import { type FlowSwaption, requireFlowSwaption } from './flow-swaption.ts'
import type { G2 } from './g2.ts'
import { g2FlowSwaption } from './g2-swaption.ts'
import { hullWhiteFlowSwaption } from './hull-white-flow-swaption.ts'

/** A quoted swaption, or a cap as the sum of its caplets: each one a payer swaption with a single payment. */
export interface CalibrationInstrument {
  readonly options: readonly FlowSwaption[]
  /** Per unit of notional, > 0. */
  readonly marketPrice: number
  /** Of the relative error; 1 unless given. */
  readonly weight?: number
}

/** How well an instrument is fitted. */
export interface InstrumentFit {
  readonly marketPrice: number
  readonly modelPrice: number
  /** modelPrice / marketPrice - 1. */
  readonly relativeError: number
}

export interface ShortRateFit {
  readonly fits: readonly InstrumentFit[]
  /** Root of the mean of the weighted squared relative errors. */
  readonly rootMeanSquareError: number
  readonly iterations: number
  /** Parameters that ended on a bound: the quotes do not determine them. */
  readonly atBound: readonly string[]
}

/** A coordinate of the search. */
interface Parameter {
  readonly name: string
  readonly start: number
  readonly lower: number
  readonly upper: number
}

/**
 * Hull-White's volatility, and its mean reversion unless `fixedA` gives it, that make the relative price errors least in
 * the sum of their squares. Throws `invalid-input`, and `not-converged` where the search does not end.
 */
export function hullWhiteCalibration(
  curve: DiscountCurve,
  instruments: readonly CalibrationInstrument[],
  options: { readonly fixedA?: number; readonly startA?: number; readonly startSigma?: number } = {},
): ShortRateFit & { readonly a: number; readonly sigma: number } {
  const { fixedA, startA = 0.05, startSigma = 0.01 } = options
  const sigma: Parameter = { name: 'sigma', start: startSigma, lower: 1e-8, upper: 2 }
  const a: Parameter = { name: 'a', start: startA, lower: 0, upper: 5 }
  const parameters = fixedA === undefined ? [sigma, a] : [sigma]
  const modelAt = (x: ArrayLike<number>) => ({ a: fixedA ?? x[1], sigma: x[0], curve })
  const { point, ...fit } = fitted(instruments, parameters, (x) => {
    const model = modelAt(x)
    return (option) => hullWhiteFlowSwaption(model, option)
  })
  return { a: modelAt(point).a, sigma: point[0], ...fit }
}

/**
 * The five parameters of G2++ that make the relative price errors least in the sum of their squares, from each of the
 * `starts` (three spread ones unless given); the best end is taken. The two factors are interchangeable: the one with the
 * faster reversion is named first. Throws `invalid-input`, `not-converged`.
 */
export function g2Calibration(
  curve: DiscountCurve,
  instruments: readonly CalibrationInstrument[],
  options: { readonly starts?: readonly Omit<G2, 'curve'>[] } = {},
): ShortRateFit & Omit<G2, 'curve'> {
  if (instruments.length < 5) {
    throw new TuttiError('invalid-input', `five parameters need at least five instruments, got ${instruments.length}`, {
      field: 'instruments',
      got: String(instruments.length),
      expected: 'at least 5',
    })
  }
  const starts = options.starts ?? [
    { a: 0.5, sigma: 0.01, b: 0.05, eta: 0.01, rho: -0.7 },
    { a: 0.1, sigma: 0.008, b: 0.03, eta: 0.008, rho: -0.3 },
    { a: 1.5, sigma: 0.012, b: 0.02, eta: 0.009, rho: -0.5 },
  ]
  const bounds = {
    a: [1e-3, 5],
    sigma: [1e-6, 0.5],
    b: [1e-3, 5],
    eta: [1e-6, 0.5],
    rho: [-0.999, 0.999],
  } as const
  const names = ['a', 'sigma', 'b', 'eta', 'rho'] as const
  const ends = starts.flatMap((start) => {
    const parameters = names.map((name) => ({
      name,
      start: start[name],
      lower: bounds[name][0],
      upper: bounds[name][1],
    }))
    try {
      return [
        fitted(instruments, parameters, ([a, sigma, b, eta, rho]) => {
          const model = { a, sigma, b, eta, rho, curve }
          return (option) => g2FlowSwaption(model, option)
        }),
      ]
    } catch (error) {
      if (error instanceof TuttiError && error.code === 'not-converged') return []
      throw error
    }
  })
  if (ends.length === 0) {
    throw new TuttiError(
      'not-converged',
      'the search did not end from any of its starts; give others or weigh the quotes',
    )
  }
  const { point, ...fit } = ends.reduce((best, end) =>
    end.rootMeanSquareError < best.rootMeanSquareError ? end : best,
  )
  const [a, sigma, b, eta, rho] = point
  return a >= b ? { a, sigma, b, eta, rho, ...fit } : { a: b, sigma: eta, b: a, eta: sigma, rho, ...fit }
}

function fitted(
  instruments: readonly CalibrationInstrument[],
  parameters: readonly Parameter[],
  pricerAt: (x: Float64Array) => (option: FlowSwaption) => number,
): ShortRateFit & { readonly point: Float64Array } {
  if (instruments.length < parameters.length) {
    throw new TuttiError(
      'invalid-input',
      `${parameters.length} parameters need as many instruments, got ${instruments.length}`,
      { field: 'instruments', got: String(instruments.length), expected: `at least ${parameters.length}` },
    )
  }
  instruments.forEach(({ options, marketPrice, weight = 1 }, i) => {
    requirePositive(marketPrice, `instruments[${i}].marketPrice`)
    requirePositive(weight, `instruments[${i}].weight`)
    for (const option of options) requireFlowSwaption(option)
  })
  const prices = (x: Float64Array): number[] => {
    const price = pricerAt(x)
    return instruments.map(({ options }) => options.reduce((sum, option) => sum + price(option), 0))
  }
  const fit = leastSquares({
    residualCount: instruments.length,
    start: parameters.map(({ start }) => start),
    lower: parameters.map(({ lower }) => lower),
    upper: parameters.map(({ upper }) => upper),
    residuals: (x, out) => {
      prices(x).forEach((price, i) => {
        const { marketPrice, weight = 1 } = instruments[i]
        out[i] = weight * (price / marketPrice - 1)
      })
    },
    maxIterations: 300,
    costTolerance: 1e-9,
    stepTolerance: 1e-9,
  })
  if (!fit.converged) {
    throw new TuttiError('not-converged', `the calibration did not end after ${fit.iterations} iterations`)
  }
  const models = prices(fit.x)
  return {
    point: fit.x,
    fits: instruments.map(({ marketPrice }, i) => ({
      marketPrice,
      modelPrice: models[i],
      relativeError: models[i] / marketPrice - 1,
    })),
    rootMeanSquareError: Math.sqrt((2 * fit.cost) / instruments.length),
    iterations: fit.iterations,
    atBound: parameters.filter((_, j) => fit.atBound[j]).map(({ name }) => name),
  }
}
