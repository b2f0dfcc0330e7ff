import type { Challenge } from '../../review/index.ts'
import { reviewer } from '../../review/index.ts'
import type { Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { analysisIfAny, analysisOf } from '../specialists/analysis-of.ts'
import { historyChallenges } from './history-challenges.ts'
import { identityChallenges } from './identity-challenges.ts'
import { simulatedChallenges } from './simulated-challenges.ts'

/** Everything that the reviewer recomputes. */
export const allocationChallenges: readonly Challenge<AllocationCase>[] = [
  ...simulatedChallenges,
  ...identityChallenges,
  ...historyChallenges,
]

/** Recomputes the decision's main figures by other methods. */
export const allocationReviewer: Specialist<AllocationCase> = {
  ...reviewer<AllocationCase>(
    ['strategy-searcher', 'robustness-analyst', 'market-historian', 'portfolio-manager'],
    allocationChallenges,
    ({ study, inputs }, results) => {
      const { candidates, accepted } = analysisOf(results, 'robustness-analyst')
      const { record, trials } = analysisOf(results, 'strategy-searcher')
      const history = analysisIfAny(results, 'market-historian')
      return {
        inputs: {
          inputs,
          ...(accepted.length === 0 ? {} : { proposals: accepted.map(({ kind, terms }) => ({ kind, terms })) }),
          candidate: candidates[0],
          trials: trials.map(({ trial }) => [trial.configuration, trial.score.value]),
          generations: record.generations.length,
          history: history === undefined ? null : [history.record?.strategies[0].figures ?? null, history.luck],
          decision: analysisOf(results, 'portfolio-manager'),
        },
        seed: study.seed,
      }
    },
  ),
  canDoWithout: ['market-historian'],
}
