import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import type { ChangeEffect } from '../../changes/index.ts'
import { tinyMandate } from '../../testing/small-mandate.ts'
import { averageFigures, evaluations } from '../evaluation.ts'
import { scoreOf } from '../score.ts'
import { analysisOf } from '../specialists/analysis-of.ts'
import { workedStudy } from '../specialists/tiny-study.fixture.ts'
import { allocationChanges } from './allocation-changes.ts'
import { knownResults } from './known-results.ts'

/** A mandate that some rules meet, and that others break: they are too calm or too volatile. */
const generous = tinyMandate({
  performance_targets: { minimum_sharpe_ratio: -5, volatility_tolerance: 0.02, maximum_drawdown_tolerance: -0.6 },
  risk_constraints: { value_at_risk_95: 0.5, conditional_var_95: 0.6 },
  operational_constraints: { transaction_cost_budget_bps: 500 },
})
const { study: allocation, results, context } = await workedStudy({ mandate: generous })
const { study } = allocation
const { best, chosen, trials } = knownResults(allocation, results)

function kindOf(name: string) {
  return allocationChanges.find(({ kind }) => kind === name)!
}

const effectOf = (name: string, terms: unknown): Promise<ChangeEffect> => {
  const kind = kindOf(name)
  return kind.effect(allocation, results, kind.terms.parse(terms), context)
}

/** The terms of a rule. */
const termsOf = ({
  weightFunction,
  targetVolatility,
  windowMonths,
  riskAversion,
}: typeof best.trial.configuration) => ({
  weight_function: weightFunction,
  target_volatility: targetVolatility,
  window_months: windowMonths,
  risk_aversion: riskAversion,
})

test('the example of every kind is what its terms accept', () => {
  for (const { terms, example, kind } of allocationChanges) assert.ok(terms.safeParse(example).success, kind)
})

test('the best rule tried once more is no better than itself', async () => {
  const { verdict, measure } = await effectOf('try-rule', termsOf(best.trial.configuration))
  assert.equal(verdict, 'no-help')
  assert.equal(measure!.difference.value, 0)
  assert.equal(measure!.difference.standardError, 0)
  assert.equal(measure!.after.value, best.score.total.value)
})

test('a rule helps where it beats the best one beyond twice the error of the pair', async () => {
  // had the search found the worst of its rules alone, the best one would help
  const worst = trials.reduce((a, b) => (b.trial.score.value < a.trial.score.value ? b : a))
  const { record } = analysisOf(results, 'strategy-searcher')
  const poorer = { 'strategy-searcher': { record, trials: [worst] } }
  const kind = kindOf('try-rule')
  const { verdict, measure } = await kind.effect(allocation, poorer, termsOf(best.trial.configuration), context)
  const { value, standardError } = measure!.difference
  assert.ok(value > 2 * standardError!)
  assert.equal(verdict, 'helps')
})

test('a rule outside of the search space, and one that breaks a limit that the best keeps, are outside of the mandate', async () => {
  const outside = await effectOf('try-rule', { ...termsOf(best.trial.configuration), target_volatility: 0.5 })
  assert.equal(outside.verdict, 'outside-mandate')
  assert.match(outside.reasons[0], /target volatility lies outside/)
  const breaking = trials.find(({ trial }) => !trial.feasible)
  assert.ok(best.trial.feasible && breaking !== undefined)
  const broken = await effectOf('try-rule', termsOf(breaking.trial.configuration))
  assert.equal(broken.verdict, 'outside-mandate')
})

test('a region is judged by the best of the rules drawn in it', async () => {
  const { verdict, measure } = await effectOf('search-region', { volatility_window_months: [2, 3] })
  const { value, standardError } = measure!.difference
  if (verdict === 'helps') assert.ok(value > 2 * standardError!)
  else assert.ok(value <= 2 * standardError! || verdict === 'outside-mandate')
  const empty = await effectOf('search-region', { volatility_window_months: [20, 30] })
  assert.equal(empty.verdict, 'outside-mandate')
})

test('without the weight function of the best rule the next one is what is left', async () => {
  const { weightFunction } = best.trial.configuration
  const { verdict, measure } = await effectOf('exclude-weight-function', { weight_function: weightFunction })
  assert.equal(verdict, 'needs-person')
  const left = trials.filter(({ trial }) => trial.configuration.weightFunction !== weightFunction)
  assert.equal(measure!.after.value, Math.max(...left.map(({ trial }) => trial.score.value)))
})

test('a view shows the rule that is best under the tilted probabilities', async () => {
  const { verdict, measure } = await effectOf('view', { regimes: { bear: 2 }, conviction: 0.5 })
  assert.equal(verdict, 'needs-person')
  const weights = study.weights.map((weight, g) => 0.5 * weight + (study.regimes[g].id === 'bear' ? 0.5 : 0))
  const scores = trials.map(({ evaluation }) => scoreOf({ ...study, weights }, evaluation).total.value)
  assertClose(measure!.after.value, Math.max(...scores), 1e-12, 0)
  assertClose(measure!.before.value, scores[trials.indexOf(best)], 1e-12, 0)
  const none = await effectOf('view', { regimes: { bear: 1 }, conviction: 0 })
  assert.equal(none.measure!.difference.value, 0)
})

test('a further stress without a change shows the regime as it was; a worse drift costs return', async () => {
  const same = await effectOf('further-stress', { regime: 'bear' })
  assert.equal(same.verdict, 'evidence')
  for (const { before, after } of same.figures) assert.deepEqual(after, before)
  const rule = chosen.evaluation.configuration
  const [fresh] = await evaluations(context, study, [rule], { purpose: 'fresh', paths: study.paths, step: 'test' })
  assert.equal(same.figures[0].before!.value, fresh.regimes[2].annualReturn.value)
  const worse = await effectOf('further-stress', { regime: 'bear', equity_drift: -0.4 })
  const [annual] = worse.figures
  assert.ok(annual.after.value < annual.before!.value)
})

test('another planning cost changes what is paid in proportion, and nothing that is earned before it', async () => {
  const same = await effectOf('planning-cost', { cost_bp: 10 })
  assert.equal(same.measure!.difference.value, 0)
  const dear = await effectOf('planning-cost', { cost_bp: 40 })
  assert.equal(dear.verdict, 'evidence')
  assert.ok(dear.measure!.difference.value < 0)
  const cost = dear.figures.find(({ name }) => name === 'trading cost a year')!
  assertClose(cost.after.value / cost.before!.value, 4, 0.01, 0)
  const average = averageFigures(chosen.evaluation.regimes, study.weights)
  assert.equal(cost.before!.value, average.cost.value)
})

test('what no regime or weight function of the study answers to is an error, and so is a question before the search', async () => {
  const invalid = (error: unknown) => error instanceof TuttiError && error.code === 'invalid-input'
  await assert.rejects(effectOf('view', { regimes: { baer: 1 }, conviction: 1 }), invalid)
  await assert.rejects(effectOf('view', { regimes: { bear: 0 }, conviction: 1 }), invalid)
  await assert.rejects(effectOf('further-stress', { regime: 'baer' }), invalid)
  const early = kindOf('try-rule').effect(allocation, {}, kindOf('try-rule').example, context)
  await assert.rejects(early, (error) => error instanceof TuttiError && error.code === 'missing-data')
})

test('an answer is remembered: the same question again computes nothing', async () => {
  const before = context.computed.length
  await effectOf('planning-cost', { cost_bp: 40 })
  assert.equal(context.computed.length, before)
})
