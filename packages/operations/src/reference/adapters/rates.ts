import type { ReferenceForm } from '../reference-form.ts'

export const ratesForms: readonly ReferenceForm[] = []
