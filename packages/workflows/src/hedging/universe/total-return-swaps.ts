import type { Flow, Instrument } from '@tutti/analytics/revaluation'
import { creditHedge } from './credit-hedge.ts'
import { type CreditHolding, grouped, totalValue, weightedMean } from './credit-holdings.ts'
import { flowAgeing, weightedAgeing } from './flow-ageing.ts'
import type { HedgeInstrument } from './hedge-instrument.ts'
import { ageingStep, floatingPeriod, spotOf, type UniverseContext } from './universe-context.ts'

/**
 * On the fund's own bonds of a bucket in the currency of most value, their payments put together by year. Carry: the
 * short rate received less the yield of the bonds paid; roll: the bonds along the curve.
 */
export function totalReturnSwaps(context: UniverseContext, holdings: readonly CreditHolding[]): HedgeInstrument[] {
  const { market } = context
  return [...grouped(holdings, ({ bucket }) => bucket)].flatMap(([bucket, all]) => {
    const byCurrency = [...grouped(all, ({ line }) => line.currency)]
    const [currency, bonds] = byCurrency.reduce((most, next) =>
      totalValue(next[1]) > totalValue(most[1]) ? next : most,
    )
    const spread = weightedMean(bonds, (bond) => bond.spread)
    const curve = market.curves[currency]
    const flows = basketFlows(bonds, (years) => curve.discountFactor(years) * Math.exp(-spread * years))
    if (flows.length === 0) return []
    const instrument: Instrument = {
      kind: 'total return swap',
      side: 'pay total return',
      currency,
      flows,
      spread,
      bucket,
      referenceValue: 1,
    }
    const paid = flows.map((flow) => ({ ...flow, amount: -flow.amount, spread }))
    const financing = { years: floatingPeriod, amount: 1 / curve.discountFactor(floatingPeriod) }
    const ageing = flowAgeing(curve, [...paid, financing])
    const label = `${bucket} bonds' total return paid`
    const longest = flows[flows.length - 1].years
    const hedge = creditHedge(context, 'total-return-swap', bucket, label, currency, [{ instrument, weight: 1 }], () =>
      weightedAgeing([[spotOf(market, currency), ageing]]),
    )
    return [{ ...hedge, tenorYears: Math.min(hedge.tenorYears, longest) }]
  })
}

/** Payments of all bonds by year, those of today left out, each year's at its mean time, in proportion so that they are worth 1 together. */
function basketFlows(bonds: readonly CreditHolding[], discountFactor: (years: number) => number): Flow[] {
  const years = new Map<number, { amount: number; timed: number }>()
  for (const { line, flows } of bonds) {
    for (const flow of flows.filter((each) => each.years > ageingStep)) {
      const key = Math.ceil(flow.years)
      const sum = years.get(key) ?? { amount: 0, timed: 0 }
      const amount = line.quantity * flow.amount
      years.set(key, { amount: sum.amount + amount, timed: sum.timed + amount * flow.years })
    }
  }
  const flows = [...years]
    .toSorted(([a], [b]) => a - b)
    .filter(([, { amount }]) => amount > 0)
    .map(([, { amount, timed }]) => ({ years: timed / amount, amount }))
  const worth = flows.reduce((sum, flow) => sum + flow.amount * discountFactor(flow.years), 0)
  return flows.map((flow) => ({ ...flow, amount: flow.amount / worth }))
}
