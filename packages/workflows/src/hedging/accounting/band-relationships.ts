import type { Flow, Instrument, RiskFactor } from '@tutti/analytics/revaluation'
import { customaryHedgePolicy } from '@tutti/analytics/hedging'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { FormedRelationship, HedgedItem, HedgingPosition } from './formed-relationship.ts'
import { hedgeEndYears } from './hedge-end.ts'
import { exercisedLegs, isOption } from './option-underlying.ts'
import { parallelSensitivity } from './parallel-sensitivity.ts'
import { tenorWords } from '../universe/tenor-words.ts'

/** A stretch of the curve with its hedges and the payments in it. */
interface Band {
  readonly from: number
  /** Infinity for the last. */
  readonly to: number
  readonly positions: readonly HedgingPosition[]
  readonly items: readonly HedgedItem[]
  /** Sensitivity of the hedges over that of the items, positive where they offset; Infinity without items. */
  readonly ratio: number
}

type BandedRisk = 'interest rate' | 'inflation'

/**
 * By currency and band of the curve: swaps, futures and swaptions against fixed and index-linked payments (interest rate,
 * fair value), or inflation swaps against index-linked ones (inflation, cash flows). Bands end half-way between the ends of
 * the hedges; one that is hedged beyond the upper end of the customary band of effectiveness, 125 % of the payments in it, is
 * joined with a neighbour. Payments owed are hedged by what gains when rates fall (or inflation rises), payments held by the rest.
 */
export function bandRelationships(
  market: HedgingMarket,
  book: FundBook,
  positions: readonly HedgingPosition[],
  risk: BandedRisk,
): FormedRelationship[] {
  return [...Map.groupBy(positions, ({ instrument }) => instrument.currency)].flatMap(([currency, own]) => {
    const group = risk === 'inflation' ? 'inflation' : 'rates'
    const hedges = (factor: RiskFactor): boolean => factor.group === group && factor.currency === currency
    return joinedBands(market, book, currency, own, risk, hedges).flatMap((band) =>
      relationships(band, currency, risk, hedges),
    )
  })
}

function relationships(
  band: Band,
  currency: string,
  risk: BandedRisk,
  hedges: (factor: RiskFactor) => boolean,
): FormedRelationship[] {
  const domain = risk === 'inflation' ? 'inflation' : 'rates'
  const from = band.from > 0 ? `from ${tenorWords(band.from)}` : ''
  const to = Number.isFinite(band.to) ? `up to ${tenorWords(band.to)}` : ''
  const years = [from, to].filter((words) => words !== '').join(' ') || 'of all years'
  const side = band.items[0]?.line.side === 'asset' ? 'payments held' : 'payments owed'
  const formed = (positions: readonly HedgingPosition[], id: string, name: string): FormedRelationship => ({
    id,
    label: `${currency} ${side}, ${years}, and ${name}`,
    domain,
    currency,
    risk,
    type: risk === 'inflation' ? 'cash flow hedge' : 'fair value hedge',
    designation: isOption(positions[0].instrument) ? 'intrinsic value' : 'entirety',
    hedges,
    items: band.items,
    positions,
    hypothetical: isOption(positions[0].instrument) ? null : band.items.map(({ instrument }) => fixedLeg(instrument)),
  })
  const linear = band.positions.filter(({ instrument }) => !isOption(instrument))
  return [
    ...(linear.length > 0
      ? [
          formed(
            linear,
            `${domain}:${currency}:${band.from}`,
            risk === 'inflation' ? 'inflation swaps' : 'swaps and futures',
          ),
        ]
      : []),
    ...band.positions
      .filter(({ instrument }) => isOption(instrument))
      .map((option) => formed([option], `${domain}:${option.instrument.id}`, option.instrument.label)),
  ]
}

/** The payments turned round, on the benchmark curve alone: the fixed leg of the perfect swap; its floating leg does not move. */
function fixedLeg(instrument: Instrument): Instrument {
  if (instrument.kind !== 'fixed flows' && instrument.kind !== 'inflation-linked flows') return instrument
  const flows = instrument.flows.map(({ years, amount }) => ({ years, amount: -amount }))
  return { ...instrument, flows, spread: 0, bucket: null }
}

function joinedBands(
  market: HedgingMarket,
  book: FundBook,
  currency: string,
  positions: readonly HedgingPosition[],
  risk: BandedRisk,
  hedges: (factor: RiskFactor) => boolean,
): Band[] {
  const measured = (from: number, to: number, own: readonly HedgingPosition[]): Band => {
    const gain = parallelSensitivity(market, own.flatMap(exercisedLegs), hedges)
    const sides = (['liability', 'asset'] as const).map((side) => itemsOf(book, currency, risk, side, from, to))
    const losses = sides.map((items) => parallelSensitivity(market, items.map(weighted), hedges))
    const side = losses.findIndex((loss) => loss * gain < 0)
    return {
      from,
      to,
      positions: own,
      items: side < 0 ? [] : sides[side],
      ratio: side < 0 ? Infinity : -gain / losses[side],
    }
  }
  const ends = [...new Set(positions.map(({ instrument }) => hedgeEndYears(instrument)))].sort((a, b) => a - b)
  const edges = [0, ...ends.slice(1).map((end, i) => (end + ends[i]) / 2), Infinity]
  let bands = ends.map((end, i) =>
    measured(
      edges[i],
      edges[i + 1],
      positions.filter(({ instrument }) => hedgeEndYears(instrument) === end),
    ),
  )
  const most = customaryHedgePolicy.band[1]
  while (bands.length > 1) {
    const worst = bands.reduce((place, band, i) => (band.ratio > bands[place].ratio ? i : place), 0)
    if (bands[worst].ratio <= most) break
    const before = bands[worst - 1]?.ratio ?? Infinity
    const after = bands[worst + 1]?.ratio ?? Infinity
    const first = worst === bands.length - 1 || (worst > 0 && before < after) ? worst - 1 : worst
    const [low, high] = [bands[first], bands[first + 1]]
    const joined = measured(low.from, high.to, [...low.positions, ...high.positions])
    bands = [...bands.slice(0, first), joined, ...bands.slice(first + 2)]
  }
  return bands
}

const weighted = ({ line, instrument }: HedgedItem) => ({ instrument, weight: line.quantity })

/** The lines of a side with payments in the band, cut to these; inflation is hedged for index-linked ones alone. */
function itemsOf(
  { lines }: FundBook,
  currency: string,
  risk: BandedRisk,
  side: 'asset' | 'liability',
  from: number,
  to: number,
): HedgedItem[] {
  const within = ({ years }: Flow): boolean => years >= from && years < to
  return lines.flatMap((line) => {
    const { instrument } = line
    if (line.side !== side || instrument.kind === 'cash' || !('flows' in instrument)) return []
    if (instrument.kind !== 'inflation-linked flows' && (instrument.kind !== 'fixed flows' || risk === 'inflation'))
      return []
    if (instrument.currency !== currency) return []
    const flows = instrument.flows.filter(within)
    return flows.length === 0 ? [] : [{ line, instrument: { ...instrument, flows } }]
  })
}
