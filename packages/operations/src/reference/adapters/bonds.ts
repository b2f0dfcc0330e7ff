import type { ReferenceForm } from '../reference-form.ts'

export const bondsForms: readonly ReferenceForm[] = []
