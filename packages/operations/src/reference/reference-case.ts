import { z } from 'zod'

/** A value of a case: JSON. */
const json = z.json()

/**
 * One case of a validation pack: what is computed from what, the expected results, how close they must be, and where
 * they come from.
 */
export const referenceCaseSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[^/\s]+\/\S+$/, 'expected a name such as risk/normal_var: the area, a slash, a word without spaces'),
  inputs: z.looseObject({ function: z.string().min(1) }).catchall(json),
  expected: z.record(z.string(), json).refine((value) => Object.keys(value).length > 0, 'expected at least one result'),
  tolerance: z.record(z.string(), z.number().nonnegative()),
  source: z.string().min(1, 'expected where the values come from'),
  notes: z.string().optional(),
})

/** One case, read from `file` where it comes from a file. */
export type ReferenceCase = z.infer<typeof referenceCaseSchema> & { readonly file?: string }

/** The area of a case: what stands before the slash of its name. */
export const caseArea = (name: string): string => name.slice(0, name.indexOf('/'))
