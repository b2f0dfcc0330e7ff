import type { Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { allocationReviewer } from '../review/allocation-reviewer.ts'
import { allocationAnalyst } from './allocation-analyst.ts'
import { marketHistorian } from './market-historian.ts'
import { modelValidator } from './model-validator.ts'
import { portfolioManager } from './portfolio-manager.ts'
import { robustnessAnalyst } from './robustness-analyst.ts'
import { strategySearcher } from './strategy-searcher.ts'

/** At most so many specialists at work at once. */
export const allocationConcurrency = 2

/** The network of specialists: paths, search, ranking, then the rule through time and through history, the decision, its review. */
export const allocationSpecialists: readonly Specialist<AllocationCase>[] = [
  modelValidator,
  strategySearcher,
  robustnessAnalyst,
  allocationAnalyst,
  marketHistorian,
  portfolioManager,
  allocationReviewer,
]
