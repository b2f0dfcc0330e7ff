import { reviewer } from '../../review/index.ts'
import type { Specialist } from '../../specialists/index.ts'
import type { HedgeSelection } from '../analyses/hedge-selection.ts'
import { stepInputs } from '../analyses/step-inputs.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { hedgingChallenges } from './hedging-challenges.ts'

/** The specialist that recomputes the main figures of a hedging decision by other methods. */
export const hedgingReviewer: Specialist<HedgingCase> = {
  ...reviewer<HedgingCase>(
    ['portfolio-manager', 'hedge-selection', 'execution-trader'],
    hedgingChallenges,
    (study, results) => {
      const { conditions } = results['hedge-selection'] as HedgeSelection
      return { inputs: { ...stepInputs(study), ...(conditions && { conditions }) }, seed: study.seed }
    },
  ),
  canDoWithout: ['execution-trader'],
}
