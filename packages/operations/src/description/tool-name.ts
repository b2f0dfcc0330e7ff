import type { Operation } from '../catalogue/index.ts'

/**
 * The name of an operation as a tool of a language model, where a slash is not allowed: `curves/zero-rate` is
 * `curves_zero-rate`. Names of operations have no underscore, so no two share one.
 */
export function toolName(name: string): string {
  return name.replace('/', '_')
}

/** The operation that goes by a tool name, or undefined. */
export function operationOfTool(operations: readonly Operation[], name: string): Operation | undefined {
  return operations.find((operation) => toolName(operation.name) === name)
}
