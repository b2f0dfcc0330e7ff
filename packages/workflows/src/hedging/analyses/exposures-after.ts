import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgingCase } from '../hedging-case.ts'
import type { HedgeTrade } from '../strategies/index.ts'
import type { HedgeDomain, HedgeFamily } from '../universe/index.ts'
import type { CounterpartyTicket } from '../valuation-adjustments/index.ts'

/** A sensitivity of the surplus before new hedges, what they add, and both together. Base currency. */
interface BeforeAfter {
  readonly before: number
  readonly hedge: number
  readonly after: number
}

/** Hedges over the liabilities' own sensitivity, with the assets; null where the liabilities have none. */
interface CurveBeforeAfter extends BeforeAfter {
  readonly hedgeRatioBefore: number | null
  readonly hedgeRatioAfter: number | null
}

/** One curve by key rate; the sum over them is the parallel move. */
interface LadderBeforeAfter {
  readonly currency: string
  readonly keyRates: readonly (CurveBeforeAfter & { readonly years: number })[]
  readonly parallel: CurveBeforeAfter
}

/** A trade of the package in words, with its size and who it is dealt with. Money in base currency. */
interface PackageTradeRecord {
  readonly instrument: string
  readonly label: string
  readonly domain: HedgeDomain
  readonly family: HedgeFamily
  readonly currency: string
  readonly quantity: number
  /** Signed as the quantity. */
  readonly notional: number
  /** A year; positive is earned. */
  readonly carryAndRoll: number
  readonly initialMargin: number
  readonly cleared: boolean
  readonly counterparties: readonly { readonly counterparty: string; readonly share: number }[]
}

/** The fund with a package: the same sensitivities as its exposures before, first order. Money in base currency. */
export interface ExposuresAfter {
  readonly trades: readonly PackageTradeRecord[]
  /** Sensitivity to each exchange rate; the base currency, which is sold for what is bought, last. */
  readonly currencies: readonly (BeforeAfter & { readonly currency: string; readonly afterShareOfAssets: number })[]
  /** Gains for rates 1 bp lower; for break-evens 1 bp higher. */
  readonly rates: readonly LadderBeforeAfter[]
  readonly inflation: readonly LadderBeforeAfter[]
  /** Loss for spreads 1 bp wider, by bucket. */
  readonly credit: {
    readonly total: BeforeAfter
    readonly byBucket: readonly (BeforeAfter & { readonly name: string })[]
  }
  /** Gain for a rise by 100 %, to first order. */
  readonly equity: readonly (BeforeAfter & { readonly index: string })[]
  /** Gain for a volatility higher by a point (`rate:`: by 1 bp). */
  readonly volatility: readonly (BeforeAfter & { readonly surface: string })[]
  /** Years of the assets. */
  readonly durationGap: BeforeAfter
}

const bp = 1e-4
const point = 0.01

