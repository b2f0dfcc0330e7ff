import { latinHypercube } from '@tutti/analytics/design'
import { uniformStream } from '@tutti/analytics/random'
import type { ChangeKind } from '../../changes/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { mandateWithin, type SearchRegion, searchRegionTerms } from '../search/search-region.ts'
import { configurationAt, parameterNames } from '../search/search-space.ts'
import { evaluatedTrials } from '../search/trials.ts'
import { streamOf } from '../study.ts'
import { insideSpace } from './inside-space.ts'
import { knownResults } from './known-results.ts'
import { rivalEffect } from './try-rule.ts'

/** Rules that a question about a region looks at. */
const LOOKED_AT = 12
/** Index of their design stream. */
const DESIGN = 12_288

/** A box of the search space to look at more closely. */
export const searchRegion: ChangeKind<AllocationCase> = {
  kind: 'search-region',
  description:
    'Looks for better rules in a region of the search space: ranges of target_volatility (annual decimal), volatility_window_months, risk_aversion, and a list of weight_functions; what is left out stays as wide as the mandate has it. Asked beforehand it draws a few rules there and compares the best of them with the best so far; in the search it directs trials of the next generation.',
  terms: searchRegionTerms,
  example: { target_volatility: [0.08, 0.12], weight_functions: ['inverse-vol'] },
  takenBy: 'strategy-searcher',
  effect: async (allocation, results, terms, context) => {
    const known = knownResults(allocation, results)
    const { study } = known
    const region = insideSpace(() => mandateWithin(study.mandate, terms as SearchRegion))
    if ('outside' in region) return region.outside
    const inputs = { inputs: allocation.inputs, weights: study.weights, terms }
    const tried = await context.step('what-if/search-region', inputs, study.seed, () => {
      const uniform = uniformStream(study.seed, streamOf('design', DESIGN), 0)
      const points = latinHypercube(LOOKED_AT, parameterNames.length, uniform)
      const rules = points.map((u) => configurationAt(region.inside, u))
      const plan = { purpose: 'search', paths: study.paths, step: 'what-if/search-region' } as const
      return evaluatedTrials(context, study, rules, 0, 0, plan)
    })
    const best = tried.reduce((a, b) => (b.trial.score.value > a.trial.score.value ? b : a))
    const effect = rivalEffect(known, best)
    return { ...effect, reasons: ['This is the best of a few rules drawn in the region.', ...effect.reasons] }
  },
}
