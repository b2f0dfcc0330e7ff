import type { AllocatedTrade } from '../execution/execution-inputs.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import { isCleared } from '../valuation-adjustments/counterparty-shares.ts'
import { hedgeEndYears } from './hedge-end.ts'
import type { HedgingPosition } from './formed-relationship.ts'

const businessDays = 250

/**
 * What the default risk of counterparties takes off a gain of the hedge, base currency: over the life of the hedge on what no
 * collateral covers, over the margin period on the rest, each at 1 - exp(-CDS spread x time), the expected loss that the spread
 * pays for. Nothing for cleared trades. Shares are by notional; null where an instrument is not allocated.
 */
export function counterpartyCredit(
  { counterparties }: Pick<HedgingMandate, 'counterparties'>,
  allocation: readonly AllocatedTrade[] | undefined,
  positions: readonly HedgingPosition[],
): ((gain: number) => number) | null {
  const total = positions.reduce((sum, position) => sum + notional(position), 0)
  const years = positions.reduce((sum, each) => sum + (notional(each) / total) * hedgeEndYears(each.instrument), 0)
  const shares = new Map<string, number>()
  for (const position of positions) {
    if (isCleared(position.instrument)) continue
    const own = allocation?.filter(({ instrument }) => instrument === position.instrument.id) ?? []
    if (own.length === 0) return null
    for (const { counterparty, quantity } of own) {
      const share = (quantity / position.quantity) * (notional(position) / total)
      shares.set(counterparty, (shares.get(counterparty) ?? 0) + share)
    }
  }
  const parts = [...shares].map(([name, share]) => ({ share, terms: counterparties.find(({ id }) => id === name) }))
  if (parts.some(({ terms }) => terms === undefined)) return null
  return (gain) =>
    parts.reduce((sum, { share, terms }) => {
      if (terms === undefined || !(gain > 0)) return sum
      const spread = terms.cds_spread_bp / 1e4
      const value = share * gain
      const open = terms.csa === null ? value : Math.min(value, terms.csa.threshold)
      const margin = (terms.csa?.margin_period_days ?? 0) / businessDays
      return sum - open * Math.expm1(-spread * years) - (value - open) * Math.expm1(-spread * margin)
    }, 0)
}

function notional({ instrument, quantity }: HedgingPosition): number {
  return Math.abs(quantity) * instrument.notionalInBase
}
