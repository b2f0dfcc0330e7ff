import { LuDecomposition, Matrix } from 'ml-matrix'
import { TuttiError, requireFinite } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { type BootstrapEquation, bootstrapEquation, type KnownCurves } from './bootstrap-equation.ts'
import type { BootstrapInstrument } from './bootstrap-instrument.ts'
import type { CurveInterpolation } from './curve-interpolation.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { interpolatedCurve } from './interpolated-curve.ts'
import { intervalIndex } from './piecewise-cubic.ts'

/** What to bootstrap a curve from. */
export interface BootstrapInputs {
  /** In any order. */
  readonly instruments: readonly BootstrapInstrument[]
  readonly interpolation: CurveInterpolation
  readonly tensionPerYear?: number | undefined
  readonly known?: KnownCurves | undefined
}

/** A bootstrapped curve: its pillars and how well it reprices. */
export interface BootstrappedCurve {
  readonly curve: DiscountCurve
  readonly interpolation: CurveInterpolation
  readonly tensionPerYear?: number | undefined
  /** Pillars in order of time, without 0. */
  readonly timesYears: readonly number[]
  readonly discountFactors: readonly number[]
  /** Continuous. */
  readonly zeroRates: readonly number[]
  /** In order of pillar. */
  readonly instruments: readonly RepricedInstrument[]
}

/** An instrument of a bootstrap on the curve that came out. */
export interface RepricedInstrument {
  readonly id: string
  readonly kind: BootstrapInstrument['kind']
  readonly quote: number
  readonly pillarYears: number
  /** Value on the curve a unit of notional (bond: of price); 0 up to rounding. */
  readonly residual: number
}

/** A residual up to this size, a unit of notional, is rounding. */
const residualTolerance = 1e-12

/**
 * The curve on which every instrument is worth its quote, with a pillar at the last time that each needs. Local
 * interpolations (`log-linear-discount`, `linear-zero`, `linear-forward`) are solved pillar by pillar, the others by
 * Newton steps on all pillars together. Every instrument reprices to 1e-12 of notional.
 *
 * Throws `invalid-input` for instruments out of order or two with the same pillar, `infeasible` where no discount factor
 * reprices an instrument (its quote is an arbitrage against the earlier ones), `not-converged` where the Newton steps stall;
 * each names the instrument. Source: Hagan & West, Wilmott (May 2008), 70-81; Ametrano & Bianchetti, SSRN 2219548 (2013).
 */
export function bootstrappedCurve({
  instruments,
  interpolation,
  tensionPerYear,
  known = {},
}: BootstrapInputs): BootstrappedCurve {
  const equations = bootstrapEquations(instruments, known)
  const times = equations.map((equation) => equation.pillarYears)
  const local = localInterpolation(interpolation)
  const areas = solvedInSequence(equations, local ?? 'log-linear-discount')
  if (local === undefined) solveTogether(equations, times, areas, interpolation, tensionPerYear)
  const zeroRates = times.map((time, i) => areas[i + 1] / time)
  const curve = interpolatedCurve({ interpolation, timesYears: times, zeroRates, tensionPerYear })
  return {
    curve,
    interpolation,
    ...(tensionPerYear === undefined ? {} : { tensionPerYear }),
    timesYears: times,
    discountFactors: times.map((_, i) => Math.exp(-areas[i + 1])),
    zeroRates,
    instruments: equations.map((equation) => ({
      id: equation.id,
      kind: equation.kind,
      quote: equation.quote,
      pillarYears: equation.pillarYears,
      residual: equationResidual(equation, curve),
    })),
  }
}

/** The equations in order of pillar. Throws where two have the same. */
export function bootstrapEquations(
  instruments: readonly BootstrapInstrument[],
  known: KnownCurves,
): readonly BootstrapEquation[] {
  if (instruments.length === 0) {
    throw new TuttiError('invalid-input', 'a curve needs at least one instrument', {
      field: 'instruments',
      got: '0 instruments',
      expected: 'at least one',
    })
  }
  const equations = instruments.map((instrument) => bootstrapEquation(instrument, known))
  for (const { id, kind, pillarYears } of equations) {
    if (pillarYears > 0) continue
    throw new TuttiError('invalid-input', `${kind} ${id} says nothing about the curve: its value is known`, {
      field: id,
      expected: 'an instrument that needs the curve that is built',
    })
  }
  equations.sort((a, b) => a.pillarYears - b.pillarYears)
  for (let i = 1; i < equations.length; i++) {
    const [before, here] = [equations[i - 1], equations[i]]
    if (here.pillarYears > before.pillarYears) continue
    throw new TuttiError(
      'invalid-input',
      `${before.kind} ${before.id} and ${here.kind} ${here.id} end at the same time, ${here.pillarYears} years: keep one of them`,
      { field: here.id, got: String(here.pillarYears), expected: 'a pillar of its own for each instrument' },
    )
  }
  return equations
}

