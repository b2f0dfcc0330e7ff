import { exposureProfile } from '@tutti/analytics/xva'
import type { SimulatedFigure } from '../packages/hedge-package.ts'
import type { CounterpartyTerms } from './counterparty-terms.ts'
import { marginAt, type NettingPaths, startingBalance, writeClaims } from './netting-charges.ts'
import type { UnitExposures } from './unit-exposures.ts'

/** Probability that potential future exposure is not exceeded. */
const potentialExposureLevel = 0.95

/** What may be lost on the default of a counterparty before recovery, after collateral; base currency. */
export interface ExposureFigures {
  /** Value of all trades with it today. */
  readonly markToMarket: number
  /** Mean positive exposure over the life of the trades. */
  readonly expectedPositiveExposure: SimulatedFigure
  /** Largest 95 % quantile of the positive exposure over today and the dates, and when. */
  readonly potentialExposure: SimulatedFigure
  readonly potentialExposureYears: number
}

/** Exposure figures of all trades with one counterparty under its terms. */
export function exposureFigures(
  netting: NettingPaths,
  terms: CounterpartyTerms,
  { buckets, paths, discount }: Pick<UnitExposures, 'buckets' | 'paths' | 'discount'>,
): ExposureFigures {
  const { timesYears, endYears } = buckets
  const today = exposedToday(netting, terms)
  const dates = timesYears.filter((time) => time < netting.lastYears).length
  const none: SimulatedFigure = { value: 0, standardError: 0, count: paths }
  const markToMarket = netting.valueToday
  if (dates === 0) {
    const potentialExposure = { ...none, value: today }
    return { markToMarket, expectedPositiveExposure: none, potentialExposure, potentialExposureYears: 0 }
  }
  const positive = new Float64Array(dates * paths)
  const balance = startingBalance(netting, terms, paths)
  for (let d = 0; d < dates; d++) {
    const row = positive.subarray(d * paths, (d + 1) * paths)
    writeClaims(netting, terms, d, balance, row)
    const margin = marginAt(netting, terms, d)
    for (let p = 0; p < paths; p++) row[p] = Math.max(row[p] - margin, 0)
  }
  const profile = exposureProfile(
    {
      id: terms.id,
      timesYears: endYears.slice(0, dates),
      paths,
      valueToday: today,
      uncollateralised: positive,
      positive,
      negative: new Float64Array(positive.length),
      discount: discount.subarray(0, positive.length),
      survivals: [],
    },
    potentialExposureLevel,
  )
  let peak = { ...none, value: today }
  let potentialExposureYears = 0
  for (const [d, { potentialFutureExposure: at }] of profile.dates.entries()) {
    if (at.value <= peak.value) continue
    peak = { value: at.value, standardError: at.standardError, count: paths }
    potentialExposureYears = timesYears[d]
  }
  const { value, standardError } = profile.expectedPositiveExposure
  return {
    markToMarket,
    expectedPositiveExposure: { value, standardError, count: paths },
    potentialExposure: peak,
    potentialExposureYears,
  }
}

/** The peak of the 95 % quantile alone, as in `exposureFigures`. */
export function potentialExposure(
  netting: NettingPaths,
  terms: CounterpartyTerms,
  timesYears: readonly number[],
  paths: number,
): number {
  const balance = startingBalance(netting, terms, paths)
  const claims = new Float64Array(paths)
  const rank = Math.ceil(paths * potentialExposureLevel) - 1
  let peak = exposedToday(netting, terms)
  for (let d = 0; d < timesYears.length && timesYears[d] < netting.lastYears; d++) {
    const margin = marginAt(netting, terms, d)
    if (writeClaims(netting, terms, d, balance, claims) - margin <= peak) continue
    peak = Math.max(peak, claims.sort()[rank] - margin)
  }
  return peak
}

/** What is open today beyond the variation margin called on today's value. */
function exposedToday(netting: NettingPaths, terms: CounterpartyTerms): number {
  const [held] = startingBalance(netting, terms, 1)
  return Math.max(netting.valueToday - held, 0)
}
