import { bondYield, streetConvention } from '@tutti/analytics/bonds'
import { flatCurve } from '@tutti/analytics/curves'
import { americanOption } from '@tutti/analytics/equity'
import { blackScholesPrice, hestonPrice } from '@tutti/analytics/models'
import { uniformStream } from '@tutti/analytics/random'
import { datedPeriods, swapValue } from '@tutti/analytics/rates'
import { addMonths, calendar, type Day, dayOf, schedule, tenorOf } from '@tutti/analytics/time'
import type { ComparedJob } from '../comparison/job.ts'

/** A job of many calls of one pricer, the terms drawn anew for each. */
function singles(
  id: string,
  title: string,
  count: number,
  ranges: readonly (readonly [number, number] | readonly number[])[],
  price: (x: readonly number[]) => number,
  limit: number,
): ComparedJob {
  const draw = uniformStream(21, id.length, 0)
  const rows = Array.from({ length: count }, () =>
    ranges.map((range) =>
      range.length === 2 ? range[0] + (range[1] - range[0]) * draw() : range[Math.floor(draw() * range.length)],
    ),
  )
  return {
    id,
    title,
    input: [count, ranges.length, ...rows.flat()],
    rivals: [{ program: 'quantlib', repetitions: 3 }],
    repetitions: 5,
    own: () => rows.map(price),
    agreement: { limit, measure: 'relative' },
    pricings: count,
  }
}

const today = dayOf('2025-01-02')
const none = calendar('none')
const years = [1, 2, 3, 5, 7, 10, 20, 30]
const days = [91, 182, 365, 730].map((n) => n / 365)
const option = [
  [80, 120],
  [80, 120],
  [0.01, 0.06],
  [0, 0.05],
] as const

/** One pricing after another. */
export function singlePricings(): ComparedJob[] {
  return [
    singles(
      'european',
      'European option',
      20_000,
      [...option, [0.1, 0.5], days],
      ([spot, strike, rateContinuous, dividendYieldContinuous, volAnnual, maturityYears]) =>
        blackScholesPrice({
          type: 'call',
          spot,
          strike,
          rateContinuous,
          dividendYieldContinuous,
          volAnnual,
          maturityYears,
        }),
      1e-12,
    ),
    singles(
      'heston-price',
      'Heston option',
      500,
      [...option, [0.01, 0.1], [0.5, 4], [0.01, 0.1], [0.2, 0.8], [-0.8, -0.1], days],
      ([spot, strike, rateContinuous, dividendYieldContinuous, v0, kappa, theta, sigma, rho, maturityYears]) =>
        hestonPrice(
          { v0, kappa, theta, sigma, rho },
          { type: 'call', spot, strike, rateContinuous, dividendYieldContinuous, maturityYears },
        ),
      1e-6,
    ),
    singles(
      'american',
      'American option',
      500,
      [...option, [0.1, 0.5], days],
      ([spot, strike, rateContinuous, dividendYieldContinuous, volAnnual, maturityYears]) =>
        americanOption({ type: 'put', spot, strike, rateContinuous, dividendYieldContinuous, volAnnual, maturityYears })
          .presentValue,
      // QuantLib's accurate scheme is off by about 1e-6; its scheme of high precision, 50 times slower, agrees to 1.3e-7
      5e-6,
    ),
    singles(
      'bond-yield',
      'yield of a bond',
      1000,
      [[0.01, 0.08], years, [80, 120]],
      ([couponRate, term, cleanPrice]) =>
        bondYield(
          {
            bond: {
              accrualStart: today,
              maturity: addMonths(today, 12 * term),
              frequency: 2,
              couponRates: [couponRate],
              dayCount: 'ACT/ACT ICMA',
            },
            settlement: today,
            convention: streetConvention(2),
          },
          { cleanPrice },
        ),
      1e-9,
    ),
    singles(
      'swap',
      'swap, dates included',
      1000,
      [[0.01, 0.06], [0.01, 0.06], years],
      ([rate, fixedRate, term]) => {
        const curve = flatCurve(rate)
        const end = addMonths(today, 12 * term)
        return swapValue(
          {
            side: 'receiver',
            notional: 1e6,
            fixedRate,
            fixedPeriods: legOf(end, '1Y', '30/360 bond basis'),
            floatingPeriods: legOf(end, '6M', 'ACT/360'),
            floatingSpread: 0,
          },
          { discount: curve, projection: curve },
        ).presentValue
      },
      1e-6,
    ),
  ]
}

function legOf(end: Day, tenor: string, dayCount: '30/360 bond basis' | 'ACT/360') {
  const { days } = schedule({
    effective: today,
    termination: end,
    tenor: tenorOf(tenor),
    calendar: none,
    convention: 'unadjusted',
    terminationConvention: 'unadjusted',
    rule: 'backward',
    endOfMonth: false,
  })
  return datedPeriods({ days, dayCount, referenceDay: today, curveDayCount: 'ACT/365F' })
}
