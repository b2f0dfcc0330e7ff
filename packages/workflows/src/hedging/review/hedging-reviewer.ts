import { reviewer } from '../../review/index.ts'
import type { Specialist, SpecialistResults } from '../../specialists/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { stepInputs } from '../analyses/step-inputs.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { hedgingChallenges } from './hedging-challenges.ts'

const trader = 'execution-trader'

const review = reviewer<HedgingCase>(
  ['portfolio-manager', 'hedge-selection', trader],
  hedgingChallenges,
  (study, results) => {
    const { conditions } = results['hedge-selection'] as HedgeSelection
    return {
      inputs: { ...stepInputs(study), ...(conditions && { conditions }), ...(hasPlan(results) ? {} : { plan: null }) },
      seed: study.seed,
    }
  },
)

/** The specialist that recomputes the main figures of a hedging decision by other methods. */
export const hedgingReviewer: Specialist<HedgingCase> = {
  ...review,
  canDoWithout: [trader],
  script: {
    ...review.script,
    brief: (result, results) =>
      [
        review.script.brief(result, results),
        ...(hasPlan(results)
          ? []
          : [`There is no result of ${trader}: there is no execution plan, and nothing of one was checked.`]),
      ].join('\n\n'),
  },
}

function hasPlan(results: SpecialistResults): boolean {
  return results[trader] !== undefined
}
