import type { ReferenceForm } from '../reference-form.ts'
import { rateOptionForms } from './rates-options.ts'
import { swapForms } from './rates-swaps.ts'

/** Swaps, forward rate agreements, overnight rates and options on rates. */
export const ratesForms: readonly ReferenceForm[] = [...rateOptionForms, ...swapForms]
