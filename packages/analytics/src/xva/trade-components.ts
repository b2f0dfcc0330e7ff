import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { type HybridModel, hybridStateIndex } from '../hybrid/index.ts'
import type { ExposureTrade, SwapLeg } from './exposure-trade.ts'

/** An amount known today, or the two ends of a floating period, which are bonds until it is fixed. */
interface KnownFlow {
  readonly timeYears: number
  readonly amount: number
  /** The opening of a floating period: it stands for the rate until it is fixed, and is never paid. */
  readonly isOpening: boolean
}

/** A floating period: at `startYears` the payment of notional / P(start, end) at its end is fixed. */
export interface FloatingPeriod {
  readonly startYears: number
  readonly endYears: number
  readonly notional: number
}

/** Known flows and floating periods discounted by one rate and exchanged by one product of prices. */
export interface FlowStream {
  /** State of the short rate that discounts. */
  readonly rate: number
  /** Log states whose sum is the log of the exchange into the domestic currency. */
  readonly multiplier: readonly number[]
  readonly flows: readonly KnownFlow[]
  readonly periods: readonly FloatingPeriod[]
}

/** amount x e^(growth t) x product of prices, received at maturity: a share. */
interface AssetClaim {
  readonly amount: number
  readonly multiplier: readonly number[]
  readonly growthContinuous: number
  readonly maturityYears: number
}

/** The right to exchange a claim for cash at maturity: e^(growth t) prices, or a foreign bond, against strike x bond. */
export interface ExchangeOption {
  readonly sign: 1 | -1
  readonly type: 'call' | 'put'
  readonly amount: number
  readonly strike: number
  readonly maturityYears: number
  /** Log states of the asset, its growth (minus its yield), and the rate that discounts it (-1 for a share). */
  readonly asset: { readonly state: number; readonly growthContinuous: number; readonly rate: number }
  readonly cashRate: number
  readonly multiplier: readonly number[]
}

/** A cash-settled swaption. */
export interface SwaptionClaim {
  readonly sign: 1 | -1
  readonly side: 'payer' | 'receiver'
  readonly notional: number
  readonly expiryYears: number
  readonly payments: readonly { readonly timeYears: number; readonly amount: number }[]
  readonly rate: number
  readonly multiplier: readonly number[]
}

/** What a trade is made of. */
export interface TradeComponents {
  readonly streams: readonly FlowStream[]
  readonly assets: readonly AssetClaim[]
  readonly options: readonly ExchangeOption[]
  readonly swaptions: readonly SwaptionClaim[]
}

const nothing: TradeComponents = { streams: [], assets: [], options: [], swaptions: [] }

