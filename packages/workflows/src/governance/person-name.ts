import { z } from 'zod'

/** Name of a person, as a mandate or a client gives it. */
export const personName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'control characters are not allowed')