/** Exposures of the fund before and after the trades, on the sensitivities that the study is designed with. */
export function exposuresAfter(
  study: HedgingCase,
  trades: readonly HedgeTrade[],
  tickets: readonly CounterpartyTicket[],
): ExposuresAfter {
  const { sensitivities, market } = study
  const { factors, surplus, assets, liabilities, assetsValue } = sensitivities
  const hedge = hedgeSensitivities(study, trades)
  const both = (k: number, unit: number): BeforeAfter => beforeAfter(unit * surplus[k], unit * hedge[k])
  const inGroup = (group: FactorGroup): number[] => factors.flatMap((factor, k) => (factor.group === group ? [k] : []))
  const total = (group: FactorGroup, row: Float64Array): number => inGroup(group).reduce((sum, k) => sum + row[k], 0)
  const ladder = (group: 'rates' | 'inflation', unit: number): LadderBeforeAfter[] => {
    const keyed = factors.flatMap((factor, k) =>
      factor.group === group ? [{ currency: factor.currency, years: factor.years, k }] : [],
    )
    return [...new Set(keyed.map(({ currency }) => currency))].flatMap((currency) => {
      const own = keyed.filter((key) => key.currency === currency).toSorted((a, b) => a.years - b.years)
      const sides = own.map(({ k }) => [unit * assets[k], -unit * liabilities[k], unit * hedge[k]] as const)
      if (sides.every((side) => side.every((value) => value === 0))) return []
      const sum = (side: 0 | 1 | 2): number => sides.reduce((all, values) => all + values[side], 0)
      return [
        {
          currency,
          keyRates: own.map(({ years }, i) => ({ years, ...curve(...sides[i]) })),
          parallel: curve(sum(0), sum(1), sum(2)),
        },
      ]
    })
  }
  const fx = factors.flatMap((factor, k) => (factor.group === 'currency' ? [{ currency: factor.currency, k }] : []))
  const foreign = fx.map(({ currency, k }) => ({ currency, ...both(k, 1) }))
  // what is bought abroad is paid for at home: new hedges are worth nothing in all
  const held = sensitivities.assetsValue - sensitivities.liabilitiesValue
  const home = beforeAfter(
    foreign.reduce((rest, { before }) => rest - before, held),
    foreign.reduce((rest, each) => rest - each.hedge, 0),
  )
  return {
    trades: tradeRecords(study, trades, tickets),
    currencies: [...foreign, { currency: market.valuation.baseCurrency, ...home }].map((each) => ({
      ...each,
      afterShareOfAssets: each.after / assetsValue,
    })),
    rates: ladder('rates', -bp),
    inflation: ladder('inflation', bp),
    credit: {
      total: beforeAfter(-bp * total('credit', surplus), -bp * total('credit', hedge)),
      byBucket: factors.flatMap((factor, k) =>
        factor.group === 'credit' && (surplus[k] !== 0 || hedge[k] !== 0)
          ? [{ name: factor.bucket, ...both(k, -bp) }]
          : [],
      ),
    },
    equity: factors.flatMap((factor, k) => (factor.group === 'equity' ? [{ index: factor.index, ...both(k, 1) }] : [])),
    volatility: factors.flatMap((factor, k) =>
      factor.group === 'volatility'
        ? [{ surface: factor.surface, ...both(k, factor.surface.startsWith('rate:') ? bp : point) }]
        : [],
    ),
    durationGap: beforeAfter(-total('rates', surplus) / assetsValue, -total('rates', hedge) / assetsValue),
  }
}

function hedgeSensitivities({ sensitivities, universe }: HedgingCase, trades: readonly HedgeTrade[]): Float64Array {
  const sum = new Float64Array(sensitivities.factors.length)
  for (const { instrument, quantity } of trades) {
    const unit = sensitivities.units[universe.findIndex(({ id }) => id === instrument)]
    for (let k = 0; k < sum.length; k++) sum[k] += quantity * unit[k]
  }
  return sum
}

function tradeRecords(
  { universe }: HedgingCase,
  trades: readonly HedgeTrade[],
  tickets: readonly CounterpartyTicket[],
): PackageTradeRecord[] {
  return trades.map(({ instrument, quantity }): PackageTradeRecord => {
    const { label, domain, family, currency, notionalInBase, carry, roll, dealing } = universe.find(
      ({ id }) => id === instrument,
    )!
    const notional = quantity * notionalInBase
    return {
      instrument,
      label,
      domain,
      family,
      currency,
      quantity,
      notional,
      carryAndRoll: quantity * (carry + roll),
      initialMargin: Math.abs(notional) * dealing.initialMarginRate,
      cleared: dealing.cleared,
      counterparties: tickets
        .filter((ticket) => ticket.instrument === instrument)
        .map(({ counterparty, share }) => ({ counterparty, share })),
    }
  })
}

const positiveZero = (value: number): number => (value === 0 ? 0 : value)

const beforeAfter = (before: number, hedge: number): BeforeAfter => ({
  before: positiveZero(before),
  hedge: positiveZero(hedge),
  after: positiveZero(before + hedge),
})

const curve = (assets: number, liabilities: number, hedge: number): CurveBeforeAfter => ({
  ...beforeAfter(assets - liabilities, hedge),
  hedgeRatioBefore: liabilities === 0 ? null : positiveZero(assets / liabilities),
  hedgeRatioAfter: liabilities === 0 ? null : positiveZero((assets + hedge) / liabilities),
})
