import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/** The value of a position (money) at the levels of the market's factors. It must not keep or change the levels. */
export type Valuation = (levels: readonly number[]) => number

/** How a factor is bumped and in which unit its sensitivity is told. */
export interface Bump {
  /** Size of the bump, above 0: added to the level, or as a fraction of it. */
  readonly size: number
  readonly mode: 'absolute' | 'relative'
  /** The move that a sensitivity is told for, in the same mode: 0.0001 for a value per basis point. */
  readonly unit: number
  /** `central` bumps both ways and also gives the gamma; the others bump once. */
  readonly scheme: 'central' | 'forward' | 'backward'
}

const basisPoint: Bump = { size: 1e-4, mode: 'absolute', unit: 1e-4, scheme: 'central' }

/**
 * Customary bumps: PV01 (interest rates), IE01 (inflation rates) and CS01 (credit spreads) for one basis point of a rate
 * as a decimal, FX and equity for one per cent of the level, vega for one volatility point of a volatility as a decimal.
 */
export const customaryBumps = {
  PV01: basisPoint,
  IE01: basisPoint,
  CS01: basisPoint,
  FX: { size: 0.01, mode: 'relative', unit: 0.01, scheme: 'central' },
  equity: { size: 0.01, mode: 'relative', unit: 0.01, scheme: 'central' },
  vega: { size: 0.01, mode: 'absolute', unit: 0.01, scheme: 'central' },
} as const satisfies Record<string, Bump>

/** The change of level that a bump makes of a factor. */
export function bumpOf(level: number, bump: Bump, factor: string): number {
  return bump.mode === 'absolute' ? bump.size : bump.size * requireLevel(level, factor)
}

/** The change of level that the unit of a bump stands for. */
export function unitOf(level: number, bump: Bump, factor: string): number {
  return bump.mode === 'absolute' ? bump.unit : bump.unit * requireLevel(level, factor)
}

function requireLevel(level: number, factor: string): number {
  if (level !== 0) return level
  throw new TuttiError('not-applicable', `a relative bump cannot move ${factor}, which is zero`, {
    field: factor,
    got: 'a level of 0',
    expected: 'an absolute bump, or a level other than 0',
  })
}

/** Throws `invalid-input` unless the bump has a size and a unit above 0. */
export function requireBump(bump: Bump, field: string): Bump {
  requirePositive(bump.size, `${field}.size`)
  requirePositive(bump.unit, `${field}.unit`)
  return bump
}

/** The valuation with its results checked: a value that is no finite number is refused, naming the levels moved. */
export function checkedValuation(valuation: Valuation, levels: Sample): (moves: ReadonlyMap<number, number>) => number {
  const base = Array.from(requireSample(levels, 1, 'levels'))
  return (moves) => {
    const moved = [...base]
    for (const [factor, change] of moves) moved[factor] += change
    return requireFinite(valuation(moved), 'value of the position')
  }
}
