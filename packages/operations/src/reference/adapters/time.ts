import type { ReferenceForm } from '../reference-form.ts'

export const timeForms: readonly ReferenceForm[] = []
