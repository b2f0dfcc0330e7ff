import { uniformStream } from '@tutti/analytics/random'
import { addMonths, isoOfDay } from '@tutti/analytics/time'
import {
  bondFunds,
  cash,
  corporateBonds,
  equities,
  governmentBonds,
  governments,
  linkedBonds,
  ratingShares,
  sectors,
} from './fund-figures.ts'
import { asOfDay, bondPayments, type FundCurrency, type PricingDay, parRate, worth } from './fund-pricing.ts'
import { currencies } from './market-figures.ts'

/** A line of the portfolio file, with what it is worth and its sensitivities in dollars. */
export interface FundLine {
  readonly cells: Readonly<Record<string, string | number>>
  readonly value: number
  readonly pv01: number
  readonly ie01: number
}

const fundSeed = 2025
const lot = (currency: FundCurrency): number => (currency === 'JPY' ? 1e7 : 1e5)
const rounded = (x: number, to: number): number => to * Math.round(x / to)

interface BondDraw {
  readonly id: string
  readonly cells: Readonly<Record<string, string | number>>
  readonly currency: FundCurrency
  /** Money wanted, dollars. */
  readonly money: number
  readonly years: number
  readonly couponPercent: number
  readonly spread: number
  readonly linkedRatio?: number
}

/** A bond bought for about that money: maturing on the 15th of a month, priced on the market's curve and its spread. */
function bondLine(day: PricingDay, draw: BondDraw): FundLine {
  const { id, currency, money, years, couponPercent, spread, linkedRatio } = draw
  const maturity = addMonths(asOfDay - 16, Math.max(Math.round(12 * years), 1))
  const frequency = currency === 'EUR' ? 1 : 2
  const { payments, accrued } = bondPayments(maturity, couponPercent / 100, frequency)
  const breakEven = linkedRatio === undefined ? undefined : day.breakEven[currency]
  const { value, pv01 } = worth(payments, day.nominal[currency], spread, breakEven)
  const cleanPrice = rounded(value - accrued, 0.001)
  const perNominal = (day.dollars[currency] * (linkedRatio ?? 1) * (cleanPrice + accrued)) / 100
  const nominal = Math.max(rounded(money / perNominal, lot(currency)), lot(currency))
  const held = (nominal / 100) * (linkedRatio ?? 1) * day.dollars[currency]
  return {
    cells: {
      id,
      kind: linkedRatio === undefined ? 'bond' : 'inflation-linked-bond',
      currency,
      nominal,
      couponPercent,
      frequency,
      maturity: isoOfDay(maturity),
      cleanPrice: cleanPrice.toFixed(3),
      ...(linkedRatio === undefined ? {} : { indexRatio: linkedRatio.toFixed(5) }),
      ...draw.cells,
    },
    value: nominal * perNominal,
    pv01: held * pv01,
    ie01: breakEven === undefined ? 0 : held * pv01,
  }
}

function governmentLines(day: PricingDay, uniform: () => number, linked: boolean): FundLine[] {
  return currencies.flatMap((currency) => {
    const [billions, maturities] = (linked ? linkedBonds : governmentBonds)[currency]
    const [issuer, rating] = governments[currency]
    return maturities.map((years, i) => {
      const par = 100 * parRate(day.nominal[currency], Math.max(Math.round(years), 1), 1).rate
      const coupon = linked ? 0.25 + 1.5 * uniform() : Math.max(par - 2 + 2.5 * uniform(), 0.25)
      return bondLine(day, {
        id: `${linked ? 'ILB' : 'GOV'}-${currency}-${String(i + 1).padStart(2, '0')}`,
        cells: { name: `${issuer} ${Math.round(2025 + years)}`, issuer, rating, sector: 'government' },
        currency,
        money: (billions * 1e9 * (0.7 + 0.6 * uniform())) / maturities.length,
        years,
        couponPercent: rounded(coupon, 0.125),
        spread: 0.0006 * (uniform() - 0.5),
        ...(linked ? { linkedRatio: 1 + 0.35 * uniform() } : {}),
      })
    })
  })
}

