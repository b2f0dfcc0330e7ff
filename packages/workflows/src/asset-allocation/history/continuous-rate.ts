import { convertedRate, type Compounding } from '@tutti/analytics/curves'
import type { CurveHistory } from '@tutti/market'

const compoundings: Readonly<Record<CurveHistory['compounding'], Compounding>> = {
  continuous: 'continuous',
  'semi-annual': { timesPerYear: 2 },
  annual: { timesPerYear: 1 },
}

/** A rate of the curve (decimal, in the curve's compounding) as a continuously compounded one. */
export function continuousRate(curve: CurveHistory, rate: number): number {
  return curve.compounding === 'continuous' ? rate : convertedRate(rate, compoundings[curve.compounding], 'continuous')
}
