import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import fc from 'fast-check'
import { caseOutcome, casesOfCsv, csvOfOutcomes, csvOfResult, flatRecord } from './index.ts'

test('a row is an input nested by the paths of the header, empty cells left out', () => {
  const csv = 'id,curve.kind,curve.rateContinuous,strikes,on\nA,flat,0.03,"[90, 100]",true\nB,,-1e-3,,\n'
  assert.deepEqual(casesOfCsv(csv), [
    { line: 2, input: { id: 'A', curve: { kind: 'flat', rateContinuous: 0.03 }, strikes: [90, 100], on: true } },
    { line: 3, input: { id: 'B', curve: { rateContinuous: -0.001 } } },
  ])
})

test('a table of a spreadsheet with semicolons, a byte order mark and carriage returns is read alike', () => {
  assert.deepEqual(casesOfCsv('\uFEFFa;b\r\n1;x\r\n'), [{ line: 2, input: { a: 1, b: 'x' } }])
  assert.deepEqual(casesOfCsv('a\tb\n1\tx'), [{ line: 2, input: { a: 1, b: 'x' } }])
})

test('a column of text keeps what looks like a number', () => {
  assert.deepEqual(casesOfCsv('id,n\n007,7\n', { textColumns: ['id'] })[0].input, { id: '007', n: 7 })
})

test('a table that is none is refused with its line and column', () => {
  const refused = (csv: string, details: object) =>
    assert.throws(
      () => casesOfCsv(csv),
      (error: unknown) => {
        assert.ok(error instanceof TuttiError)
        assert.equal(error.code, 'invalid-input')
        for (const [key, value] of Object.entries(details)) {
          assert.equal(error.details[key as 'line'], value, `${error.message}: ${key}`)
        }
        return true
      },
    )
  refused('', { line: 1 })
  refused('a,b\n', { line: 2 })
  refused('a,a\n1,2\n', { line: 1, field: 'a' })
  refused('a,a.b\n1,2\n', { field: 'a' })
  refused('a,\n1,2\n', { line: 1 })
  refused('__proto__.x\n1\n', { line: 1 })
  refused('a,b\n"1,2\n', { code: undefined })
})

test('any record of numbers and plain text survives the way to CSV and back', () => {
  const text = fc.stringMatching(/^[a-z][a-z ,;"]*[a-z]$/).filter((word) => word !== 'true' && word !== 'false')
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
    text,
  )
  fc.assert(
    fc.property(fc.record({ a: value, b: fc.record({ c: value }) }), (record) => {
      const csv = csvOfOutcomes([{ lead: {}, outcome: { status: 'ok', result: record } }])
      const [{ input }] = casesOfCsv(csv)
      assert.deepEqual(flatRecord(input), { status: 'ok', ...flatRecord(record) })
    }),
    { seed: 11 },
  )
})

test('an outcome is a result or the reason why there is none; a fault of the program goes on up', () => {
  assert.deepEqual(
    caseOutcome(() => 7),
    { status: 'ok', result: 7 },
  )
  const failed = caseOutcome(() => {
    throw new TuttiError('infeasible', 'no way')
  })
  assert.deepEqual(failed, { status: 'error', error: { code: 'infeasible', message: 'no way', problems: [] } })
  assert.throws(
    () =>
      caseOutcome(() => {
        throw new RangeError('bug')
      }),
    RangeError,
  )
})

test('text that a spreadsheet would run as a formula is marked as text', () => {
  assert.match(csvOfResult({ a: '=cmd()', b: -2, c: '+1' }), /'=cmd\(\)\nb,-2\nc,\+1/)
})

test('a row of another width carries its fault and leaves the others alone', () => {
  const [good, short] = casesOfCsv('a,b\n1,2\n1\n')
  assert.equal(good.fault, undefined)
  assert.deepEqual([short.line, short.fault?.code, short.fault?.details.got], [3, 'invalid-input', '1 cells'])
})
