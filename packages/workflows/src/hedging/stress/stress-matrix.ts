import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { NamedStress } from '../market/hedging-market.ts'
import { type HedgeDomain, hedgeDomains } from '../universe/hedge-instrument.ts'
import { fundedRatio, type FundValue, type StressBook, type StressChanges, stressChanges } from './stress-book.ts'

/** A loss below this share of the fund's assets is too small for a ratio to tell of the hedge: one basis point. */
export const immaterialShare = 1e-4

/** Why a stress has no figure of effectiveness. */
type NoEffectiveness = 'gain' | 'immaterial' | 'combined'

/** One package under one stress. */
interface StressedPackageRecord {
  readonly id: string
  /** Change of the surplus with its trades, base currency. */
  readonly hedged: number
  /** Assets and hedges over liabilities after the stress; null without liabilities. */
  readonly fundedRatio: number | null
  /** 1 - |change hedged| / |change unhedged|. */
  readonly effectiveness: number | null
}

/** One named stress, all holdings and hedges fully revalued. Money in base currency; a loss is negative here. */
interface StressRowRecord {
  readonly id: string
  readonly label: string
  readonly group: FactorGroup | null
  /** Change of the surplus before new hedges, and its two parts. */
  readonly unhedged: number
  readonly assets: number
  readonly liabilities: number
  /** Profit of the first package by domain. */
  readonly hedges: Readonly<Record<HedgeDomain, number>>
  readonly hedged: number
  readonly fundedRatioUnhedged: number | null
  readonly fundedRatio: number | null
  /** 1 - |hedged| / |unhedged| of the first package, for a loss under a stress of one group. */
  readonly effectiveness: number | null
  readonly noEffectiveness: NoEffectiveness | null
  /** The same ratio for any loss that is not immaterial, combined stresses too. */
  readonly lossRemoved: number | null
  readonly rivals: readonly StressedPackageRecord[]
}

/** The worst stress of a group, or of the combined ones. */
interface WorstStressRecord {
  readonly group: FactorGroup | 'combined'
  readonly unhedged: { readonly stress: string; readonly change: number }
  readonly hedged: { readonly stress: string; readonly change: number }
}

export interface StressMatrixRecord {
  readonly before: FundValue
  /** The first is the one that the rows' own figures are of. */
  readonly packages: readonly { readonly id: string; readonly label: string }[]
  readonly rows: readonly StressRowRecord[]
  readonly worst: readonly WorstStressRecord[]
}

/** Every stress against every package of the book; the first package is the one examined, the others its rivals. */
export function stressMatrix(book: StressBook, stresses: readonly NamedStress[]): StressMatrixRecord {
  const width = book.factors.length
  const shocks = new Float64Array(width * stresses.length)
  stresses.forEach((stress, i) => shocks.set(stress.shocks, i * width))
  const rows = stresses.length === 0 ? [] : rowsOf(book, stresses, stressChanges(book, shocks))
  return {
    before: book.base,
    packages: book.packages.map(({ id, label }) => ({ id, label })),
    rows,
    worst: worstStresses(rows),
  }
}

function rowsOf(book: StressBook, stresses: readonly NamedStress[], changes: StressChanges): StressRowRecord[] {
  const { base, packages } = book
  return stresses.map(({ id, label, group }, r) => {
    const unhedged = changes.fund[r]
    const ratioWith = (hedge: number): number | null =>
      fundedRatio(base.assets + changes.assets[r] + hedge, base.liabilities - changes.liabilities[r])
    const none = noEffectiveness(unhedged, base.assets, group)
    const records = packages.map((one, k): StressedPackageRecord => {
      const hedge = changes.packages[k].total[r]
      const hedged = unhedged + hedge
      return {
        id: one.id,
        hedged,
        fundedRatio: ratioWith(hedge),
        effectiveness: none === null ? 1 - Math.abs(hedged) / Math.abs(unhedged) : null,
      }
    })
    const [first, ...rivals] = records
    return {
      id,
      label,
      group,
      unhedged,
      assets: changes.assets[r],
      liabilities: changes.liabilities[r],
      hedges: Object.fromEntries(
        hedgeDomains.map((domain) => [domain, changes.packages[0].domains[domain][r]]),
      ) as Record<HedgeDomain, number>,
      hedged: first.hedged,
      fundedRatioUnhedged: ratioWith(0),
      fundedRatio: first.fundedRatio,
      effectiveness: first.effectiveness,
      noEffectiveness: none,
      lossRemoved: none === null || none === 'combined' ? 1 - Math.abs(first.hedged) / Math.abs(unhedged) : null,
      rivals,
    }
  })
}

function noEffectiveness(unhedged: number, assets: number, group: FactorGroup | null): NoEffectiveness | null {
  if (!(Math.abs(unhedged) > immaterialShare * assets)) return 'immaterial'
  if (unhedged > 0) return 'gain'
  return group === null ? 'combined' : null
}

function worstStresses(rows: readonly StressRowRecord[]): WorstStressRecord[] {
  const groups = [...new Set(rows.map(({ group }) => group ?? 'combined'))]
  return groups.map((group) => {
    const own = rows.filter((row) => (row.group ?? 'combined') === group)
    const worst = (of: 'unhedged' | 'hedged') => {
      const least = own.reduce((found, row) => (row[of] < found[of] ? row : found))
      return { stress: least.id, change: least[of] }
    }
    return { group, unhedged: worst('unhedged'), hedged: worst('hedged') }
  })
}
