import assert from 'node:assert/strict'
import test from 'node:test'
import { z } from 'zod'
import { explainedChoice } from './pareto-choice.ts'
import { paretoFrontierOperation } from './pareto-frontier.ts'
import { integratedRecommendationsOperation } from './pareto-recommendations.ts'
import { paretoSearchOperation } from './pareto-search.ts'
import { paretoSetOperation } from './pareto-set.ts'

const operations = [
  paretoFrontierOperation,
  paretoSearchOperation,
  paretoSetOperation,
  integratedRecommendationsOperation,
] as const

test('every example runs, fits its output and repeats', () => {
  for (const operation of operations) {
    const run = operation.run as (input: unknown) => unknown
    const result = run(operation.example)
    assert.ok(z.safeParse(operation.output, result).success, operation.name)
    assert.deepEqual(run(operation.example), result)
  }
})

test('a frontier says its lead, its choice in words and how much of the box it covers', () => {
  const result = paretoFrontierOperation.run(paretoFrontierOperation.example)
  if (result.status !== 'solved') return assert.fail(result.words)
  assert.equal(result.lead, 'volatility')
  assert.match(result.chosen.words, /^chosen by knee of \d+: volatility 0\.\d+, return 0\.\d+$/)
  assert.ok(result.hypervolumeShare > 0.5 && result.hypervolumeShare < 1)
  const neighbours = result.chosen.tradeOffs.map(({ to }) => to).sort((a, b) => a - b)
  assert.deepEqual(neighbours, [result.chosen.point - 1, result.chosen.point + 1])
  for (const { words } of result.chosen.tradeOffs) assert.match(words, /better: .+ from .+ to .+; worse: .+ from/)
})

test('limits that cannot be met are explained by the frontier, the search and the integration alike', () => {
  const limits = { minWeights: 0, maxWeights: 0.2, budget: 1 }
  assert.equal(paretoFrontierOperation.run({ ...paretoFrontierOperation.example, limits }).status, 'infeasible')
  assert.equal(paretoSearchOperation.run({ ...paretoSearchOperation.example, limits }).status, 'infeasible')
  const integrated = integratedRecommendationsOperation.run({ ...integratedRecommendationsOperation.example, limits })
  assert.equal(integrated.status, 'infeasible')
})

test('a dominated alternative names its betters, and exact figures have no simulated places', () => {
  const { alternatives, nonDominated, draws, cautions } = paretoSetOperation.run({
    criteria: [
      { name: 'cost', sense: 'minimise' },
      { name: 'protection', sense: 'maximise' },
    ],
    alternatives: [
      { name: 'a', values: [1, 10] },
      { name: 'b', values: [2, 9] },
      { name: 'c', values: [3, 20] },
    ],
    choice: { rule: 'weighted-sum' },
    confidence: 0.9,
    draws: 100,
    seed: 1,
  })
  assert.deepEqual(nonDominated, ['a', 'c'])
  assert.deepEqual(alternatives.find(({ name }) => name === 'b')?.dominatedBy, ['a'])
  assert.equal(draws, 0)
  assert.ok(alternatives.every(({ probabilityBest }) => probabilityBest === null))
  assert.match(cautions[0], /exact/)
})

test('alternatives whose order is not sure tie, and sure ones do not', () => {
  const run = (standardError: number) =>
    paretoSetOperation.run({
      criteria: [{ name: 'cost', sense: 'minimise' }],
      alternatives: [1, 1.1, 3].map((value, i) => ({
        name: `h${i}`,
        values: [value],
        standardErrors: [standardError],
      })),
      choice: { rule: 'ideal-distance', norm: 'sum' },
      confidence: 0.95,
      draws: 1000,
      seed: 2,
    })
  assert.deepEqual(
    run(0.2).alternatives.map(({ rank, tiedWith }) => [rank, tiedWith]),
    [
      [1, ['h1']],
      [1, ['h0']],
      [3, []],
    ],
  )
  assert.deepEqual(
    run(0.001).alternatives.map(({ rank }) => rank),
    [1, 2, 3],
  )
})

test('a table of one alternative, of equal ones and one of the wrong width', () => {
  const { example } = paretoSetOperation
  const one = paretoSetOperation.run({ ...example, alternatives: example.alternatives.slice(0, 1) })
  assert.deepEqual([one.alternatives[0].rank, one.nonDominated.length, one.hypervolumeShare], [1, 1, null])
  const twins = [1, 2].map((i) => ({ name: `t${i}`, values: [1, 1] }))
  const tied = paretoSetOperation.run({ ...example, alternatives: twins })
  assert.deepEqual(
    tied.alternatives.map(({ rank }) => rank),
    [1, 1],
  )
  assert.throws(() => paretoSetOperation.run({ ...example, alternatives: [{ name: 'x', values: [1] }] }), /values\[0\]/)
})

test('a change by rounding is no trade-off in words', () => {
  const criteria = ['volatility', 'loss', 'turnover'].map((name) => ({ name, sense: 'minimise' as const }))
  const rows = [
    [0.1, 0.2, 0.28],
    [0.2, 0.1, 0.28 + 1e-14],
  ]
  const { tradeOffs } = explainedChoice(criteria, rows, { rule: 'weighted-sum' })
  assert.deepEqual(
    tradeOffs.map(({ words }) => words),
    ['better: loss from 0.2 to 0.1; worse: volatility from 0.1 to 0.2'],
  )
})