/** Value of the instrument on a curve, a unit of notional. */
export function equationResidual(equation: BootstrapEquation, curve: DiscountCurve): number {
  const { coefficients, numerators, factors, denominators } = equation
  let sum = equation.constant
  for (let i = 0; i < coefficients.length; i++) {
    let value = coefficients[i] * curve.discountFactor(numerators[i])
    if (factors[i] !== 0) value *= curve.discountFactor(factors[i])
    if (denominators[i] !== 0) value /= curve.discountFactor(denominators[i])
    sum += value
  }
  return sum
}

type LocalInterpolation = 'log-linear-discount' | 'linear-zero' | 'linear-forward'

const localInterpolation = (interpolation: CurveInterpolation): LocalInterpolation | undefined =>
  interpolation === 'log-linear-discount' || interpolation === 'linear-zero' || interpolation === 'linear-forward'
    ? interpolation
    : undefined

/** -ln P at 0 and at the pillars, each solved given the earlier ones. */
function solvedInSequence(equations: readonly BootstrapEquation[], interpolation: LocalInterpolation): Float64Array {
  const count = equations.length
  const times = new Float64Array(count + 1)
  equations.forEach((equation, i) => (times[i + 1] = equation.pillarYears))
  const areas = new Float64Array(count + 1)
  const forwards = new Float64Array(count + 1)
  const most = Math.max(...equations.map((equation) => equation.coefficients.length))
  const scaled = new Float64Array(most)
  const slopes = new Float64Array(most)
  /** -ln P(t) for t up to the last solved pillar. */
  const areaAt = (t: number, solved: number): number => {
    if (t === 0) return 0
    const i = Math.min(intervalIndex(times, t), solved - 1)
    const s = (t - times[i]) / (times[i + 1] - times[i])
    if (interpolation === 'log-linear-discount') return areas[i] + (areas[i + 1] - areas[i]) * s
    if (interpolation === 'linear-zero') {
      const right = areas[i + 1] / times[i + 1]
      return t * (i === 0 ? right : (areas[i] / times[i]) * (1 - s) + right * s)
    }
    const step = times[i + 1] - times[i]
    return areas[i] + step * s * (forwards[i] + ((forwards[i + 1] - forwards[i]) * s) / 2)
  }
  for (let k = 1; k <= count; k++) {
    const equation = equations[k - 1]
    const { coefficients, numerators, factors, denominators } = equation
    const start = times[k - 1]
    const step = times[k] - start
    let constant = equation.constant
    let free = 0
    for (let j = 0; j < coefficients.length; j++) {
      // -ln of the term is known + slope x, x being -ln P at the pillar.
      let knownPart = 0
      let slope = 0
      for (let part = 0; part < 3; part++) {
        const t = part === 0 ? numerators[j] : part === 1 ? factors[j] : denominators[j]
        if (t === 0) continue
        const sign = part === 2 ? -1 : 1
        if (t <= start) {
          knownPart += sign * areaAt(t, k - 1)
          continue
        }
        const s = (t - start) / step
        if (interpolation === 'log-linear-discount') {
          knownPart += sign * areas[k - 1] * (1 - s)
          slope += sign * s
        } else if (interpolation === 'linear-zero') {
          knownPart += k === 1 ? 0 : (sign * t * areas[k - 1] * (1 - s)) / start
          slope += (sign * t * (k === 1 ? 1 : s)) / times[k]
        } else if (k === 1) {
          slope += sign * s
        } else {
          knownPart += sign * (areas[k - 1] * (1 - s * s) + forwards[k - 1] * step * s * (1 - s))
          slope += sign * s * s
        }
      }
      const value = coefficients[j] * Math.exp(-knownPart)
      if (slope === 0) {
        constant += value
      } else {
        scaled[free] = value
        slopes[free] = slope
        free++
      }
    }
    const rate = k === 1 ? 0 : (areas[k - 1] - areas[k - 2]) / (start - times[k - 2])
    areas[k] = solvedPillar(equation, constant, scaled, slopes, free, areas[k - 1], rate, step)
    const mean = (areas[k] - areas[k - 1]) / step
    if (k === 1) forwards[0] = mean
    forwards[k] = 2 * mean - forwards[k - 1]
  }
  return areas
}

