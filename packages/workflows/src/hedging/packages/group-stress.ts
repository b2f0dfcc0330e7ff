import type { EffectivenessGroup } from './effectiveness-groups.ts'

/** A named stress of one group as a whole: change of the surplus before new hedges, and of one unit of each, base currency. */
export interface GroupStress {
  readonly id: string
  readonly label: string
  readonly group: EffectivenessGroup
  readonly fund: number
  /** In the order of the universe. */
  readonly units: ArrayLike<number>
}
