import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import type { ScatterPoint } from '../document/chart.ts'
import { simulatedResult } from '../testing/index.ts'
import { allocationDocument } from './allocation-document.ts'
import { limitGroups, limitUnit } from './limit-rows.ts'
import { frontierOf } from './risk-return-section.ts'
import { labelStep } from './search-section.ts'

const run = { key: 'k', codeVersion: 'v' }

test('the document has the thirteen sections of a report, in order', () => {
  const { sections } = allocationDocument(simulatedResult(), run)
  assert.deepEqual(
    sections.map((section) => section.id),
    [
      'summary',
      'search',
      'risk-return',
      'sensitivity',
      'allocation',
      'regimes',
      'robustness',
      'feasibility',
      'luck',
      'history',
      'best-strategy',
      'validation',
      'method',
    ],
  )
})

test('the frontier keeps the points that no other beats in both ways', () => {
  const point = (x: number, y: number): ScatterPoint => {
    const figure = (value: number) => ({ pointer: '/', value, standardError: null, unit: 'ratio' as const, digits: 0 })
    return { label: `${x},${y}`, x: figure(x), y: figure(y) }
  }
  const points = [point(3, 3), point(1, 1), point(2, 0.5), point(2, 2), point(2.5, 2), point(4, 3)]
  assert.deepEqual(
    frontierOf(points).map((item) => item.label),
    ['1,1', '2,2', '3,3'],
  )
})

test('limits are grouped by id with the average first, the tightest regime beside it and the worst status', () => {
  const check = (id: string, scope: string, relativeSlack: number, status: 'met' | 'broken' | 'within-error') =>
    ({ id, scope, relativeSlack, status }) as AllocationResult['decision']['limits'][number]
  const groups = limitGroups([
    check('drawdown', 'bear', -0.2, 'broken'),
    check('drawdown', 'average', 0.3, 'met'),
    check('drawdown', 'bull', 0.6, 'met'),
    check('sharpe', 'average', 0.01, 'within-error'),
  ])
  assert.deepEqual(groups, [
    { id: 'drawdown', lead: 1, tightest: 0, status: 'broken' },
    { id: 'sharpe', lead: 3, tightest: null, status: 'within-error' },
  ])
  assert.equal(limitUnit('minimum-sharpe').unit, 'ratio')
  assert.equal(limitUnit('cost-budget').unit, 'bp')
  assert.equal(limitUnit('maximum-drawdown').unit, 'percent')
})

test('labels of an axis stand at round steps', () => {
  assert.equal(labelStep(12, 12), 1)
  assert.equal(labelStep(60, 12), 5)
  assert.equal(labelStep(100, 12), 10)
  assert.equal(labelStep(5000, 12), 500)
})

test('a result that names a trial or a regime it does not have is refused', () => {
  const result = simulatedResult()
  const [first, ...rest] = result.candidates
  const lost = { ...first, robustness: { ...first.robustness, worstRegime: 'atlantis' } }
  assert.throws(() => allocationDocument({ ...result, candidates: [lost, ...rest] }, run), /atlantis/)
})
