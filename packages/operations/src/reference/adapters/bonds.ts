import type { ReferenceForm } from '../reference-form.ts'
import { bondCurveForms } from './bonds-curves.ts'
import { bondProductForms } from './bonds-products.ts'
import { bondYieldForms } from './bonds-yields.ts'

/** Bonds, bills, liabilities and mortgages. */
export const bondsForms: readonly ReferenceForm[] = [...bondYieldForms, ...bondCurveForms, ...bondProductForms]
