import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { type HedgePackage, packageFigures, packageGrid } from '../packages/index.ts'
import { type ChosenHedge, chosenHedge } from './chosen-hedge.ts'
import { packageEffect } from './package-effect.ts'

/** Another of the packages compared in place of the chosen one. */
export const choosePackage: ChangeKind<HedgingCase> = {
  kind: 'choose-package',
  description:
    'Another of the packages that were compared (`package`, its id) in place of the chosen one. Once accepted it is chosen whatever its score, where it meets every limit.',
  terms: z.strictObject({ package: z.string().min(1).max(100) }),
  example: { package: 'p001' },
  takenBy: 'hedge-selection',
  effect: async (given, results, terms) => {
    const chosen = chosenHedge(given, results)
    const { packages, selection } = chosen
    const item = packageOf(chosen, (terms as { readonly package: string }).package)
    const [figures] = packageFigures(packages, [item])
    const effect = packageEffect(
      packages,
      { item: selection.chosen, figures: selection.chosenFigures },
      { item, figures },
    )
    if (effect.verdict !== 'no-help') return effect
    return {
      ...effect,
      verdict: 'needs-person',
      reasons: [...effect.reasons, 'The mandate’s measure does not prefer it: a person may, within the limits.'],
    }
  },
}

/** A package that was compared. Throws `invalid-input` for another one. */
function packageOf({ packages: { universe, strategies }, selection }: ChosenHedge, id: string): HedgePackage {
  const known = [selection.chosen, ...(selection.optimised === null ? [] : [selection.optimised.package])]
  const found = known.find((item) => item.id === id) ?? packageGrid(universe, strategies).find((item) => item.id === id)
  if (found !== undefined && selection.packages.some((row) => row.id === id)) return found
  throw new TuttiError('invalid-input', `no package ${id} was compared`, {
    field: 'package',
    got: id,
    expected: 'the id of a package compared, such as p001',
  })
}
