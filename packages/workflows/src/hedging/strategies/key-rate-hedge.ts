import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { leastVariance } from './least-variance.ts'
import type { HedgeTrade } from './strategy.ts'
import { factorPlaces, netExposure, type StrategyInputs } from './strategy-inputs.ts'

/** Share of the remaining deviation that one ticket fewer may add, of the deviation hedged. */
const worthOfTicket = 0.005
/** Sizes stay this much below what fits into the window, so that rounding does not break it. */
const windowMargin = 1e-9
/** Weight of the trades' own squared volatilities: keeps neighbouring tenors from being dealt against each other. */
const ladderRidge = 1e-3

/**
 * Trades that match `ratio` of the surplus's exposure to each currency's curve (zero rates or break-evens) at all key rates.
 * The residual r of the key-rate sensitivities minimises r' C r, C the covariance of the key rates' joint moves, with
 * the sum of r, the parallel sensitivity, held at 0, and a small weight on the size of the trades. No trade is larger than what fits
 * into the mandate's window, where that is a limit: it spreads over more of them, and where all together do not suffice the sum is
 * given up and as much as can be is matched. From the match on all candidates tickets are taken away, the one that
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
  { mandate, universe, sensitivities, covariance, capacities }: StrategyInputs,
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
  const caps = candidates.map(({ id, notionalInBase }) => {
    if (!mandate.limits.within_execution_window) return Infinity
    return (capacities[universe.findIndex((one) => one.id === id)] / notionalInBase) * (1 - windowMargin)
  })
  const solved = (chosen: readonly number[]): { quantities: Float64Array; deviation: number } => {
    const covariances = chosen.map((i) => chosen.map((j) => metric(rows[i], rows[j])))
    const withTarget = chosen.map((i) => metric(rows[i], target))
    const lower = chosen.map((i) => (candidates[i].direction === 'positive' ? 0 : -caps[i]))
    const upper = chosen.map((i) => (candidates[i].direction === 'negative' ? 0 : caps[i]))
    const wanted = -parallel(target)
    // the most that the trades can bring on the side that is wanted
    const reach = chosen.reduce((sum, i, a) => {
      const slope = Math.sign(wanted) * parallel(rows[i])
      return sum + Math.max(slope * lower[a], slope * upper[a], 0)
    }, 0)
    const equalities = reach >= Math.abs(wanted) ? [{ row: chosen.map((i) => parallel(rows[i])), value: wanted }] : []
    const quantities = leastVariance({
      covariance: covariances,
      withExposure: withTarget,
      ridge: ladderRidge,
      lower,
      upper,
      equalities,
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

/** Part of the parallel sensitivity of the surplus to a group that trades take away, over all curves that they are on. */
export function parallelShare(
  { universe, sensitivities }: Pick<StrategyInputs, 'universe' | 'sensitivities'>,
  group: Extract<FactorGroup, 'rates' | 'inflation'>,
  trades: readonly HedgeTrade[],
): number {
  const net = netExposure(sensitivities, group)
  const traded = new Set(trades.map(({ instrument }) => universe.find(({ id }) => id === instrument)!.currency))
  const places = factorPlaces(
    sensitivities.factors,
    (factor) => factor.group === group && 'currency' in factor && traded.has(factor.currency),
  )
  const wanted = places.reduce((sum, k) => sum + net[k], 0)
  const brought = trades.reduce((sum, { instrument, quantity }) => {
    const unit = sensitivities.units[universe.findIndex(({ id }) => id === instrument)]
    return sum + quantity * places.reduce((inner, k) => inner + unit[k], 0)
  }, 0)
  return wanted === 0 ? 0 : -brought / wanted
}

/** What a label adds where trades fall short of the ratio that was wanted. */
export function shortfallWords(share: number, ratio: number): string {
  return share < ratio - leastShortfall ? `; ${Math.floor(100 * share)} % is what fits into the window` : ''
}

/** Share of the exposure from which on falling short is worth a word. */
const leastShortfall = 0.005
