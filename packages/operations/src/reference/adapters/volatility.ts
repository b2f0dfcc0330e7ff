import type { ReferenceForm } from '../reference-form.ts'

export const volatilityForms: readonly ReferenceForm[] = []
