import type { ReferenceForm } from '../reference-form.ts'

export const xvaForms: readonly ReferenceForm[] = []
