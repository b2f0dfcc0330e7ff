import { curveTime, type DatedCurve, discountOn, zeroSpreadCurve } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { gaussLegendre } from '../math/index.ts'
import { futuresConvexityBias } from '../models/index.ts'
import { type Calendar, type Day, type DayCount, isoOfDay, yearFraction } from '../time/index.ts'

/** A rate fixed on a past day. */
export interface RateFixing {
  readonly day: Day
  /** Decimal. */
  readonly rate: number
}

/** A future on an interest rate. */
export interface RateFutureContract {
  /** First day of the period of the rate. */
  readonly start: Day
  /** The day after its last. */
  readonly end: Day
  readonly dayCount: DayCount
  /** `simple`: a term rate (Euribor); `compounded` overnight rates (3-month SOFR, SONIA); `averaged` ones (1-month SOFR, Fed funds). */
  readonly rate: 'simple' | 'compounded' | 'averaged'
  /** Days on which overnight rates are fixed. */
  readonly calendar: Calendar
  /** Money for one basis point: 25 for 3-month SOFR. */
  readonly valuePerBp: number
}

/** Mean reversion and volatility of the Hull-White model that the futures bias is taken from. */
export interface FuturesBiasModel {
  readonly a: number
  readonly sigma: number
}

/** A rate future off a curve. */
export interface RateFutureValue {
  /** 100 less the futures rate in percent. */
  readonly price: number
  /** With the bias, decimal. */
  readonly futuresRate: number
  /** Rate that the curve and the past fixings give, decimal. */
  readonly forwardRate: number
  /** Futures rate less forward rate. */
  readonly convexityBias: number
  /** Money lost by a long contract where zero rates rise by a basis point. */
  readonly dv01: number
}

/** Growth of past overnight fixings and the sum of rate times days, up to the curve's date. */
function realised(contract: RateFutureContract, until: Day, fixings: readonly RateFixing[]) {
  let growth = 1
  let accrued = 0
  const { calendar, dayCount } = contract
  for (let day = contract.start; day < until;) {
    // A fixing holds until the next business day; the period may begin on a holiday.
    let next = day + 1
    while (next < until && !calendar.isBusinessDay(next)) next++
    let fixedOn = day
    while (!calendar.isBusinessDay(fixedOn)) fixedOn--
    const fixing = fixings.find((item) => item.day === fixedOn)
    if (fixing === undefined) {
      throw new TuttiError('missing-data', `the rate of ${isoOfDay(fixedOn)} is needed: its period has begun`, {
        field: 'fixings',
        got: `${fixings.length} fixings`,
        expected: `a fixing for each business day from ${isoOfDay(contract.start)} on`,
      })
    }
    const years = yearFraction(dayCount, day, next)
    growth *= 1 + requireFinite(fixing.rate, 'fixings.rate') * years
    accrued += fixing.rate * years
    day = next
  }
  return { growth, accrued }
}

/** Sum of overnight forward rates times their years, from `from` to the end of the contract. */
function averagedForward(contract: RateFutureContract, curve: DatedCurve, from: Day): number {
  const { calendar, end } = contract
  let sum = 0
  let atDay = discountOn(curve, from)
  for (let day = from; day < end;) {
    let next = day + 1
    while (next < end && !calendar.isBusinessDay(next)) next++
    const atNext = discountOn(curve, next)
    // (P / P' - 1) / years, times years: simple interest of each fixing, not compounded.
    sum += atDay / atNext - 1
    atDay = atNext
    day = next
  }
  return sum
}

const unitNodes = gaussLegendre(24)

function integralOf(f: (x: number) => number, low: number, high: number): number {
  let sum = 0
  for (let i = 0; i < unitNodes.nodes.length; i++) {
    sum += unitNodes.weights[i] * f(0.5 * (low + high) + 0.5 * (high - low) * unitNodes.nodes[i])
  }
  return 0.5 * (high - low) * sum
}

/**
 * Under the risk-neutral measure of Hull-White: the excess of the expected integral of the short rate over [s, e] over its
 * forward value, and the variance of that integral.
 */