/** Root x of constant + sum of scaled[j] e^(-slopes[j] x): Newton from the last forward, a bracket where that fails. */
function solvedPillar(
  equation: BootstrapEquation,
  constant: number,
  scaled: Float64Array,
  slopes: Float64Array,
  count: number,
  before: number,
  forward: number,
  step: number,
): number {
  let x = before + forward * step
  for (let iteration = 0; iteration < 30; iteration++) {
    let value = constant
    let derivative = 0
    for (let j = 0; j < count; j++) {
      const term = scaled[j] * Math.exp(-slopes[j] * x)
      value += term
      derivative -= slopes[j] * term
    }
    const move = value / derivative
    if (!Number.isFinite(move) || Math.abs(move) > 20) break
    x -= move
    if (Math.abs(move) <= 4e-16 * (1 + Math.abs(x))) return x
    if (Math.abs(move) < 1e-11 && iteration > 5) return x
  }
  const residual = (y: number): number => {
    let value = constant
    for (let j = 0; j < count; j++) value += scaled[j] * Math.exp(-slopes[j] * y)
    return value
  }
  let low = before
  let lowValue = residual(low)
  for (const high of searchPoints(before)) {
    const highValue = residual(high)
    if (high !== before && Number.isFinite(highValue) && lowValue > 0 !== highValue > 0) {
      return brentRoot(residual, low, high)
    }
    low = high
    lowValue = highValue
  }
  throw new TuttiError(
    'infeasible',
    `no discount factor at ${equation.pillarYears} years makes ${equation.kind} ${equation.id} worth its quote ${equation.quote}: it is an arbitrage against the shorter instruments; check its quote and theirs`,
    { field: equation.id, got: String(equation.quote), expected: 'a quote that a positive discount factor can meet' },
  )
}

/** Values of -ln P to look for a change of sign at: down from `before`, then up again. */
function* searchPoints(before: number): Generator<number> {
  for (const direction of [-1, 1]) {
    yield before
    for (let distance = 0.01; distance < 40; distance *= 1.5) yield before + direction * distance
  }
}

/** Residuals of all equations on a curve, which is read once at each of their times. */
function sharedResiduals(equations: readonly BootstrapEquation[]): (curve: DiscountCurve) => number[] {
  const places = new Map<number, number>()
  const placeOf = (time: number): number => {
    const known = places.get(time)
    if (known !== undefined) return known
    places.set(time, places.size)
    return places.size - 1
  }
  const indexed = equations.map(({ numerators, factors, denominators }) => ({
    numerators: Int32Array.from(numerators, placeOf),
    factors: Int32Array.from(factors, placeOf),
    denominators: Int32Array.from(denominators, placeOf),
  }))
  const times = Float64Array.from(places.keys())
  const discounts = new Float64Array(times.length)
  return (curve) => {
    for (let i = 0; i < times.length; i++) discounts[i] = curve.discountFactor(times[i])
    return equations.map(({ id, constant, coefficients }, e) => {
      const { numerators, factors, denominators } = indexed[e]
      let sum = constant
      for (let i = 0; i < coefficients.length; i++) {
        sum += (coefficients[i] * discounts[numerators[i]] * discounts[factors[i]]) / discounts[denominators[i]]
      }
      return requireFinite(sum, id)
    })
  }
}

/** Newton steps on all pillars together, in place, until every equation holds. */
function solveTogether(
  equations: readonly BootstrapEquation[],
  times: readonly number[],
  areas: Float64Array,
  interpolation: CurveInterpolation,
  tensionPerYear: number | undefined,
): void {
  const count = equations.length
  const residualsOn = sharedResiduals(equations)
  const residualsAt = (values: Float64Array): number[] =>
    residualsOn(
      interpolatedCurve({
        interpolation,
        timesYears: times,
        zeroRates: times.map((time, i) => values[i + 1] / time),
        tensionPerYear,
      }),
    )
  const size = (values: readonly number[]): number => Math.max(...values.map(Math.abs))
  let residuals = residualsAt(areas)
  for (let iteration = 0; iteration < 40; iteration++) {
    if (size(residuals) < residualTolerance / 10) return
    const jacobian = new Matrix(count, count)
    for (let m = 0; m < count; m++) {
      const bumped = areas.slice()
      const bump = 1e-7 * times[m]
      bumped[m + 1] += bump
      const moved = residualsAt(bumped)
      for (let i = 0; i < count; i++) jacobian.set(i, m, (moved[i] - residuals[i]) / bump)
    }
    const decomposition = new LuDecomposition(jacobian)
    if (decomposition.isSingular()) break
    const move = decomposition.solve(Matrix.columnVector(residuals)).to1DArray()
    let share = 1
    for (; share > 1e-4; share /= 2) {
      const tried = areas.slice()
      for (let m = 0; m < count; m++) tried[m + 1] -= share * move[m]
      const next = residualsAt(tried)
      if (size(next) < size(residuals) || size(next) < residualTolerance) {
        areas.set(tried)
        residuals = next
        break
      }
    }
    if (share <= 1e-4) break
  }
  if (size(residuals) < residualTolerance) return
  const worst = residuals.reduce((best, value, i) => (Math.abs(value) > Math.abs(residuals[best]) ? i : best), 0)
  const { id, kind, quote } = equations[worst]
  throw new TuttiError(
    'not-converged',
    `the ${interpolation} curve does not reprice ${kind} ${id} at its quote ${quote}: it is still off by ${residuals[worst]} a unit of notional; check the quotes around it or use log-linear-discount`,
    { field: id, got: String(quote), expected: 'quotes that a smooth curve can meet' },
  )
}
