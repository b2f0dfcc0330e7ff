import { requireFinite, requirePositive, TuttiError } from '@tutti/analytics/errors'
import { requireNonNegative } from '@tutti/analytics/statistics'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { marketCalendar } from './dealing-days.ts'
import type { ExecutionInputs } from './execution-inputs.ts'

/** A trade as it is worked: sizes in base currency, limits as a share of each day's volume. */
export interface WorkedTrade {
  /** Place in the universe. */
  readonly index: number
  readonly instrument: HedgeInstrument
  /** Units, signed. */
  readonly quantity: number
  /** Notional in base currency, signed. */
  readonly amount: number
  /** What the market trades on each day of the window, base currency; 0 where it is closed. */
  readonly volumes: readonly number[]
  readonly participationCap: number
  /** Which limit sets the cap. */
  readonly bindingLimit: 'participation' | 'impact'
  /** Coefficient of the square-root law: bp of the quote and bp of notional at a share of one of the volume. */
  readonly quoteImpactBp: number
  readonly notionalImpactBp: number
}

/**
 * A quantity of an instrument against the limits of the mandate. Impact follows the square-root law, coefficient x daily
 * volatility x sqrt(share of the day's volume), and is held to its limit in the unit in which the kind is quoted and its
 * dealing terms are given: bp of yield for swaps and inflation swaps, bp of notional for the rest. Its cost is in bp of
 * notional for all.
 *
 * Source: Almgren, Thum, Hauptmann and Li, Direct estimation of equity market impact, Risk 18 (2005), for a law of this kind.
 */
export function workedTrade(
  inputs: Pick<ExecutionInputs, 'mandate' | 'universe'>,
  index: number,
  quantity: number,
  days: readonly number[],
): WorkedTrade {
  const { mandate, universe } = inputs
  const instrument = universe[index]
  const { dealing, id } = instrument
  const place = `universe[${index}].dealing`
  requireFinite(quantity, `quantity of ${id}`)
  requirePositive(instrument.notionalInBase, `notionalInBase of ${id}`)
  requirePositive(dealing.dailyVolume, `${place}.dailyVolume`)
  requireNonNegative(dealing.dailyVolatilityBp, `${place}.dailyVolatilityBp`)
  requireNonNegative(dealing.halfSpreadBp, `${place}.halfSpreadBp`)
  const coefficient = mandate.dealing.impact_coefficient
  const quoteImpactBp = coefficient * mandate.dealing[instrument.family].daily_volatility_bp
  const largestShare = mandate.execution.max_daily_volume_percent / 100
  const byImpact = quoteImpactBp > 0 ? (mandate.execution.max_market_impact_bp / quoteImpactBp) ** 2 : Infinity
  const open = marketCalendar(instrument.currency, mandate.fund.base_currency)
  const volume = dealing.dailyVolume * instrument.notionalInBase
  return {
    index,
    instrument,
    quantity,
    amount: quantity * instrument.notionalInBase,
    volumes: days.map((day) => (open.isBusinessDay(day) ? volume : 0)),
    participationCap: Math.min(largestShare, byImpact),
    bindingLimit: byImpact < largestShare ? 'impact' : 'participation',
    quoteImpactBp,
    notionalImpactBp: coefficient * dealing.dailyVolatilityBp,
  }
}

/** The most that can be dealt in the window within the limits, base currency. */
export function windowCapacity({ volumes, participationCap }: WorkedTrade): number {
  return participationCap * volumes.reduce((sum, volume) => sum + volume, 0)
}

/** The trades merged by instrument in the order of the universe, without those of nothing. Throws for an unknown one. */
export function workedTrades(inputs: ExecutionInputs, days: readonly number[]): WorkedTrade[] {
  const places = new Map(inputs.universe.map(({ id }, i) => [id, i]))
  const quantities = new Map<number, number>()
  for (const [i, { instrument, quantity }] of inputs.trades.entries()) {
    const place = places.get(instrument)
    if (place === undefined) {
      throw new TuttiError('missing-data', `the trade in ${instrument} is of no instrument of the universe`, {
        field: `trades[${i}].instrument`,
        got: instrument,
        expected: 'an id of the universe',
      })
    }
    quantities.set(place, (quantities.get(place) ?? 0) + requireFinite(quantity, `trades[${i}].quantity`))
  }
  return [...quantities]
    .filter(([, quantity]) => quantity !== 0)
    .sort(([a], [b]) => a - b)
    .map(([index, quantity]) => workedTrade(inputs, index, quantity, days))
}
