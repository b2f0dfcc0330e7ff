import assert from 'node:assert/strict'
import test from 'node:test'
import { verificationMarkdown } from './verification-markdown.ts'
import { verifyCases } from './verify-cases.ts'

test('the page counts cases and figures of each model, and says against what they were checked', () => {
  const scaling = {
    name: 'risk/scaled',
    inputs: { function: 'var_scaling', daily_var: 100, days: 4, autocorrelation: 0 },
    expected: { iid: 200, ar1: 200 },
    tolerance: { abs: 1e-9 },
    source: 'square root | of four',
  }
  const text = verificationMarkdown(
    verifyCases([scaling, { ...scaling, name: 'risk/wrong', expected: { iid: 200.1 } }]),
  )
  assert.match(text, /^1 of 2 cases pass, 3 figures compared\.$/m)
  assert.match(text, /^### risk$/m)
  assert.match(text, /^\| `var_scaling` \| 2 \| 1 \| 3 \| \d+ % \| square root \\\| of four \|$/m)
})
