import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { leastVariance } from './least-variance.ts'
import type { HedgeTrade } from './strategy.ts'
import { factorPlaces, netExposure, type StrategyInputs } from './strategy-inputs.ts'

/** Share of the remaining deviation that one ticket fewer may add, of the deviation hedged. */
const worthOfTicket = 0.005
/** Weight of the trades' own squared volatilities: keeps neighbouring tenors from being dealt against each other. */
const ladderRidge = 1e-3

/**
 * Trades that match `ratio` of the surplus's exposure to each currency's curve (zero rates or break-evens) at all key rates.
 * The residual r of the key-rate sensitivities minimises r' C r, C the covariance of the key rates' joint moves, with
 * the sum of r, the parallel sensitivity, held at 0, and a small weight on the size of the trades. From the match on all candidates tickets are taken away, the one that
 * is missed least first, as long as each costs no more than half a percent of the deviation that is hedged.
 * Currencies whose assets and liabilities cancel are left alone. Source: Ho, Key rate durations, J. Fixed Income 2 (1992).
 */
export function keyRateHedge(
  inputs: StrategyInputs,
  group: Extract<FactorGroup, 'rates' | 'inflation'>,
  candidates: readonly HedgeInstrument[],
  ratio: number,
): HedgeTrade[] {
  const { factors } = inputs.sensitivities
  const net = netExposure(inputs.sensitivities, group)
  const currencies = [...new Set(candidates.map(({ currency }) => currency))]
  return currencies.flatMap((currency) => {
    const places = factorPlaces(factors, (factor) => factor.group === group && factor.currency === currency)
    if (places.every((k) => net[k] === 0)) return []
    const own = candidates.filter((candidate) => candidate.currency === currency)
    return curveMatch(inputs, places, net, own, ratio)
  })
}

function curveMatch(
  { universe, sensitivities, covariance }: StrategyInputs,
  places: readonly number[],
  net: Float64Array,
  candidates: readonly HedgeInstrument[],
  ratio: number,
): HedgeTrade[] {
  const metric = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    places.reduce(
      (sum, k) =>
        sum + places.reduce((inner, l) => inner + a[k] * covariance.values[k * covariance.size + l] * b[l], 0),
      0,
    )
  const parallel = (row: ArrayLike<number>): number => places.reduce((sum, k) => sum + row[k], 0)
  const target = net.map((value) => ratio * value)
  const rows = candidates.map(({ id }) => sensitivities.units[universe.findIndex((one) => one.id === id)])
  const solved = (chosen: readonly number[]): { quantities: Float64Array; deviation: number } => {
    const covariances = chosen.map((i) => chosen.map((j) => metric(rows[i], rows[j])))
    const withTarget = chosen.map((i) => metric(rows[i], target))
    const quantities = leastVariance({
      covariance: covariances,
      withExposure: withTarget,
      ridge: ladderRidge,
      lower: chosen.map((i) => (candidates[i].direction === 'positive' ? 0 : -Infinity)),
      upper: chosen.map((i) => (candidates[i].direction === 'negative' ? 0 : Infinity)),
      equalities: [{ row: chosen.map((i) => parallel(rows[i])), value: -parallel(target) }],
    })
    const residual = Float64Array.from(target, (value, k) =>
      chosen.reduce((sum, i, a) => sum + quantities[a] * rows[i][k], value),
    )
    return { quantities, deviation: Math.sqrt(Math.max(0, metric(residual, residual))) }
  }
  const whole = Math.sqrt(metric(target, target))
  if (!(whole > 0)) return []
  let chosen = candidates.map((_, i) => i)
  let best = solved(chosen)
  while (chosen.length > 1) {
    const fewer = chosen
      .map((_, a) => chosen.filter((__, b) => b !== a))
      .map((rest) => ({ rest, answer: solved(rest) }))
      .reduce((least, next) => (next.answer.deviation < least.answer.deviation ? next : least))
    if (fewer.answer.deviation > best.deviation + worthOfTicket * whole) break
    chosen = fewer.rest
    best = fewer.answer
  }
  return chosen.map((i, a) => ({ instrument: candidates[i].id, quantity: best.quantities[a] }))
}
