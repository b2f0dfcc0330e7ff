import { type ErrorCode, TuttiError } from '@tutti/analytics/errors'
import type { z } from 'zod'
import { schemaProblems } from './schema-problems.ts'

/** How long an operation takes on its example's scale: `light` under 10 ms, `medium` under 1 s, `heavy` more. */
export type CostClass = 'light' | 'medium' | 'heavy'

/** A way in which an operation can fail, and when. */
export interface OperationFailure {
  readonly code: ErrorCode
  readonly when: string
}

/**
 * An analytic that a person, a program or an agent may call. Input and output are plain JSON: a door needs nothing but
 * the two schemas.
 */
export interface Operation<I = unknown, O = unknown> {
  /** `area/name`, kebab-case, unique. */
  readonly name: string
  readonly title: string
  /** What it computes, in one or two sentences; units stand in the schemas. */
  readonly description: string
  readonly input: z.ZodType<I>
  readonly output: z.ZodType<O>
  /** Paper, book or standard of the formula. */
  readonly source: string
  /** An input that runs, for documentation and tests. */
  readonly example: I
  readonly cost: CostClass
  /** Besides `invalid-input` for an input that its schema refuses. */
  readonly failures: readonly OperationFailure[]
  /**
   * Parses the input and computes. Throws `invalid-input` with every problem of the input at once, and whatever the
   * analytic throws.
   */
  run(this: void, input: I): O
}

/**
 * What an operation is made from: all of it except `run`, and the function on a parsed input. It is `light` and fails on
 * bad input alone unless it says otherwise.
 */
export interface OperationParts<I, O> extends Omit<Operation<I, O>, 'run' | 'cost' | 'failures'> {
  readonly cost?: CostClass
  readonly failures?: readonly OperationFailure[]
  compute(this: void, input: I): O
}

/** An operation whose `run` parses its input by the schema before it computes. */
export function defineOperation<I, O>({ compute, ...parts }: OperationParts<I, O>): Operation<I, O> {
  return {
    cost: 'light',
    failures: [],
    ...parts,
    run(input) {
      const parsed = parts.input.safeParse(input)
      if (parsed.success) return compute(parsed.data)
      const problems = schemaProblems(parsed.error, input)
      const first = problems[0]
      const detail = [first?.field, first?.message].filter((part) => part !== undefined).join(': ')
      throw new TuttiError(
        'invalid-input',
        `the input of ${parts.name} has ${problems.length === 1 ? 'a problem' : `${problems.length} problems; the first`}: ${detail}`,
        { field: first?.field, got: first?.got, expected: first?.expected, problems },
      )
    },
  }
}
