import type { ReferenceForm } from '../reference-form.ts'

export const creditForms: readonly ReferenceForm[] = []