/** The components of a trade in the hybrid. Throws `invalid-input`, naming the trade, for terms that make no sense. */
export function tradeComponents(model: HybridModel, trade: ExposureTrade): TradeComponents {
  const { currencies, equities = [], inflations = [] } = model.spec
  const domestic = currencies[0].code
  const rateOf = (currency: string): number => named(model, trade, `rate:${currency}`)
  const exchange = (currency: string): number[] =>
    currency === domestic ? [] : [named(model, trade, `fx:${currency}`)]
  const stream = (
    currency: string,
    flows: readonly KnownFlow[],
    periods: readonly FloatingPeriod[] = [],
  ): FlowStream => ({ rate: rateOf(currency), multiplier: exchange(currency), flows, periods })
  const cash = (currency: string, timeYears: number, amount: number): FlowStream =>
    stream(currency, [{ timeYears, amount, isOpening: false }])
  const figure = (value: number, field: string): number => requireFinite(value, `${field} of ${trade.id}`)
  const above0 = (value: number, field: string): number => requirePositive(value, `${field} of ${trade.id}`)
  switch (trade.kind) {
    case 'swap': {
      const sign = trade.side === 'payer' ? 1 : -1
      const floating = {
        kind: 'floating',
        rate: trade.floatingSpread ?? 0,
        frequency: trade.floatingFrequency,
      } as const
      const fixed = { kind: 'fixed', rate: trade.fixedRate, frequency: trade.fixedFrequency } as const
      const { currentFixing, projectionCurve } = trade
      const { curve } = model.rates[rateOf(trade.currency)]
      const both = { currency: trade.currency, notional: above0(trade.notional, 'notional') }
      const legs = [
        legFlows(trade, { ...both, ...floating, currentFixing, projectionCurve }, sign, curve),
        legFlows(trade, { ...both, ...fixed }, sign === 1 ? -1 : 1, curve),
      ]
      return { ...nothing, streams: legs.map(({ flows, periods }) => stream(trade.currency, flows, periods)) }
    }
    case 'cross-currency swap': {
      const side = (leg: SwapLeg, sign: 1 | -1): FlowStream => {
        const { curve } = model.rates[rateOf(leg.currency)]
        const { flows, periods } = legFlows(trade, leg, sign, curve)
        const ends: KnownFlow[] = []
        const amount = sign * above0(leg.notional, 'notional')
        if (trade.notionalExchange !== 'none') ends.push({ timeYears: trade.endYears, amount, isOpening: false })
        if (trade.notionalExchange === 'start and end' && trade.startYears > 0) {
          ends.push({ timeYears: trade.startYears, amount: -amount, isOpening: false })
        }
        return stream(leg.currency, [...flows, ...ends], periods)
      }
      return { ...nothing, streams: [side(trade.receive, 1), side(trade.pay, -1)] }
    }
    case 'fx forward': {
      const amount = (trade.side === 'buy foreign' ? 1 : -1) * above0(trade.notionalForeign, 'notionalForeign')
      const time = above0(trade.maturityYears, 'maturityYears')
      requireForeign(trade, trade.currency, domestic)
      return {
        ...nothing,
        streams: [cash(trade.currency, time, amount), cash(domestic, time, -amount * above0(trade.strike, 'strike'))],
      }
    }
    case 'fx option': {
      requireForeign(trade, trade.currency, domestic)
      const [state] = exchange(trade.currency)
      return {
        ...nothing,
        options: [
          {
            sign: trade.position === 'bought' ? 1 : -1,
            type: trade.type,
            amount: above0(trade.notionalForeign, 'notionalForeign'),
            strike: above0(trade.strike, 'strike'),
            maturityYears: above0(trade.maturityYears, 'maturityYears'),
            asset: { state, growthContinuous: 0, rate: rateOf(trade.currency) },
            cashRate: rateOf(domestic),
            multiplier: [],
          },
        ],
      }
    }
    case 'equity forward':
    case 'equity option': {
      const state = named(model, trade, `equity:${trade.equity}`)
      const share = equities.find(({ name }) => name === trade.equity)
      const currency = share?.currency ?? domestic
      const growthContinuous = -(share?.dividendYieldContinuous ?? 0)
      const maturityYears = above0(trade.maturityYears, 'maturityYears')
      const strike = above0(trade.strike, 'strike')
      const units = above0(trade.units, 'units')
      if (trade.kind === 'equity option') {
        const asset = { state, growthContinuous, rate: -1 }
        const sign = trade.position === 'bought' ? 1 : -1
        const terms = { sign, type: trade.type, amount: units, strike, maturityYears } as const
        const multiplier = exchange(currency)
        return { ...nothing, options: [{ ...terms, asset, cashRate: rateOf(currency), multiplier }] }
      }
      const amount = trade.side === 'buy' ? units : -units
      return {
        ...nothing,
        streams: [cash(currency, maturityYears, -amount * strike)],
        assets: [{ amount, multiplier: [state, ...exchange(currency)], growthContinuous, maturityYears }],
      }
    }
    case 'swaption': {
      const expiryYears = above0(trade.expiryYears, 'expiryYears')
      const periods = periodEnds(
        trade,
        expiryYears,
        expiryYears + above0(trade.tenorYears, 'tenorYears'),
        trade.fixedFrequency,
      )
      const strike = figure(trade.strike, 'strike')
      const payments = periods.map(({ start, end }, i) => ({
        timeYears: end,
        amount: strike * (end - start) + (i === periods.length - 1 ? 1 : 0),
      }))
      return {
        ...nothing,
        swaptions: [
          {
            sign: trade.position === 'bought' ? 1 : -1,
            side: trade.side,
            notional: above0(trade.notional, 'notional'),
            expiryYears,
            payments,
            rate: rateOf(trade.currency),
            multiplier: exchange(trade.currency),
          },
        ],
      }
    }
    case 'zero-coupon inflation swap': {
      const item = inflations.find(({ name }) => name === trade.inflation)
      const real = named(model, trade, `real:${trade.inflation}`)
      const index = named(model, trade, `index:${trade.inflation}`)
      const currency = item?.currency ?? domestic
      const time = above0(trade.maturityYears, 'maturityYears')
      const amount = (trade.side === 'receive inflation' ? 1 : -1) * above0(trade.notional, 'notional')
      const fixedGrowth = Math.exp(time * Math.log(above0(1 + trade.fixedRate, '1 + fixedRate')))
      return {
        ...nothing,
        streams: [
          {
            rate: real,
            multiplier: [index, ...exchange(currency)],
            flows: [{ timeYears: time, amount: amount / (item?.index ?? 1), isOpening: false }],
            periods: [],
          },
          cash(currency, time, -amount * fixedGrowth),
        ],
      }
    }
    case 'cash flows':
      return {
        ...nothing,
        streams: trade.flows.map(({ timeYears, amount }) =>
          cash(trade.currency, figure(timeYears, 'timeYears'), figure(amount, 'amount')),
        ),
      }
  }
}

