import { requireFinite, requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { normalCdf } from '../math/index.ts'
import { type SupervisoryClass, supervisoryParameters } from './sa-ccr-parameters.ts'

/** How the trade moves with its risk factor: a linear trade, an option, or a tranche. */
export type SaCcrPosition =
  | {
      /** Long gains when the risk factor (rate, price of the foreign currency, spread, price) rises. */
      readonly kind: 'linear'
      readonly direction: 'long' | 'short'
    }
  | {
      readonly kind: 'option'
      readonly side: 'bought' | 'sold'
      /** A payer swaption is a call on the rate; bought protection on a spread is a call. */
      readonly type: 'call' | 'put'
      /** Forward of the underlying, in the unit of the strike. */
      readonly underlying: number
      readonly strike: number
      readonly exerciseYears: number
      /** Added to underlying and strike, for rates that may be negative (CRE52.40, FAQ 2); default 0. */
      readonly shift?: number | undefined
    }
  | {
      readonly kind: 'tranche'
      readonly protection: 'bought' | 'sold'
      /** Attachment and detachment point, shares of the pool's notional. */
      readonly attachment: number
      readonly detachment: number
    }

/** Basis trades and trades in a volatility form hedging sets of their own (CRE52.46, CRE52.47). */
export type SaCcrHedging =
  { readonly kind: 'ordinary' | 'volatility' } | { readonly kind: 'basis'; readonly pair: string }

interface TradeTerms {
  readonly id: string
  /** Value to the bank, domestic currency. */
  readonly marketValue: number
  /** M: years until the contract can last be active; to the end of the underlying where it is delivered. */
  readonly maturityYears: number
  readonly position: SaCcrPosition
  /** Default ordinary. */
  readonly hedging?: SaCcrHedging | undefined
}

/** Period that a rate or credit contract refers to, years from today; a start that has passed is 0. */
interface ReferencePeriod {
  readonly startYears: number
  readonly endYears: number
}

/** A derivative as the standardised approach sees it; notionals in the domestic currency, above 0. */
export type SaCcrTrade = TradeTerms &
  (
    | ({
        readonly assetClass: 'interest-rate'
        /** Hedging set: the currency, or the currency's inflation. */
        readonly currency: string
        readonly notional: number
      } & ReferencePeriod)
    | {
        readonly assetClass: 'fx'
        /** Two ISO codes as `EUR/USD`; the direction is that of the first. */
        readonly pair: string
        /** The foreign leg; where both legs are foreign the larger one. */
        readonly notional: number
      }
    | ({
        readonly assetClass: 'credit'
        readonly entity: string
        readonly notional: number
      } & ReferencePeriod &
        (
          | { readonly rating: Extract<SupervisoryClass, { rating: unknown }>['rating'] }
          | { readonly indexQuality: Extract<SupervisoryClass, { indexQuality: unknown }>['indexQuality'] }
        ))
    | {
        readonly assetClass: 'equity'
        readonly entity: string
        readonly reference: 'single name' | 'index'
        /** Price of a unit times units; for a volatility trade the volatility or variance times its notional. */
        readonly notional: number
      }
    | {
        readonly assetClass: 'commodity'
        readonly hedgingSet: 'energy' | 'metals' | 'agricultural' | 'other'
        /** Trades of one type offset in full, as crude oil or silver. */
        readonly commodityType: string
        readonly isElectricity: boolean
        readonly notional: number
      }
  )

/** A trade's effective notional and its parts. */
export interface EffectiveNotional {
  readonly id: string
  readonly adjustedNotional: number
  readonly supervisoryDelta: number
  readonly maturityFactor: number
  /** Their product. */
  readonly effectiveNotional: number
}

/** Ten business days of a year of 250. */
const tenDays = 10 / 250

/**
 * Effective notional of a trade: adjusted notional, supervisory delta and maturity factor. `marginPeriodYears` is the
 * margin period of risk of a margined trade, `null` for an unmargined one.
 *
 * Throws `invalid-input` for notionals, strikes or periods that make no sense, `unsupported` for a tranche outside credit.
 * Source: Basel Committee, CRE52.33 to CRE52.53.
 */
export function effectiveNotional(trade: SaCcrTrade, marginPeriodYears: number | null): EffectiveNotional {
  const adjustedNotional = requirePositive(trade.notional, `notional of ${trade.id}`) * supervisoryDuration(trade)
  const supervisoryDelta = deltaOf(trade)
  const remaining = Math.max(requireInRange(trade.maturityYears, 0, 1000, `maturityYears of ${trade.id}`), tenDays)
  const maturityFactor =
    marginPeriodYears === null
      ? Math.sqrt(Math.min(remaining, 1))
      : 1.5 * Math.sqrt(requirePositive(marginPeriodYears, 'marginPeriodYears'))
  requireFinite(trade.marketValue, `marketValue of ${trade.id}`)
  return {
    id: trade.id,
    adjustedNotional,
    supervisoryDelta,
    maturityFactor,
    effectiveNotional: adjustedNotional * supervisoryDelta * maturityFactor,
  }
}

/** (e^(-0.05 S) - e^(-0.05 E)) / 0.05, at least ten business days; 1 outside rates and credit (CRE52.34). */
function supervisoryDuration(trade: SaCcrTrade): number {
  if (trade.assetClass !== 'interest-rate' && trade.assetClass !== 'credit') return 1
  const start = Math.max(requireFinite(trade.startYears, `startYears of ${trade.id}`), 0)
  if (!(trade.endYears >= start && Number.isFinite(trade.endYears))) {
    throw new TuttiError('invalid-input', `${trade.id} ends at ${trade.endYears} years, before it starts at ${start}`, {
      field: `endYears of ${trade.id}`,
      got: String(trade.endYears),
      expected: `a time from ${start} on`,
    })
  }
  const duration = (-Math.exp(-0.05 * start) * Math.expm1(-0.05 * (trade.endYears - start))) / 0.05
  return Math.max(duration, tenDays)
}

function deltaOf(trade: SaCcrTrade): number {
  const { position, id } = trade
  if (position.kind === 'linear') return position.direction === 'long' ? 1 : -1
  if (position.kind === 'tranche') {
    if (trade.assetClass !== 'credit') {
      throw new TuttiError('unsupported', `${id} is a tranche of the asset class ${trade.assetClass}`, {
        field: `position of ${id}`,
        got: trade.assetClass,
        expected: 'credit',
      })
    }
    const attachment = requireInRange(position.attachment, 0, 1, `attachment of ${id}`)
    const detachment = requireInRange(position.detachment, attachment, 1, `detachment of ${id}`)
    const size = 15 / ((1 + 14 * attachment) * (1 + 14 * detachment))
    return position.protection === 'bought' ? size : -size
  }
  const shift = requireFinite(position.shift ?? 0, `shift of ${id}`)
  const underlying = position.underlying + shift
  const strike = position.strike + shift
  if (!(underlying > 0 && strike > 0)) {
    throw new TuttiError(
      'invalid-input',
      `underlying and strike of ${id} must be above 0, got ${underlying} and ${strike}; where rates can be negative give a shift`,
      { field: `position of ${id}`, got: `${underlying}, ${strike}`, expected: 'numbers > 0 after the shift' },
    )
  }
  const deviation =
    supervisoryParameters(trade).optionVolatility *
    Math.sqrt(requireInRange(position.exerciseYears, 0, 1000, `exerciseYears of ${id}`))
  const d1 =
    deviation === 0
      ? Math.sign(underlying - strike) * Infinity
      : Math.log(underlying / strike) / deviation + deviation / 2
  const callDelta = normalCdf(Number.isNaN(d1) ? 0 : d1)
  const delta = position.type === 'call' ? callDelta : callDelta - 1
  return position.side === 'bought' ? delta : -delta
}
