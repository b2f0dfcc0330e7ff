import type { DiscountCurve } from '@tutti/analytics/curves'
import { type HybridModel, hybridStateIndex } from '@tutti/analytics/hybrid'
import { hullWhiteBondCoefficients } from '@tutti/analytics/models'
import type { Instrument, ValuationMarket } from '@tutti/analytics/revaluation'
import { type CreditInstrument, lastYears } from './exposure-trades.ts'
import { spreadName } from './exposure-model.ts'

/** Payments of a credit contract seen from one date: bonds as e^(intercept - loading x state). Plain data for the kernel. */
interface ClaimDate {
  readonly intercepts: Float64Array
  readonly loadings: Float64Array
  /** Of a default swap the period's length; of a total return swap the amount, its own spread discounted. */
  readonly amounts: Float64Array
  /** Years from the date to the end of the period, or to the payment. */
  readonly years: Float64Array
  /** Forward value of a total return swap's reference, with what it was struck above its value today. */
  readonly strike: number
  /** Known payment since a margin period before the date. */
  readonly paid: number
}

/** A credit contract on the paths of a hybrid: its value follows the rate of its currency and the spread of its bucket. */
export interface CreditClaim {
  readonly kind: CreditInstrument['kind']
  /** Signed: positive buys protection or pays the total return. */
  readonly scale: number
  readonly rate: number
  /** Log exchange rate into the base currency; -1 for none. */
  readonly exchange: number
  readonly account: number
  /** Log price that the bucket's spread follows. */
  readonly price: number
  readonly spread: number
  readonly ownSpread: number
  readonly couponRate: number
  readonly loss: number
  /** One for each simulated date, today first; null where it has ended. */
  readonly dates: readonly (ClaimDate | null)[]
}

/**
 * `scale` units of a credit instrument on the simulated dates. The spread of the bucket moves by the ratio of its price to the
 * account. A total return swap settles coupons, interest and the pull of its reference to par as they accrue, and the
 * difference of the reference from its forward value at `endYears`. No jump to default.
 */
export function creditClaim(
  model: HybridModel,
  market: ValuationMarket,
  instrument: CreditInstrument,
  scale: number,
  endYears: number,
  timesYears: readonly number[],
  marginPeriodYears: number,
): CreditClaim {
  const { currency, bucket } = instrument
  const rate = hybridStateIndex(model, `rate:${currency}`)
  const { curve } = model.rates[rate]
  const isSwap = instrument.kind === 'credit default swap'
  const sign = isSwap ? side(instrument.side, 'buy protection') : side(instrument.side, 'pay total return')
  const last = Math.min(endYears, lastYears(instrument))
  const claimDate = (t: number): ClaimDate | null => {
    const since = Math.max(t - marginPeriodYears, 0)
    const isPaid = (time: number): boolean => time > since + 1e-6 && time <= t + 1e-6
    const payments = isSwap
      ? quarters(instrument).map(({ years, length }) => ({
          years,
          amount: length,
          paid: -instrument.couponRate * length,
        }))
      : instrument.flows.map(({ years, amount }) => ({ years, amount, paid: 0 }))
    const paid = payments
      .filter(({ years }) => isPaid(years) && years <= last + 1e-6)
      .reduce((sum, payment) => sum + (isSwap ? payment.paid * instrument.notional : payment.paid), 0)
    if (t >= last - 1e-6) return paid === 0 ? null : { ...nothing, paid: sign * scale * paid }
    const ahead = payments.filter(({ years }) => years > t + 1e-6)
    const bonds = ahead.map(({ years }) => hullWhiteBondCoefficients(model.rates[rate], t, years))
    return {
      intercepts: Float64Array.from(bonds, ({ intercept }) => intercept),
      loadings: Float64Array.from(bonds, ({ loading }) => loading),
      amounts: Float64Array.from(ahead, ({ years, amount }) =>
        isSwap ? Math.min(amount, years - t) : amount * Math.exp(-instrument.spread * (years - t)),
      ),
      years: Float64Array.from(ahead, ({ years }) => years - t),
      strike: isSwap
        ? 0
        : referenceForward(instrument, curve, t) + instrument.referenceValue - referenceForward(instrument, curve, 0),
      paid: sign * scale * paid,
    }
  }
  return {
    kind: instrument.kind,
    scale: sign * scale * (isSwap ? instrument.notional : 1),
    rate,
    exchange: currency === market.baseCurrency ? -1 : hybridStateIndex(model, `fx:${currency}`),
    account: hybridStateIndex(model, 'account'),
    price: hybridStateIndex(model, `equity:${spreadName(bucket)}`),
    spread: market.spreads[bucket],
    ownSpread: isSwap ? instrument.ownSpread : 0,
    couponRate: isSwap ? instrument.couponRate : 0,
    loss: isSwap ? 1 - instrument.recovery : 0,
    dates: timesYears.map(claimDate),
  }
}

/** Value at `t` of the flows after it if rates and spread come as forward. */
function referenceForward(
  { flows, spread }: Extract<Instrument, { kind: 'total return swap' }>,
  curve: DiscountCurve,
  t: number,
): number {
  return flows
    .filter(({ years }) => years > t + 1e-6)
    .reduce(
      (sum, { years, amount }) =>
        sum + (amount * Math.exp(-spread * (years - t)) * curve.discountFactor(years)) / curve.discountFactor(t),
      0,
    )
}

const nothing: ClaimDate = {
  intercepts: new Float64Array(0),
  loadings: new Float64Array(0),
  amounts: new Float64Array(0),
  years: new Float64Array(0),
  strike: 0,
  paid: 0,
}

const side = (given: string, positive: string): number => (given === positive ? 1 : -1)

/** Premium quarters counted back from the end. */
function quarters({
  maturityYears,
}: Extract<Instrument, { kind: 'credit default swap' }>): { readonly years: number; readonly length: number }[] {
  const count = Math.ceil(maturityYears * 4 - 1e-9)
  return Array.from({ length: count }, (_, k) => {
    const years = maturityYears - (count - 1 - k) / 4
    return { years, length: k === 0 ? years : 0.25 }
  })
}
