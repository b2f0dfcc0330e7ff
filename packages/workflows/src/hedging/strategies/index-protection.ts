import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { tradeProfits } from './assessed-strategy.ts'
import { leastVariance, type LinearSum } from './least-variance.ts'
import { covarianceOf } from './profit-covariance.ts'
import type { HedgeTrade } from './strategy.ts'
import { factorPlaces, type StrategyInputs } from './strategy-inputs.ts'

/**
 * Index protection of least variance for what remains of the spread exposure once `before` is held, on scenarios in which only
 * spreads move. The spread sensitivity of the indices of a currency equals that of the fund in it, or, where there are indices of several
 * currencies, stays within it: those of one do not stand in for the bonds of another. What
 * the fund has in currencies without an index counts to the currency that has the largest exposure of those with one.
 */
export function indexProtection(
  inputs: StrategyInputs,
  indices: readonly HedgeInstrument[],
  before: readonly HedgeTrade[],
  size: 'within the exposure' | 'equal to the exposure',
): HedgeTrade[] {
  if (indices.length === 0) return []
  const { profits, universe, sensitivities } = inputs
  const held = tradeProfits(inputs, 'credit', before)
  const { covariance, withExposure } = covarianceOf(
    indices.map((one) => profits.units.credit[universe.indexOf(one)]),
    profits.fund.credit.map((value, s) => value + held[s]),
  )
  const slope = spreadSlope(inputs)
  const unitSlopes = indices.map((one) => slope(sensitivities.units[universe.indexOf(one)]))
  const sums = [...exposureByIndexCurrency(inputs, indices, before)].map(([currency, exposure]): LinearSum => ({
    row: indices.map((one, i) => (one.currency === currency ? unitSlopes[i] : 0)),
    value: Math.max(-exposure, 0),
  }))
  const quantities = leastVariance({
    covariance,
    withExposure,
    lower: indices.map(() => 0),
    upper: indices.map(() => Infinity),
    ...(size === 'equal to the exposure' ? { equalities: sums } : sums.length > 1 ? { bounds: sums } : {}),
  })
  const most = quantities.reduce((largest, quantity) => Math.max(largest, quantity), 0)
  return indices.flatMap(({ id }, i) =>
    quantities[i] > rounding * most ? [{ instrument: id, quantity: quantities[i] }] : [],
  )
}

/** Share of the largest trade below which one is rounding. */
const rounding = 1e-9

/** Sum of the sensitivities to all spreads. */
function spreadSlope({ sensitivities }: StrategyInputs): (row: Float64Array) => number {
  const places = factorPlaces(sensitivities.factors, ({ group }) => group === 'credit')
  return (row) => places.reduce((sum, k) => sum + row[k], 0)
}

/** Spread sensitivity of the fund with `before` by the currency of the indices that stand for it. */
function exposureByIndexCurrency(
  inputs: StrategyInputs,
  indices: readonly HedgeInstrument[],
  before: readonly HedgeTrade[],
): Map<string, number> {
  const { book, universe, sensitivities } = inputs
  const slope = spreadSlope(inputs)
  const own = new Map<string, number>(indices.map(({ currency }) => [currency, 0]))
  let elsewhere = 0
  const add = (currency: string, value: number): void => {
    const known = own.get(currency)
    if (known === undefined) elsewhere += value
    else own.set(currency, known + value)
  }
  book.lines.forEach(({ currency }, i) => add(currency, slope(sensitivities.lines[i])))
  for (const { instrument, quantity } of before) {
    const u = universe.findIndex(({ id }) => id === instrument)
    add(universe[u].currency, quantity * slope(sensitivities.units[u]))
  }
  const [largest] = [...own].toSorted(([, a], [, b]) => a - b)[0]
  own.set(largest, own.get(largest)! + elsewhere)
  return own
}
