import { blackScholesPrice, hestonPrice } from '@tutti/analytics/models'
import { uniformStream } from '@tutti/analytics/random'
import type { AnalyticsJob } from './job.ts'

/** A job of many calls of one pricer, the terms drawn anew for each. */
function singles(
  id: string,
  title: string,
  count: number,
  ranges: readonly (readonly [number, number] | readonly number[])[],
  price: (x: readonly number[]) => number,
  limit: number,
): AnalyticsJob {
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

const days = [91, 182, 365, 730].map((n) => n / 365)
const option = [
  [80, 120],
  [80, 120],
  [0.01, 0.06],
  [0, 0.05],
] as const

/** One pricing after another. */
export function singlePricings(): AnalyticsJob[] {
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
  ]
}
