import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { JsonSchema } from './operation-facts.ts'
import { schemaFields } from './schema-fields.ts'

const fieldsOf = (schema: z.ZodType): readonly string[] =>
  schemaFields(z.toJSONSchema(schema) as JsonSchema).flatMap((form) =>
    form.map(({ name, required, type }) => `${name}${required ? '' : '?'}: ${type}`),
  )

test('fields are told by their path, whether they are needed, and what they may be', () => {
  const schema = z.strictObject({
    rate: z.number().min(-1).max(1),
    kind: z.enum(['a', 'b']).optional(),
    interval: z.tuple([z.number(), z.number().nullable()]).nullable(),
    flows: z.array(z.strictObject({ timeYears: z.number().positive() })),
  })
  assert.deepEqual(fieldsOf(schema), [
    'rate: number >= -1 and <= 1',
    'kind?: "a", "b"',
    'interval: [number, number or null] or null',
    'flows: list of {timeYears}',
    'flows[].timeYears: number > 0',
  ])
})

test('one of several forms has a list of its own for each', () => {
  const schema = z.union([
    z.strictObject({ kind: z.literal('x'), x: z.int() }),
    z.strictObject({ kind: z.literal('y') }),
  ])
  assert.equal(schemaFields(z.toJSONSchema(schema) as JsonSchema).length, 2)
  assert.deepEqual(fieldsOf(schema), ['kind: "x"', 'x: integer', 'kind: "y"'])
})
