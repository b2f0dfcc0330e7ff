import { type FactorGroup, revaluedBook } from '@tutti/analytics/revaluation'
import { dayOfIso } from '@tutti/market'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { groupShocks } from '../market/scenario-profits.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/hedge-instrument.ts'
import { type DailyCall, marginCalls, type MarginCallsRecord, type TradeAllocation } from './margin-calls.ts'
import { type ReplayGapRecord, type ReplayRefusal, type ReplayShocks, replayShocks } from './replay-shocks.ts'
import type { ReplayWindow } from './replay-shocks.ts'
import { changesOfValues, fundedRatio, type Revaluation, type StressBook, type StressChanges } from './stress-book.ts'
import { immaterialShare } from './stress-matrix.ts'
import { type TradedLoss, tradedLoss } from './traded-loss.ts'
import { pathDrawdown, type PathDrawdown, type PathMove, thinnedIndices, worstMove } from './surplus-path.ts'

/** Points of a path in the record. */
const pathPoints = 130
/** A window counts as covered in part when its first or last date lies so many days inside it. */
const coverageDays = 7

/** One factor over a window: where it ended and how far it went, as change since the start in the factor's unit. */
interface ReplayFactorRecord {
  readonly factor: string
  /** Market series; null for a factor without history. */
  readonly source: string | null
  readonly end: number
  readonly lowest: number
  readonly highest: number
}

/** The surplus with one package (or none) through a window. Money in base currency; changes since the start. */
interface ReplayPathFigures {
  readonly id: string
  readonly label: string
  readonly endChange: number
  readonly drawdown: PathDrawdown
  /** Largest fall of the funded ratio, as a difference; null without liabilities. */
  readonly fundedRatioDrawdown: PathDrawdown | null
  readonly worstDay: PathMove
  /** Over five observed dates. */
  readonly worstWeek: PathMove
  /** 1 - drawdown / drawdown without hedges; null where that is below a basis point of assets. */
  readonly drawdownRemoved: number | null
}

/** One group of factors alone through a window. */
interface ReplayGroupRecord {
  readonly group: HedgeDomain
  /** Change of the surplus over the window from this group alone, without and with the examined package. */
  readonly unhedged: number
  readonly hedged: number
  /** 1 - var(daily changes hedged) / var(daily changes unhedged), and what it lacks; null with the reason below. */
  readonly loss: TradedLoss | null
  /** No factor of the group was observed; or its moves changed the surplus by less than a basis point of assets. */
  readonly noEffectiveness: 'not observed' | 'immaterial' | null
}

interface ReplayPointRecord {
  readonly date: string
  readonly unhedged: number
  readonly hedged: number
  readonly fundedRatioUnhedged: number | null
  readonly fundedRatio: number | null
  /** Margin posted since the start, examined package and existing derivatives. */
  readonly marginPosted: number
}

/** Today's book, without ageing, walked through a window of the market's own history. */
export interface ReplayedRecord<Waterfall> {
  readonly status: 'replayed'
  readonly window: ReplayWindow
  /** First and last observed date, how many there are, and whether they leave out a part of the window. */
  readonly from: string
  readonly to: string
  readonly dates: number
  readonly partial: boolean
  readonly gaps: readonly ReplayGapRecord[]
  readonly floored: ReplayShocks['floored']
  readonly factors: readonly ReplayFactorRecord[]
  /** Without hedges first, then each package of the book; the examined one is the first of these. */
  readonly packages: readonly ReplayPathFigures[]
  readonly groups: readonly ReplayGroupRecord[]
  readonly path: readonly ReplayPointRecord[]
  readonly margin: MarginCallsRecord
  /** What the calls do to the fund's liquid holdings; null when no function was given. */
  readonly waterfall: Waterfall | null
}

/** A window that the market's history does not cover, and what it has. */
interface UncoveredReplayRecord {
  readonly status: 'not-covered'
  readonly window: ReplayWindow
  readonly reason: ReplayRefusal
  /** First and last date of the history; null without any. */
  readonly available: { readonly from: string; readonly to: string } | null
}

