import { addMonths, dayOf, isoOfDay } from '@tutti/analytics/time'
import type { FundLine } from './simulated-bonds.ts'
import { forwards, inflationSwaps, swapShares, swaps } from './fund-figures.ts'
import { asOfDay, type PricingDay, parRate, worth, yearsTo } from './fund-pricing.ts'
import { asOf } from './market-figures.ts'

type Cells = FundLine['cells']
type Days = (date: string) => PricingDay

const dealers = ['dealer-north', 'dealer-east', 'dealer-south', 'dealer-west'] as const
const dealer = (i: number): string => dealers[i % dealers.length]
const percent = (rate: number): string => (100 * rate).toFixed(4)
const id = (kind: string, i: number): string => `${kind}-${String(i + 1).padStart(2, '0')}`

/** The start of the floating period that runs on the as-of date, periods of half a year counted back from the end. */
function periodStart(maturity: number): number {
  let start = maturity
  for (let k = 1; start > asOfDay; k++) start = addMonths(maturity, -6 * k)
  return start
}

/** A swap of nominal 1 that receives the fixed rate at which it was dealt: its value now and its sensitivity. */
function runningSwap([currency, start, tenor]: (typeof swaps)[number], days: Days) {
  const dealt = parRate(days(start).nominal[currency], tenor, 2).rate
  const rate = Math.round(dealt * 1e6) / 1e6
  const maturity = addMonths(dayOf(start), 12 * tenor)
  const reset = periodStart(maturity)
  const fixing = Math.round((2 / days(isoOfDay(reset)).nominal[currency].discountFactor(0.5) - 2) * 1e6) / 1e6
  const end = yearsTo(maturity)
  const curve = days(asOf).nominal[currency]
  const fixed = []
  for (let years = end; years > 0; years -= 0.5) {
    fixed.push({ years, amount: 0.5 * rate + (years === end ? 1 : 0) })
  }
  const next = fixed[fixed.length - 1].years
  const receiving = worth(fixed, curve)
  const paying = worth([{ years: next, amount: 1 + 0.5 * fixing }], curve)
  return { rate, fixing, maturity, value: receiving.value - paying.value, pv01: receiving.pv01 - paying.pv01 }
}

/** Running swaps that together add `pv01` dollars a basis point. */
export function swapLines(days: Days, pv01: number): FundLine[] {
  const day = days(asOf)
  return swaps.map((each, i) => {
    const [currency, start, , weight] = each
    const swap = runningSwap(each, days)
    const weights = swaps.reduce((sum, [other, , , more]) => sum + (other === currency ? more : 0), 0)
    const wanted = (pv01 * swapShares[currency] * weight) / weights
    const dollars = day.dollars[currency]
    const nominal = 1e5 * Math.round(wanted / (swap.pv01 * dollars) / 1e5)
    const cells: Cells = {
      id: id('SWAP', i),
      name: `${currency} receiver swap of ${start.slice(0, 4)}`,
      kind: 'swap',
      currency,
      counterparty: dealer(i),
      side: 'receive-fixed',
      nominal,
      fixedRatePercent: percent(swap.rate),
      fixingPercent: percent(swap.fixing),
      frequency: 2,
      floatingFrequency: 2,
      start,
      maturity: isoOfDay(swap.maturity),
    }
    return { cells, value: nominal * dollars * swap.value, pv01: nominal * dollars * swap.pv01, ie01: 0 }
  })
}

/** Running inflation swaps that together add `ie01` dollars a basis point of break-even inflation. */
export function inflationSwapLines(days: Days, ie01: number): FundLine[] {
  const day = days(asOf)
  return inflationSwaps.map(([currency, start, tenor, weight], i) => {
    const dealtOn = days(start)
    const fixedRate = Math.round((dealtOn.breakEven[currency].discountFactor(tenor) ** (-1 / tenor) - 1) * 1e6) / 1e6
    const maturity = addMonths(dayOf(start), 12 * tenor)
    const years = yearsTo(maturity)
    // prices have risen since as the market expected over the next two years, and a little more
    const elapsed = -yearsTo(dayOf(start))
    const indexRatio = Number((1.003 / dealtOn.breakEven[currency].discountFactor(Math.max(elapsed, 0.1))).toFixed(5))
    const linked =
      (indexRatio / day.breakEven[currency].discountFactor(years)) * day.nominal[currency].discountFactor(years)
    const fixed = (1 + fixedRate) ** tenor * day.nominal[currency].discountFactor(years)
    const dollars = day.dollars[currency]
    const weights = inflationSwaps.reduce((sum, [other, , , more]) => sum + (other === currency ? more : 0), 0)
    const wanted = (ie01 * swapShares[currency] * weight) / weights
    const nominal = 1e5 * Math.round(wanted / (1e-4 * years * linked * dollars) / 1e5)
    const cells: Cells = {
      id: id('INFL', i),
      name: `${currency} inflation swap of ${start.slice(0, 4)}`,
      kind: 'inflation-swap',
      currency,
      counterparty: dealer(i + 1),
      side: 'receive-inflation',
      nominal,
      fixedRatePercent: percent(fixedRate),
      start,
      maturity: isoOfDay(maturity),
      indexRatio: indexRatio.toFixed(5),
    }
    const value = nominal * dollars * (linked - fixed)
    return { cells, value, pv01: 1e-4 * years * value, ie01: 1e-4 * years * nominal * dollars * linked }
  })
}

