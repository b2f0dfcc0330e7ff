import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import { saltelliDesignOperation, sobolIndicesOperation } from './design/index.ts'
import { operation, operations } from './operations.ts'

test('every operation has a unique name of area and kebab-case, and says what it is and where it comes from', () => {
  assert.equal(new Set(operations.map(({ name }) => name)).size, operations.length)
  for (const { name, title, description, source } of operations) {
    assert.match(name, /^[a-z]+(-[a-z]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const text of [title, description, source]) assert.ok(text.length > 4, `${name}: "${text}" says nothing`)
  }
})

test('every operation that the folders define is in the catalogue', () => {
  const areas = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const defined = areas.flatMap(({ name: area }) =>
    readdirSync(join(import.meta.dirname, area)).flatMap((file) => {
      const text = readFileSync(join(import.meta.dirname, area, file), 'utf8')
      return [...text.matchAll(/defineOperation\(\{\s*name: '([^']+)'/g)].map((match) => {
        assert.ok(match[1].startsWith(`${area}/`), `${match[1]} stands in the folder ${area}`)
        return match[1]
      })
    }),
  )
  assert.deepEqual(
    defined.sort(),
    operations.map(({ name }) => name),
  )
})

for (const { name, input, output, example, run } of operations) {
  test(`${name} runs its example, and what comes out fits its schema and survives JSON`, () => {
    const result: unknown = JSON.parse(JSON.stringify(run(example)))
    const parsed = z.safeParse(output, result)
    assert.ok(parsed.success, parsed.error === undefined ? '' : z.prettifyError(parsed.error))
    assert.deepEqual(parsed.data, result)
    assert.deepEqual(JSON.parse(JSON.stringify(run(JSON.parse(JSON.stringify(example))))), result)
  })

  test(`${name} refuses an input that it does not know`, () => {
    assert.throws(() => run({ ...(example as object), unheardOf: 1 }), { code: 'invalid-input' })
    assert.throws(() => run(undefined), { code: 'invalid-input' })
    assert.equal(z.safeParse(input, example).success, true)
  })

  test(`${name} has schemas that can be written as JSON Schema`, () => {
    for (const schema of [input, output]) assert.equal(typeof z.toJSONSchema(schema), 'object')
  })
}

test('an input with several problems is refused with all of them, each with its place', () => {
  const wrong = {
    type: 'straddle',
    spot: -1,
    strike: 100,
    maturityYears: Number.NaN,
    rateContinuous: 0,
    volAnnual: 0.2,
  }
  assert.throws(
    () => operation('models/black-scholes').run(wrong),
    (error: unknown) => {
      assert.ok(error instanceof TuttiError)
      assert.equal(error.code, 'invalid-input')
      const problems = error.details.problems ?? []
      assert.deepEqual(
        new Set(problems.map(({ field }) => field)),
        new Set(['dividendYieldContinuous', 'maturityYears', 'spot', 'type']),
      )
      assert.equal(problems.find(({ field }) => field === 'spot')?.got, '-1')
      assert.equal(problems.find(({ field }) => field === 'maturityYears')?.got, 'NaN')
      assert.equal(problems.find(({ field }) => field === 'dividendYieldContinuous')?.got, 'nothing')
      assert.match(error.message, /the input of models\/black-scholes has 4 problems/)
      return true
    },
  )
})

test('where one of several shapes is expected, the problems are those of the nearest one', () => {
  assert.throws(
    () => operation('risk/component-tail-risk').run({ weights: [0.5, 0.5], confidence: 2, returns: [[0.01, 'x']] }),
    (error: unknown) => {
      assert.ok(error instanceof TuttiError)
      assert.deepEqual(
        error.details.problems?.map(({ field, got }) => [field, got]),
        [
          ['confidence', '2'],
          ['returns[0][1]', '"x"'],
        ],
      )
      return true
    },
  )
})

test('the indices of a function that is a product of its inputs show their interaction', () => {
  const design = saltelliDesignOperation.run({ count: 4096, dimension: 2, seed: 3, stream: 0, secondOrder: true })
  const values = (points: number[][]): number[] => points.map(([x, y]) => x * y)
  const indices = sobolIndicesOperation.run({
    a: values(design.a),
    b: values(design.b),
    ab: design.ab.map(values),
    ba: design.ba?.map(values),
  })
  // Var(xy) = 7/144; E[xy | x] = x/2 has variance 1/48, a share of 3/7; the interaction is the rest, 1/7.
  for (const share of indices.first) assert.ok(Math.abs(share - 3 / 7) < 0.01, String(share))
  for (const share of indices.total) assert.ok(Math.abs(share - 4 / 7) < 0.01, String(share))
  assert.deepEqual(indices.interactions.length, 1)
  assert.deepEqual(indices.interactions[0].inputs, [0, 1])
  assert.ok(Math.abs(indices.interactions[0].share - 1 / 7) < 0.02, String(indices.interactions[0].share))
})

test('an error of the analytic itself comes through', () => {
  assert.throws(() => operation('performance/downside-measures').run({ returns: [0.01, 0.02], targetPerPeriod: 0 }), {
    code: 'not-applicable',
  })
})

test('an operation is found by its name, and an unknown one is told with those that are near', () => {
  assert.equal(operation('risk/kupiec-test').title, 'Kupiec test of VaR exceptions')
  assert.throws(
    () => operation('models/heston'),
    (error: unknown) => {
      assert.ok(error instanceof TuttiError)
      assert.equal(error.code, 'unsupported')
      assert.match(error.details.expected ?? '', /models\/heston-price/)
      return true
    },
  )
})
