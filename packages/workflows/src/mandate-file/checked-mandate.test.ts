import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { invalidInput } from '../testing/invalid-input.ts'
import { checkedMandate } from './checked-mandate.ts'
import { nearestName } from './nearest-name.ts'
import { yamlValue } from './yaml-value.ts'

const schema = z.strictObject({
  fund: z.strictObject({ base_currency: z.string().default('USD'), recovery: z.number().min(0).max(0.95).default(0.4) }).prefault({}),
  limits: z.strictObject({ total_cost_bp: z.number().positive().nullable().default(25) }).prefault({}),
  counterparties: z.array(z.strictObject({ id: z.string(), days: z.number().int().default(10) })).min(1),
  market: z.record(z.string(), z.strictObject({ curve: z.string(), volatility: z.union([z.string(), z.number().max(2)]).optional() })),
  rates: z.strictObject({ allowed: z.array(z.enum(['swap', 'future'])) }).optional(),
  start: z.iso.date().optional(),
}) // prettier-ignore

/** Line, key and words of each problem. */
function problemsOf(text: string): (readonly [number | undefined, string | undefined, string, string | undefined])[] {
  const { details } = invalidInput(() => checkedMandate(schema, yamlValue(text, 'm.yaml'), 'm.yaml'))
  return (details.problems ?? []).map(({ line, field, message, got }) => [line, field, message, got] as const)
}
const valid = 'counterparties: [{ id: a }]\nmarket: { USD: { curve: c } }\n'

test('an unknown key is named with its line and the known key that was probably meant', () => {
  assert.deepEqual(problemsOf(`${valid}fund:\n  base_curency: USD\nlimits:\n  total_cost: 3\n  quite_other: 1\n`), [
    [4, 'fund', 'Unrecognized key: "base_curency"; did you mean base_currency?', undefined],
    [6, 'limits', 'Unrecognized key: "total_cost"; did you mean total_cost_bp?', undefined],
    [7, 'limits', 'Unrecognized key: "quite_other"', undefined],
  ])
  assert.deepEqual(
    problemsOf('counterparties:\n  - { id: a }\n  - id: b\n    dais: 3\nmarket:\n  USD: { curv: c }\n'),
    [
      [4, 'counterparties.1', 'Unrecognized key: "dais"; did you mean days?', undefined],
      [6, 'market.USD.curve', 'is missing: expected a text', undefined],
      [6, 'market.USD', 'Unrecognized key: "curv"; did you mean curve?', undefined],
    ],
  )
})

test('what belongs in a place is said in plain words, with what was got', () => {
  const text = [
    'fund:',
    '  recovery: -3',
    'limits: { total_cost_bp: 0 }',
    'counterparties: [{ id: 7, days: 2.5 }]',
    'market: { USD: { curve: c, volatility: 3 } }',
    'rates: { allowed: [swaps] }',
    'start: 2025-02-30',
  ].join('\n')
  assert.deepEqual(problemsOf(text), [
    [2, 'fund.recovery', 'expected a number ≥ 0', '-3'],
    [3, 'limits.total_cost_bp', 'expected a number > 0', '0'],
    [4, 'counterparties.0.id', 'expected a text', '7'],
    [4, 'counterparties.0.days', 'expected a whole number', '2.5'],
    [5, 'market.USD.volatility', 'expected a number ≤ 2', '3'],
    [6, 'rates.allowed.0', 'expected one of swap, future', '"swaps"'],
    [7, 'start', 'expected a date YYYY-MM-DD that exists', '"2025-02-30"'],
  ])
  assert.deepEqual(problemsOf('market: { USD: { curve: c, volatility: [] } }\ncounterparties: []'), [
    [2, 'counterparties', 'expected a list of ≥ 1 entries', '[]'],
    [1, 'market.USD.volatility', 'expected a text or a number', '[]'],
  ])
})

test('the headline has file, line, key, what is expected and what was got', () => {
  const error = invalidInput(() =>
    checkedMandate(schema, yamlValue(`${valid}fund: { recovery: -3 }`, 'm.yaml'), 'm.yaml'),
  )
  assert.equal(error.message, 'm.yaml has a problem, at line 3: fund.recovery: expected a number ≥ 0, got -3')
})

test('a file that says nothing is called empty, unless nothing need be said', () => {
  for (const text of ['', '\n\n', '# only a remark\n', '---\n', 'null']) {
    const error = invalidInput(() => checkedMandate(schema, yamlValue(text, 'm.yaml'), 'm.yaml'))
    assert.equal(error.message, 'm.yaml: the file is empty; a mandate needs at least counterparties and market')
    assert.equal(error.details.problems!.length, 1)
  }
  assert.deepEqual(checkedMandate(z.strictObject({ a: z.number().default(1) }), yamlValue('', 'm'), 'm'), { a: 1 })
})

test('a tab in the indentation is one problem, with its line', () => {
  const error = invalidInput(() => yamlValue('fund:\n\tbase_currency: USD\n\trecovery: 0.4\nlimits: {}\n', 'm.yaml'))
  assert.match(error.message, /m\.yaml is not valid YAML at line 2: a tab stands .* spaces$/)
  assert.equal(error.details.problems!.length, 1)
})

test('a value that was never text is checked alike, without lines', () => {
  const { problems } = invalidInput(() =>
    checkedMandate(schema, { counterparties: [], market: {}, funds: 1 }, 'm'),
  ).details
  assert.deepEqual(
    problems!.map(({ line, message }) => [line, message]),
    [
      [undefined, 'expected a list of ≥ 1 entries'],
      [undefined, 'Unrecognized key: "funds"; did you mean fund?'],
    ],
  )
})

test('the nearest name is a few edits away, or none', () => {
  const names = ['base_currency', 'funding_spread_bp', 'recovery', 'tenors_years']
  assert.equal(nearestName('base_curency', names), 'base_currency')
  assert.equal(nearestName('baseCurrency', names), 'base_currency')
  assert.equal(nearestName('recvoery', names), 'recovery')
  assert.equal(nearestName('tenors', names), 'tenors_years')
  assert.equal(nearestName('volatility', names), undefined)
  assert.equal(nearestName('', names), undefined)
  assert.equal(nearestName('x'.repeat(1e5), names), undefined)
})
