import type { ObjectiveRule, ReferenceForm } from '../reference-form.ts'
import { curvesForms } from './curves.ts'
import { garch11Objective } from './garch11.ts'
import { modelsForms } from './models.ts'
import { performanceForms } from './performance.ts'
import { randomForms } from './random.ts'
import { riskForms } from './risk.ts'
import { statisticsForms } from './statistics.ts'

/** Every form of reference case that the catalogue answers; the first that understands the inputs is taken. */
export const referenceForms: readonly ReferenceForm[] = [
  ...curvesForms,
  ...modelsForms,
  ...performanceForms,
  ...randomForms,
  ...riskForms,
  ...statisticsForms,
]

/** The fits whose optimum may be better than the expected one. */
export const objectiveRules: readonly ObjectiveRule[] = [garch11Objective]
