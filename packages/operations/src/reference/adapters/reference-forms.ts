import type { ObjectiveRule, ReferenceForm } from '../reference-form.ts'
import { actuarialForms } from './actuarial.ts'
import { attributionForms } from './attribution.ts'
import { attributionLevelsForms } from './attribution-levels.ts'
import { bondsForms } from './bonds.ts'
import { covarianceForms } from './covariance.ts'
import { creditForms } from './credit.ts'
import { curvesForms } from './curves.ts'
import { executionForms } from './execution.ts'
import { fxForms } from './fx.ts'
import { garch11Objective } from './garch11.ts'
import { modelsForms } from './models.ts'
import { optimisationDecisionsForms } from './optimisation-decisions.ts'
import { optimisationMeanVarianceForms } from './optimisation-mean-variance.ts'
import { optimisationRiskBudgetsForms } from './optimisation-risk-budgets.ts'
import { optimisationViewsForms } from './optimisation-views.ts'
import { performanceForms } from './performance.ts'
import { randomForms } from './random.ts'
import { ratesForms } from './rates.ts'
import { markovSwitchingObjective, regimesForms } from './regimes.ts'
import { riskForms } from './risk.ts'
import { skillForms } from './skill.ts'
import { statisticsForms } from './statistics.ts'
import { timeForms } from './time.ts'
import { timeSeriesForms } from './time-series.ts'
import { volatilityForms } from './volatility.ts'
import { xvaForms } from './xva.ts'

/** Every form of reference case that the catalogue answers; the first that understands the inputs is taken. */
export const referenceForms: readonly ReferenceForm[] = [
  ...actuarialForms,
  ...attributionForms,
  ...attributionLevelsForms,
  ...bondsForms,
  ...covarianceForms,
  ...creditForms,
  ...curvesForms,
  ...executionForms,
  ...fxForms,
  ...modelsForms,
  ...optimisationDecisionsForms,
  ...optimisationMeanVarianceForms,
  ...optimisationRiskBudgetsForms,
  ...optimisationViewsForms,
  ...performanceForms,
  ...randomForms,
  ...ratesForms,
  ...regimesForms,
  ...riskForms,
  ...skillForms,
  ...statisticsForms,
  ...timeForms,
  ...timeSeriesForms,
  ...volatilityForms,
  ...xvaForms,
]

/** The fits whose optimum may be better than the expected one. */
export const objectiveRules: readonly ObjectiveRule[] = [garch11Objective, markovSwitchingObjective]
