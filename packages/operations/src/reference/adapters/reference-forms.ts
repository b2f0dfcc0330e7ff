import type { ObjectiveRule, ReferenceForm } from '../reference-form.ts'
import { bondsForms } from './bonds.ts'
import { creditForms } from './credit.ts'
import { curvesForms } from './curves.ts'
import { fxForms } from './fx.ts'
import { garch11Objective } from './garch11.ts'
import { modelsForms } from './models.ts'
import { performanceForms } from './performance.ts'
import { randomForms } from './random.ts'
import { ratesForms } from './rates.ts'
import { riskForms } from './risk.ts'
import { statisticsForms } from './statistics.ts'
import { timeForms } from './time.ts'
import { volatilityForms } from './volatility.ts'
import { xvaForms } from './xva.ts'

/** Every form of reference case that the catalogue answers; the first that understands the inputs is taken. */
export const referenceForms: readonly ReferenceForm[] = [
  ...bondsForms,
  ...creditForms,
  ...curvesForms,
  ...fxForms,
  ...modelsForms,
  ...performanceForms,
  ...randomForms,
  ...ratesForms,
  ...riskForms,
  ...statisticsForms,
  ...timeForms,
  ...volatilityForms,
  ...xvaForms,
]

/** The fits whose optimum may be better than the expected one. */
export const objectiveRules: readonly ObjectiveRule[] = [garch11Objective]
