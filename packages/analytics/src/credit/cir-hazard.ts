import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { type CirParameters, cirZeroBond, quadraticExponentialDraw, quadraticExponentialLaw } from '../models/index.ts'
import type { SurvivalCurve } from './survival-curve.ts'

/** Hazard rate that follows the square-root process from `initial` (at least 0). */
export interface CirHazard extends CirParameters {
  readonly initial: number
}

/** B of the zero-coupon bond A exp(-B x). */
function loading({ kappa, sigma }: CirParameters, termYears: number): number {
  const h = Math.sqrt(kappa * kappa + 2 * sigma * sigma)
  const fallen = -Math.expm1(-h * termYears)
  return (2 * fallen) / (2 * h * (1 - fallen) + (kappa + h) * fallen)
}

/** Survival over `termYears` when the process stands at `value`: E exp(-integral). */
const cirSurvival = (model: CirParameters, value: number, termYears: number): number =>
  termYears === 0 ? 1 : cirZeroBond(model, value, termYears)

/**
 * Survival when the hazard rate follows the square-root process; `hazardRate` is the forward hazard. Throws
 * `invalid-input` for parameters that are not positive. Source: Lando, Review of Derivatives Research 2 (1998); Cox,
 * Ingersoll & Ross (1985), eq. 23.
 */
export function cirHazardCurve(model: CirHazard): SurvivalCurve {
  const { kappa, theta, sigma, initial } = model
  cirZeroBond(model, initial, 1)
  return {
    survivalProbability: (timeYears) => cirSurvival(model, initial, requireTime(timeYears)),
    hazardRate: (timeYears) => {
      const b = loading(model, requireTime(timeYears))
      return kappa * theta * b + initial * (1 - kappa * b - 0.5 * sigma * sigma * b * b)
    },
    knotsYears: [],
  }
}

function requireTime(timeYears: number): number {
  if (timeYears >= 0 && Number.isFinite(timeYears)) return timeYears
  throw new TuttiError('invalid-input', `timeYears must be finite and at least 0, got ${timeYears}`, {
    field: 'timeYears',
    got: String(timeYears),
    expected: 'a number >= 0',
  })
}

/** The square-root hazard with a deterministic shift that makes it fit a survival curve exactly (CIR++). */
export interface ShiftedCirHazard {
  /** Shift of the hazard rate at a time: the curve's hazard less the process's forward hazard. */
  shift(timeYears: number): number
  /** Survival from `fromYears` to `toYears` given survival and the value of the process at `fromYears`. */
  conditionalSurvival(fromYears: number, toYears: number, value: number): number
  /** Lowest shift over the times asked for; below 0 the hazard rate can become negative. */
  lowestShift(timesYears: readonly number[]): number
}

/**
 * CIR++ around `curve`. Throws `invalid-input`. Source: Brigo & Mercurio, Interest Rate Models (2006), 3.9 and 22.7.
 */
export function shiftedCirHazard(model: CirHazard, curve: SurvivalCurve): ShiftedCirHazard {
  const process = cirHazardCurve(model)
  const shift = (timeYears: number): number => curve.hazardRate(timeYears) - process.hazardRate(timeYears)
  return {
    shift,
    conditionalSurvival: (fromYears, toYears, value) => {
      const market = curve.survivalProbability(toYears) / curve.survivalProbability(fromYears)
      const own = process.survivalProbability(toYears) / process.survivalProbability(fromYears)
      return (market / own) * cirSurvival(model, value, toYears - fromYears)
    },
    lowestShift: (timesYears) => Math.min(...timesYears.map(shift)),
  }
}

/**
 * The process `dtYears` on, drawn with a standard normal `z` by the quadratic-exponential scheme: mean and variance are
 * exact and the value stays at or above 0. Throws `invalid-input`. Source: Andersen, J. Computational Finance 11 (2008).
 */
export function cirHazardStep(model: CirParameters, value: number, dtYears: number, z: number): number {
  requirePositive(dtYears, 'dtYears')
  requireInRange(value, 0, Number.MAX_VALUE, 'value')
  return quadraticExponentialDraw(quadraticExponentialLaw(model, value, dtYears), z)
}
