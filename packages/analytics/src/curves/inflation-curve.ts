import { TuttiError, requireFinite, requireInRange, requirePositive, requireSample } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { logLinearDiscountCurve } from './log-linear-discount-curve.ts'
import { requireTime } from './require-time.ts'

/**
 * Fixed rate (annually compounded, decimal) of a zero-coupon inflation swap: at maturity it pays
 * (1 + rate)^years - 1 against I(T - lag) / I(0 - lag) - 1.
 */
export interface InflationSwapQuote {
  /** Whole. */
  readonly maturityYears: number
  readonly rate: number
}

export interface InflationCurveInputs {
  /** Index of the base month: the month that lies the lag before the trade month. */
  readonly baseIndex: number
  /** 1 (January) to 12. */
  readonly baseMonth: number
  /** By increasing maturity. */
  readonly swaps: readonly InflationSwapQuote[]
  /** How far the log change of the index from the month before deviates from the trend, January to December; sums to 0. */
  readonly seasonalLogChanges?: readonly number[] | undefined
}

/** Projected price index. */
export interface InflationCurve {
  /** Index `months` after the base month, with its season; linear between months. */
  indexAfter(months: number): number
  /** The trend without seasons, as the curve of I(base) / I(t) over years from the base month. */
  readonly trend: DiscountCurve
}

/**
 * The index curve on which zero-coupon inflation swaps are worth nothing: the trend grows at a constant log rate between
 * maturities (and goes on so beyond the last), seasons come on top and vanish over whole years. Throws `invalid-input` for
 * maturities that are not whole or do not increase, a rate at or below -1 or seasons that do not sum to 0.
 * Source: Brigo & Mercurio, Interest Rate Models (2006), chapter 16; Belgrade & Benhamou (2004) for seasonality.
 */
export function inflationCurve({
  baseIndex,
  baseMonth,
  swaps,
  seasonalLogChanges,
}: InflationCurveInputs): InflationCurve {
  requirePositive(baseIndex, 'baseIndex')
  requireInRange(baseMonth, 1, 12, 'baseMonth')
  swaps.forEach(({ maturityYears, rate }, i) => {
    if (Number.isInteger(maturityYears) && Number.isInteger(baseMonth) && rate > -1) return
    throw new TuttiError(
      'invalid-input',
      `inflation swap ${i} of ${maturityYears} years at ${rate} is not a quote of whole years above -100 %`,
      { field: `swaps[${i}]`, got: `${maturityYears} years at ${rate}`, expected: 'whole years and a rate > -1' },
    )
  })
  const trend = logLinearDiscountCurve(
    swaps.map(({ maturityYears }) => maturityYears),
    swaps.map(({ maturityYears, rate }) => (1 + requireFinite(rate, 'rate')) ** -maturityYears),
  )
  const seasons = seasonalLogChanges ?? Array.from({ length: 12 }, () => 0)
  requireSample(seasons, 12, 'seasonalLogChanges')
  const total = seasons.reduce((sum, season) => sum + season, 0)
  if (seasons.length !== 12 || Math.abs(total) > 1e-9) {
    throw new TuttiError(
      'invalid-input',
      `twelve seasonal changes must sum to 0, got ${seasons.length} with sum ${total}`,
      {
        field: 'seasonalLogChanges',
        got: String(total),
        expected: '12 numbers that sum to 0',
      },
    )
  }
  /** Season accumulated over the months after the base month. */
  const accumulated = [0]
  for (let month = 1; month < 12; month++)
    accumulated.push(accumulated[month - 1] + seasons[(baseMonth - 1 + month) % 12])
  const monthly = (months: number): number =>
    (baseIndex * Math.exp(accumulated[months % 12])) / trend.discountFactor(months / 12)
  return {
    trend,
    indexAfter(months) {
      const whole = Math.floor(requireTime(months, 'months'))
      const part = months - whole
      return part === 0 ? monthly(whole) : monthly(whole) * (1 - part) + monthly(whole + 1) * part
    },
  }
}

/**
 * Curve of the real discount factors P_n(t) I(t) / I(0): worth today, in today's goods, of one unit of goods at t. Its
 * zero rate is the nominal one less the zero break-even inflation of `trend` (both continuous).
 */
export function realCurve(nominal: DiscountCurve, trend: DiscountCurve): DiscountCurve {
  return {
    discountFactor: (t) => nominal.discountFactor(t) / trend.discountFactor(t),
    zeroRate: (t) => nominal.zeroRate(t) - trend.zeroRate(t),
    instantaneousForward: (t) => nominal.instantaneousForward(t) - trend.instantaneousForward(t),
  }
}

/** Inflation at which a nominal and a real yield with the same compounding (times a year) earn the same. */
export function breakevenInflation(nominalYield: number, realYield: number, timesPerYear: number): number {
  requirePositive(timesPerYear, 'timesPerYear')
  requireFinite(nominalYield, 'nominalYield')
  const real = 1 + requireFinite(realYield, 'realYield') / timesPerYear
  if (!(real > 0)) {
    throw new TuttiError('invalid-input', `a real yield of ${realYield} loses everything within a period`, {
      field: 'realYield',
      got: String(realYield),
      expected: `a yield above ${-timesPerYear}`,
    })
  }
  return ((1 + nominalYield / timesPerYear) / real - 1) * timesPerYear
}
