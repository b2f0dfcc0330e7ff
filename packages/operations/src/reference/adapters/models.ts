import type { ReferenceForm } from '../reference-form.ts'
import { equityModelForms } from './equity-models.ts'
import { rateModelForms } from './rate-models.ts'
import { varianceModelForms } from './variance-models.ts'

/** Models of equity and of the short rate. */
export const modelsForms: readonly ReferenceForm[] = [...equityModelForms, ...rateModelForms, ...varianceModelForms]
