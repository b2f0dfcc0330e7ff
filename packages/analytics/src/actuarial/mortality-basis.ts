import { requireInRange, TuttiError } from '../errors/index.ts'
import { type Life, lifeWithForceTimes } from './life.ts'
import { type LifeTable, lifeFromYearlyDeaths, tableDeaths } from './life-table.ts'
import { lifeUnderLaw, type MortalityLaw } from './mortality-law.ts'

/**
 * Rates at which mortality falls, by age and calendar year: q(x, year) = q(x, base) times the product of 1 - rate over
 * the years after the base year. Ages and years outside the table take the nearest age and year in it, but for
 * `afterLastYear: 'none'`, where mortality stands still after the last one.
 */
export interface ImprovementScale {
  /** The year in which the base mortality holds. */
  readonly baseYear: number
  readonly firstAge: number
  readonly firstYear: number
  /** Row a: the rates at age `firstAge` + a in `firstYear`, `firstYear` + 1, ..., decimals. */
  readonly rates: readonly (readonly number[])[]
  readonly afterLastYear: 'last-rate' | 'none'
}

/** The mortality that lives follow: a law or a table, at one date or improving with the calendar. */
export type MortalityBasis = (MortalityLaw | ({ readonly kind: 'table' } & LifeTable)) & {
  /** Mortality multiplied by this, at all ages: the force of a law, the q of a table (held at 1). */
  readonly multiplier?: number | undefined
  readonly improvement?: ImprovementScale | undefined
}

/** What else is known of a life: when it is valued and when it was selected. */
export interface LifeContext {
  /** Calendar year of time 0; needed by a basis with improvement. */
  readonly calendarYear?: number | undefined
  /** Whole years since selection; `null` or absent for the ultimate table. */
  readonly selectedYearsAgo?: number | null | undefined
}

/** The part of base-year mortality that is left at `age` in `year`. */
export function improvementFactor(scale: ImprovementScale, age: number, year: number): number {
  const { baseYear, firstAge, firstYear, rates, afterLastYear } = scale
  const row = rates[Math.min(Math.max(Math.floor(age) - firstAge, 0), rates.length - 1)]
  const rateIn = (y: number): number => {
    if (y >= firstYear + row.length && afterLastYear === 'none') return 0
    return row[Math.min(Math.max(y - firstYear, 0), row.length - 1)]
  }
  let factor = 1
  for (let y = baseYear + 1; y <= year; y++) factor *= 1 - rateIn(y)
  for (let y = baseYear; y > year; y--) factor /= 1 - rateIn(y)
  return factor
}

function requireScale(scale: ImprovementScale): void {
  const width = scale.rates[0]?.length ?? 0
  if (width === 0 || scale.rates.some((row) => row.length !== width)) {
    throw new TuttiError('invalid-input', 'an improvement scale has a rate for every age and year', {
      field: 'improvement.rates',
      got: `rows of ${[...new Set(scale.rates.map((row) => row.length))].join(', ') || 'no'} years`,
      expected: 'rows of one length, at least 1',
    })
  }
  scale.rates.forEach((row, a) =>
    row.forEach((rate, t) => requireInRange(rate, -1, 0.99, `improvement.rates[${a}][${t}]`)),
  )
}

/** Most years that a life under an improving law is followed for, as q must come year by year. */
const LAST_AGE = 150

/**
 * Yearly probabilities of death of a life from age floor(`age`) on, each in the calendar year in which the age is
 * reached. Under a law the probabilities run until survival is negligible, or to age 150.
 */
export function yearlyDeaths(basis: MortalityBasis, age: number, context: LifeContext = {}): Float64Array {
  const { multiplier = 1, improvement } = basis
  const base =
    basis.kind === 'table' ? tableDeaths(basis, age, context.selectedYearsAgo ?? null) : lawDeaths(basis, age)
  if (multiplier !== 1 && basis.kind === 'table') {
    requireInRange(multiplier, 0, 100, 'multiplier')
    for (let k = 0; k < base.length - 1; k++) base[k] = Math.min(1, base[k] * multiplier)
  }
  if (improvement === undefined) return base
  requireScale(improvement)
  const { calendarYear } = context
  if (calendarYear === undefined) {
    throw new TuttiError('invalid-input', 'mortality that improves needs the calendar year of the valuation', {
      field: 'calendarYear',
      got: 'nothing',
      expected: 'a year',
    })
  }
  requireInRange(calendarYear, improvement.baseYear - 200, improvement.baseYear + 200, 'calendarYear')
  const whole = Math.floor(age)
  for (let k = 0; k < base.length - 1; k++) {
    base[k] = Math.min(1, base[k] * improvementFactor(improvement, whole + k, calendarYear + k))
  }
  return base
}

function lawDeaths(law: MortalityLaw & { readonly multiplier?: number | undefined }, age: number): Float64Array {
  const multiplier = requireInRange(law.multiplier ?? 1, 0, 100, 'multiplier')
  const start = Math.floor(age)
  const life = lifeUnderLaw(law, start)
  const years = Math.max(
    1,
    Math.min(Math.ceil(life.horizonYears / Math.min(1, Math.max(multiplier, 0.02))), LAST_AGE - start),
  )
  const deaths = new Float64Array(years)
  let alive = 1
  for (let k = 0; k < years; k++) {
    const next = Math.pow(life.survival(k + 1), multiplier)
    deaths[k] = alive === 0 ? 1 : 1 - next / alive
    alive = next
  }
  deaths[years - 1] = 1
  return deaths
}

/**
 * A life of `age` under a basis. A law without improvement is exact at every time; a table, and a law that improves,
 * goes by yearly probabilities of death (a law with constant force within the year).
 *
 * Throws `invalid-input` or `missing-data` for an age, a table or a law that does not fit.
 */
export function lifeOf(basis: MortalityBasis, age: number, context: LifeContext = {}): Life {
  requireInRange(age, 0, LAST_AGE - 1, 'age')
  if (basis.kind === 'table' || basis.improvement !== undefined) {
    const within = basis.kind === 'table' ? basis.fractionalAge : 'constant-force'
    return lifeFromYearlyDeaths(age, yearlyDeaths(basis, age, context), within)
  }
  const { multiplier = 1 } = basis
  return lifeWithForceTimes(lifeUnderLaw(basis, age), multiplier)
}
