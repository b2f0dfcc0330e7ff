import { fillNormals, openStream } from '@tutti/analytics/random'
import {
  type CurveHistory,
  type CurveHistoryId,
  type DailySeries,
  dayOfIso,
  isoOfDay,
  type MarketSnapshot,
  type SeriesId,
} from '@tutti/market'
import { type Mandate, validMandate } from '../mandate.ts'

const source = { file: 'made-up.csv', sha256: '', bytes: 0, rows: 0 }

export function weekdaysBetween(from: string, to: string): number[] {
  const days: number[] = []
  for (let day = dayOfIso(from)!; day <= dayOfIso(to)!; day++) if ((day + 3) % 7 < 5) days.push(day)
  return days
}

export function madeUpSeries(id: SeriesId, days: readonly number[], values: ArrayLike<number>): DailySeries {
  return {
    id,
    unit: 'index',
    convention: undefined,
    dates: days.map(isoOfDay),
    days: Int32Array.from(days),
    values: Float64Array.from(values),
    source,
  }
}

export function madeUpCurve(
  days: readonly number[],
  tenorsYears: readonly number[],
  rateAt: (row: number, tenorYears: number) => number,
  more: Partial<CurveHistory> = {},
): CurveHistory {
  return {
    id: 'par-curve:MADE-UP',
    kind: 'par',
    compounding: 'semi-annual',
    tenorsYears: Float64Array.from(tenorsYears),
    dates: days.map(isoOfDay),
    days: Int32Array.from(days),
    rates: Float64Array.from(days.flatMap((_, row) => tenorsYears.map((tenor) => rateAt(row, tenor)))),
    source,
    ...more,
  }
}

export function snapshotOf(
  series: readonly DailySeries[],
  curves: readonly CurveHistory[],
  origin: 'real' | 'simulated' = 'simulated',
): MarketSnapshot {
  return {
    asOf: '2030-12-31',
    origin,
    series: new Map<SeriesId, DailySeries>(series.map((one) => [one.id, one])),
    curves: new Map<CurveHistoryId, CurveHistory>(curves.map((one) => [one.id, one])),
    sources: [],
    hash: 'made-up',
    warnings: [],
  }
}

/** A mandate on the made-up ids, with small settings. */
export function madeUpMandate(more: Record<string, unknown> = {}): Mandate {
  return validMandate(
    {
      history: {
        equity: 'equity-index:MADE-UP',
        bond_curve: 'par-curve:MADE-UP',
        dividends: 'dividend:MADE-UP',
        implied_volatility: 'vol-index:MADE-UP',
        dividend_yield: 0.02,
        bootstrap_samples: 200,
      },
      ...more,
    },
    'made-up.yaml',
  )
}

/** Equity with calm and rough months and a wandering par curve, seeded; weekdays from 2000 on. */
export function madeUpMarket(seed: number, to: string): { equity: DailySeries; curve: CurveHistory } {
  const days = weekdaysBetween('2000-01-03', to)
  const state = new Int32Array(4)
  openStream(seed, 0, 0, state)
  const normals = new Float64Array(2 * days.length)
  fillNormals(state, normals, normals.length)
  const levels = new Float64Array(days.length)
  const shift = new Float64Array(days.length)
  levels[0] = 100
  for (let i = 1; i < days.length; i++) {
    const rough = Math.floor(i / 130) % 3 === 2
    levels[i] = levels[i - 1] * Math.exp(0.0003 - (rough ? 0.0006 : 0) + (rough ? 0.018 : 0.008) * normals[2 * i])
    shift[i] = 0.999 * shift[i - 1] + 0.0005 * normals[2 * i + 1]
  }
  return {
    equity: madeUpSeries('equity-index:MADE-UP', days, levels),
    curve: madeUpCurve(days, [0.25, 2, 5, 10, 30], (row, tenor) => 0.03 + 0.004 * Math.log1p(tenor) + shift[row]),
  }
}
