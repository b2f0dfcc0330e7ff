import type { ReferenceForm } from '../reference-form.ts'

export const fxForms: readonly ReferenceForm[] = []
