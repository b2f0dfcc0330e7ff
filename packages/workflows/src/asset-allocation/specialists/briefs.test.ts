import assert from 'node:assert/strict'
import { test } from 'node:test'
import { analysisOf } from './analysis-of.ts'
import { briefOf, estimate, results } from './made-up-brief.fixture.ts'
import { readBrief } from './read-brief.fixture.ts'

// ---- the portfolio manager

const allLimits = analysisOf(results, 'portfolio-manager').decision.limits
const ids = [...new Set(allLimits.map(({ id }) => id))]

test('a manager of an infeasible study names the limits one by one, however many there are', () => {
  const infeasibility = (unattainable: readonly string[], conflict: readonly string[]) =>
    briefOf('portfolio-manager', ({ infeasibility: found, decision }) => ({
      infeasibility: { ...found!, text: 'x'.repeat(400), unattainable, conflict },
      decision: { ...decision, status: 'best-compromise' as const },
    }))
  assert.match(
    infeasibility(ids, []),
    /any of the limits ‘Sharpe ratio’, .* and ‘Transaction cost a year’, even if .* The other limits can be met together/,
  )
  assert.match(infeasibility(['minimum-sharpe'], []), /meets the limit ‘Sharpe ratio’, even if/)
  const pair = infeasibility([], ['minimum-sharpe', 'maximum-drawdown'])
  assert.match(pair, /meets both of the limits ‘Sharpe ratio’ and ‘Expected maximum drawdown’ together/)
  assert.doesNotMatch(pair, /even if|can be met together/)
})

test('a manager of a feasible study says nothing of limits that cannot be met', () => {
  const text = briefOf('portfolio-manager', ({ decision }) => ({
    infeasibility: null,
    decision: {
      ...decision,
      headline: 'Recommended: the sigmoid rule.',
      limits: allLimits.map((limit) => ({ ...limit, status: 'met' as const, slack: 1, relativeSlack: 1 })),
    },
  }))
  assert.doesNotMatch(text, /No evaluated rule|wrong side/)
  assert.match(text, /no limit is clearly broken/)
  assert.match(text, /^Recommended.* In full it is the/)
})

test('the distance to a limit is said in what it is measured in, and its reasons are given', () => {
  const only = (id: string, limit: number, slack: number, relativeSlack: number) =>
    briefOf('portfolio-manager', ({ decision }) => ({
      decision: {
        ...decision,
        limits: [
          {
            ...allLimits.find((one) => one.id === id)!,
            scope: 'bear',
            status: 'broken' as const,
            limit,
            slack,
            relativeSlack,
          },
        ],
      },
    }))
  assert.match(only('maximum-drawdown', 0.15, -0.03, -0.2), /\(regime bear\).*−20.% of that bound, the sign/)
  assert.match(only('volatility-floor', 0.08, -0.01, -0.1), /−10.% of the target volatility/)
  assert.match(only('cost-budget', 0, -0.001, -2), /−200.% of the smallest scale/)
  const { reasons } = analysisOf(results, 'portfolio-manager').decision
  assert.ok(only('cost-budget', 0, -0.001, -2).includes(reasons[0]))
})

test('a fall of the score within its error is called none', () => {
  const gap = (value: number) =>
    briefOf('portfolio-manager', ({ luck }) => ({ luck: { ...luck, selectionGap: estimate(value, 0.05) } }))
  assert.match(gap(0.09), /cannot be told apart: search less fresh is 0\.090/)
  assert.match(gap(0.2), /fell from the search paths.*more than chance/)
  assert.match(gap(-0.2), /rose from the search paths.*more than chance/)
})

test('a withheld decision recommends no rule', () => {
  const text = briefOf('portfolio-manager', ({ decision }) => ({
    decision: { ...decision, status: 'withheld' as const, headline: 'No recommendation: the paths failed.' },
  }))
  assert.match(text, /No recommendation.* First in the ranking is the/)
})

test('one missing specialist is named in the singular', () => {
  const { 'market-historian': _, ...rest } = results
  assert.match(
    readBrief('portfolio-manager', rest),
    /no result of the market historian: the decision was made without it\./,
  )
})

// ---- the strategy searcher

test('pure sampling is beaten only by more than the error of the score', () => {
  const sampled = (pure: number) =>
    briefOf('strategy-searcher', ({ record }) => ({
      record: { ...record, pureSamplingBest: pure, trials: [{ ...record.trials[0], score: estimate(0.5, 0.04) }] },
    }))
  assert.match(sampled(0.498), /0\.498 at best, against the 0\.500.*neither way/)
  assert.match(sampled(0.502), /neither way/)
  assert.match(sampled(0.3), /found a better one/)
  assert.match(sampled(0.7), /did not pay/)
  assert.match(sampled(0.5), /the same as the adaptive search/)
})

