import { errorCodes } from '@tutti/analytics/errors'
import type { Operation } from '../catalogue/index.ts'
import { inputSchema, type JsonSchema, outputSchema } from './operation-facts.ts'

/** What a server says of itself in its OpenAPI description. */
export interface ServerFacts {
  readonly title: string
  readonly version: string
  readonly description: string
}

const problemSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what happened and what to do' },
    code: { enum: errorCodes },
    problems: {
      type: 'array',
      description: 'each thing that is wrong, with its place',
      items: {
        type: 'object',
        properties: Object.fromEntries(
          ['message', 'field', 'got', 'expected', 'file'].map((name) => [name, { type: 'string' }]),
        ),
      },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
}

/** The OpenAPI 3.1 description of a server that offers the operations at `POST /operations/{area}/{name}`. */
export function openApiDocument(operations: readonly Operation[], { title, version, description }: ServerFacts) {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema }
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    tags: [...new Set(operations.map(({ name }) => areaOf(name)))].map((name) => ({ name })),
    paths: Object.fromEntries(
      operations.map((operation) => [`/operations/${operation.name}`, pathItem(operation, schemas)]),
    ),
    components: { schemas },
  }
}

function pathItem(operation: Operation, schemas: Record<string, JsonSchema>) {
  const { name, title, description, source, cost, example } = operation
  const id = name.replace('/', '_')
  const problem = (text: string) => ({
    description: text,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  const input = liftedSchema(inputSchema(operation), `${id}.input`, schemas)
  const output = liftedSchema(outputSchema(operation), `${id}.output`, schemas)
  return {
    post: {
      operationId: id,
      tags: [areaOf(name)],
      summary: title,
      description: `${description}\n\nSource: ${source}\n\nCost: ${cost}`,
      requestBody: { required: true, content: { 'application/json': { schema: input, example } } },
      responses: {
        '200': { description: title, content: { 'application/json': { schema: output } } },
        '400': problem('The input does not fit its schema or makes no sense.'),
        '422': problem(
          operation.failures.length === 0
            ? 'The input is understood and cannot be computed.'
            : operation.failures.map(({ code, when }) => `${code}: ${when}.`).join(' '),
        ),
      },
    },
  }
}

/** The schema with its own definitions moved to `schemas` under `prefix`, and its references turned to them there. */
function liftedSchema(schema: JsonSchema, prefix: string, schemas: Record<string, JsonSchema>): JsonSchema {
  const { $schema: _, $defs: definitions, ...rest } = schema
  for (const [key, definition] of Object.entries((definitions as Record<string, JsonSchema> | undefined) ?? {})) {
    schemas[`${prefix}.${key}`] = withReferences(definition, prefix) as JsonSchema
  }
  return withReferences(rest, prefix) as JsonSchema
}

function withReferences(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, prefix))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string'
        ? item.replace('#/$defs/', `#/components/schemas/${prefix}.`)
        : withReferences(item, prefix),
    ]),
  )
}

const areaOf = (name: string): string => name.slice(0, name.indexOf('/'))
