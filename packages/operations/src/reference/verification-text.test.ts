import assert from 'node:assert/strict'
import test from 'node:test'
import type { ReferenceCase } from './reference-case.ts'
import { verificationText } from './verification-text.ts'
import { verifyCases } from './verify-cases.ts'

const passing: ReferenceCase = {
  name: 'risk/scaled',
  file: 'risk.json',
  inputs: { function: 'var_scaling', daily_var: 100, days: 4, autocorrelation: 0 },
  expected: { iid: 200, ar1: 200 },
  tolerance: { abs: 1e-9 },
  source: 'square root of four',
}
const failing: ReferenceCase = { ...passing, name: 'risk/wrong', expected: { iid: 201 } }
const unserved: ReferenceCase = { ...passing, name: 'fx/later', inputs: { function: 'levitation' } }

test('the text has a table of areas, the failed case in full and a last line that says how it went', () => {
  const text = verificationText(verifyCases([passing, failing, unserved]))
  const lines = text.split('\n')
  assert.match(lines[0], /^area +cases +pass +fail +error +not served$/)
  assert.match(lines[1], /^fx +1 +0 +0 +0 +1$/)
  assert.match(lines[2], /^risk +2 +1 +1 +0 +0$/)
  assert.match(lines[3], /^all +3 +1 +1 +0 +1$/)
  assert.match(text, /^FAIL risk\/wrong \(var_scaling, risk\.json\)$/m)
  assert.match(text, /^ {2}iid +201 +200 +1\.000e\+0 +1\.000e-9$/m)
  assert.match(text, /^ {2}source: square root of four$/m)
  assert.match(text, /Not verified: 1 of 3 cases pass, 1 fail, 1 are served by no operation yet\.\n$/)
  assert.doesNotMatch(text, /risk\/scaled/)
})

test('with all, the cases stand model by model with verdict, worst figure, expected, computed, tolerance and source', () => {
  const text = verificationText(verifyCases([passing, failing, unserved]), { all: true })
  assert.match(
    text,
    /^risk: var_scaling\n {2}verdict +case +worst figure +expected +computed +tolerance +used +figures$/m,
  )
  assert.match(text, /^ {2}pass +risk\/scaled +iid +200 +200 +1\.000e-9 +equal +2$/m)
  assert.match(text, /^ {2}fail +risk\/wrong +iid +201 +200 +1\.000e-9 +1\.0e\+11 % +1$/m)
  assert.match(text, /^ {2}source: square root of four$/m)
  assert.match(text, /^ {2}not-served +fx\/later +no operation serves levitation yet$/m)
})

test('an error gives its reason, and a faulty file its problem', () => {
  const broken: ReferenceCase = { ...passing, inputs: { ...passing.inputs, days: -3 } }
  const text = verificationText(verifyCases([broken], [{ file: 'x.json', field: 'case 2', message: 'has no name' }]))
  assert.match(text, /^ERROR risk\/scaled/m)
  assert.match(text, /^ {2}invalid-input: the input of risk\/scaled-value-at-risk/m)
  assert.match(text, /^Could not be read:\n {2}x\.json: case 2: has no name$/m)
  assert.match(text, /1 problems? in the files/)
})

test('of many figures that are out, the worst ones are shown and the rest counted', () => {
  const list = Array.from({ length: 40 }, (_, i) => i / 100 + 0.005)
  const case_: ReferenceCase = {
    ...passing,
    inputs: { function: 'inverse_normal_cdf', p: list.map((p) => p + 0.1) },
    expected: { x: list },
  }
  const text = verificationText(verifyCases([case_]))
  assert.match(text, /40 of 40 figures are outside their tolerance; 30 more are not shown/)
  assert.equal(text.match(/^ {2}x\[/gm)?.length, 10)
})

test('a run where all passes says so', () => {
  assert.match(verificationText(verifyCases([passing])), /^Verified: 1 of 1 cases pass\.$/m)
})

test('the report is plain JSON', () => {
  const report = verifyCases([passing, failing, unserved])
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
})