test('a search says how many rules meet the mandate, and when all behave alike', () => {
  const record = (feasible: readonly boolean[]) =>
    briefOf('strategy-searcher', ({ record: { trials, ...rest } }) => ({
      record: { ...rest, trials: feasible.map((one, i) => ({ ...trials[i], score: estimate(1), feasible: one })) },
    }))
  assert.match(record([true, true, true]), /All of them meet/)
  assert.match(record([true, false, false]), /1 of them meets/)
  assert.match(record([false, false]), /None of them meets/)
  assert.match(record([true, true]), /is that of every rule/)
  assert.match(record([true]), /^1 rule was evaluated.* belongs to the/s)
})

// ---- the market historian

const inCrises = (...crises: readonly { readonly totalReturn: number; readonly maxDrawdown: number }[]) =>
  briefOf('market-historian', ({ record }) => ({
    record: {
      ...record!,
      crisisWindows: crises.map((winner, i) => ({
        ...record!.crisisWindows[0],
        name: `Crisis ${i}`,
        strategies: { winner: { ...winner, averageWeight: 0.5 } },
      })),
    },
  }))

test('the deepest drawdown and the greatest loss of a crisis are told apart', () => {
  const text = inCrises({ totalReturn: -0.124, maxDrawdown: 0.13 }, { totalReturn: 0.01, maxDrawdown: 0.149 })
  assert.match(text, /drawdown was deepest in ‘Crisis 1’: 14\.9.%, with a return of 1\.0.%/)
  assert.match(text, /lowest in ‘Crisis 0’: −12\.4.%/)
  assert.doesNotMatch(text, /hit it hardest/)
  assert.match(inCrises({ totalReturn: 0.02, maxDrawdown: 0.1 }), /Over none of the crises as a whole did it lose/)
  assert.match(inCrises({ totalReturn: -0.2, maxDrawdown: 0.3 }), /‘Crisis 0’ hit it hardest: .*30\.0.%.*−20\.0.%/)
  assert.match(inCrises({ totalReturn: 0, maxDrawdown: 0 }), /no drawdown in any of the crises/)
})

test('history tells the rule apart from a rival only where the interval does', () => {
  const pair = (value: number, low: number, high: number) =>
    briefOf('market-historian', ({ record }) => ({
      record: {
        ...record!,
        differences: record!.differences.map((one) => ({ ...one, sharpe: { ...one.sharpe, value, low, high } })),
      },
    }))
  assert.match(pair(0.11, -0.2, 0.4), /is 0\.11, .*which does not tell them apart/)
  assert.doesNotMatch(pair(-0.4, -0.6, -0.2), /does not tell/)
  assert.match(pair(-0.4, -0.6, -0.2), /the whole interval speaks for the rival, and against none for the rule/)
  assert.match(pair(0, 0, 0), /is the same as that of/)
})

test('luck on history is no pass where it is none, and the search is not said to have seen it', () => {
  const text = (deflatedSharpeProbability: number) =>
    briefOf('market-historian', ({ luck }) => ({ luck: { ...luck!, deflatedSharpeProbability } }))
  assert.match(text(0.53), /at 53.%, short of the confidence/)
  assert.match(text(0.99), /at 99.%, as much confidence/)
  assert.match(text(0.53), /no better than the median .* The search itself never saw this history/)
  assert.doesNotMatch(text(0.53), /passes|overfitted/)
})

// ---- the model validator

test('the validator tells a test that passed from one that failed, in words', () => {
  const first = (z: number) =>
    briefOf('model-validator', ({ checks: [check, ...rest] }) => ({
      passed: Math.abs(z) < 4,
      checks: [
        { ...check, z, threshold: 4, passed: Math.abs(z) < 4, label: 'E[exp(-v_T / theta)], 1y' },
        ...rest.map((other) => ({ ...other, z: 0 })),
      ],
    }))
  assert.match(first(-2.6), /came nearest to its limit is about the distribution of the variance/)
  assert.match(first(-2.6), /with its sign, is −2\.6 standard errors; 4\.0 are allowed on either side/)
  assert.match(first(-5), /1 of them failed.*went furthest beyond its limit/s)
})

test('every subject of a test of the paths has words', () => {
  for (const [i, { label }] of analysisOf(results, 'model-validator').checks.entries()) {
    const text = briefOf('model-validator', ({ checks }) => ({
      checks: checks.map((check, k) => ({ ...check, z: k === i ? check.threshold : 0 })),
    }))
    assert.match(text, /its limit is about/, label)
  }
})