export type ReplayRecord<Waterfall = unknown> = ReplayedRecord<Waterfall> | UncoveredReplayRecord

/** What the fund's own holdings are worth along a window, for the liquidity that they give. */
export interface ReplayHoldings {
  readonly dates: readonly string[]
  /** dates x lines of the book, row by row, base currency; negative for what is owed. */
  readonly values: Float64Array
}

/** What a replay is made of; the first package of the book is the one examined. */
export interface ReplayInputs<Waterfall> {
  readonly mandate: Pick<HedgingMandate, 'counterparties'>
  readonly market: HedgingMarket
  readonly book: StressBook
  readonly window: ReplayWindow
  /** With whom the examined package is dealt; null: not decided. */
  readonly allocation: readonly TradeAllocation[] | null
  /** Liquidity under the calls of the examined package, one entry for each date after the first. */
  readonly waterfall?: (calls: readonly DailyCall[], holdings: ReplayHoldings) => Waterfall
  /** Default: on this thread. */
  readonly revaluation?: Revaluation
}

/**
 * One window: the whole book revalued at every date, under all factors and under each group's alone. Throws as
 * `replayShocks` and the engine.
 */
export async function replayRecord<Waterfall = never>(
  inputs: ReplayInputs<Waterfall>,
): Promise<ReplayRecord<Waterfall>> {
  const { market, book, window, revaluation = revaluedBook } = inputs
  const replay = replayShocks(market, window)
  if (typeof replay === 'string') return uncovered(market, window, replay)
  const { dates, shocks } = replay
  const observed = hedgeDomains.filter((group) => isObserved(market, replay, group))
  const together = new Float64Array(shocks.length * (1 + observed.length))
  together.set(shocks)
  observed.forEach((group, k) => together.set(groupShocks(book.factors, shocks, group), (k + 1) * shocks.length))
  const values = await revaluation(book.surplus.compiled, together)
  const size = dates.length * book.surplus.compiled.instruments
  const part = (k: number): Float64Array => values.subarray(k * size, (k + 1) * size)
  const changes = changesOfValues(book, part(0))
  const margin = marginCalls(inputs.mandate, book, 0, inputs.allocation, { dates, values: part(0) })
  const last = dates[dates.length - 1]
  return {
    status: 'replayed',
    window: { name: window.name, start: window.start, end: window.end },
    from: dates[0],
    to: last,
    dates: dates.length,
    partial: daysBetween(window.start, dates[0]) > coverageDays || daysBetween(last, window.end) > coverageDays,
    gaps: replay.gaps,
    floored: replay.floored,
    factors: factorRecords(market, replay),
    packages: pathFigures(book, dates, changes),
    groups: hedgeDomains.map((group) => {
      const k = observed.indexOf(group)
      return groupRecord(book, group, k < 0 ? null : changesOfValues(book, part(k + 1)))
    }),
    path: pathRecord(book, dates, changes, margin.posted),
    margin: margin.record,
    waterfall: inputs.waterfall?.(margin.calls, { dates, values: holdingValues(book, part(0)) }) ?? null,
  }
}

function holdingValues({ surplus, lines }: StressBook, values: Float64Array): Float64Array {
  const width = surplus.compiled.instruments
  const count = lines.length
  return new Float64Array((values.length / width) * count).map(
    (_, at) => surplus.quantities[at % count] * values[Math.floor(at / count) * width + (at % count)],
  )
}

function uncovered({ history }: HedgingMarket, window: ReplayWindow, reason: ReplayRefusal): UncoveredReplayRecord {
  const { dates } = history
  return {
    status: 'not-covered',
    window: { name: window.name, start: window.start, end: window.end },
    reason,
    available: dates.length === 0 ? null : { from: dates[0], to: dates[dates.length - 1] },
  }
}

function daysBetween(from: string, to: string): number {
  return (dayOfIso(to) ?? NaN) - (dayOfIso(from) ?? NaN)
}

