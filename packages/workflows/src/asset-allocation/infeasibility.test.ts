import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { handMadeEvaluation, type HandMadeFigures } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { infeasibilityRecord } from './infeasibility.ts'
import { studyOf } from './study.ts'

const study = studyOf(smallMandate(), 1)
const rules = (rows: readonly HandMadeFigures[]) =>
  rows.map((figures, i) => ({
    trial: 10 + i,
    evaluation: handMadeEvaluation(study, [figures, {}, figures, {}, {}]),
  }))

test('a mandate that one rule meets is feasible', () => {
  assert.equal(infeasibilityRecord(study, rules([{ sharpe: 0.1 }, {}, { maxDrawdown: 0.4 }]), 11), null)
})

test('two limits that no rule meets together are the conflict, and nothing else is', () => {
  const record = infeasibilityRecord(
    study,
    rules([
      { sharpe: 1, maxDrawdown: 0.1 },
      { sharpe: 1.8, maxDrawdown: 0.25 },
      { sharpe: 1.2, maxDrawdown: 0.14, turnover: 9 },
    ]),
    11,
  )!
  assert.deepEqual(record.unattainable, [])
  assert.deepEqual(record.conflict, ['minimum-sharpe', 'maximum-drawdown'])
  assert.match(record.text, /Sharpe ratio; expected maximum drawdown/)
  assert.equal(record.compromiseTrial, 11)
})

test('three limits that any two of which can be met are an irreducible conflict of three', () => {
  const record = infeasibilityRecord(study, rules([{ sharpe: 1 }, { maxDrawdown: 0.3 }, { turnover: 9 }]), 10)!
  assert.deepEqual(record.unattainable, [])
  assert.deepEqual(record.conflict, ['minimum-sharpe', 'maximum-drawdown', 'cost-budget'])
})

test('a limit that no rule meets alone is unattainable, and the others are judged without it', () => {
  const alone = infeasibilityRecord(study, rules([{ sharpe: 0.3 }, { sharpe: 0.5, maxDrawdown: 0.2 }]), 10)!
  assert.deepEqual(alone.unattainable, ['minimum-sharpe'])
  assert.deepEqual(alone.conflict, [])
  assert.match(alone.text, /The other limits can be met together/)
  const both = infeasibilityRecord(
    study,
    rules([
      { sharpe: 0.3, volatility: 0.07 },
      { sharpe: 0.5, maxDrawdown: 0.2 },
    ]),
    10,
  )!
  assert.deepEqual(both.unattainable, ['minimum-sharpe'])
  assert.deepEqual(both.conflict, ['volatility-floor', 'maximum-drawdown'])
})

test('the smallest relaxation is that of the rule nearest to the mandate, and lets it through', () => {
  const rows = rules([
    { sharpe: 0.9, maxDrawdown: 0.15 }, // 0.4 of the Sharpe floor
    { sharpe: 1.2, maxDrawdown: 0.165 }, // 0.2 + 0.1
    { sharpe: 1.5, maxDrawdown: 0.24 }, // 0.6 of the drawdown limit
  ])
  const record = infeasibilityRecord(study, rows, 12)!
  assert.equal(record.relaxationTrial, 11)
  assert.deepEqual(
    record.relaxation.map(({ limit, from, to }) => ({ limit, from, to })),
    [
      { limit: 'minimum-sharpe', from: 1.5, to: 1.2 },
      { limit: 'maximum-drawdown', from: 0.15, to: 0.165 },
    ],
  )
  const relaxed = studyOf(
    smallMandate({ performance_targets: { minimum_sharpe_ratio: 1.2, maximum_drawdown_tolerance: -0.165 } }),
    1,
  )
  assert.equal(infeasibilityRecord(relaxed, rows, 11), null)
})

test('the best that each limit can have is over all rules, in the scope where it is worst', () => {
  const evaluation = (bear: number) =>
    handMadeEvaluation(study, [{ sharpe: 0.5, valueAtRisk: 0.01 }, {}, { sharpe: 0.5, valueAtRisk: bear }, {}, {}])
  const record = infeasibilityRecord(
    study,
    [0.09, 0.07, 0.12].map((bear, i) => ({ trial: i, evaluation: evaluation(bear) })),
    0,
  )!
  const attainable = record.attainable.find(({ limit }) => limit === 'value-at-risk')!
  assert.deepEqual(attainable, { limit: 'value-at-risk', scope: 'bear', bound: 0.05, best: 0.07, trial: 1 })
  assert.equal(record.attainable.length, 7)
  assertClose(record.relaxation.find(({ limit }) => limit === 'value-at-risk')!.to, 0.07, 1e-12, 0)
})

test('no rule at all cannot be explained', () => {
  assert.throws(() => infeasibilityRecord(study, [], 0), { code: 'invalid-input' })
})
