import type { CitableFigure, Specialist } from '../../specialists/index.ts'
import type { AllocationCase } from '../allocation-case.ts'
import { pathValidation } from '../path-validation.ts'
import type { ValidationRecord } from '../result.ts'

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
        { tool: 'read_result', input: { at: `model-validator#/checks/${nearest(checks)}` } },
      ]
    },
  },
}

/** The check that came nearest to its threshold. */
function nearest(checks: ValidationRecord['checks']): number {
  const share = (i: number) => Math.abs(checks[i].z) / checks[i].threshold
  return checks.reduce((at, _, i) => (share(i) > share(at) ? i : at), 0)
}

function validationBrief({ passed, checks }: ValidationRecord): string {
  const at = `model-validator#/checks/${nearest(checks)}`
  const verdict = passed
    ? 'All of them passed, so the figures that rest on these paths may be relied on as far as the models go.'
    : `{{model-validator#/checks | length passed false}} of them failed. No figure that rests on these paths may be a headline until the cause is known.`
  return [
    `Before any rule was scored, the paths of every regime were tested against theory, those of the search and the fresh ones alike: {{model-validator#/checks | length}} tests, among them {{model-validator#/checks | length kind martingale}} of martingales and {{model-validator#/checks | length kind option-price}} of option prices. ${verdict}`,
    `The test that came nearest to its limit, or went furthest beyond it, is ‘{{${at}/label | text}}’ in the regime {{${at}/regime | text}}: it stands {{${at}/z | ratio 1}} standard errors from theory, and {{${at}/threshold | ratio 1}} are allowed.`,
    'These tests say that the simulation does what its models say. They do not say that the models, or the parameters of a regime, are those of the market.',
  ].join('\n\n')
}
