import type { z } from 'zod'

/** Named results of a case, under the keys that the expected results have. */
export type Answer = Readonly<Record<string, unknown>>

/**
 * One form of input of a reference function and how the catalogue answers it. An adapter renames and reshapes; it
 * computes no finance and never sees the expected results. `input` is strict: a form that it does not know in full is
 * refused, so that a case is left unserved rather than answered wrongly.
 */
export interface ReferenceForm {
  /** What the case says under `inputs.function`. */
  readonly function: string
  /** The other inputs. */
  readonly input: z.ZodType
  /**
   * All results that follow from the inputs; a case may ask for some of them. `wanted` are the names of the results that
   * the case asks for (never their values), for forms whose keys say what is wanted, such as `forward_5y_to_10y`.
   */
  answer(input: unknown, wanted: readonly string[]): Answer
}

/** A form with its answer typed by its schema. */
export function referenceForm<I>(
  name: string,
  input: z.ZodType<I>,
  answer: (input: I, wanted: readonly string[]) => Answer,
): ReferenceForm {
  return { function: name, input, answer: (parsed, wanted) => answer(parsed as I, wanted) }
}

/**
 * A fit whose optimum may legitimately be better than the expected one: then its parameters differ, and that is no
 * failure.
 */
export interface ObjectiveRule {
  readonly function: string
  /** The expected key that holds the objective, and which way is better. */
  readonly objective: string
  readonly better: 'higher' | 'lower'
  /** The expected keys that may differ when the objective is better: the parameters that reach it, nothing else. */
  readonly parameters: readonly string[]
  /** The objective at given parameters, computed apart from the fit; `undefined` where they are incomplete or not admissible. */
  objectiveAt(inputs: Readonly<Record<string, unknown>>, parameters: Answer): number | undefined
}
