import type { ReferenceForm } from '../reference-form.ts'
import { curveAnalysisForms } from './curves-analysis.ts'
import { curveBootstrapForms } from './curves-bootstrap.ts'
import { curvePointsForms } from './curves-points.ts'
import { curveParametricForms } from './curves-parametric.ts'
import { curveRatesForms } from './curves-rates.ts'

/** Rate conversions, curves, their fits and bootstraps. */
export const curvesForms: readonly ReferenceForm[] = [
  ...curveRatesForms,
  ...curvePointsForms,
  ...curveParametricForms,
  ...curveBootstrapForms,
  ...curveAnalysisForms,
]
