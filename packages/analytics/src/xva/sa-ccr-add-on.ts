import { TuttiError } from '../errors/index.ts'
import { supervisoryParameters } from './sa-ccr-parameters.ts'
import { effectiveNotional, type EffectiveNotional, type SaCcrTrade } from './sa-ccr-trade.ts'

/** Add-on of one hedging set. */
export interface HedgingSetAddOn {
  readonly assetClass: SaCcrTrade['assetClass']
  /** Currency, pair, the asset class itself, commodity group; with the basis or the volatility where there is one. */
  readonly hedgingSet: string
  readonly addOn: number
  readonly tradeIds: readonly string[]
}

/** The aggregate add-on: the sum over hedging sets, and over asset classes. */
export interface SaCcrAddOn {
  readonly trades: readonly EffectiveNotional[]
  readonly hedgingSets: readonly HedgingSetAddOn[]
  readonly byAssetClass: Readonly<Record<SaCcrTrade['assetClass'], number>>
  readonly aggregate: number
}

interface Member {
  readonly trade: SaCcrTrade
  readonly notional: EffectiveNotional
}

/**
 * Aggregate add-on of the trades of a netting set, by hedging set. `offsetMaturities` chooses the offset formula of the
 * interest-rate class (CRE52.57). Throws as `effectiveNotional`, and `invalid-input` for an FX pair that is not `XXX/YYY`.
 * Source: Basel Committee, CRE52.45 to CRE52.73.
 */
export function saCcrAddOn(
  trades: readonly SaCcrTrade[],
  marginPeriodYears: number | null,
  offsetMaturities = true,
): SaCcrAddOn {
  const groups = new Map<string, Member[]>()
  const notionals = trades.map((trade) => {
    const notional = effectiveNotional(trade, marginPeriodYears)
    const { key, reversed } = hedgingSetOf(trade)
    const signed = reversed ? { ...notional, effectiveNotional: -notional.effectiveNotional } : notional
    groups.set(key, [...(groups.get(key) ?? []), { trade, notional: signed }])
    return notional
  })
  const byAssetClass = { 'interest-rate': 0, fx: 0, credit: 0, equity: 0, commodity: 0 }
  const hedgingSets = [...groups].map(([key, members]) => {
    const [{ trade }] = members
    const addOn = scaleOf(trade) * hedgingSetAddOn(members, offsetMaturities)
    byAssetClass[trade.assetClass] += addOn
    return {
      assetClass: trade.assetClass,
      hedgingSet: key.slice(key.indexOf(':') + 1),
      addOn,
      tradeIds: members.map((member) => member.trade.id),
    }
  })
  return {
    trades: notionals,
    hedgingSets,
    byAssetClass,
    aggregate: Object.values(byAssetClass).reduce((a, b) => a + b),
  }
}

/** The key of a trade's hedging set; FX pairs are sorted, and a trade in the reversed pair changes sign. */
function hedgingSetOf(trade: SaCcrTrade): { readonly key: string; readonly reversed: boolean } {
  let name: string = trade.assetClass
  let reversed = false
  if (trade.assetClass === 'interest-rate') name = trade.currency
  if (trade.assetClass === 'commodity') name = trade.hedgingSet
  if (trade.assetClass === 'fx') {
    const codes = /^([A-Z]{3})\/([A-Z]{3})$/.exec(trade.pair)
    if (codes === null || codes[1] === codes[2]) {
      throw new TuttiError('invalid-input', `pair of ${trade.id} is not two currencies: ${trade.pair}`, {
        field: `pair of ${trade.id}`,
        got: trade.pair,
        expected: 'two ISO codes as EUR/USD',
      })
    }
    reversed = codes[1] > codes[2]
    name = reversed ? `${codes[2]}/${codes[1]}` : trade.pair
  }
  const { hedging } = trade
  if (hedging?.kind === 'volatility') name += ' volatility'
  if (hedging?.kind === 'basis') name += ` basis ${hedging.pair}`
  return { key: `${trade.assetClass}:${name}`, reversed }
}

/** Factor on the supervisory factor: one half for basis trades, five for trades in a volatility (CRE52.73). */
function scaleOf({ hedging }: SaCcrTrade): number {
  if (hedging?.kind === 'basis') return 0.5
  return hedging?.kind === 'volatility' ? 5 : 1
}

function hedgingSetAddOn(members: readonly Member[], offsetMaturities: boolean): number {
  const [{ trade }] = members
  const { factor } = supervisoryParameters(trade)
  const sum = members.reduce((total, member) => total + member.notional.effectiveNotional, 0)
  if (trade.assetClass === 'fx') return factor * Math.abs(sum)
  if (trade.assetClass === 'interest-rate') return factor * rateNotional(members, offsetMaturities)
  return singleFactorAddOn(members)
}

/** Effective notional of a rates hedging set over its maturity buckets: under 1, 1 to 5 and over 5 years (CRE52.57). */
function rateNotional(members: readonly Member[], offsetMaturities: boolean): number {
  const buckets = [0, 0, 0]
  for (const { trade, notional } of members) {
    if (trade.assetClass !== 'interest-rate') continue
    let bucket = 2
    if (trade.endYears < 1) bucket = 0
    else if (trade.endYears <= 5) bucket = 1
    buckets[bucket] += notional.effectiveNotional
  }
  const [short, middle, long] = buckets
  if (!offsetMaturities) return Math.abs(short) + Math.abs(middle) + Math.abs(long)
  const square = short ** 2 + middle ** 2 + long ** 2 + 1.4 * short * middle + 1.4 * middle * long + 0.6 * short * long
  return Math.sqrt(Math.max(square, 0))
}

/** Credit, equity and each commodity group: entities offset in full within, and in one systematic factor across. */
function singleFactorAddOn(members: readonly Member[]): number {
  const entities = new Map<string, { addOn: number; readonly correlation: number }>()
  for (const { trade, notional } of members) {
    const { factor, correlation } = supervisoryParameters(trade)
    const addOn = factor * notional.effectiveNotional
    const name = entityOf(trade)
    const entity = entities.get(name)
    if (entity === undefined) entities.set(name, { addOn, correlation })
    else entity.addOn += addOn
  }
  let systematic = 0
  let idiosyncratic = 0
  for (const { addOn, correlation } of entities.values()) {
    systematic += correlation * addOn
    idiosyncratic += (1 - correlation ** 2) * addOn ** 2
  }
  return Math.hypot(systematic, Math.sqrt(idiosyncratic))
}

function entityOf(trade: SaCcrTrade): string {
  if (trade.assetClass === 'commodity') return trade.commodityType
  return trade.assetClass === 'credit' || trade.assetClass === 'equity' ? trade.entity : ''
}
