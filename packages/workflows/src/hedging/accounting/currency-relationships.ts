import { baseValues, compiledBook, type Instrument, type RiskFactor } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { forwardRate } from '../universe/currency-instruments.ts'
import type { FormedRelationship, HedgedItem, HedgingPosition } from './formed-relationship.ts'
import { exercisedLegs, isOption } from './option-underlying.ts'
import { parallelSensitivity } from './parallel-sensitivity.ts'

const held: ReadonlySet<Instrument['kind']> = new Set(['cash', 'fixed flows', 'inflation-linked flows', 'equity'])

/**
 * By currency: forwards and cross-currency swaps together, and each option by itself, against what is held in it (or owed in it,
 * where the hedge gains when the currency rises). The perfect hedge sells each item's value forward to the notional-weighted
 * maturity of the hedges.
 */
export function currencyRelationships(
  market: HedgingMarket,
  book: FundBook,
  positions: readonly HedgingPosition[],
): FormedRelationship[] {
  return [...Map.groupBy(positions, ({ instrument }) => instrument.currency)].flatMap(([currency, own]) => {
    const linear = own.filter(({ instrument }) => !isOption(instrument))
    const options = own.filter(({ instrument }) => isOption(instrument))
    return [
      ...(linear.length > 0 ? [relationship(market, book, currency, linear, `currency:${currency}`)] : []),
      ...options.map((option) => relationship(market, book, currency, [option], `currency:${option.instrument.id}`)),
    ]
  })
}

function relationship(
  market: HedgingMarket,
  book: FundBook,
  currency: string,
  positions: readonly HedgingPosition[],
  id: string,
): FormedRelationship {
  const hedges = (factor: RiskFactor): boolean => factor.group === 'currency' && factor.currency === currency
  const gain = parallelSensitivity(market, positions.flatMap(exercisedLegs), hedges)
  const side = gain <= 0 ? 'asset' : 'liability'
  const items = book.lines
    .filter((line) => line.side === side && held.has(line.instrument.kind) && currencyOf(line.instrument) === currency)
    .map((line): HedgedItem => ({ line, instrument: line.instrument }))
  const options = isOption(positions[0].instrument)
  return {
    id,
    label: `${currency} ${side === 'asset' ? 'assets' : 'liabilities'} and ${options ? positions[0].instrument.label : 'what sells or buys it forward'}`,
    domain: 'currency',
    currency,
    risk: 'foreign currency',
    type: 'fair value hedge',
    designation: options ? 'intrinsic value' : 'entirety',
    hedges,
    items,
    positions,
    hypothetical: options ? null : soldForward(market, currency, items, meanYears(positions)),
  }
}

const currencyOf = (instrument: Instrument): string | null => ('currency' in instrument ? instrument.currency : null)

function meanYears(positions: readonly HedgingPosition[]): number {
  const size = ({ quantity }: HedgingPosition): number => Math.abs(quantity)
  const total = positions.reduce((sum, position) => sum + size(position), 0)
  return positions.reduce((sum, position) => sum + size(position) * position.instrument.tenorYears, 0) / total
}

/** A forward worth nothing today that sells each item's value in the currency; null where an item is worth nothing. */
function soldForward(
  { valuation }: HedgingMarket,
  currency: string,
  items: readonly HedgedItem[],
  maturityYears: number,
): Instrument[] | null {
  const values = baseValues(
    compiledBook(
      items.map(({ instrument }) => instrument),
      valuation,
      [],
    ),
  )
  if (values.some((value) => !(value > 0))) return null
  const forward = forwardRate(valuation, currency, maturityYears)
  const discount = valuation.curves[valuation.baseCurrency].discountFactor(maturityYears)
  return Array.from(values, (value) => ({
    kind: 'fx forward',
    buyCurrency: valuation.baseCurrency,
    buyAmount: value / discount,
    sellCurrency: currency,
    sellAmount: value / discount / forward,
    maturityYears,
  }))
}
