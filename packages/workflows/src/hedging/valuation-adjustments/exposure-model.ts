import type { DiscountCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import { type HybridModel, hybridModel } from '@tutti/analytics/hybrid'
import { ornsteinUhlenbeckLoading } from '@tutti/analytics/models'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { type HistoricalChanges, type ModelHistory, modelHistory } from './model-history.ts'

/** What the trades of a simulation depend on besides the base currency. */
export interface ExposureNeeds {
  readonly currencies: readonly string[]
  /** Currencies with index-linked trades. */
  readonly inflations: readonly string[]
  readonly equities: readonly string[]
  /** Buckets whose spreads are simulated. */
  readonly buckets: readonly string[]
}

/** The law of the simulation, and what was assumed where the market does not say. */
export interface ExposureModel {
  readonly model: HybridModel
  readonly assumptions: readonly string[]
}

/** Term of the rate that stands for a currency's level, years. */
const levelYears = 10
const usualMeanReversion = 0.03
const usualRateVolatility = 0.009
const usualSpreadVolatility = 0.5
/** Of the price index itself around its expectation, a year. */
const indexVolatility = 0.01

/** Name of a bucket's spread among the equities of the hybrid: a price without yield, whose ratio to the account is the spread's. */
export const spreadName = (bucket: string): string => `spread ${bucket}`

/**
 * A hybrid on the market's curves: one Hull-White rate a currency (speed from how volatility falls with the term in the
 * history, level from the implied normal volatility of its swap rates), lognormal exchange rates and indices at their implied
 * volatilities, real rates and spreads at historical ones, correlations from the history of the factors over `changeDays`.
 * Throws `missing-data` for a curve that the market lacks.
 */
export function exposureModel(
  market: Pick<HedgingMarket, 'valuation' | 'factors' | 'factorNames' | 'history'>,
  needs: ExposureNeeds,
  changeDays: number,
  historyYears: number,
): ExposureModel {
  const { valuation } = market
  const history = modelHistory(market, changeDays, historyYears)
  const assumptions: string[] = []
  const base = valuation.baseCurrency
  const currencies = [base, ...needs.currencies.filter((code) => code !== base)]
  const foreign = currencies.slice(1)
  /** Changes by factor of the hybrid; absent where there is no history. */
  const changes = new Map<string, HistoricalChanges>()

  /** Volatility a year of a factor that follows `level`, whose changes are kept for the correlations. */
  const observed = (name: string, level: (row: (column: number) => number) => number): number | null => {
    const moves = history.changes(level)
    const volatility = history.volatility(moves)
    if (volatility !== null) changes.set(name, moves)
    return volatility
  }

  const rates = currencies.map((code) => {
    const column = history.nearest('rates', code, levelYears)
    const historical = observed(`rate:${code}`, (row) => row(column))
    const a = meanReversion(market, history, code)
    if (a === null) assumptions.push(`${code}: mean reversion ${usualMeanReversion}, for want of history`)
    const speed = a ?? usualMeanReversion
    const implied = valuation.volatilities[`rate:${code}`] ?? null
    if (implied === null && historical === null) {
      assumptions.push(`${code}: rate volatility ${usualRateVolatility}, for want of a quote and of history`)
    }
    const volatility = implied ?? historical ?? usualRateVolatility
    return { code, curve: curveOf(valuation.curves, code, 'curves'), a: speed, sigma: volatility / loadingAt(speed) }
  })
  const fx = foreign.map((currency) => {
    const column = history.column(`currency:${currency}`)
    const historical = observed(`fx:${currency}`, (row) => row(column))
    const volAnnual = valuation.volatilities[`fx:${currency}`] ?? historical ?? lacking(`volatilities.fx:${currency}`)
    return { currency, spot: valuation.fx[currency] ?? lacking(`fx.${currency}`), volAnnual }
  })
  const equities = needs.equities.map((name) => {
    const { currency, level, dividendYield } = valuation.equities[name] ?? lacking(`equities.${name}`)
    const column = history.column(`equity:${name}`)
    const historical = observed(`equity:${name}`, (row) => row(column))
    const volAnnual = valuation.volatilities[`equity:${name}`] ?? historical ?? lacking(`volatilities.equity:${name}`)
    return { name, currency, spot: level, dividendYieldContinuous: dividendYield, volAnnual }
  })
  const spreads = needs.buckets.map((bucket) => {
    if (valuation.spreads[bucket] === undefined) lacking(`spreads.${bucket}`)
    const name = spreadName(bucket)
    const column = history.column(`credit:${bucket}`)
    const volatility = observed(`equity:${name}`, (row) => Math.log(row(column)))
    if (volatility === null) {
      assumptions.push(`${bucket}: volatility of its spread ${usualSpreadVolatility}, for want of history`)
    }
    const volAnnual = volatility ?? usualSpreadVolatility
    return { name, currency: base, spot: 1, dividendYieldContinuous: 0, volAnnual }
  })
  const inflations = needs.inflations.map((currency) => {
    const nominal = rates.find(({ code }) => code === currency) ?? lacking(`curves.${currency}`)
    const curve = realCurve(nominal.curve, curveOf(valuation.breakEvens, currency, 'breakEvens'))
    const nominalColumn = history.nearest('rates', currency, levelYears)
    const breakEvenColumn = history.nearest('inflation', currency, levelYears)
    const volatility = observed(`real:${currency}`, (row) => row(nominalColumn) - row(breakEvenColumn))
    if (volatility === null) {
      assumptions.push(`${currency}: real rate as volatile as the nominal one, for want of history`)
    }
    const sigma = volatility === null ? nominal.sigma : volatility / loadingAt(nominal.a)
    return { name: currency, currency, curve, a: nominal.a, sigma, index: 1, indexVolAnnual: indexVolatility }
  })
  if (inflations.length > 0) {
    assumptions.push(`Price indices: volatility ${indexVolatility} a year, independent of the rates`)
  }
  const spec = { currencies: rates, fx, equities: [...equities, ...spreads], inflations }
  const names = hybridModel({ ...spec, correlation: null }).factors
  const correlation = names.map((one, i) =>
    names.map((other, j) => {
      if (i === j) return 1
      const [x, y] = [changes.get(one), changes.get(other)]
      return (x !== undefined && y !== undefined && history.correlation(x, y)) || 0
    }),
  )
  const alone = names.filter((name) => !changes.has(name) && !name.startsWith('index:'))
  if (alone.length > 0) assumptions.push(`Uncorrelated for want of history: ${alone.join(', ')}`)
  const model = hybridModel({ ...spec, correlation })
  if (model.correlation.wasRepaired) {
    assumptions.push(
      'Correlations of pairs with different histories did not fit together: the nearest valid ones are used',
    )
  }
  return { model, assumptions }
}

const loadingAt = (a: number): number => ornsteinUhlenbeckLoading(a, levelYears) / levelYears

/** The speed at which the volatilities of a currency's zero rates fall with their terms as in the history; null on fewer than three. */
function meanReversion(
  { factors }: Pick<HedgingMarket, 'factors'>,
  history: ModelHistory,
  currency: string,
): number | null {
  const points = factors.flatMap((factor, column) => {
    if (factor.group !== 'rates' || factor.currency !== currency || factor.years < 1) return []
    const volatility = history.volatility(history.changes((row) => row(column)))
    return volatility === null || volatility === 0 ? [] : [{ years: factor.years, log: Math.log(volatility) }]
  })
  if (points.length < 3) return null
  let best = 0
  let least = Infinity
  for (let step = 0; step <= 100; step++) {
    const a = step / 500
    const gaps = points.map(({ years, log }) => log - Math.log(ornsteinUhlenbeckLoading(a, years) / years))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0)
    if (squares < least) {
      best = a
      least = squares
    }
  }
  return best
}

/** Discounts real amounts: nominal discount factors times the expected index ratio. */
function realCurve(nominal: DiscountCurve, breakEven: DiscountCurve): DiscountCurve {
  return {
    discountFactor: (t) => nominal.discountFactor(t) / breakEven.discountFactor(t),
    zeroRate: (t) => nominal.zeroRate(t) - breakEven.zeroRate(t),
    instantaneousForward: (t) => nominal.instantaneousForward(t) - breakEven.instantaneousForward(t),
  }
}

function curveOf(curves: Readonly<Record<string, DiscountCurve>>, currency: string, part: string): DiscountCurve {
  return curves[currency] ?? lacking(`${part}.${currency}`)
}

function lacking(field: string): never {
  throw new TuttiError('missing-data', `the exposure simulation needs ${field}, which the market does not have`, {
    field,
    got: 'nothing',
    expected: 'a quote as of the date',
  })
}
