import type { ReferenceForm } from '../reference-form.ts'

/** The reference forms of this area. */
export const skillForms: readonly ReferenceForm[] = []
