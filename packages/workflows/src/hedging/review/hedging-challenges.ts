import type { Challenge } from '../../review/index.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { choiceChallenges } from './choice-challenges.ts'
import { dealingChallenges } from './dealing-challenges.ts'
import { fundChallenges } from './fund-challenges.ts'
import { planChallenges } from './plan-challenges.ts'

/** The main figures of a hedging decision, each with another way to it. */
export const hedgingChallenges: readonly Challenge<HedgingCase>[] = [
  ...fundChallenges,
  ...choiceChallenges,
  ...dealingChallenges,
  ...planChallenges,
]
