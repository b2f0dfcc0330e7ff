import { TuttiError } from '@tutti/analytics/errors'
import type { SpecialistResults } from '../../specialists/index.ts'
import { strategySets } from '../analyses/domain-results.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { packageStudyOf } from '../analyses/package-study-of.ts'
import { studyUnder } from '../analyses/selection-conditions.ts'
import type { HedgingCase } from '../hedging-case.ts'
import type { PackageStudy } from '../packages/index.ts'

/** The choice that a change is held against, with what packages are judged on. */
export interface ChosenHedge {
  readonly study: HedgingCase
  readonly selection: HedgeSelection
  readonly packages: PackageStudy
}

/** The choice as it stands. Throws `missing-data` before there is one. */
export function selectionOf(results: SpecialistResults): HedgeSelection {
  const found = results['hedge-selection']
  if (found !== undefined) return found as HedgeSelection
  throw new TuttiError(
    'missing-data',
    'no package is chosen yet: a change is recomputed once hedge-selection is done',
    {
      field: 'hedge-selection',
    },
  )
}

/** The choice with what packages are judged on. Throws `missing-data` before there is one. */
export function chosenHedge(given: HedgingCase, results: SpecialistResults): ChosenHedge {
  const selection = selectionOf(results)
  const study = studyUnder(given, selection.conditions)
  return { study, selection, packages: packageStudyOf(study, strategySets(study, results)) }
}
