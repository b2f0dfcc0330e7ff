import type { HedgeTrade } from '../strategies/strategy.ts'
import type { PackageFigures, StressEffectiveness } from './hedge-package.ts'
import { type EffectivenessGroup, effectivenessGroups } from './effectiveness-groups.ts'
import type { GroupStress } from './group-stress.ts'
import type { PackageStudy } from './package-study.ts'

/** A stress counts where it costs the fund at least this share of its assets: 1 bp. */
const leastLoss = 1e-4

/** Stresses, and the assets that their losses are held against. */
interface StressedFund {
  readonly stresses: readonly GroupStress[]
  readonly fund: Pick<PackageStudy['fund'], 'assets'>
}

/** The stresses of a group that the unhedged fund loses on. */
export function adverseStresses({ stresses, fund }: StressedFund): readonly GroupStress[] {
  return stresses.filter((stress) => -stress.fund >= leastLoss * fund.assets)
}

/** Effectiveness of trades under the worst adverse stress of each group; the first of equal ones. */
export function stressEffectiveness(
  study: Pick<PackageStudy, 'universe'> & StressedFund,
  trades: readonly HedgeTrade[],
): PackageFigures['stressEffectiveness'] {
  const positions = new Map(study.universe.map(({ id }, i) => [id, i]))
  const worst = Object.fromEntries(effectivenessGroups.map((group) => [group, null])) as Record<
    EffectivenessGroup,
    StressEffectiveness | null
  >
  for (const { id, group, fund, units } of adverseStresses(study)) {
    const left = trades.reduce(
      (sum, { instrument, quantity }) => sum + quantity * units[positions.get(instrument)!],
      fund,
    )
    const value = 1 - Math.abs(left) / Math.abs(fund)
    const known = worst[group]
    if (known === null || value < known.value) worst[group] = { value, stress: id }
  }
  return worst
}

/**
 * Groups that the mandate's effectiveness under stress is a limit for: those with an adverse stress, whether or not an instrument of
 * their own is allowed, as for effectiveness on the scenarios.
 */
export function stressLimitedGroups(study: StressedFund): EffectivenessGroup[] {
  const adverse = adverseStresses(study)
  return effectivenessGroups.filter((each) => adverse.some(({ group }) => group === each))
}
