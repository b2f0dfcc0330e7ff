import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { excludeWeightFunction } from './exclude-weight-function.ts'
import { furtherStress } from './further-stress.ts'
import { planningCost } from './planning-cost.ts'
import { searchRegion } from './search-region.ts'
import { tryRule } from './try-rule.ts'
import { view } from './view.ts'

/** Kinds of changes that dynamic asset allocation knows. */
export const allocationChanges: readonly ChangeKind<AllocationCase>[] = [
  tryRule,
  excludeWeightFunction,
  searchRegion,
  view,
  furtherStress,
  planningCost,
]
