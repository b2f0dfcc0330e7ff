import type { DiscountCurve } from '../curves/index.ts'
import { requireSample, TuttiError } from '../errors/index.ts'
import { type CurvePiece, type FactorLoadings, factorLoadings } from './factor-loadings.ts'
import { smallestVolatility } from './formula-values.ts'
import type { Instrument } from './instrument.ts'
import type { RiskFactor } from './risk-factor.ts'
import type { ValuationMarket } from './valuation-market.ts'

/**
 * The market after `shock` (one change for each factor, in its unit): curves, exchange rates, indices, spreads and
 * volatilities, the latter not below 0. With `shockedInstrument`, valuing afresh on it gives what `revaluedBook` gives.
 * Throws `invalid-input` for a shock that does not fit the factors.
 */
export function shockedMarket(
  market: ValuationMarket,
  factors: readonly RiskFactor[],
  shock: ArrayLike<number>,
): ValuationMarket {
  const { loadings, sum } = checked(market.baseCurrency, factors, shock)
  const moved = (group: 'currency' | 'credit' | 'equity' | 'volatility', name: string): number => {
    const place = loadings.place(group, name)
    return place < 0 ? 0 : shock[place]
  }
  return {
    baseCurrency: market.baseCurrency,
    curves: mapped(market.curves, (curve, currency) =>
      shiftedCurve(curve, (years) => sum(loadings.rate(currency, years), years)),
    ),
    breakEvens: mapped(market.breakEvens, (curve, currency) =>
      shiftedCurve(curve, (years) => sum(loadings.breakEven(currency, years), years)),
    ),
    fx: mapped(market.fx, (rate, currency) => rate * Math.exp(moved('currency', currency))),
    basis: market.basis,
    equities: mapped(market.equities, (quote, index) => ({
      ...quote,
      level: quote.level * Math.exp(moved('equity', index)),
    })),
    spreads: mapped(market.spreads, (spread, bucket) => spread + moved('credit', bucket)),
    volatilities: mapped(market.volatilities, (volatility, surface) => {
      const change = moved('volatility', surface)
      return change === 0 ? volatility : Math.max(volatility + change, smallestVolatility)
    }),
  }
}

/**
 * The instrument after the same shock, where its own terms carry what moves: the spread of flows follows their bucket,
 * an amount in shares its index. Others are as they were.
 */
export function shockedInstrument(
  instrument: Instrument,
  baseCurrency: string,
  factors: readonly RiskFactor[],
  shock: ArrayLike<number>,
): Instrument {
  const { loadings } = checked(baseCurrency, factors, shock)
  const change = (place: number): number => (place < 0 ? 0 : shock[place])
  if (instrument.kind === 'equity') {
    const growth = Math.exp(instrument.beta * change(loadings.place('equity', instrument.index)))
    return { ...instrument, amount: instrument.amount * growth }
  }
  if ('flows' in instrument && 'bucket' in instrument && instrument.bucket !== null) {
    return { ...instrument, spread: instrument.spread + change(loadings.place('credit', instrument.bucket)) }
  }
  return instrument
}

function checked(
  baseCurrency: string,
  factors: readonly RiskFactor[],
  shock: ArrayLike<number>,
): { readonly loadings: FactorLoadings; readonly sum: (piece: CurvePiece, years: number) => number } {
  if (shock.length !== factors.length) {
    throw new TuttiError('invalid-input', `each factor needs one change, got ${shock.length}`, {
      field: 'shock',
      got: String(shock.length),
      expected: String(factors.length),
    })
  }
  requireSample(shock, 0, 'shock')
  return {
    loadings: factorLoadings(factors, baseCurrency),
    sum: ({ loadings: moves }, years) =>
      moves.reduce((total, { factor, level, slope }) => total + (level + slope * years) * shock[factor], 0),
  }
}

/** The curve with its zero rate at t higher by `shift(t)`. */
function shiftedCurve(curve: DiscountCurve, shift: (years: number) => number): DiscountCurve {
  const step = 1e-6
  return {
    discountFactor: (years) => curve.discountFactor(years) * Math.exp(-shift(years) * years),
    zeroRate: (years) => curve.zeroRate(years) + shift(years),
    // linear between the key rates, so that a small step to the right gives the slope
    instantaneousForward: (years) =>
      curve.instantaneousForward(years) + shift(years) + (years * (shift(years + step) - shift(years))) / step,
  }
}

function mapped<Value, Result>(
  entries: Readonly<Record<string, Value>>,
  result: (value: Value, name: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, result(value, name)]))
}
