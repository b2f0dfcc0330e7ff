import { type DiscountCurve, linearZeroCurve } from '@tutti/analytics/curves'
import { TuttiError } from '@tutti/analytics/errors'
import type { HedgingMandate } from '../mandate/index.ts'
import { curveFactors } from './factor-series.ts'
import {
  attempted,
  type MarketReading,
  readCurveHistory,
  readFactor,
  readZeroPoints,
  tooOld,
} from './market-reading.ts'
import { staleAtAsOf } from './observations.ts'

type Curves = Record<string, DiscountCurve>

/** Nominal curve of each currency, and its rates as factors. */
export function readRateCurves(reading: MarketReading, { market }: HedgingMandate): Curves {
  const curves: Curves = {}
  for (const [currency, { curve: id }] of Object.entries(market.currencies)) {
    const curve = attempted(reading, `market.currencies.${currency}.curve`, () =>
      readCurve(reading, id, 'rates', currency),
    )
    if (curve !== undefined) curves[currency] = curve
  }
  return curves
}

/** Break-even curve of each currency that has one, and its rates as factors. */
export function readBreakEvens(reading: MarketReading, { market }: HedgingMandate): Curves {
  const curves: Curves = {}
  for (const [currency, { break_even: given }] of Object.entries(market.currencies)) {
    if (given === undefined) continue
    const field = `market.currencies.${currency}.break_even`
    const curve = attempted(reading, field, () => {
      if (typeof given === 'string') return readCurve(reading, given, 'inflation', currency)
      const byTenor = given.toSorted((a, b) => a.years - b.years)
      const levels = byTenor.map(({ years, series }) =>
        readFactor(reading, { group: 'inflation', currency, years }, series, field, Math.log1p),
      )
      if (levels.includes(undefined)) return undefined
      const times = byTenor.map(({ years }) => years)
      const note = `The break-even curve of ${currency} goes through single series, read as zero-coupon rates of annual compounding.`
      reading.notes.push(note)
      reading.curveEnds.inflation[currency] = times[times.length - 1]
      return linearZeroCurve(times, levels as number[])
    })
    if (curve !== undefined) curves[currency] = curve
  }
  return curves
}

function readCurve(reading: MarketReading, id: string, group: 'rates' | 'inflation', currency: string): DiscountCurve {
  const history = readCurveHistory(reading, id)
  if (group === 'inflation' && history.kind === 'par') {
    throw new TuttiError('invalid-input', `${id} is a par curve, and break-evens are zero-coupon rates`, {
      field: id,
      got: 'a par curve',
      expected: 'a zero-curve, or a list of series by tenor',
    })
  }
  const points = readZeroPoints(reading, history)
  const row = points.findLastIndex(({ timesYears }, i) => timesYears.length > 0 && history.days[i] <= reading.asOfDay)
  if (row < 0 || reading.asOfDay - history.days[row] > staleAtAsOf) throw tooOld(id, history.days, reading.asOfDay)
  const today = points[row]
  reading.curveEnds[group][currency] = today.timesYears[today.timesYears.length - 1]
  reading.factors.push(...curveFactors(history, points, today, group, currency))
  return linearZeroCurve(today.timesYears, today.zeroRates)
}
