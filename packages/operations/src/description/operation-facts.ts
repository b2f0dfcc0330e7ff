import { z } from 'zod'
import type { CostClass, Operation, OperationFailure } from '../catalogue/index.ts'

/** A JSON Schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>

/** All that is known of an operation, as plain JSON: what every door tells about it. */
export interface OperationFacts {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly source: string
  readonly cost: CostClass
  readonly failures: readonly OperationFailure[]
  readonly input: JsonSchema
  readonly output: JsonSchema
  readonly example: unknown
}

/** The facts of `operation`, with `invalid-input` first among its failures. */
export function operationFacts(operation: Operation): OperationFacts {
  const { name, title, description, source, cost, failures, example } = operation
  return {
    name,
    title,
    description,
    source,
    cost,
    failures: [{ code: 'invalid-input', when: 'the input does not fit its schema or makes no sense' }, ...failures],
    input: inputSchema(operation),
    output: outputSchema(operation),
    example,
  }
}

/** JSON Schema of the input. */
export function inputSchema(operation: Operation): JsonSchema {
  return objectSchema(z.toJSONSchema(operation.input, { io: 'input' }))
}

/** JSON Schema of the output. */
export function outputSchema(operation: Operation): JsonSchema {
  return objectSchema(z.toJSONSchema(operation.output))
}

/**
 * The schema with `type: object` said at the top, which a union of objects leaves out and tools insist on. Every input and
 * output of the catalogue is an object.
 */
function objectSchema(schema: object): JsonSchema {
  const { $schema, ...rest } = schema as Record<string, unknown>
  return { ...($schema === undefined ? {} : { $schema }), type: 'object', ...rest }
}