/** A state by its name, with the trade in the message where the hybrid has none. */
function named(model: HybridModel, trade: ExposureTrade, name: string): number {
  try {
    return hybridStateIndex(model, name)
  } catch (cause) {
    throw new TuttiError('invalid-input', `trade ${trade.id} needs ${name}, which the hybrid does not have`, {
      field: `trade ${trade.id}`,
      got: name,
      expected: [...model.rates, ...model.logs].map((item) => item.name).join(', '),
      cause,
    })
  }
}

function requireForeign(trade: ExposureTrade, currency: string, domestic: string): void {
  if (currency !== domestic) return
  throw new TuttiError('invalid-input', `trade ${trade.id} is on the domestic currency ${domestic}`, {
    field: `currency of ${trade.id}`,
    got: currency,
    expected: 'a foreign currency of the hybrid',
  })
}

interface Period {
  readonly start: number
  readonly end: number
}

function periodEnds(trade: ExposureTrade, startYears: number, endYears: number, frequency: number): readonly Period[] {
  requireFinite(startYears, `startYears of ${trade.id}`)
  requireInRange(frequency, 0.01, 365, `frequency of ${trade.id}`)
  if (!(endYears > startYears && endYears <= 1000)) {
    throw new TuttiError(
      'invalid-input',
      `trade ${trade.id} ends at ${endYears}, not after its start at ${startYears}`,
      {
        field: `endYears of ${trade.id}`,
        got: String(endYears),
        expected: `a time after ${startYears}`,
      },
    )
  }
  const count = Math.max(Math.ceil((endYears - startYears) * frequency - 1e-6), 1)
  return Array.from({ length: count }, (_, i) => ({
    start: i === 0 ? startYears : endYears - (count - i) / frequency,
    end: i === count - 1 ? endYears : endYears - (count - 1 - i) / frequency,
  }))
}

/** Flows after today of a swap's leg, `sign` +1 received. */
function legFlows(
  trade: Extract<ExposureTrade, { kind: 'swap' | 'cross-currency swap' }>,
  leg: SwapLeg,
  sign: 1 | -1,
  curve: DiscountCurve,
): { readonly flows: readonly KnownFlow[]; readonly periods: readonly FloatingPeriod[] } {
  const notional = sign * requirePositive(leg.notional, `notional of ${trade.id}`)
  const rate = requireFinite(leg.rate, `rate of ${trade.id}`)
  const flows: KnownFlow[] = []
  const periods: FloatingPeriod[] = []
  for (const { start, end } of periodEnds(trade, trade.startYears, trade.endYears, leg.frequency)) {
    if (end <= 0) continue
    if (rate !== 0) flows.push({ timeYears: end, amount: notional * rate * (end - start), isOpening: false })
    if (leg.kind === 'fixed') continue
    if (start < 0) {
      if (leg.currentFixing === undefined) {
        throw new TuttiError(
          'missing-data',
          `trade ${trade.id} has a floating period that runs since ${-start} years`,
          {
            field: `currentFixing of ${trade.id}`,
            expected: 'the rate that was fixed for it',
          },
        )
      }
      const fixing = requireFinite(leg.currentFixing, `currentFixing of ${trade.id}`)
      flows.push({ timeYears: end, amount: notional * fixing * (end - start), isOpening: false })
      continue
    }
    const opening = notional * basisGrowth(curve, leg.projectionCurve ?? curve, start, end)
    flows.push(
      { timeYears: start, amount: opening, isOpening: true },
      { timeYears: end, amount: -notional, isOpening: false },
    )
    periods.push({ startYears: start, endYears: end, notional: opening })
  }
  return { flows, periods }
}

/** Growth by the projection curve over growth by the discount curve. */
function basisGrowth(discount: DiscountCurve, projection: DiscountCurve, start: number, end: number): number {
  if (projection === discount) return 1
  const growth = (curve: DiscountCurve): number => curve.discountFactor(start) / curve.discountFactor(end)
  return growth(projection) / growth(discount)
}
