import { LuDecomposition, Matrix } from 'ml-matrix'
import { TuttiError } from '../errors/index.ts'
import { bootstrapEquation } from './bootstrap-equation.ts'
import { type BootstrapInstrument, instrumentQuote, requotedInstrument } from './bootstrap-instrument.ts'
import {
  bootstrapEquations,
  type BootstrapInputs,
  type BootstrappedCurve,
  bootstrappedCurve,
  equationResidual,
} from './bootstrapped-curve.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { interpolatedCurve } from './interpolated-curve.ts'

/** How the pillars of a bootstrapped curve move with its quotes. */
export interface QuoteJacobian {
  readonly built: BootstrappedCurve
  /** [i][j]: change of the continuous zero rate at pillar i per unit of the quote of instrument j (both in order of pillar). */
  readonly zeroRateByQuote: readonly (readonly number[])[]
}

const zeroBump = 1e-6

/**
 * Derivatives of the pillars' zero rates to the quotes, by the implicit function theorem on the equations of the bootstrap.
 * Throws what the bootstrap throws.
 */
export function quoteJacobian(inputs: BootstrapInputs): QuoteJacobian {
  const built = bootstrappedCurve(inputs)
  const known = inputs.known ?? {}
  const equations = bootstrapEquations(inputs.instruments, known)
  const count = equations.length
  const byId = new Map<string, BootstrapInstrument>(inputs.instruments.map((item) => [item.id, item]))
  const byPillar = new Matrix(count, count)
  for (let m = 0; m < count; m++) {
    const up = pillarShifted(built, m, zeroBump)
    const down = pillarShifted(built, m, -zeroBump)
    equations.forEach((equation, i) => {
      byPillar.set(i, m, (equationResidual(equation, up) - equationResidual(equation, down)) / (2 * zeroBump))
    })
  }
  const byQuote = Matrix.zeros(count, count)
  equations.forEach((equation, j) => {
    const instrument = byId.get(equation.id)
    if (instrument === undefined) return
    const quote = instrumentQuote(instrument)
    const step = Math.max(Math.abs(quote), 1) * 1e-4
    const at = (value: number): number =>
      equationResidual(bootstrapEquation(requotedInstrument(instrument, value), known), built.curve)
    byQuote.set(j, j, (at(quote + step) - at(quote - step)) / (2 * step))
  })
  const solved = new LuDecomposition(byPillar).solve(byQuote)
  return { built, zeroRateByQuote: solved.to2DArray().map((row) => row.map((value) => -value)) }
}

/** The curve with the zero rate of one pillar moved. */
function pillarShifted(built: BootstrappedCurve, pillar: number, shift: number): DiscountCurve {
  const { interpolation, timesYears, tensionPerYear } = built
  const zeroRates = built.zeroRates.map((rate, i) => (i === pillar ? rate + shift : rate))
  return interpolatedCurve({ interpolation, timesYears, zeroRates, tensionPerYear })
}

/** What a value does per unit of each quote. */
export interface QuoteLadder {
  readonly value: number
  /** Change per unit of each pillar's continuous zero rate. */
  readonly byZeroRate: readonly number[]
  /** Change per unit of each quote: the par-rate ladder, in order of pillar. */
  readonly byQuote: readonly number[]
}

/** The ladder of any value of the curve, such as a present value, by central differences on the pillars. */
export function quoteLadder(
  { built, zeroRateByQuote }: QuoteJacobian,
  valueOf: (curve: DiscountCurve) => number,
): QuoteLadder {
  const byZeroRate = built.timesYears.map((_, m) => {
    const up = valueOf(pillarShifted(built, m, zeroBump))
    return (up - valueOf(pillarShifted(built, m, -zeroBump))) / (2 * zeroBump)
  })
  const byQuote = built.timesYears.map((_, j) =>
    byZeroRate.reduce((sum, change, i) => sum + change * zeroRateByQuote[i][j], 0),
  )
  return { value: valueOf(built.curve), byZeroRate, byQuote }
}

/**
 * The curve with its zero rates moved: by `shifts[i]` at `keyTimesYears[i]` (increasing), linear between key times, by the
 * first before the first and by the last after the last. Moving one key rate at a time gives key-rate exposures that add up
 * to the parallel one. Source: Ho, J. Fixed Income 2 (1992), 29-44.
 */
export function keyRateShiftedCurve(
  curve: DiscountCurve,
  keyTimesYears: readonly number[],
  shifts: readonly number[],
): DiscountCurve {
  if (keyTimesYears.length !== shifts.length || keyTimesYears.length === 0) {
    throw new TuttiError(
      'invalid-input',
      `each key time needs a shift, got ${keyTimesYears.length} and ${shifts.length}`,
      {
        field: 'shifts',
        got: String(shifts.length),
        expected: `${keyTimesYears.length}, at least one`,
      },
    )
  }
  const shift = interpolatedCurve({ interpolation: 'linear-zero', timesYears: keyTimesYears, zeroRates: shifts })
  return {
    discountFactor: (t) => curve.discountFactor(t) * shift.discountFactor(t),
    zeroRate: (t) => curve.zeroRate(t) + shift.zeroRate(t),
    instantaneousForward: (t) => curve.instantaneousForward(t) + shift.instantaneousForward(t),
  }
}
