import assert from 'node:assert/strict'
import test from 'node:test'
import { brinsonOperation, linkedEffectsOperation } from './attribution/index.ts'
import { styleAnalysisOperation } from './skill/index.ts'

test('names of effects, segments and style indices come back beside the figures, and only where given', () => {
  const effects = linkedEffectsOperation.run({ ...linkedEffectsOperation.example, names: ['allocation', 'selection'] })
  assert.deepEqual(effects.names, ['allocation', 'selection'])
  const segments = brinsonOperation.run({ ...brinsonOperation.example, segments: ['UK', 'Japan', 'US'] })
  assert.deepEqual(segments.segments, ['UK', 'Japan', 'US'])
  const factors = ['value', 'growth', 'bonds']
  assert.deepEqual(styleAnalysisOperation.run({ ...styleAnalysisOperation.example, factors }).factors, factors)
  assert.ok(!('names' in linkedEffectsOperation.run(linkedEffectsOperation.example)))
  assert.ok(!('segments' in brinsonOperation.run(brinsonOperation.example)))
  assert.ok(!('factors' in styleAnalysisOperation.run(styleAnalysisOperation.example)))
})

test('another number of names than of columns is refused', () => {
  const wrong = { code: 'invalid-input', message: /1 names for [23] columns/ }
  assert.throws(() => linkedEffectsOperation.run({ ...linkedEffectsOperation.example, names: ['a'] }), wrong)
  assert.throws(() => brinsonOperation.run({ ...brinsonOperation.example, segments: ['a'] }), wrong)
  assert.throws(() => styleAnalysisOperation.run({ ...styleAnalysisOperation.example, factors: ['a'] }), wrong)
})
