import { dayOf } from '@tutti/analytics/time'
import { lastPayment, liabilityCurrencies, liabilityGroups, mortality } from './fund-figures.ts'
import { type FundCurrency, type Payment, type PricingDay, worth, yearsTo } from './fund-pricing.ts'

/** One stream of payments: a currency, a group of members, fixed or linked to inflation. */
export interface LiabilityStream {
  readonly currency: FundCurrency
  readonly group: string
  readonly indexation: 'fixed' | 'inflation-linked'
  readonly dates: readonly string[]
  /** Millions at first, scaled to the fund by `scaledStreams`. */
  readonly payments: readonly Payment[]
}

/** Part of those aged `age` who live `years` on. Gompertz: the force of mortality is e^((x - m) / b) / b. */
function survival(age: number, years: number): number {
  const { modalAge, dispersion } = mortality
  const force = (at: number): number => Math.exp((at - modalAge) / dispersion)
  return Math.exp(force(age) - force(age + years))
}

/** Pensions of a group in payment after so many years, of 1 in all: those retired by then who are alive. */
function inPayment(group: (typeof liabilityGroups)[keyof typeof liabilityGroups], years: number): number {
  const { age, from, until } = group
  const started = until === 0 ? 1 : Math.min(Math.max((years - from) / (until - from), 0), 1)
  return started * survival(age, years)
}

const streamsPerDollar = (day: PricingDay): { stream: LiabilityStream; share: number; value: number }[] => {
  const dates = Array.from({ length: lastPayment - 2025 }, (_, k) => `${2026 + k}-06-30`)
  return (Object.keys(liabilityCurrencies) as (keyof typeof liabilityCurrencies)[]).flatMap((currency) =>
    (Object.keys(liabilityGroups) as (keyof typeof liabilityGroups)[]).flatMap((group) =>
      (['fixed', 'inflation-linked'] as const).map((indexation) => {
        const [currencyShare, linkedShare] = liabilityCurrencies[currency]
        const share =
          currencyShare * liabilityGroups[group].share * (indexation === 'fixed' ? 1 - linkedShare : linkedShare)
        const payments = dates.map((date) => {
          const years = yearsTo(dayOf(date))
          return { years, amount: inPayment(liabilityGroups[group], years) }
        })
        const breakEven = indexation === 'fixed' ? undefined : day.breakEven[currency]
        const { value } = worth(payments, day.nominal[currency], 0, breakEven)
        return { stream: { currency, group, indexation, dates, payments }, share, value }
      }),
    ),
  )
}

/** The streams of a fund whose liabilities are worth `presentValue` dollars; amounts are rounded to thousands. */
export function liabilityStreams(day: PricingDay, presentValue: number): LiabilityStream[] {
  return streamsPerDollar(day).map(({ stream, share, value }) => {
    const scale = (presentValue * share) / (value * day.dollars[stream.currency])
    const rounded = stream.payments.map(({ years, amount }) => ({
      years,
      amount: 1000 * Math.round((amount * scale) / 1000),
    }))
    return { ...stream, payments: rounded }
  })
}

/** Value in dollars, and its sensitivity to a basis point of rates and of break-evens by currency. */
export function liabilitySums(streams: readonly LiabilityStream[], day: PricingDay) {
  const sums = streams.map(({ currency, indexation, payments }) => {
    const breakEven = indexation === 'fixed' ? undefined : day.breakEven[currency]
    const { value, pv01 } = worth(payments, day.nominal[currency], 0, breakEven)
    const dollars = day.dollars[currency]
    return { value: value * dollars, pv01: pv01 * dollars, ie01: breakEven === undefined ? 0 : pv01 * dollars }
  })
  const total = (key: 'value' | 'pv01' | 'ie01'): number => sums.reduce((sum, each) => sum + each[key], 0)
  return { value: total('value'), pv01: total('pv01'), ie01: total('ie01') }
}

/** The liabilities as CSV. */
export function liabilitiesCsv(streams: readonly LiabilityStream[]): string {
  const lines = streams.flatMap(({ currency, group, indexation, dates, payments }) =>
    payments.flatMap(({ amount }, k) =>
      amount === 0 ? [] : [`${dates[k]},${currency},${amount},${indexation},${group}`],
    ),
  )
  return `${['date,currency,amount,indexation,group', ...lines].join('\n')}\n`
}
