import type { FunctionTool } from '@strands-agents/sdk'
import { TuttiError } from '@tutti/analytics/errors'
import type { Operation } from '@tutti/operations'
import { inputSchema, schemaFields } from '@tutti/operations/description'
import { z } from 'zod'
import { answeringTool } from './answering-tool.ts'
import { operationTools } from './operation-tools.ts'

/** Bytes of input schemas that a prompt carries; a larger catalogue is looked up instead. */
const mostSchemaBytes = 24_000

/**
 * The operations that a specialist may call, as models can afford them: each as a tool of its own where their schemas are short,
 * else two tools that look one up and compute it. Every call of a model carries all schemas, and those of a whole area take
 * hundreds of thousands of tokens.
 */
export function affordableOperationTools(
  operations: readonly Operation[],
  compute: (name: string, input: unknown) => Promise<unknown>,
  onCall: (tool: string, ok: boolean) => void,
): FunctionTool[] {
  const bytes = operations.reduce((sum, operation) => sum + JSON.stringify(inputSchema(operation)).length, 0)
  if (bytes <= mostSchemaBytes) return operationTools(operations, compute, onCall)
  return [describeOperationTool(operations, onCall), calculateTool(operations, compute, onCall)]
}

function describeOperationTool(operations: readonly Operation[], onCall: (tool: string, ok: boolean) => void) {
  const listed = operations.map(({ name, title }) => `${name}: ${title}`).join('; ')
  return answeringTool({
    name: 'describe_operation',
    description: `What a calculation takes, with an example. There are: ${listed}`,
    input: z.strictObject({ operation: z.string().min(1).max(100) }),
    forLess: 'The description is too long to be shown in full; the example shows the shape.',
    onCall,
    answer: ({ operation: asked }) => {
      const operation = allowedOperation(operations, asked)
      const { name, description, source, example } = operation
      return { name, description, source, example, fields: schemaFields(inputSchema(operation)) }
    },
  })
}

function calculateTool(
  operations: readonly Operation[],
  compute: (name: string, input: unknown) => Promise<unknown>,
  onCall: (tool: string, ok: boolean) => void,
) {
  return answeringTool({
    name: 'calculate',
    description:
      'Computes a calculation of the list of describe_operation with an input of the shape that it describes.',
    input: z.strictObject({ operation: z.string().min(1).max(100), input: z.record(z.string(), z.unknown()) }),
    forLess: 'The output is too long to be shown in full; ask for fewer points, names or scenarios.',
    onCall,
    answer: ({ operation, input }) => compute(allowedOperation(operations, operation).name, input),
  })
}

function allowedOperation(operations: readonly Operation[], asked: string): Operation {
  const found = operations.find(({ name }) => name === asked)
  if (found !== undefined) return found
  throw new TuttiError('invalid-input', `${asked} is no calculation of this specialist`, {
    field: 'operation',
    got: asked,
    expected: operations
      .slice(0, 60)
      .map(({ name }) => name)
      .join(' | '),
  })
}
