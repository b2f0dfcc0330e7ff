import { TuttiError } from '@tutti/analytics/errors'
import {
  compiledBook,
  type FactorGroup,
  type InstrumentKind,
  type RiskFactor,
  revaluedBook,
} from '@tutti/analytics/revaluation'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import { isMajor } from './major-group.ts'
import { counterpartyStandings } from './counterparty-standings.ts'
import type { CurrencyExposure, CurveExposure, CurveLadder, ExposureRecord, SpreadExposure } from './exposure-record.ts'
import type { FactorCovariance } from './factor-covariance.ts'
import type { HedgingSensitivities } from './hedging-sensitivities.ts'
import { surplusRisk } from './risk-contributions.ts'

/** What exposures are read from: one market, the book, its sensitivities and its profits in common scenarios. */
export interface ExposureInputs {
  readonly mandate: HedgingMandate
  readonly market: Pick<HedgingMarket, 'asOf' | 'valuation' | 'factors'>
  readonly book: FundBook
  readonly sensitivities: HedgingSensitivities
  readonly profits: ScenarioProfits
  /** Covariance of the factors over the horizon. */
  readonly covariance: FactorCovariance
}

const bp = 1e-4
const point = 0.01
/** Parallel moves that convexities are measured by: the whole and the half, extrapolated to none. */
const convexityBumps = [0.002, 0.001] as const

/** Exposures and risk of the fund before new hedges. Throws `not-applicable` unless both assets and liabilities are worth something. */
export function exposureRecord(inputs: ExposureInputs): ExposureRecord {
  const { mandate, market, book, sensitivities, profits, covariance } = inputs
  const { assetsValue, liabilitiesValue, factors, assets, liabilities, surplus } = sensitivities
  requireWorth(assetsValue, 'assets')
  requireWorth(liabilitiesValue, 'liabilities')
  const risk = surplusRisk(profits, mandate)
  const parallel = (row: Float64Array): number => sumOf(row, factors, 'rates')
  const convexity = sideConvexities(inputs)
  return {
    asOf: market.asOf,
    baseCurrency: market.valuation.baseCurrency,
    assets: assetsValue,
    liabilities: liabilitiesValue,
    surplus: assetsValue - liabilitiesValue,
    fundedRatio: assetsValue / liabilitiesValue,
    currencies: currencyExposures(inputs),
    rates: ladders(sensitivities, 'rates', -bp),
    inflation: ladders(sensitivities, 'inflation', bp),
    credit: {
      total: positiveZero(-bp * sumOf(surplus, factors, 'credit')),
      byRating: spreadsByLine(inputs, ({ rating }) => rating ?? 'unrated'),
      bySector: spreadsByLine(inputs, ({ sector }) => sector ?? 'unassigned'),
      byBucket: factors.flatMap((factor, k) =>
        factor.group === 'credit' && surplus[k] !== 0 ? [{ name: factor.bucket, cs01: -bp * surplus[k] }] : [],
      ),
    },
    equity: {
      total: sumOf(surplus, factors, 'equity'),
      byIndex: factors.flatMap((factor, k) =>
        factor.group === 'equity' ? [{ index: factor.index, delta: surplus[k] }] : [],
      ),
    },
    volatility: factors.flatMap((factor, k) =>
      factor.group === 'volatility'
        ? [{ surface: factor.surface, vega: surplus[k] * (factor.surface.startsWith('rate:') ? bp : point) }]
        : [],
    ),
    duration: {
      assetsYears: -parallel(assets) / assetsValue,
      liabilitiesYears: parallel(liabilities) / liabilitiesValue,
      gapYears: -parallel(surplus) / assetsValue,
      assetsConvexity: convexity.asset / assetsValue,
      liabilitiesConvexity: -convexity.liability / liabilitiesValue,
    },
    risk,
    major: risk.contributions
      .toSorted((a, b) => (b.varianceShare ?? 0) - (a.varianceShare ?? 0))
      .flatMap(({ group, varianceShare }) =>
        group !== 'interaction' && varianceShare !== null && isMajor(mandate, group, varianceShare) ? [group] : [],
      ),
    counterparties: counterpartyStandings(mandate, book, sensitivities, covariance),
  }
}

function requireWorth(value: number, side: 'assets' | 'liabilities'): void {
  if (value > 0) return
  throw new TuttiError('not-applicable', `the ${side} are worth ${value} today: there is no funded status`, {
    field: side,
    got: String(value),
    expected: 'a value above 0',
  })
}

const sumOf = (row: Float64Array, factors: readonly RiskFactor[], group: FactorGroup): number =>
  factors.reduce((sum, factor, k) => (factor.group === group ? sum + row[k] : sum), 0)

