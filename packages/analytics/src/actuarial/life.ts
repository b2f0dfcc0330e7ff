import { requireInRange, TuttiError } from '../errors/index.ts'

/**
 * The future of one life, or of a group of lives seen as one status. Times are years from now, so an age is known to the
 * maker of the life only.
 */
export interface Life {
  /** Probability of being alive in `years`; 1 at 0. */
  survival(years: number): number
  /** Force of mortality in `years`, per year: -d ln survival / dt. Infinite where death is certain. */
  force(years: number): number
  /** After so many years nobody is left, or fewer than 1e-18 of those alive now. */
  readonly horizonYears: number
  /** Fractions of a year in [0, 1) at which the force may jump, in this year and in every later one. */
  readonly kinkFractions: readonly number[]
}

/** Survival below this counts as none. */
export const NOBODY = 1e-18

const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b)

function requireLives(lives: readonly Life[]): void {
  if (lives.length > 0) return
  throw new TuttiError('invalid-input', 'a status needs at least one life', {
    field: 'lives',
    got: 'none',
    expected: 'one or more',
  })
}

/** The status that fails at the first death of independent lives. */
export function jointLife(lives: readonly Life[]): Life {
  requireLives(lives)
  return {
    survival: (years) => lives.reduce((product, life) => product * life.survival(years), 1),
    force: (years) => lives.reduce((sum, life) => sum + life.force(years), 0),
    horizonYears: Math.min(...lives.map(({ horizonYears }) => horizonYears)),
    kinkFractions: distinct(lives.flatMap(({ kinkFractions }) => kinkFractions)),
  }
}

/** The status that fails at the last death of independent lives. */
export function lastSurvivor(lives: readonly Life[]): Life {
  requireLives(lives)
  // 1 - prod(1 - S_i) by recursion, which keeps the digits where every S_i is small
  const survival = (years: number) =>
    lives.reduce((alive, life) => {
      const other = life.survival(years)
      return alive + other - alive * other
    }, 0)
  return {
    survival,
    force: (years) => {
      const alive = lives.map((life) => life.survival(years))
      let density = 0
      lives.forEach((life, i) => {
        if (alive[i] === 0) return
        density += alive[i] * life.force(years) * alive.reduce((rest, s, j) => (j === i ? rest : rest * (1 - s)), 1)
      })
      const total = survival(years)
      return total === 0 ? Infinity : density / total
    },
    horizonYears: Math.max(...lives.map(({ horizonYears }) => horizonYears)),
    kinkFractions: distinct(lives.flatMap(({ kinkFractions }) => kinkFractions)),
  }
}

/** The same life with its force of mortality times `factor` in [0.01, 100]: survival to the power of it. */
export function lifeWithForceTimes(life: Life, factor: number): Life {
  requireInRange(factor, 0.01, 100, 'forceFactor')
  if (factor === 1) return life
  return {
    survival: (years) => Math.pow(life.survival(years), factor),
    force: (years) => factor * life.force(years),
    horizonYears: factor < 1 ? life.horizonYears / factor : life.horizonYears,
    kinkFractions: life.kinkFractions,
  }
}
