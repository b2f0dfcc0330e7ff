import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curveHistoryId, isCurveHistoryId, marketId, seriesId } from './series-id.ts'

test('an id is a known kind and a name, folded to upper case', () => {
  assert.equal(seriesId('equity-index:SP500'), 'equity-index:SP500')
  assert.equal(seriesId('equity-index:HangSeng'), 'equity-index:HANGSENG')
  assert.equal(seriesId('total-return:BRK.B'), 'total-return:BRK.B')
  assert.equal(curveHistoryId('par-curve:USD-TREASURY'), 'par-curve:USD-TREASURY')
  assert.equal(isCurveHistoryId(marketId('zero-curve:usd-gsw')), true)
  assert.equal(isCurveHistoryId(marketId('yield:USD-TBILL-3M')), false)
})

test('an id of another form is refused with what would be right', () => {
  for (const text of [
    'SP500',
    'equity:SP500',
    'equity-index:',
    'equity-index:S P',
    'par-curve:USD',
    '',
    'toString:A',
  ]) {
    assert.throws(() => seriesId(text), { code: 'invalid-input', message: /write kind:NAME/ }, text)
  }
  assert.throws(
    () => curveHistoryId('yield:USD'),
    (error: Error & { details?: { expected?: string } }) => /par-curve, zero-curve/.test(error.details?.expected ?? ''),
  )
})