/** One ladder a currency; `unit` turns a derivative into the gain for the move that is reported. */
function ladders(
  { factors, assets, liabilities }: HedgingSensitivities,
  group: 'rates' | 'inflation',
  unit: number,
): CurveLadder[] {
  const keyed = factors.flatMap((factor, k) =>
    factor.group === group ? [{ currency: factor.currency, years: factor.years, k }] : [],
  )
  return [...new Set(keyed.map(({ currency }) => currency))].flatMap((currency) => {
    const own = keyed.filter((key) => key.currency === currency).toSorted((a, b) => a.years - b.years)
    const keyRates = own.map(({ years, k }) => ({ years, ...curveExposure(unit * assets[k], -unit * liabilities[k]) }))
    const total = (side: 'assets' | 'liabilities'): number => keyRates.reduce((sum, key) => sum + key[side], 0)
    return keyRates.every((key) => key.assets === 0 && key.liabilities === 0)
      ? []
      : [{ currency, keyRates, parallel: curveExposure(total('assets'), total('liabilities')) }]
  })
}

/** A ratio needs liabilities to be a ratio of. */
const curveExposure = (assets: number, liabilities: number): CurveExposure => ({
  assets: positiveZero(assets),
  liabilities: positiveZero(liabilities),
  net: positiveZero(assets - liabilities),
  hedgeRatio: liabilities === 0 ? null : positiveZero(assets / liabilities),
})

const positiveZero = (value: number): number => (value === 0 ? 0 : value)

const physical: ReadonlySet<InstrumentKind> = new Set(['cash', 'fixed flows', 'inflation-linked flows', 'equity'])

/** By sensitivity to the exchange rate, which for what is held is its value; the base currency has what is left of the values. */
function currencyExposures({ book, market, sensitivities }: ExposureInputs): CurrencyExposure[] {
  const { factors, lines, values, assetsValue } = sensitivities
  type Part = 'assets' | 'liabilities' | 'derivatives'
  const partOf = ({ side, instrument }: BookLine): Part => {
    if (side === 'liability') return 'liabilities'
    return physical.has(instrument.kind) ? 'assets' : 'derivatives'
  }
  const parts = (of: (i: number) => number): Record<Part, number> => {
    const sums = { assets: 0, liabilities: 0, derivatives: 0 }
    book.lines.forEach((line, i) => (sums[partOf(line)] += of(i)))
    return sums
  }
  const exposure = (currency: string, { assets, liabilities, derivatives }: Record<Part, number>): CurrencyExposure => {
    const net = assets + derivatives + liabilities
    return { currency, assets, liabilities: 0 - liabilities, derivatives, net, netShareOfAssets: net / assetsValue }
  }
  const places = factors.flatMap((factor, k) => (factor.group === 'currency' ? [{ currency: factor.currency, k }] : []))
  const base = parts((i) => places.reduce((rest, { k }) => rest - lines[i][k], values[i]))
  return [
    ...places.map(({ currency, k }) =>
      exposure(
        currency,
        parts((i) => lines[i][k]),
      ),
    ),
    exposure(market.valuation.baseCurrency, base),
  ]
}

/** Loss for spreads 1 bp wider by a name of the line, largest first; lines that do not move with spreads left out. */
function spreadsByLine({ book, sensitivities }: ExposureInputs, nameOf: (line: BookLine) => string): SpreadExposure[] {
  const sums = new Map<string, number>()
  book.lines.forEach((line, i) => {
    const loss = -bp * sumOf(sensitivities.lines[i], sensitivities.factors, 'credit')
    if (loss !== 0) sums.set(nameOf(line), (sums.get(nameOf(line)) ?? 0) + loss)
  })
  return [...sums].map(([name, cs01]) => ({ name, cs01 })).toSorted((a, b) => b.cs01 - a.cs01)
}

/**
 * Second derivative of each side's value to a parallel move of all zero rates: second differences over 20 and 10 bp, extrapolated
 * (Richardson). What they miss of a payment in T years is (0.002 T)^4 / 1440 of it: 4e-8 at 50 years.
 */
function sideConvexities({ book, market }: ExposureInputs): Record<BookLine['side'], number> {
  const { factors, valuation } = market
  const instruments = book.lines.map(({ instrument }) => instrument)
  const [whole, half] = convexityBumps
  const moves = [0, whole, -whole, half, -half]
  const shocks = Float64Array.from({ length: moves.length * factors.length }, (_, i) =>
    factors[i % factors.length].group === 'rates' ? moves[Math.floor(i / factors.length)] : 0,
  )
  const values = revaluedBook(compiledBook(instruments, valuation, factors), shocks)
  const n = instruments.length
  const sums = { asset: 0, liability: 0 }
  book.lines.forEach(({ side, quantity }, i) => {
    const bend = (row: number, bump: number): number =>
      (values[row * n + i] + values[(row + 1) * n + i] - 2 * values[i]) / bump ** 2
    sums[side] += (quantity * (4 * bend(3, half) - bend(1, whole))) / 3
  })
  return sums
}
