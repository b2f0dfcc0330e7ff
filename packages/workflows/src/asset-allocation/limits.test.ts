import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { handMadeEvaluation, type HandMadeFigures } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { limitChecks, tightestChecks, violation } from './limits.ts'
import { studyOf } from './study.ts'

// standard limits: volatility 10 % ± 2 %, Sharpe 1.5, drawdown 15 %, VaR 5 %, ES 8 %, cost 20 bp; weights 0.7 base, 0.3 bear
const study = studyOf(smallMandate(), 1)
const calm = studyOf(smallMandate({ robustness_requirements: { stress_scenario_performance: false } }), 1)

/** Figures for base, bull, bear, high-vol and low-vol of which base and bear count. */
const table = (base: HandMadeFigures, bear: HandMadeFigures = base) => [base, {}, bear, {}, {}]
const checks = (base: HandMadeFigures, bear?: HandMadeFigures, standardError = 0) =>
  limitChecks(study, handMadeEvaluation(study, table(base, bear), { standardError }))
const find = (list: ReturnType<typeof limitChecks>, id: string, scope = 'average') =>
  list.find((limit) => limit.id === id && limit.scope === scope)!

test('a comfortable rule meets every limit, with positive slack', () => {
  const all = checks({})
  for (const limit of all) {
    assert.equal(limit.status, 'met')
    assert.ok(limit.slack > 0 && limit.relativeSlack > 0)
  }
  assert.equal(violation(all), 0)
})

test('limits on losses hold in every regime that counts, the others on the average', () => {
  const scopes = (list: ReturnType<typeof limitChecks>, id: string) =>
    list.filter((limit) => limit.id === id).map((limit) => limit.scope)
  for (const id of ['maximum-drawdown', 'value-at-risk', 'expected-shortfall'])
    assert.deepEqual(scopes(checks({}), id), ['average', 'base', 'bear'])
  for (const id of ['minimum-sharpe', 'volatility-floor', 'volatility-ceiling', 'cost-budget'])
    assert.deepEqual(scopes(checks({}), id), ['average'])
})

test('without performance under stress every limit is on the average alone', () => {
  const all = limitChecks(calm, handMadeEvaluation(calm, table({}, { maxDrawdown: 0.35 })))
  assert.deepEqual([...new Set(all.map((limit) => limit.scope))], ['average'])
  assert.equal(all.length, 7)
  // 0.7 x 5 % + 0.3 x 35 % = 14 % is within 15 %
  assertClose(find(all, 'maximum-drawdown').slack, 0.01, 1e-12, 0)
  assert.equal(violation(all), 0)
})

test('each limit is broken on its own side, by its own slack', () => {
  const cases: readonly [string, HandMadeFigures, number, number][] = [
    ['minimum-sharpe', { sharpe: 1.2 }, -0.3, -0.2],
    ['volatility-floor', { volatility: 0.07 }, -0.01, -0.1],
    ['volatility-ceiling', { volatility: 0.15 }, -0.03, -0.3],
    ['maximum-drawdown', { maxDrawdown: 0.18 }, -0.03, -0.2],
    ['value-at-risk', { valueAtRisk: 0.06 }, -0.01, -0.2],
    ['expected-shortfall', { expectedShortfall: 0.1 }, -0.02, -0.25],
    // three times the portfolio a year at 10 bp = 30 bp against 20 bp
    ['cost-budget', { turnover: 3 }, -0.001, -0.5],
  ]
  for (const [id, figures, slack, relative] of cases) {
    const all = checks(figures)
    const broken = tightestChecks(all).filter((limit) => limit.slack < 0)
    assert.deepEqual(
      broken.map((limit) => limit.id),
      [id],
    )
    assertClose(broken[0].slack, slack, 1e-12, 0, id)
    assertClose(broken[0].relativeSlack, relative, 1e-9, 0, id)
    assert.equal(broken[0].status, 'broken')
    assertClose(violation(all), -relative, 1e-9, 0, id)
  }
})

test('a figure on its limit meets it', () => {
  const all = checks({ maxDrawdown: 0.15, valueAtRisk: 0.05, expectedShortfall: 0.08, sharpe: 1.5 })
  for (const id of ['maximum-drawdown', 'value-at-risk', 'expected-shortfall']) {
    const limit = find(all, id, 'base')
    assert.equal(limit.slack, 0)
    assert.equal(limit.status, 'met')
  }
})

test('a figure within two standard errors of its limit is undecided, on either side', () => {
  for (const [maxDrawdown, status] of [
    [0.131, 'within-error'],
    [0.169, 'within-error'],
    [0.129, 'met'],
    [0.171, 'broken'],
  ] as const)
    assert.equal(find(checks({ maxDrawdown }, undefined, 0.01), 'maximum-drawdown', 'bear').status, status)
})

test('the error of an average adds the regimes in quadrature', () => {
  const limit = find(checks({}, undefined, 0.01), 'value-at-risk')
  assertClose(limit.figure.standardError!, 0.01 * Math.hypot(0.7, 0.3), 1e-15, 0)
})

test('a limit counts in the scope where it is worst, and limits add up', () => {
  const all = checks({ maxDrawdown: 0.16, valueAtRisk: 0.04 }, { maxDrawdown: 0.3, valueAtRisk: 0.1, volatility: 0.1 })
  const tightest = tightestChecks(all)
  assert.equal(tightest.length, 7)
  const of = (id: string) => tightest.find((limit) => limit.id === id)!
  assert.equal(of('maximum-drawdown').scope, 'bear')
  assert.equal(of('value-at-risk').scope, 'bear')
  assert.equal(of('expected-shortfall').scope, 'average')
  // (0.30 - 0.15) / 0.15 + (0.10 - 0.05) / 0.05
  assertClose(violation(all), 2, 1e-12, 0)
})

test('a regime without weight is in no scope and no average', () => {
  const figures = [{}, { maxDrawdown: 0.9, sharpe: -5 }, {}, { valueAtRisk: 0.9 }, { volatility: 0.9 }]
  assert.equal(violation(limitChecks(study, handMadeEvaluation(study, figures))), 0)
})