/** Whether a factor of the group moved on its own observations. */
function isObserved({ factors, factorNames }: HedgingMarket, { gaps, dates }: ReplayShocks, group: FactorGroup) {
  return factors.some((factor, f) => {
    if (factor.group !== group) return false
    const gap = gaps.find((one) => one.factor === factorNames[f])
    return gap === undefined || dates.length - gap.days > 1
  })
}

function factorRecords({ factorNames, history }: HedgingMarket, { shocks, dates }: ReplayShocks) {
  const width = factorNames.length
  return factorNames.map((factor, f): ReplayFactorRecord => {
    const path = dates.map((_, t) => shocks[t * width + f])
    return {
      factor,
      source: history.sources[f],
      end: path[path.length - 1],
      lowest: Math.min(...path),
      highest: Math.max(...path),
    }
  })
}

/** Change of the surplus and funded ratio at every date with a hedge's profit. */
function hedgedPaths(book: StressBook, changes: StressChanges, hedge: Float64Array | null) {
  const ratios = Array.from(changes.fund, (_, t) =>
    fundedRatio(
      book.base.assets + changes.assets[t] + (hedge === null ? 0 : hedge[t]),
      book.base.liabilities - changes.liabilities[t],
    ),
  )
  return {
    surplus: hedge === null ? changes.fund : changes.fund.map((change, t) => change + hedge[t]),
    ratios: ratios.every((ratio) => ratio !== null) ? Float64Array.from(ratios) : null,
  }
}

function pathFigures(book: StressBook, dates: readonly string[], changes: StressChanges): ReplayPathFigures[] {
  const unhedged = pathDrawdown(dates, changes.fund).amount
  const all = [
    { id: 'unhedged', label: 'No new hedge', hedge: null },
    ...book.packages.map(({ id, label }, k) => ({ id, label, hedge: changes.packages[k].total })),
  ]
  return all.map(({ id, label, hedge }) => {
    const { surplus, ratios } = hedgedPaths(book, changes, hedge)
    const drawdown = pathDrawdown(dates, surplus)
    return {
      id,
      label,
      endChange: surplus[surplus.length - 1],
      drawdown,
      fundedRatioDrawdown: ratios === null ? null : pathDrawdown(dates, ratios),
      worstDay: worstMove(dates, surplus, 1),
      worstWeek: worstMove(dates, surplus, 5),
      drawdownRemoved:
        hedge === null || !(unhedged > immaterialShare * book.base.assets) ? null : 1 - drawdown.amount / unhedged,
    }
  })
}

function groupRecord(book: StressBook, group: HedgeDomain, changes: StressChanges | null): ReplayGroupRecord {
  if (changes === null) return { group, unhedged: 0, hedged: 0, loss: null, noEffectiveness: 'not observed' }
  const { fund, packages } = changes
  const last = fund.length - 1
  const range = Math.max(...fund) - Math.min(...fund)
  const material = range > immaterialShare * book.base.assets && last >= 2
  const loss = material ? tradedLoss(book, changes, group, differences) : null
  return {
    group,
    unhedged: fund[last],
    hedged: fund[last] + packages[0].total[last],
    loss,
    noEffectiveness: loss === null ? 'immaterial' : null,
  }
}

function differences(path: Float64Array): Float64Array {
  return path.subarray(1).map((value, t) => value - path[t])
}

function pathRecord(
  book: StressBook,
  dates: readonly string[],
  changes: StressChanges,
  posted: Float64Array,
): ReplayPointRecord[] {
  const unhedged = hedgedPaths(book, changes, null)
  const hedged = hedgedPaths(book, changes, changes.packages[0].total)
  const place = (date: string): number => dates.indexOf(date)
  const falls = [pathDrawdown(dates, unhedged.surplus), pathDrawdown(dates, hedged.surplus)]
  const kept = falls.flatMap(({ from, to }) => [place(to), place(from)])
  return thinnedIndices(dates.length, pathPoints, kept).map((t) => ({
    date: dates[t],
    unhedged: unhedged.surplus[t],
    hedged: hedged.surplus[t],
    fundedRatioUnhedged: unhedged.ratios?.[t] ?? null,
    fundedRatio: hedged.ratios?.[t] ?? null,
    marginPosted: posted[t],
  }))
}
