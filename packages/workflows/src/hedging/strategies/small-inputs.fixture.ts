import { normalQuantile } from '@tutti/analytics/math'
import { uniformStream } from '@tutti/analytics/random'
import { compiledBook, factorGroups, type RiskFactor, revaluedBook } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import { windowCapacities } from '../execution/index.ts'
import { factorCovariance } from '../exposures/factor-covariance.ts'
import { hedgingSensitivities } from '../exposures/hedging-sensitivities.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { ScenarioProfits, ScenarioView } from '../market/scenario-profits.ts'
import { type HedgeInstrument, hedgeUniverse } from '../universe/index.ts'
import { smallBook, smallHedgingMarket, smallMandate } from '../universe/small-fund.fixture.ts'
import type { StrategyInputs } from './strategy-inputs.ts'

/** Deviations over the horizon, in each group's unit. */
const deviations = { rates: 0.009, inflation: 0.006, currency: 0.1, credit: 0.006, equity: 0.18, volatility: 0 }

/** Normal changes of made-up deviations: key rates of a curve by a level and a slope, other factors on their own. */
export function smallShocks(factors: readonly RiskFactor[], scenarios: number, seed = 7): Float64Array {
  const shocks = new Float64Array(scenarios * factors.length)
  for (let s = 0; s < scenarios; s++) {
    const normals = new Map<string, number>()
    const uniform = uniformStream(seed, 1, s)
    const normal = (name: string): number => {
      const known = normals.get(name)
      if (known !== undefined) return known
      const drawn = normalQuantile(uniform())
      normals.set(name, drawn)
      return drawn
    }
    factors.forEach((factor, k) => {
      const deviation = deviations[factor.group]
      const at = s * factors.length + k
      if (factor.group === 'rates' || factor.group === 'inflation') {
        const curve = `${factor.group} ${factor.currency}`
        const slope = Math.log(factor.years / 10) / 3
        const own = 0.1 * normal(`${curve} ${factor.years}`)
        shocks[at] = deviation * (0.9 * normal(`${curve} level`) - 0.4 * slope * normal(`${curve} slope`) + own)
      } else if (factor.group === 'credit') {
        shocks[at] = deviation * (0.95 * normal('credit') + 0.3 * normal(`credit ${factor.bucket}`))
      } else shocks[at] = deviation * normal(JSON.stringify(factor))
    })
  }
  return shocks
}

/** Profits of a book and of units of a universe under shocks: all factors, and those of each group alone. */
export function smallProfits(
  market: HedgingMarket,
  book: FundBook,
  universe: readonly HedgeInstrument[],
  shocks: Float64Array,
): ScenarioProfits {
  const { factors, valuation } = market
  const width = factors.length
  const scenarios = shocks.length / width
  const legs = universe.flatMap((one) => one.legs)
  const instruments = [...book.lines.map(({ instrument }) => instrument), ...legs.map(({ instrument }) => instrument)]
  const compiled = compiledBook(instruments, valuation, factors)
  const base = revaluedBook(compiled, new Float64Array(width))
  const fund = {} as Record<ScenarioView, Float64Array>
  const units = {} as Record<ScenarioView, Float64Array[]>
  for (const view of ['all', ...factorGroups] as const) {
    const masked = shocks.map((value, i) => (view === 'all' || factors[i % width].group === view ? value : 0))
    const values = revaluedBook(compiled, masked)
    const profit = (i: number, weight: number): Float64Array =>
      Float64Array.from({ length: scenarios }, (_, s) => weight * (values[s * instruments.length + i] - base[i]))
    const sum = (parts: readonly Float64Array[]): Float64Array =>
      Float64Array.from({ length: scenarios }, (_, s) => parts.reduce((total, part) => total + part[s], 0))
    fund[view] = sum(book.lines.map(({ quantity }, i) => profit(i, quantity)))
    let next = book.lines.length
    units[view] = universe.map((one) => sum(one.legs.map(({ weight }) => profit(next++, weight))))
  }
  return { scenarios, fund, units }
}

/** Inputs of the specialists for a small fund on made-up scenarios. */
export function smallInputs({
  mandate = smallMandate(),
  market = smallHedgingMarket(),
  book = smallBook,
  shocks = smallShocks(market.factors, 400),
}: {
  readonly mandate?: HedgingMandate
  readonly market?: HedgingMarket
  readonly book?: FundBook
  /** scenarios x factors of the market. */
  readonly shocks?: Float64Array
} = {}): StrategyInputs {
  const universe = hedgeUniverse(mandate, market, book)
  return {
    mandate,
    book,
    universe,
    profits: smallProfits(market, book, universe, shocks),
    sensitivities: hedgingSensitivities(market, book, universe),
    covariance: factorCovariance(shocks, market.factors.length),
    capacities: windowCapacities({ mandate, universe, asOf: market.asOf }),
    stresses: [],
  }
}
