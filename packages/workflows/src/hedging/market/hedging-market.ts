import type { FactorGroup, RiskFactor, ValuationMarket } from '@tutti/analytics/revaluation'
import { factorGroups, factorName } from '@tutti/analytics/revaluation'
import { dayOfIso, type MarketSnapshot } from '@tutti/market'
import type { HedgingMandate } from '../mandate/index.ts'
import { type FactorHistory, factorHistory } from './factor-history.ts'
import type { FactorSeries } from './factor-series.ts'
import { type CurveEnds, marketFaults, type MarketReading, readCurveHistory } from './market-reading.ts'
import { shortHistories } from './short-histories.ts'
import { readBreakEvens, readRateCurves } from './read-curves.ts'
import { readEquities, readExchangeRates, readSpreads, readVolatilities } from './read-prices.ts'

/** The market of a hedging study as of one date: what to value on, what can move, and how it has moved. */
export interface HedgingMarket {
  /** ISO date. */
  readonly asOf: string
  readonly origin: 'real' | 'simulated'
  readonly valuation: ValuationMarket
  readonly factors: readonly RiskFactor[]
  /** Names of the factors, in order; see `factorName`. */
  readonly factorNames: readonly string[]
  readonly history: FactorHistory
  /** What a reader must know: proxies, factors without history, buckets that share a series. */
  readonly notes: readonly string[]
  /** Last tenor, years, of the curve (`rates`) and the break-even curve (`inflation`) of each currency; flat beyond it. */
  readonly curveEnds?: CurveEnds | undefined
}

/** Joint changes of all factors over the horizon. */
export interface ScenarioSet {
  readonly count: number
  /** scenarios x factors, row-major; units of each factor's group. */
  readonly shocks: Float64Array
  /** How they were made, for the record. */
  readonly method: string
}

/** A named change of the market at one moment. */
export interface NamedStress {
  readonly id: string
  readonly label: string
  /** The group it tests; null for combined ones. */
  readonly group: FactorGroup | null
  /** One change for each factor. */
  readonly shocks: Float64Array
}

/**
 * The market that the mandate's map describes, as of the snapshot's date. Curves are linear in the continuously compounded
 * zero rate through the tenors of the history (par curves bootstrapped) and flat beyond them. Break-even curves are
 * zero-coupon rates of the compounding that they declare, single break-even series annually compounded ones. Spreads and
 * dividend yields are taken as continuously compounded. What has no value on the as-of date is that of the week before it.
 * The history is on the dates of the base currency's curve; other observations are carried for at most five days.
 *
 * Throws `missing-data` with every series that is absent, too old or no such thing, named by its key in the mandate;
 * `invalid-input` for a base curve that is not daily.
 */
export function hedgingMarket(mandate: HedgingMandate, snapshot: MarketSnapshot): HedgingMarket {
  const { base_currency: baseCurrency } = mandate.fund
  const { currencies } = mandate.market
  const reading: MarketReading = {
    snapshot,
    asOfDay: dayOfIso(snapshot.asOf)!,
    factors: [],
    notes: [],
    problems: [],
    points: new Map(),
    curveEnds: { rates: {}, inflation: {} },
  }
  const valuation: ValuationMarket = {
    baseCurrency,
    curves: readRateCurves(reading, mandate),
    breakEvens: readBreakEvens(reading, mandate),
    fx: readExchangeRates(reading, mandate),
    basis: Object.fromEntries(
      Object.entries(currencies).flatMap(([name, { basis_bp: bp }]) =>
        name === baseCurrency ? [] : [[name, bp * 1e-4]],
      ),
    ),
    spreads: readSpreads(reading, mandate),
    equities: readEquities(reading, mandate),
    volatilities: readVolatilities(reading, mandate),
  }
  if (reading.problems.length > 0) throw marketFaults(reading.problems, reading.asOfDay)
  const order = (factor: RiskFactor): number => factorGroups.indexOf(factor.group)
  const factors = reading.factors.toSorted((a, b) => order(a.factor) - order(b.factor))
  const history = factorHistory(factors, readCurveHistory(reading, currencies[baseCurrency].curve))
  const known = { history, factors: factors.map(({ factor }) => factor) }
  return {
    asOf: snapshot.asOf,
    origin: snapshot.origin,
    valuation,
    ...known,
    factorNames: known.factors.map(factorName),
    notes: [...reading.notes, ...sharedSources(factors), ...shortHistories(mandate, known)],
    curveEnds: reading.curveEnds,
  }
}

/** A note for each series that several spreads or volatilities are read from: they move in lockstep. */
function sharedSources(factors: readonly FactorSeries[]): string[] {
  const bySource = Map.groupBy(
    factors.filter(({ factor }) => factor.group === 'credit' || factor.group === 'volatility'),
    ({ source }) => source,
  )
  return [...bySource].flatMap(([source, group]) =>
    group.length < 2
      ? []
      : [`${group.map(({ factor }) => factorName(factor)).join(', ')} are all read from ${source} and move together.`],
  )
}
