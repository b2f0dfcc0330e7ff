import { fillNormals, openStream } from '@tutti/analytics/random'
import { type CurveHistory, type DailySeries, isoOfDay, type MarketSnapshot } from '@tutti/market'
import {
  madeUpCurve,
  madeUpSeries,
  snapshotOf,
  weekdaysBetween,
} from '../../asset-allocation/history/made-up-snapshot.fixture.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'

const currencies = {
  USD: {
    curve: 'par-curve:USD-MADE-UP',
    break_even: [
      { years: 10, series: 'spread:BREAKEVEN-10Y' },
      { years: 5, series: 'spread:BREAKEVEN-5Y' },
    ],
    rate_volatility: 0.009,
  },
  EUR: {
    curve: 'zero-curve:EUR-MADE-UP',
    break_even: 'zero-curve:EUR-BREAKEVEN',
    fx: 'fx:EURUSD',
    fx_volatility: 'vol-index:EURUSD',
    basis_bp: -20,
  },
  JPY: { curve: 'zero-curve:EUR-MADE-UP', fx: 'fx:USDJPY' },
  GBP: { curve: 'zero-curve:EUR-MADE-UP', fx: 'fx:EURGBP' },
}

/** A mandate on the made-up ids; `market` and other keys replace the defaults. */
export function madeUpHedgingMandate(
  market: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): HedgingMandate {
  return validHedgingMandate(
    {
      counterparties: [{ id: 'BANK', cds_spread_bp: 80, exposure_limit: 1e9, csa: null }],
      market: {
        currencies,
        equities: { WORLD: { series: 'equity-index:WORLD', currency: 'USD', volatility: 'vol-index:WORLD' } },
        spreads: {
          'USD-A': { series: 'spread:A', rating: 'A', sector: 'INDUSTRIAL' },
          'USD-A-FIN': { series: 'spread:A', multiplier: 1.5, rating: 'A', sector: 'FINANCIAL' },
          'USD-BBB': { series: 'spread:BBB', rating: 'BBB', sector: 'INDUSTRIAL' },
        },
        credit_indices: [{ bucket: 'USD-BBB', currency: 'USD' }],
        ...market,
      },
      scenarios: { count: 1000, history_years: 3 },
      ...more,
    },
    'made-up.yaml',
  )
}

const days = weekdaysBetween('2019-01-01', '2020-12-31')
const volatilities = { shift: 0.0006, fx: 0.005, spread: 0.0004, equity: 0.01, level: 0.004 }

/** Sums of seeded normals, one path for each purpose; the first stands at 0. */
function walk(stream: number, size: number): Float64Array {
  const state = new Int32Array(4)
  openStream(17, stream, 0, state)
  const path = new Float64Array(days.length)
  fillNormals(state, path, path.length)
  path[0] = 0
  for (let i = 1; i < path.length; i++) path[i] = path[i - 1] + size * path[i]
  return path
}

/** A value that wanders and ends at `last`. */
function series(
  id: DailySeries['id'],
  last: number,
  stream: number,
  size: number,
  sort: 'price' | 'rate',
): DailySeries {
  const path = walk(stream, size)
  const end = path[path.length - 1]
  const values = path.map((x) => (sort === 'price' ? last * Math.exp(x - end) : last + 0.2 * (x - end)))
  return madeUpSeries(id, days, sort === 'rate' ? values.map((value) => Math.max(value, last / 10)) : values)
}

function curve(
  more: Partial<CurveHistory>,
  tenors: readonly number[],
  last: (years: number) => number,
  stream: number,
) {
  const level = walk(stream, volatilities.shift)
  const slope = walk(stream + 100, volatilities.shift / 2)
  const end = days.length - 1
  const rate = (row: number, years: number): number =>
    last(years) + level[row] - level[end] + ((slope[row] - slope[end]) * years) / 30
  return madeUpCurve(days, tenors, rate, more)
}

/** Rates of the last day, in the compounding of their curve. */
export const lastRates = {
  usd: (years: number): number => 0.02 + 0.0004 * years,
  eur: (years: number): number => 0.01 + 0.0005 * years,
  breakEven: 0.018,
} as const

/** Two years of a made-up market, seeded, that ends at round figures on 2020-12-31. */
export function madeUpHedgingSnapshot(): MarketSnapshot {
  const { fx, spread, equity, level } = volatilities
  const curves = [
    curve({ id: 'par-curve:USD-MADE-UP' }, [0.25, 0.5, 1, 2, 5, 10, 20, 30], lastRates.usd, 1),
    curve({ id: 'zero-curve:EUR-MADE-UP', kind: 'zero', compounding: 'annual' }, [1, 2, 5, 10, 30], lastRates.eur, 2),
    curve(
      { id: 'zero-curve:EUR-BREAKEVEN', kind: 'zero', compounding: 'continuous' },
      [2, 5, 10, 30],
      () => lastRates.breakEven,
      3,
    ),
  ]
  const list = [
    series('spread:BREAKEVEN-5Y', 0.02, 4, 0.001, 'rate'),
    series('spread:BREAKEVEN-10Y', 0.022, 5, 0.001, 'rate'),
    series('fx:EURUSD', 1.25, 6, fx, 'price'),
    series('fx:USDJPY', 100, 7, fx, 'price'),
    series('fx:EURGBP', 0.8, 8, fx, 'price'),
    series('spread:A', 0.01, 9, spread * 5, 'rate'),
    series('spread:BBB', 0.02, 10, spread * 5, 'rate'),
    series('equity-index:WORLD', 2000, 11, equity, 'price'),
    series('vol-index:WORLD', 0.2, 12, level * 5, 'rate'),
    series('vol-index:EURUSD', 0.1, 13, level, 'rate'),
  ]
  return { ...snapshotOf(list, curves), asOf: isoOfDay(days[days.length - 1]) }
}

/** The snapshot without one id, or with one in place of another of the same id. */
export function snapshotWith(
  snapshot: MarketSnapshot,
  changed: readonly (DailySeries | CurveHistory)[],
): MarketSnapshot {
  const series = new Map(snapshot.series)
  const curves = new Map(snapshot.curves)
  for (const each of changed) {
    if ('values' in each) series.set(each.id, each)
    else curves.set(each.id, each)
  }
  return { ...snapshot, series, curves }
}