function corporateLines(day: PricingDay, uniform: () => number): FundLine[] {
  const ratings = Object.keys(ratingShares) as (keyof typeof ratingShares)[]
  return (Object.keys(corporateBonds) as (keyof typeof corporateBonds)[]).flatMap((currency) => {
    const [billions, count] = corporateBonds[currency]
    return Array.from({ length: count }, (_, i) => {
      // ratings in order, each with its share of the lines
      let left = (i + 0.5) / count
      const rating = ratings.find((each) => (left -= ratingShares[each]) < 0) ?? 'BB'
      const years = 1.5 + 14 * uniform() ** 1.3 + (uniform() < 0.2 ? 12 * uniform() : 0)
      const spread = day.spreads[`${currency}-${rating}`] + 0.004 * (uniform() - 0.4) * (rating === 'BB' ? 2 : 1)
      const sector = sectors[Math.floor(sectors.length * uniform())]
      const par = 100 * (parRate(day.nominal[currency], Math.max(Math.round(years), 1), 1).rate + spread)
      const number = String(i + 1).padStart(2, '0')
      return bondLine(day, {
        id: `CORP-${currency}-${number}`,
        cells: {
          name: `${currency} ${sector} issuer ${number}`,
          issuer: `${currency} issuer ${number}`,
          rating: ratingWithNotch(rating, uniform()),
          sector,
        },
        currency,
        money: (billions * 1e9 * (0.6 + 0.8 * uniform())) / count,
        years,
        couponPercent: rounded(Math.max(par - 1.5 + 2.5 * uniform(), 0.5), 0.125),
        spread,
      })
    })
  })
}

const ratingWithNotch = (rating: string, draw: number): string =>
  rating === 'AAA' ? rating : `${rating}${draw < 0.3 ? '+' : draw > 0.7 ? '-' : ''}`

function fundLines(day: PricingDay): FundLine[] {
  return bondFunds.map(([name, currency, billions, durationYears, rating, kind], i) => {
    const dollars = 1e9 * billions
    const pv01 = 1e-4 * durationYears * dollars
    const cells = {
      id: `FUND-${String(i + 1).padStart(2, '0')}`,
      name,
      kind,
      currency,
      ...(rating === '' ? { sector: 'government' } : { rating }),
      marketValue: rounded(dollars / day.dollars[currency], 1000),
      durationYears,
    }
    return { cells, value: dollars, pv01, ie01: kind === 'bond-fund' ? 0 : pv01 }
  })
}

function equityLines(day: PricingDay): FundLine[] {
  return equities.map(([name, currency, index, billions, beta, kind], i) => {
    const money = (1e9 * billions) / day.dollars[currency]
    const price = rounded(day.equity[index] / (currency === 'JPY' ? 1 : 20), 0.01)
    const held =
      kind === 'equity'
        ? { quantity: rounded(money / price, 100), price: price.toFixed(2) }
        : { marketValue: rounded(money, 1000) }
    const cells = { id: `EQ-${String(i + 1).padStart(2, '0')}`, name, kind, currency, index, beta, ...held }
    return { cells, value: 1e9 * billions, pv01: 0, ie01: 0 }
  })
}

function cashLines(day: PricingDay): FundLine[] {
  return currencies.map((currency) => ({
    cells: {
      id: `CASH-${currency}`,
      name: `Cash ${currency}`,
      kind: 'cash',
      currency,
      marketValue: rounded((1e9 * cash[currency]) / day.dollars[currency], 1000),
    },
    value: 1e9 * cash[currency],
    pv01: 0,
    ie01: 0,
  }))
}

/** Cash, bonds, funds and equity of the simulated fund. */
export function physicalLines(day: PricingDay): FundLine[] {
  const uniform = uniformStream(fundSeed, 0, 0)
  return [
    ...cashLines(day),
    ...governmentLines(day, uniform, false),
    ...governmentLines(day, uniform, true),
    ...corporateLines(day, uniform),
    ...fundLines(day),
    ...equityLines(day),
  ]
}
