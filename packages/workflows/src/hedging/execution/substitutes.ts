import { customaryHedgePolicy } from '@tutti/analytics/hedging'
import { covariance } from '@tutti/analytics/statistics'
import type { HedgeFamily, HedgeInstrument } from '../universe/hedge-instrument.ts'
import { dealtLabel } from './dealt-terms.ts'
import type { ExecutionInputs } from './execution-inputs.ts'
import { windowCapacity, workedTrade, type WorkedTrade } from './worked-trade.ts'

/** Something else that stands in for a part of a trade. */
interface Substitute {
  readonly instrument: string
  readonly label: string
  readonly family: HedgeFamily
  /** Units, signed, on top of what the plan deals in it already. */
  readonly quantity: number
  /** Base currency, signed. */
  readonly notional: number
  /** Share of what was left over that it stands in for. */
  readonly share: number
  /** Squared correlation of its profit with that of what it replaces. */
  readonly rSquared: number
}

/** How far others can stand in for what does not fit, and the risk that stays. */
export interface Substitution {
  readonly substitutes: readonly Substitute[]
  /** Share of what was left over, 0 to 1. */
  readonly covered: number
  /** Standard deviation over the scenarios' horizon of what was left over; with the substitutes; their ratio. Base currency. */
  readonly standardDeviationWithout: number
  readonly standardDeviationWith: number
  readonly residualShare: number
}

/** Kinds that may stand in for a kind, the most liquid first; a kind's own name means another tenor. */
const standIns: Readonly<Record<HedgeFamily, readonly HedgeFamily[]>> = {
  forward: ['forward', 'cross-currency-swap'],
  put: ['put', 'collar', 'forward'],
  collar: ['collar', 'put', 'forward'],
  'cross-currency-swap': ['forward', 'cross-currency-swap'],
  swap: ['future', 'swap', 'forward-starting-swap'],
  'forward-starting-swap': ['future', 'swap', 'forward-starting-swap'],
  swaption: ['swaption', 'swap', 'future'],
  future: ['future', 'swap'],
  'zero-coupon-swap': ['zero-coupon-swap'],
  cds: ['index-cds', 'cds'],
  'index-cds': ['index-cds', 'cds', 'total-return-swap'],
  'total-return-swap': ['index-cds', 'total-return-swap'],
}

/**
 * Stand-ins for `left` units of a trade: of its domain and currency, by kind in the order of liquidity and then by closeness,
 * in the size of least variance (against a parallel move the same PV01), as far as their own limits leave room. Only those
 * whose squared correlation on the scenarios reaches the customary floor of hedge effectiveness, 0.8. `room` is the capacity
 * that is left by place in the universe, base currency; what is used is taken off it.
 */
export function substitution(
  inputs: ExecutionInputs,
  trade: WorkedTrade,
  left: number,
  days: readonly number[],
  room: Map<number, number>,
): Substitution {
  const { universe, unitProfits } = inputs
  const replaced = unitProfits[trade.index].map((profit) => left * profit)
  const variance = covariance(replaced, replaced, 'population')
  const open = replaced.slice()
  const substitutes: Substitute[] = []
  let covered = 0
  for (const { index, rSquared } of candidates(inputs, trade)) {
    if (covered > 1 - 1e-9) break
    const other = unitProfits[index]
    const whole = covariance(replaced, other, 'population') / covariance(other, other, 'population')
    if (!allowed(universe[index], whole)) continue
    const worked = workedTrade(inputs, index, whole, days)
    const free = room.get(index) ?? windowCapacity(worked)
    const share = Math.min(1 - covered, free / Math.abs(worked.amount))
    if (!(share > 1e-9)) continue
    covered += share
    room.set(index, Math.max(0, free - share * Math.abs(worked.amount)))
    for (let s = 0; s < open.length; s++) open[s] -= share * whole * other[s]
    substitutes.push({
      instrument: universe[index].id,
      label: dealtLabel(universe[index], whole),
      family: universe[index].family,
      quantity: share * whole,
      notional: share * worked.amount,
      share,
      rSquared,
    })
  }
  const without = Math.sqrt(variance)
  const remaining = Math.sqrt(covariance(open, open, 'population'))
  return {
    substitutes,
    covered: Math.min(1, covered),
    standardDeviationWithout: without,
    standardDeviationWith: remaining,
    residualShare: without > 0 ? remaining / without : 0,
  }
}

function candidates({ universe, unitProfits }: ExecutionInputs, { index: own, instrument }: WorkedTrade) {
  const profits = unitProfits[own]
  const variance = covariance(profits, profits, 'population')
  const order = standIns[instrument.family]
  return universe
    .flatMap(({ domain, currency, family }, index) => {
      const rank = order.indexOf(family)
      if (index === own || rank < 0 || domain !== instrument.domain || currency !== instrument.currency) return []
      const other = unitProfits[index]
      const scale = variance * covariance(other, other, 'population')
      const rSquared = scale > 0 ? covariance(profits, other, 'population') ** 2 / scale : 0
      return rSquared >= customaryHedgePolicy.minimumRSquared ? [{ index, rank, rSquared }] : []
    })
    .sort((a, b) => a.rank - b.rank || b.rSquared - a.rSquared || a.index - b.index)
}

function allowed({ direction }: HedgeInstrument, quantity: number): boolean {
  return direction === 'both' || (direction === 'positive' ? quantity > 0 : quantity < 0)
}
