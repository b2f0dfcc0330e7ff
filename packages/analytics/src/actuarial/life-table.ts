import { requireInRange, TuttiError } from '../errors/index.ts'
import type { Life } from './life.ts'

/** How deaths fall within a year of age: evenly (UDD), by a constant force, or by Balducci's hyperbola. */
export const fractionalAges = ['uniform-deaths', 'constant-force', 'balducci'] as const
export type FractionalAge = (typeof fractionalAges)[number]

/** Probabilities of death within a year, by whole age, with a select period where lives were selected. */
export interface LifeTable {
  readonly firstAge: number
  /** q at `firstAge`, `firstAge` + 1, ...; the last is 1, as nobody outlives the table. Ultimate where there is a select period. */
  readonly deathProbabilities: readonly number[]
  /** Row i: q of a life selected at age `firstAge` + i, in the 1st, 2nd, ... year since. */
  readonly selectDeathProbabilities?: readonly (readonly number[])[] | undefined
  readonly fractionalAge: FractionalAge
}

/** Survival over the fraction `to` of a year from its fraction `from`, where q is that of the year. */
function survivalWithin(q: number, from: number, to: number, assumption: FractionalAge): number {
  if (to <= from) return 1
  if (q >= 1) {
    // nobody reaches the end; only evenly spread deaths leave somebody on the way
    return assumption === 'uniform-deaths' ? (1 - to) / (1 - from) : 0
  }
  switch (assumption) {
    case 'uniform-deaths':
      return (1 - to * q) / (1 - from * q)
    case 'constant-force':
      return Math.exp((to - from) * Math.log1p(-q))
    case 'balducci':
      return (1 - (1 - from) * q) / (1 - (1 - to) * q)
  }
}

function forceWithin(q: number, at: number, assumption: FractionalAge): number {
  switch (assumption) {
    case 'uniform-deaths':
      return at * q >= 1 ? Infinity : q / (1 - at * q)
    case 'constant-force':
      return q >= 1 ? Infinity : -Math.log1p(-q)
    case 'balducci':
      return q >= 1 ? Infinity : q / (1 - (1 - at) * q)
  }
}

/** Throws `invalid-input` unless every q is a probability and the last one 1; returns them. */
function requireProbabilities(values: readonly number[], field: string): readonly number[] {
  values.forEach((q, i) => requireInRange(q, 0, 1, `${field}[${i}]`))
  return values
}

/**
 * A life of `age` whose yearly probabilities of death are `deathProbabilities`: the first holds for the current year of
 * age, from the last birthday. `age` need not be whole; the fraction counts as lived.
 */
export function lifeFromYearlyDeaths(
  age: number,
  deathProbabilities: ArrayLike<number>,
  fractionalAge: FractionalAge,
): Life {
  const years = deathProbabilities.length
  const lived = age - Math.floor(age)
  const alive = new Float64Array(years + 1)
  alive[0] = 1
  for (let k = 0; k < years; k++) alive[k + 1] = alive[k] * (1 - deathProbabilities[k])
  const atNow = years === 0 ? 0 : survivalWithin(deathProbabilities[0], 0, lived, fractionalAge)
  const survival = (time: number): number => {
    if (time <= 0) return 1
    const at = lived + time
    const k = Math.floor(at)
    if (k >= years) return 0
    if (k === 0) return survivalWithin(deathProbabilities[0], lived, at, fractionalAge)
    return (alive[k] * survivalWithin(deathProbabilities[k], 0, at - k, fractionalAge)) / atNow
  }
  return {
    survival,
    force: (time) => {
      const at = lived + time
      const k = Math.floor(at)
      return k >= years ? Infinity : forceWithin(deathProbabilities[k], at - k, fractionalAge)
    },
    horizonYears: Math.max(0, years - lived),
    kinkFractions: [lived === 0 ? 0 : 1 - lived],
  }
}

/**
 * Yearly probabilities of death from age floor(`age`) on under a table. `selectedYearsAgo` (whole) says how long ago the
 * life was selected; `null` for a life under the ultimate table.
 */
export function tableDeaths(table: LifeTable, age: number, selectedYearsAgo: number | null): Float64Array {
  const { firstAge, deathProbabilities, selectDeathProbabilities } = table
  const whole = Math.floor(age)
  requireProbabilities(deathProbabilities, 'deathProbabilities')
  const lastAge = firstAge + deathProbabilities.length - 1
  if (deathProbabilities.at(-1) !== 1) {
    throw new TuttiError('invalid-input', `the table ends at age ${lastAge} with people alive`, {
      field: 'deathProbabilities',
      got: `q = ${deathProbabilities.at(-1)} at the last age`,
      expected: '1 at the last age: close the table where nobody is left',
    })
  }
  if (!(whole >= firstAge && whole <= lastAge)) {
    throw new TuttiError('missing-data', `the table has no age ${whole}`, {
      field: 'age',
      got: String(age),
      expected: `${firstAge} to ${lastAge}`,
    })
  }
  const deaths = Float64Array.from(deathProbabilities.slice(whole - firstAge))
  if (selectedYearsAgo === null || selectDeathProbabilities === undefined) return deaths
  requireInRange(selectedYearsAgo, 0, whole, 'selectedYearsAgo')
  const row = selectDeathProbabilities[whole - selectedYearsAgo - firstAge]
  if (!Number.isInteger(selectedYearsAgo) || row === undefined) {
    throw new TuttiError(
      'missing-data',
      `the select table has no row for selection at age ${whole - selectedYearsAgo}`,
      {
        field: 'selectedYearsAgo',
        got: String(selectedYearsAgo),
        expected: `selection at age ${firstAge} to ${firstAge + selectDeathProbabilities.length - 1}`,
      },
    )
  }
  requireProbabilities(row, 'selectDeathProbabilities')
  for (let k = 0; selectedYearsAgo + k < row.length && k < deaths.length; k++) deaths[k] = row[selectedYearsAgo + k]
  return deaths
}
