import type { ReferenceForm } from '../reference-form.ts'
import { swaptionModelForms } from './rates-models.ts'
import { rateOptionForms } from './rates-options.ts'
import { swapForms } from './rates-swaps.ts'

/** Swaps, forward rate agreements, overnight rates, options on rates, and short-rate models of them. */
export const ratesForms: readonly ReferenceForm[] = [...rateOptionForms, ...swapForms, ...swaptionModelForms]