function integralMoments({ a, sigma }: FuturesBiasModel, s: number, e: number) {
  const loading = (t: number): number => (a === 0 ? t : -Math.expm1(-a * t) / a)
  const drift = 0.5 * sigma * sigma * integralOf((t) => loading(t) ** 2, s, e)
  const before = s > 0 ? integralOf((u) => (loading(e - u) - loading(s - u)) ** 2, 0, s) : 0
  const variance = sigma * sigma * (before + integralOf((u) => loading(e - u) ** 2, s, e))
  return { drift, variance }
}

/** Forward rate of a contract from the curve and, where its period has begun, from past fixings. */
function forwardRateOf(contract: RateFutureContract, curve: DatedCurve, fixings: readonly RateFixing[]): number {
  const { start, end, dayCount, rate } = contract
  const years = yearFraction(dayCount, start, end)
  const from = Math.max(start, curve.referenceDay)
  if (rate === 'simple') {
    if (start < curve.referenceDay) {
      throw new TuttiError('not-applicable', 'a term-rate future has expired once its period begins', {
        field: 'start',
        got: isoOfDay(start),
        expected: `${isoOfDay(curve.referenceDay)} or later`,
      })
    }
    return (discountOn(curve, start) / discountOn(curve, end) - 1) / years
  }
  const past = realised(contract, from, fixings)
  if (rate === 'averaged') return (past.accrued + averagedForward(contract, curve, from)) / years
  return ((past.growth * discountOn(curve, from)) / discountOn(curve, end) - 1) / years
}

function biasOf(contract: RateFutureContract, curve: DatedCurve, model: FuturesBiasModel, forwardRate: number): number {
  const years = yearFraction(contract.dayCount, contract.start, contract.end)
  const s = curveTime(curve, Math.max(contract.start, curve.referenceDay))
  const e = curveTime(curve, contract.end)
  if (contract.rate === 'simple') {
    if (s === 0) return 0
    // The bias is linear in the futures rate: forward = futures - k (futures + 1 / accrual).
    const atZero = futuresConvexityBias(model, { quote: 100, startYears: s, endYears: e })
    const k = atZero * (e - s)
    return (forwardRate + atZero) / (1 - k) - forwardRate
  }
  const { drift, variance } = integralMoments(model, s, e)
  if (contract.rate === 'averaged') return drift / years
  return ((1 + forwardRate * years) * Math.expm1(drift + 0.5 * variance)) / years
}

/**
 * Price of a rate future off a curve; with a model, the futures rate exceeds the forward rate by its convexity bias. Throws
 * `missing-data` naming the day of a past overnight fixing that is needed, `not-applicable` for an expired contract.
 *
 * Sources: CME Group, SOFR futures contract specifications (chapters 460, 461); Kirikos & Novak (1997) for the term-rate bias; for
 * overnight rates the expectation of the (compounded or averaged) integral of the short rate in Hull-White: Mercurio,
 * A simple multi-curve model for pricing SOFR futures (2018).
 */
export function rateFuture(
  contract: RateFutureContract,
  curve: DatedCurve,
  fixings: readonly RateFixing[] = [],
  model?: FuturesBiasModel,
): RateFutureValue {
  const { start, end, valuePerBp } = contract
  requirePositive(valuePerBp, 'valuePerBp')
  if (!(end > start && end > curve.referenceDay)) {
    throw new TuttiError(
      'not-applicable',
      'a future is priced before the end of its period, which lies after its start',
      {
        field: 'end',
        got: isoOfDay(end),
        expected: `a day after ${isoOfDay(Math.max(start, curve.referenceDay))}`,
      },
    )
  }
  const rateOn = (on: DatedCurve): number => forwardRateOf(contract, on, fixings)
  const moved = (size: number): DatedCurve => ({ ...curve, curve: zeroSpreadCurve(curve.curve, size) })
  const forwardRate = rateOn(curve)
  const convexityBias = model === undefined ? 0 : biasOf(contract, curve, model, forwardRate)
  const futuresRate = forwardRate + convexityBias
  const slope = (rateOn(moved(1e-5)) - rateOn(moved(-1e-5))) / 2e-5
  return { price: 100 - 100 * futuresRate, futuresRate, forwardRate, convexityBias, dv01: slope * valuePerBp }
}