/** FX forwards that sell part of the foreign assets. */
export function forwardLines(day: PricingDay): FundLine[] {
  return forwards.map(([currency, amount, maturity, rate], i) => {
    const bought = Math.round(amount * day.dollars[currency] * rate)
    const years = yearsTo(dayOf(maturity))
    const value =
      bought * day.nominal.USD.discountFactor(years) -
      amount * day.dollars[currency] * day.nominal[currency].discountFactor(years)
    const cells: Cells = {
      id: id('FWD', i),
      name: `Sale of ${currency} forward`,
      kind: 'fx-forward',
      currency: 'USD',
      counterparty: dealer(i + 2),
      nominal: bought,
      counterCurrency: currency,
      counterNominal: amount,
      maturity,
    }
    return { cells, value, pv01: 0, ie01: 0 }
  })
}

/** Options, futures, a cross-currency swap and credit derivatives: small beside the rest, one of each kind at least. */
export function otherLines(day: PricingDay, held: readonly FundLine[]): Cells[] {
  const protection = (i: number, currency: string, issuer: string, nominal: number): Cells => ({
    id: id('CDS', i),
    name: `Protection on ${issuer}`,
    kind: 'cds',
    currency,
    issuer,
    rating: held.find(({ cells }) => cells.issuer === issuer)!.cells.rating,
    counterparty: dealer(i),
    side: 'buy-protection',
    nominal,
    couponPercent: 1,
    spreadBp: Math.round(1e4 * day.spreads[`${currency}-BBB`]) + 5 * (i % 4) - 5,
    recoveryPercent: 40,
    maturity: '2030-12-20',
  })
  return [
    { id: 'XCCY-01', name: 'Euro assets swapped to dollars', kind: 'cross-currency-swap', currency: 'USD', counterparty: 'dealer-north', nominal: Math.round(150e6 * day.dollars.EUR * 0.985), counterCurrency: 'EUR', counterNominal: 150e6, spreadBp: -4, frequency: 4, maturity: '2028-09-15' },
    { id: 'FXO-01', name: 'Put on the euro', kind: 'fx-option', currency: 'EUR', counterparty: 'dealer-east', side: 'long', option: 'put', nominal: 100e6, counterCurrency: 'USD', strike: (Math.round(day.dollars.EUR * 95) / 100).toFixed(2), expiry: '2026-06-16' },
    { id: 'FXO-02', name: 'Put on the yen', kind: 'fx-option', currency: 'JPY', counterparty: 'dealer-west', side: 'long', option: 'put', nominal: 20e9, counterCurrency: 'USD', strike: (day.dollars.JPY * 0.94).toFixed(6), expiry: '2026-09-16' },
    { id: 'EQO-01', name: 'Put on US shares', kind: 'equity-option', currency: 'USD', counterparty: 'dealer-south', side: 'long', option: 'put', quantity: 120_000, index: 'SIM-US', strike: 50 * Math.round((day.equity['SIM-US'] * 0.85) / 50), expiry: '2026-12-18' },
    { id: 'SWPT-01', name: 'Receiver swaption', kind: 'swaption', currency: 'USD', counterparty: 'dealer-east', side: 'long', option: 'receiver', nominal: 400e6, fixedRatePercent: '3.7500', frequency: 2, expiry: '2027-06-15', maturity: '2047-06-15' },
    { id: 'FUT-01', name: 'US ten-year future', kind: 'bond-future', currency: 'USD', side: 'long', quantity: 3000, nominal: 100_000, couponPercent: 4.25, frequency: 2, expiry: '2026-03-20', maturity: '2035-11-15' },
    { id: 'FUT-02', name: 'Euro ten-year future', kind: 'bond-future', currency: 'EUR', side: 'long', quantity: 800, nominal: 100_000, couponPercent: 2.5, frequency: 1, expiry: '2026-03-10', maturity: '2035-08-15' },
    protection(0, 'USD', 'USD issuer 20', 25e6),
    protection(1, 'USD', 'USD issuer 27', 25e6),
    protection(2, 'USD', 'USD issuer 33', 20e6),
    protection(3, 'EUR', 'EUR issuer 09', 15e6),
    { id: 'CDX-01', name: 'Protection on the US investment grade index', kind: 'index-cds', currency: 'USD', counterparty: 'dealer-south', side: 'buy-protection', nominal: 150e6, couponPercent: 1, recoveryPercent: 40, index: 'USD-IG', maturity: '2030-12-20' },
    { id: 'TRS-01', name: 'Total return on US high yield', kind: 'total-return-swap', currency: 'USD', rating: 'BB', counterparty: 'dealer-west', side: 'receive-total-return', nominal: 100e6, durationYears: 3.8, maturity: '2026-09-20' },
  ] // prettier-ignore
}
