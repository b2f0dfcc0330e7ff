import type { ChangeKind } from '../../changes/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { changeHedge } from './change-hedge.ts'
import { choosePackage } from './choose-package.ts'
import { costOfCapitalChange } from './cost-of-capital.ts'
import { excludeInstrument } from './exclude-instrument.ts'
import { furtherStress } from './further-stress.ts'
import { searchRegion } from './search-region.ts'
import { view } from './view.ts'

/** The kinds of changes that a hedging study knows. */
export const hedgingChanges: readonly ChangeKind<HedgingCase>[] = [
  changeHedge,
  excludeInstrument,
  choosePackage,
  searchRegion,
  view,
  furtherStress,
  costOfCapitalChange,
]
