import type { HedgingInput } from '@tutti/workflows/hedging'

type Snapshot = HedgingInput['snapshot']
type Series =
  Snapshot['series'] extends ReadonlyMap<infer Id, infer One> ? { readonly id: Id; readonly one: One } : never
type Curve =
  Snapshot['curves'] extends ReadonlyMap<infer Id, infer One> ? { readonly id: Id; readonly one: One } : never

const source = { file: 'made-up.csv', sha256: '', bytes: 0, rows: 0 }
/** 2019-01-01 and two years of weekdays, as days since 1970. */
const firstDay = 17_897
const days = Array.from({ length: 730 }, (_, i) => firstDay + i).filter((day) => (day + 3) % 7 < 5)
const dates = days.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

/** Sums of steps that look like chance (sines of a quadratic Weyl sequence, one for each stream) and end at 0. */
function walk(stream: number, size: number): Float64Array {
  const angle = Math.PI * (Math.sqrt(5) - 1 + Math.SQRT2 * stream)
  const path = Float64Array.from(days, (_, i) => size * Math.SQRT2 * Math.sin(angle * i * i))
  for (let i = 1; i < path.length; i++) path[i] += path[i - 1]
  const end = path[path.length - 1]
  return path.map((x) => x - end)
}

function series(id: string, last: number, stream: number, size: number, sort: 'price' | 'rate'): Series {
  const values = walk(stream, size).map((x) => (sort === 'price' ? last * Math.exp(x) : Math.max(last + x, last / 5)))
  const one = { id, unit: 'index', convention: undefined, dates, days: Int32Array.from(days), values, source }
  return { id, one } as unknown as Series
}

function curve(id: string, level: number, slope: number, stream: number): Curve {
  const tenors = [1, 5, 10, 30]
  const shift = walk(stream, 0.0006)
  const twist = walk(stream + 100, 0.0003)
  const rates = days.flatMap((_, t) =>
    tenors.map((years) => level + slope * years + shift[t] + (twist[t] * years) / 30),
  )
  const one = {
    id,
    kind: 'zero',
    compounding: 'continuous',
    tenorsYears: Float64Array.from(tenors),
    dates,
    days: Int32Array.from(days),
    rates: Float64Array.from(rates),
    source,
  }
  return { id, one } as unknown as Curve
}

/** Two years of a made-up market of two currencies, seeded. */
export function smallHedgingMarket(): Snapshot {
  const list = [
    series('fx:EURUSD', 1.1, 6, 0.005, 'price'),
    series('spread:USD-BBB', 0.015, 9, 0.0003, 'rate'),
    series('equity-index:WORLD', 2000, 11, 0.01, 'price'),
  ]
  const curves = [
    curve('zero-curve:USD', 0.03, 0.0003, 1),
    curve('zero-curve:EUR', 0.02, 0.0002, 2),
    curve('zero-curve:USD-BREAKEVEN', 0.022, 0, 3),
  ]
  return {
    asOf: dates[dates.length - 1],
    origin: 'simulated',
    series: new Map(list.map(({ id, one }) => [id, one])),
    curves: new Map(curves.map(({ id, one }) => [id, one])),
    sources: [],
    hash: 'c0ffee5a17e4f0b1d2c3b4a5968778695a4b3c2d1e0f00112233445566778899',
    warnings: [],
  }
}
