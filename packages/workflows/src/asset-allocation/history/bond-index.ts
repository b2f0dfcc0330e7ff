import { TuttiError } from '@tutti/analytics/errors'
import { type CurveHistory, isoOfDay } from '@tutti/market'
import { notDaily } from './month-calendar.ts'
import { parBondStep, zeroCurveCoupons } from './par-bond-step.ts'
import { longestQuoteGapDays, yearFraction } from './year-fraction.ts'

/** Total-return index of a constant-maturity par bond on trading days of equity. */
export interface BondIndex {
  /** Index of the first trading day with a price; the level there is 1 and NaN before it. */
  readonly start: number
  /** Index of the last trading day with a price; the level is carried after it. */
  readonly end: number
  readonly levels: Float64Array
  /** Trading days between start and end on which the curve has no rates: the level is carried. */
  readonly closedDays: number
}

/**
 * Index of a par bond of `maturityYears`, bought at each close and sold at the next one at which the curve is quoted (the
 * days are those of the equity market). Where the bond market is closed the level is carried, and the next quoted day has
 * the return of the whole span: nothing is known before it is quoted.
 * Throws `missing-data` with the dates when the maturity has no rates for more than 31 days, or on no trading day at all;
 * `invalid-input` for a maturity that is not a whole number of coupon periods.
 */
export function bondIndex(curve: CurveHistory, days: Int32Array, maturityYears: number): BondIndex {
  const frequency = curve.kind === 'zero' ? zeroCurveCoupons : curve.compounding === 'annual' ? 1 : 2
  if (!Number.isInteger(maturityYears * frequency)) {
    throw new TuttiError(
      'invalid-input',
      `a bond of ${maturityYears} years is not a whole number of coupon periods on ${curve.id}`,
      { field: 'history.bond_maturity_years', got: String(maturityYears), expected: `a multiple of ${1 / frequency}` },
    )
  }
  const n = days.length
  const levels = new Float64Array(n).fill(NaN)
  let start = -1
  let end = -1
  let held = -1
  let row = 0
  let closedDays = 0
  let closedSinceEnd = 0
  for (let i = 0; i < n; i++) {
    while (row < curve.days.length && curve.days[row] < days[i]) row++
    const quoted = row < curve.days.length && curve.days[row] === days[i]
    if (start < 0) {
      // a row that can price the bond against itself has the tenors around its maturity
      if (!quoted || parBondStep(curve, row, row, maturityYears, yearFraction(0, 1)) === null) continue
      start = i
      end = i
      held = row
      levels[i] = 1
      continue
    }
    const gap = days[i] - days[end]
    const dtYears = yearFraction(days[end], days[i])
    const step = quoted && gap <= longestQuoteGapDays ? parBondStep(curve, held, row, maturityYears, dtYears) : null
    if (step === null) {
      if (days[i] - days[i - 1] > longestQuoteGapDays) {
        throw notDaily(`no trading day between ${isoOfDay(days[i - 1])} and ${isoOfDay(days[i])}`, 'daily data')
      }
      if (gap > longestQuoteGapDays && row < curve.days.length) throw blank(curve, maturityYears, days[end], days[i])
      levels[i] = levels[i - 1]
      closedSinceEnd++
      continue
    }
    closedDays += closedSinceEnd
    closedSinceEnd = 0
    levels[i] = levels[end] * (1 + step)
    held = row
    end = i
  }
  if (start < 0) throw neverQuoted(curve, maturityYears, days)
  return { start, end, levels, closedDays }
}

function blank(curve: CurveHistory, maturityYears: number, from: number, to: number): TuttiError {
  return new TuttiError(
    'missing-data',
    `${curve.id} has no rates around ${maturityYears} years between ${isoOfDay(from)} and ${isoOfDay(to)}: the bond cannot be priced; choose another bond_maturity_years or a history without the gap`,
    {
      field: 'history.bond_curve',
      got: `${to - from} days without rates`,
      expected: `at most ${longestQuoteGapDays}`,
    },
  )
}

function neverQuoted(curve: CurveHistory, maturityYears: number, days: Int32Array): TuttiError {
  const span = (list: Int32Array): string => `${isoOfDay(list[0])} to ${isoOfDay(list[list.length - 1])}`
  return new TuttiError(
    'missing-data',
    `${curve.id} has no rates around ${maturityYears} years on any day of the equity history: the two do not overlap`,
    {
      field: 'history.bond_curve',
      got: `equity ${span(days)}; ${curve.id} ${span(curve.days)}`,
      expected: 'histories that share days',
    },
  )
}
