import type { Problem } from '@tutti/analytics/errors'
import type { ValuationMarket } from '@tutti/analytics/revaluation'
import { dayOf } from '@tutti/analytics/time'
import type { FundHoldings, Holding } from '@tutti/market'
import { yearsFrom } from './bond-terms.ts'
import type { BookLine, FundBook } from './fund-book.ts'

/** Rates nearer to 0 than this, decimal, are looked at: 4.25 percent typed as 0.0425 is 0.000425. */
const smallRate = 0.002
/** Own spreads of bonds beyond these are implausible, decimal. */
const ownSpreads = { least: -0.015, most: 0.2 } as const
/** A price is far from the bond's worth at its bucket's spread where it differs by more than this share. */
const farPrice = 0.25
/** Times by which an exchange rate dealt may differ from today's: swaps run long, strikes lie far out. */
const farRate = { 'fx-forward': 1.5, 'fx-option': 1.5, 'cross-currency-swap': 2 } as const
/** Or by this much, where it would be nearer the other way round. */
const turnedRate = 1.1
/** The same of an equity option's strike and its index. */
const farStrike = 3

/**
 * Warnings of figures of the portfolio that today's market makes implausible: percentages that look like decimals (nearer to
 * the market when taken as such), own spreads of bonds below -150 or above 2,000 bp, prices a quarter away from the bond's worth
 * at its bucket's spread, exchange rates dealt and strikes far from the market's. `book` is that of `fund`.
 */
export function implausibleFigures(
  fund: FundHoldings,
  book: FundBook,
  market: ValuationMarket,
  asOf: string,
): Problem[] {
  const file = fund.sources[0].file
  return fund.holdings.flatMap((holding, i): Problem[] => {
    const found =
      bondWarning(holding, book.lines[i], market) ?? rateWarning(holding, market, asOf) ?? dealtWarning(holding, market)
    if (found === undefined) return []
    return [{ file, line: holding.line, ...found, message: `${holding.id} (${holding.name}): ${found.message}` }]
  })
}

type Warning = Pick<Problem, 'field' | 'message'>

function bondWarning(holding: Holding, line: BookLine, market: ValuationMarket): Warning | undefined {
  if (holding.kind !== 'bond' && holding.kind !== 'inflation-linked-bond') return undefined
  const { instrument } = line
  if (
    holding.cleanPrice === null ||
    (instrument.kind !== 'fixed flows' && instrument.kind !== 'inflation-linked flows')
  )
    return undefined
  const { flows, spread, bucket, currency } = instrument
  const terms = `a clean price of ${holding.cleanPrice} and a coupon of ${percent(holding.coupon)} percent`
  if (spread < ownSpreads.least || spread > ownSpreads.most) {
    const message = `${terms} mean a spread of ${Math.round(spread * 1e4)} bp over the curve; check price, coupon (percent: 4.25, not 0.0425) and maturity`
    return { field: 'cleanPrice', message }
  }
  const worthAt = (over: number): number =>
    flows.reduce((sum, { years, amount }) => {
      const growth = instrument.kind === 'fixed flows' ? 1 : 1 / market.breakEvens[currency].discountFactor(years)
      return sum + amount * growth * market.curves[currency].discountFactor(years) * Math.exp(-over * years)
    }, 0)
  const bucketSpread = bucket === null ? 0 : market.spreads[bucket]
  const ratio = worthAt(spread) / worthAt(bucketSpread)
  if (Math.abs(ratio - 1) <= farPrice) return undefined
  const far = `${Math.abs(100 * (ratio - 1)).toFixed(0)} % ${ratio > 1 ? 'above' : 'below'}`
  const model = `what the bond is worth at ${bucket === null ? 'the curve' : `the spread of ${bucket}`}`
  return { field: 'cleanPrice', message: `${terms}: ${far} ${model}; check price, coupon and maturity` }
}

function rateWarning(holding: Holding, market: ValuationMarket, asOf: string): Warning | undefined {
  for (const { field, rate, typical } of ratesOf(holding, market, asOf)) {
    if (rate === 0 || Math.abs(rate) >= smallRate || Math.abs(100 * rate - typical) >= Math.abs(rate - typical))
      continue
    return { field, message: `${percent(rate)} percent is implausible; was ${percent(100 * rate)} percent meant?` }
  }
  return undefined
}

/** The rates that a holding is given in percent, each with today's market rate beside it, decimal. */
function ratesOf(
  holding: Holding,
  market: ValuationMarket,
  asOf: string,
): readonly { readonly field: string; readonly rate: number; readonly typical: number }[] {
  const zero = (date: string): number => market.curves[holding.currency].zeroRate(yearsFrom(dayOf(asOf), dayOf(date)))
  const inflation = (date: string): number =>
    market.breakEvens[holding.currency].zeroRate(yearsFrom(dayOf(asOf), dayOf(date)))
  switch (holding.kind) {
    case 'bond':
    case 'bond-future':
      return [{ field: 'couponPercent', rate: holding.coupon, typical: zero(holding.maturity) }]
    case 'inflation-linked-bond': {
      const typical = zero(holding.maturity) - inflation(holding.maturity)
      return [{ field: 'couponPercent', rate: holding.coupon, typical }]
    }
    case 'swap':
      return [
        { field: 'fixedRatePercent', rate: holding.fixedRate, typical: zero(holding.maturity) },
        { field: 'fixingPercent', rate: holding.fixing ?? 0, typical: market.curves[holding.currency].zeroRate(0.25) },
      ]
    case 'swaption':
      return [{ field: 'fixedRatePercent', rate: holding.fixedRate, typical: zero(holding.maturity) }]
    case 'inflation-swap':
      return [{ field: 'fixedRatePercent', rate: holding.fixedRate, typical: inflation(holding.maturity) }]
    case 'cds':
    case 'index-cds':
      // running premiums are standard: 25, 100 or 500 bp
      return [{ field: 'couponPercent', rate: holding.coupon, typical: 0.01 }]
    case 'cash':
    case 'bond-fund':
    case 'inflation-linked-bond-fund':
    case 'equity':
    case 'equity-fund':
    case 'cross-currency-swap':
    case 'fx-forward':
    case 'fx-option':
    case 'equity-option':
    case 'total-return-swap':
      return []
  }
}

function dealtWarning(holding: Holding, { fx, equities }: ValuationMarket): Warning | undefined {
  if (holding.kind === 'equity-option') {
    const { level } = equities[holding.index]
    if (Math.abs(Math.log(holding.strike / level)) <= Math.log(farStrike)) return undefined
    return { field: 'strike', message: `a strike of ${short(holding.strike)} is far from the index, ${short(level)}` }
  }
  if (holding.kind !== 'fx-forward' && holding.kind !== 'cross-currency-swap' && holding.kind !== 'fx-option')
    return undefined
  const { currency, counterCurrency } = holding
  const dealt = holding.kind === 'fx-option' ? holding.strike : holding.counterNominal / holding.nominal
  const today = fx[currency] / fx[counterCurrency]
  const off = Math.abs(Math.log(dealt / today))
  const turned = Math.abs(Math.log(1 / dealt / today)) < off && off > Math.log(turnedRate)
  if (!turned && off <= Math.log(farRate[holding.kind])) return undefined
  const field = holding.kind === 'fx-option' ? 'strike' : 'counterNominal'
  const message = `${short(dealt)} ${counterCurrency} for one ${currency} is far from today's ${short(today)}; check amounts and which way round they are`
  return { field, message }
}

const short = (value: number): string => String(Number(value.toPrecision(5)))
const percent = (rate: number): string => short(100 * rate)
