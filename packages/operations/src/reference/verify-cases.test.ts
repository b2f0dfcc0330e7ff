import assert from 'node:assert/strict'
import test from 'node:test'
import { referenceForms } from './adapters/reference-forms.ts'
import type { ReferenceCase } from './reference-case.ts'
import { caseVerification, verifyCases } from './verify-cases.ts'

const kupiec: ReferenceCase = {
  name: 'risk/kupiec_six',
  inputs: { function: 'kupiec', items: [{ exceptions: 6, observations: 250, probability: 0.01 }] },
  expected: { lr: [3.5553547710617437], p_value: [0.0593536189722889], basel_zone: ['yellow'] },
  tolerance: { abs: 1e-10 },
  source: 'scipy 1.10.1 (Kupiec 1995)',
  notes: 'of ../shared/reference',
}

test('a case that agrees passes, with what was computed and how near it was', () => {
  const result = caseVerification(kupiec)
  assert.equal(result.verdict, 'pass')
  assert.equal(result.elements, 3)
  assert.deepEqual(Object.keys(result.computed ?? {}), ['lr', 'p_value', 'basel_zone'])
  assert.ok((result.worst?.ratio ?? 1) < 0.01)
})

test('a case that disagrees fails with each figure that is out', () => {
  const result = caseVerification({ ...kupiec, expected: { ...kupiec.expected, lr: [3.5] } })
  assert.equal(result.verdict, 'fail')
  assert.deepEqual(
    result.failures.map(({ path, expected }) => [path, expected]),
    [['lr[0]', 3.5]],
  )
})

test('a function that nothing serves is counted as not served, and named', () => {
  const result = caseVerification({ ...kupiec, inputs: { function: 'levitation' } })
  assert.equal(result.verdict, 'not-served')
  assert.match(result.reason ?? '', /no operation serves levitation yet/)
})

test('an input that the adapter does not know leaves a case unserved, with the reason', () => {
  const result = caseVerification({ ...kupiec, inputs: { ...kupiec.inputs, two_sided: true } })
  assert.equal(result.verdict, 'not-served')
  assert.match(result.reason ?? '', /this form of kupiec.*two_sided/)
})

test('a text that says another convention leaves a case unserved', () => {
  const result = caseVerification({
    ...kupiec,
    inputs: { function: 'xirr', cash_flows: [], day_count: '30/360' },
    expected: { irr: 0.1 },
  })
  assert.equal(result.verdict, 'not-served')
  assert.match(result.reason ?? '', /day_count/)
})

test('a smile whose flat ends do not meet its line is refused', () => {
  const smile = (volatility: string) =>
    caseVerification({
      ...kupiec,
      inputs: {
        function: 'variance_swap_replication_continuum',
        spot: 100,
        rate_continuous: 0.02,
        maturity_years: 0.5,
        volatility,
        strikes_from: 10,
        strikes_to: 500,
      },
      expected: { fair_variance: 0.0625 },
      tolerance: { abs: 1e-6 },
    })
  assert.equal(smile('flat 0.25').verdict, 'pass')
  assert.equal(smile('0.20-0.001*(K-100) for 40<K<160, 0.30 below, 0.14 above').verdict, 'not-served')
  assert.equal(smile('sticky delta').verdict, 'not-served')
})

test('an expected result that the adapter has no figure for leaves the case unserved, unless another figure fails', () => {
  const asked = { ...kupiec, expected: { ...kupiec.expected, power: 0.5 } }
  const result = caseVerification(asked)
  assert.equal(result.verdict, 'not-served')
  assert.match(result.reason ?? '', /power/)
  assert.equal(caseVerification({ ...asked, expected: { ...asked.expected, lr: [0] } }).verdict, 'fail')
})

test('an operation that refuses the inputs is an error with its problems', () => {
  const result = caseVerification({
    ...kupiec,
    inputs: { function: 'kupiec', items: [{ exceptions: 6, observations: 250, probability: 2 }] },
  })
  assert.equal(result.verdict, 'error')
  assert.match(result.reason ?? '', /invalid-input: .*probability/s)
  assert.equal(result.computed, null)
})

test('the report counts verdicts by area and is only right when nothing fails and something passes', () => {
  const failing = { ...kupiec, name: 'risk/wrong', expected: { lr: [0] } }
  const unserved = { ...kupiec, name: 'fx/later', inputs: { function: 'levitation' } }
  const report = verifyCases([kupiec, failing, unserved])
  assert.equal(report.ok, false)
  assert.deepEqual(report.counts, { cases: 3, pass: 1, fail: 1, error: 0, notServed: 1 })
  assert.deepEqual(report.areas, [
    { area: 'fx', cases: 1, pass: 0, fail: 0, error: 0, notServed: 1 },
    { area: 'risk', cases: 2, pass: 1, fail: 1, error: 0, notServed: 0 },
  ])
  assert.equal(verifyCases([kupiec, unserved]).ok, true)
  assert.equal(verifyCases([unserved]).ok, false)
  assert.equal(verifyCases([kupiec], [{ file: 'x.json', message: 'is not JSON' }]).ok, false)
})

test('every form of every adapter refuses an unknown input', () => {
  for (const form of referenceForms) {
    const parsed = form.input.safeParse({ unheard_of: 1 })
    assert.equal(parsed.success, false)
    const keys = parsed.error?.issues.flatMap((issue) => ('keys' in issue ? issue.keys : [])) ?? []
    const union = parsed.error?.issues.some((issue) => issue.code === 'invalid_union') ?? false
    assert.ok(keys.includes('unheard_of') || union, `${form.function} takes inputs that it does not know`)
  }
})
