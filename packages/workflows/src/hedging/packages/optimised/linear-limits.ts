import { TuttiError } from '@tutti/analytics/errors'
import { calledFor } from '../collateral-use.ts'
import type { PackageStudy } from '../package-study.ts'
import { stressLimitedGroups, adverseStresses } from '../stress-effectiveness.ts'
import { stressLimitId } from '../package-limits.ts'
import type { EffectivenessGroup } from '../effectiveness-groups.ts'
import type { HedgeColumn } from './hedge-column.ts'

/** Something linear in the sizes that the mandate bounds: lower <= Σ coefficient x size <= upper. */
export interface LinearLimit {
  /** Of the mandate's limit. */
  readonly id: string
  /** Of this row of it; unique. */
  readonly name: string
  /** What is particular to the row, in words; for explanations. */
  readonly detail: string | null
  /** One for each column. */
  readonly coefficients: Float64Array
  readonly lower: number
  readonly upper: number
  /** What a violation is measured in. */
  readonly size: number
}

/** Linear limits are held this much more tightly, so that rounding does not break them. */
const margin = 1e-6

/** Margin called by each of the mandate's moves of yields, and initial margin, against the cash that there is for it. */
export function collateralLimits(study: PackageStudy, columns: readonly HedgeColumn[]): LinearLimit[] {
  if (!study.mandate.limits.within_collateral_buffer) return []
  const { assets } = study.fund
  return study.liquidity.map((move) => ({
    id: 'collateral-buffer',
    name: `collateral-buffer ${move.shockBp}`,
    detail: `yields ${move.shockBp < 0 ? 'down' : 'up'}`,
    coefficients: Float64Array.from(
      columns,
      ({ instrument, units, margin: initial }) => calledFor(move, instrument, units) / assets + initial,
    ),
    lower: -Infinity,
    upper: ((1 - margin) * move.available - move.fundCall) / assets,
    size: move.available > 0 ? move.available / assets : 1,
  }))
}

/**
 * Effectiveness under stress: what the trades bring, as a share of what the fund loses, between the floor and as much again
 * beyond a perfect hedge.
 */
export function stressLimits(study: PackageStudy, columns: readonly HedgeColumn[]): LinearLimit[] {
  const floor = study.mandate.limits.stress_effectiveness
  if (floor === null) return []
  const groups = stressLimitedGroups(study)
  const held = floor + margin * (1 - floor)
  return adverseStresses(study)
    .filter(({ group }) => groups.includes(group))
    .map(({ id, label, group, fund, units: profits }) => ({
      id: stressLimitId(group),
      name: `${stressLimitId(group)} ${id}`,
      detail: label,
      coefficients: Float64Array.from(columns, ({ instrument, units }) => (units * profits[instrument]) / -fund),
      lower: held,
      upper: 2 - held,
      size: floor || 1,
    }))
}

/** Bounds on the hedge ratio of a group: what hedges bring over what the fund loses in the group's worst stress. */
export interface HedgeRegion {
  readonly group: EffectivenessGroup
  readonly lowest: number
  readonly highest: number
}

/** The bounds of a region. Throws `invalid-input` for a group that no stress of its own costs the fund anything in. */
export function regionLimits(
  study: PackageStudy,
  columns: readonly HedgeColumn[],
  region: readonly HedgeRegion[],
): LinearLimit[] {
  const adverse = adverseStresses(study)
  return region.map(({ group, lowest, highest }) => {
    const own = adverse.filter((stress) => stress.group === group)
    if (own.length === 0) {
      throw new TuttiError('invalid-input', `no stress of ${group} costs the fund anything: it has no hedge ratio`, {
        field: 'group',
        got: group,
        expected: [...new Set(adverse.map((stress) => stress.group))].join(' | '),
      })
    }
    const { fund, units: profits } = own.reduce((one, other) => (other.fund < one.fund ? other : one))
    return {
      id: 'search-region',
      name: `search-region ${group}`,
      detail: null,
      coefficients: Float64Array.from(columns, ({ instrument, units, domain }) =>
        domain === group ? (units * profits[instrument]) / -fund : 0,
      ),
      lower: lowest,
      upper: highest,
      size: 1,
    }
  })
}
