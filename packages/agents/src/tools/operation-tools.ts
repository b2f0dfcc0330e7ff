import type { FunctionTool } from '@strands-agents/sdk'
import type { Operation } from '@tutti/operations'
import { inputSchema, toolName } from '@tutti/operations/description'
import { answeringTool } from './answering-tool.ts'

/**
 * The operations as tools of a Strands agent: name with `_` for `/`, the input schema of the catalogue, and the output as
 * JSON, shortened where it is too long for a conversation. `run` computes (the operation itself, or a queue of threads). An error
 * of an analytic comes back to the model as a tool error with every problem and its place, so that it can mend its call.
 */
export function operationTools(
  operations: readonly Operation[],
  run: (name: string, input: unknown) => unknown = (name, input) =>
    operations.find((operation) => operation.name === name)?.run(input),
  onCall?: (tool: string, ok: boolean) => void,
): FunctionTool[] {
  return operations.map((operation) => {
    const { name, description, source } = operation
    return answeringTool<unknown>({
      name: toolName(name),
      description: `${description}\nSource: ${source}`,
      schema: inputSchema(operation),
      input: null,
      forLess: 'The output is too long to be shown in full; ask for fewer points, names or scenarios.',
      answer: (input) => run(name, input),
      ...(onCall === undefined ? {} : { onCall }),
    })
  })
}
