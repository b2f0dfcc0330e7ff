import { z } from 'zod'
import type { ChangeKind } from '../../changes/index.ts'
import { excludedInstruments } from '../analyses/selection-conditions.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { effectivenessGroups, type HedgeRegion, optimisedPackage } from '../packages/index.ts'
import { chosenHedge } from './chosen-hedge.ts'
import { packageEffect } from './package-effect.ts'

const ratio = z.number().min(0).max(3)

/** A further optimised search with hedge ratios within bounds. */
export const searchRegion: ChangeKind<HedgingCase> = {
  kind: 'search-region',
  description:
    'A further optimised search with the hedge ratio of one or more groups (`bounds`: group, lowest, highest) held within bounds. The hedge ratio of a group is what its hedges bring over what the fund loses in the worst named stress of that group: 1 makes it good in full. What is found stands for choice beside the other packages.',
  terms: z.strictObject({
    bounds: z
      .array(
        z
          .strictObject({ group: z.enum(effectivenessGroups), lowest: ratio, highest: ratio })
          .refine(({ lowest, highest }) => lowest <= highest, 'lowest must not be above highest'),
      )
      .min(1)
      .max(4)
      .refine((bounds) => new Set(bounds.map(({ group }) => group)).size === bounds.length, 'one bound for each group'),
  }),
  example: { bounds: [{ group: 'rates', lowest: 0.7, highest: 0.9 }] },
  takenBy: 'hedge-selection',
  effect: async (given, results, terms) => {
    const { packages, selection } = chosenHedge(given, results)
    const { bounds } = terms as { readonly bounds: readonly HedgeRegion[] }
    const excluded = excludedInstruments(packages.universe, selection.conditions)
    const found = optimisedPackage(packages, { excluded, region: bounds })
    if (found === null) {
      const reasons = [
        'Nothing that the fund is exposed to may be hedged, or the search has no package: there is none in the region.',
      ]
      return { verdict: 'no-help', reasons, measure: null, figures: [] }
    }
    return packageEffect(
      packages,
      { item: selection.chosen, figures: selection.chosenFigures },
      { item: found.package, figures: found.figures },
    )
  },
}
