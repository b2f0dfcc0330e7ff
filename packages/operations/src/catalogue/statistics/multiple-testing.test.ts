import assert from 'node:assert/strict'
import test from 'node:test'
import { backtestVerdictOperation } from './multiple-testing.ts'

test('a verdict on fewer than 50 trials says that q-values rest on few tests', () => {
  const panel = (trials: number) =>
    Array.from({ length: 40 }, (_, t) =>
      Array.from({ length: trials }, (__, k) => 0.01 * Math.sin(12.9898 * t + 78.233 * k * k + k + 1)),
    )
  const common = { samples: 100, seed: 1, errorRate: 0.05, periodsPerYear: 12, blocks: 2 }
  const few = backtestVerdictOperation.run({ returns: panel(20), ...common }).cautions
  const many = backtestVerdictOperation.run({ returns: panel(50), ...common }).cautions
  assert.ok(few.includes('few-tests') && !few.includes('few-trials'))
  assert.ok(!many.includes('few-tests'))
})
