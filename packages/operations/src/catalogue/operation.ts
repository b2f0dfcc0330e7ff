import { type ErrorCode, TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
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
  /** By zod's core type, which the compiler compares in a fraction of the time that `z.ZodType` takes. */
  readonly input: z.core.$ZodType<I>
  readonly output: z.core.$ZodType<O>
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

/**
 * An operation whose `run` parses its input by the schema before it computes, and lets out finite figures only.
 */
export function defineOperation<I, O>({ compute, ...parts }: OperationParts<I, O>): Operation<I, O> {
  return {
    cost: 'light',
    failures: [],
    ...parts,
    run(input) {
      const parsed = z.safeParse(parts.input, input)
      if (parsed.success) return withFiniteFigures(parts.name, compute(parsed.data))
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

/**
 * `output` as it is, or `calculation-failed` naming the first figure that is no finite number, which JSON would turn into a
 * silent null.
 */
function withFiniteFigures<O>(name: string, output: O): O {
  const place = unboundedFigure(output, '')
  if (place === undefined) return output
  throw new TuttiError('calculation-failed', `${name} cannot compute ${place}: the inputs are too extreme for it`, {
    field: place,
    got: 'a figure that is not a finite number',
    expected: 'inputs of a size that occurs',
  })
}

/** Where the first number stands that is not finite, or undefined. */
function unboundedFigure(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path
  if (typeof value !== 'object' || value === null) return undefined
  // a row of plain figures needs no paths
  if (Array.isArray(value) && value.every((item) => Number.isFinite(item))) return undefined
  for (const [key, item] of Object.entries(value)) {
    const found = unboundedFigure(item, path === '' ? key : `${path}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}
