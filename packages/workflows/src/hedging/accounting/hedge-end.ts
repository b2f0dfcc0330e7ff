import type { Instrument } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** Where on the curve an instrument hedges: its last payment, or that of what it delivers; years. */
export function hedgeEndYears({ legs, tenorYears }: HedgeInstrument): number {
  return Math.max(...legs.map(({ instrument }) => endYears(instrument) ?? tenorYears))
}

function endYears(instrument: Instrument): number | null {
  if (instrument.kind === 'swap') return instrument.endYears
  if (instrument.kind === 'swaption') return instrument.expiryYears + instrument.tenorYears
  if (instrument.kind === 'bond future') return Math.max(...instrument.flows.map(({ years }) => years))
  return instrument.kind === 'zero-coupon inflation swap' ? instrument.maturityYears : null
}
