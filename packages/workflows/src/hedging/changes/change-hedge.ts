import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import { changedPackage, type HedgeChange } from '../analyses/changed-package.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { packageFigures } from '../packages/index.ts'
import { hedgeDomains } from '../universe/index.ts'
import { chosenHedge } from './chosen-hedge.ts'
import { packageEffect } from './package-effect.ts'

/** The chosen package with one instrument, or all of one group, at another size. */
export const changeHedge: ChangeKind<HedgingCase> = {
  kind: 'change-hedge',
  description:
    'The notional of one instrument of the chosen package (`instrument`, its id) or of all its hedges of one group (`group`: currency, rates, inflation, credit) multiplied by `factor`: 0.8 takes a fifth off, 0 leaves it out.',
  terms: z
    .strictObject({
      instrument: z.string().min(1).max(100).optional(),
      group: z.enum(hedgeDomains).optional(),
      factor: z.number().min(0).max(5),
    })
    .refine(
      ({ instrument, group }) => (instrument === undefined) !== (group === undefined),
      'give instrument or group',
    ),
  example: { group: 'rates', factor: 0.9 },
  takenBy: 'hedge-selection',
  effect: async (given, results, terms) => {
    const { packages, selection } = chosenHedge(given, results)
    const after = changedPackage(packages.universe, selection.chosen, terms as HedgeChange, 'changed')
    const [figures] = packageFigures(packages, [after])
    return packageEffect(
      packages,
      { item: selection.chosen, figures: selection.chosenFigures },
      { item: after, figures },
    )
  },
}
