import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { pathValidation } from '../path-validation.ts'
import type { ValidationRecord } from '../result.ts'
import { nearestCheck, validationBrief } from './validation-brief.ts'

const figures: readonly CitableFigure[] = [
  {
    pattern: '/checks/*/z',
    label: 'distance from theory in standard errors',
    unit: 'ratio',
    digits: 1,
    sense: 'level',
  },
  { pattern: '/checks/*/threshold', label: 'distance that is allowed', unit: 'ratio', digits: 1, sense: 'level' },
  { pattern: '/checks/*/observed', label: 'figure on the simulated paths', unit: 'ratio', digits: 4, sense: 'level' },
  { pattern: '/checks/*/expected', label: 'figure that theory expects', unit: 'ratio', digits: 4, sense: 'level' },
]

/** Tests the very paths that rules are scored on, before any is. */
export const modelValidator: Specialist<AllocationCase> = {
  name: 'model-validator',
  role: 'Model validator',
  responsibility: 'The simulated paths tested against theory before any rule is scored on them.',
  needs: [],
  analyse: ({ study, inputs }, _, context) => pathValidation(context, study, inputs),
  script: {
    operations: ['models/heston-price', 'models/constant-maturity-bond-return', 'random/normal-distribution'],
    figures,
    changes: [],
    brief: (result) => validationBrief(result as ValidationRecord),
    calls: (result) => {
      const { checks } = result as ValidationRecord
      return [
        { tool: 'list_figures', input: {} },
        { tool: 'read_result', input: { at: `model-validator#/checks/${nearestCheck(checks)}` } },
      ]
    },
  },
}
