import { FunctionTool, type JSONValue } from '@strands-agents/sdk'
import { problemText, TuttiError } from '@tutti/analytics/errors'
import type { Operation } from '@tutti/operations'
import { inputSchema, toolName } from '@tutti/operations/description'

/**
 * The operations as tools of a Strands agent: name with `_` for `/`, the input schema of the catalogue, and the output as
 * JSON. `run` computes (the operation itself, or a queue of threads). An error of an analytic comes back to the model as a
 * tool error with every problem and its place, so that it can mend its call.
 */
export function operationTools(
  operations: readonly Operation[],
  run: (name: string, input: unknown) => unknown = (name, input) =>
    operations.find((operation) => operation.name === name)?.run(input),
): FunctionTool[] {
  return operations.map((operation) => {
    const { name, description, source } = operation
    return new FunctionTool({
      name: toolName(name),
      description: `${description}\nSource: ${source}`,
      inputSchema: inputSchema(operation),
      callback: async (input) => {
        try {
          return JSON.parse(JSON.stringify(await run(name, input))) as JSONValue
        } catch (error) {
          throw toolError(error)
        }
      },
    })
  })
}

/** The error with its problems in the message, which is all that a model gets to see of it. */
function toolError(error: unknown): unknown {
  if (!(error instanceof TuttiError)) return error
  const problems = (error.details.problems ?? []).map((problem) => `- ${problemText(problem)}`)
  return new TuttiError(error.code, [`${error.code}: ${error.message}`, ...problems].join('\n'), {
    ...error.details,
    cause: error,
  })
}
