import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { handMadeEvaluation, type HandMadeFigures } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { groupEstimate, isTie, pairedDifference, scoreOf, sharpeWeights } from './score.ts'
import { studyOf } from './study.ts'

const study = studyOf(smallMandate(), 1)
const table = (base: HandMadeFigures, bear: HandMadeFigures = base) => [base, {}, bear, {}, {}]
const alternating = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1))

test('the score of a rule by hand', () => {
  const score = scoreOf(
    study,
    handMadeEvaluation(
      study,
      table(
        { sharpe: 0.8, volatility: 0.06, maxDrawdown: 0.12 },
        { sharpe: -0.2, volatility: 0.08, maxDrawdown: 0.21, expectedShortfall: 0.1, turnover: 8 },
      ),
    ),
  )
  // weighted 0.7 x 0.8 - 0.3 x 0.2 = 0.5, worst -0.2; floor (0.08 - 0.066) / 0.10 = 0.14 at 0.5; drawdown 0.06 / 0.15 = 0.4
  // and ES 0.02 / 0.08 = 0.25 at 1; cost 0.7 x 10 + 0.3 x 80 = 31 bp against 20: 0.55 at 0.5
  assertClose(score.weightedSharpe, 0.5, 1e-12, 0)
  assert.equal(score.worstSharpe, -0.2)
  assert.equal(score.worst, 2)
  assertClose(score.penalty, 0.07 + 0.4 + 0.25 + 0.275, 1e-12, 0)
  assertClose(score.total.value, 0.75 * 0.5 + 0.25 * -0.2 - 0.995, 1e-12, 0)
})

test('a rule that breaks no limit has no penalty, whatever its Sharpe ratio', () => {
  const score = scoreOf(study, handMadeEvaluation(study, table({ sharpe: 0.4 }, { sharpe: 0.1 })))
  assert.equal(score.penalty, 0)
  assertClose(score.total.value, 0.75 * (0.28 + 0.03) + 0.25 * 0.1, 1e-12, 0)
})

test('without regime adaptability the worst regime has no weight of its own', () => {
  const plain = studyOf(smallMandate({ robustness_requirements: { regime_adaptability: false } }), 1)
  const score = scoreOf(plain, handMadeEvaluation(plain, table({ sharpe: 0.4 }, { sharpe: 0.1 })))
  assertClose(score.total.value, 0.31, 1e-12, 0)
  assert.deepEqual(sharpeWeights(plain, 2), plain.weights)
})

test('without tail focus limits on losses cost half', () => {
  const figures = table({ maxDrawdown: 0.3, valueAtRisk: 0.1, expectedShortfall: 0.16, volatility: 0.2 })
  const plain = studyOf(smallMandate({ risk_constraints: { tail_risk_focus: false } }), 1)
  // violations 1 + 1 + 1 on losses, (0.2 - 0.12) / 0.1 = 0.8 on the ceiling
  assertClose(scoreOf(study, handMadeEvaluation(study, figures)).penalty, 3 + 0.4, 1e-12, 0)
  assertClose(scoreOf(plain, handMadeEvaluation(plain, figures)).penalty, 1.5 + 0.4, 1e-12, 0)
})

test('a regime without weight cannot be the worst', () => {
  const figures = [{ sharpe: 1 }, { sharpe: -9 }, { sharpe: 0.5 }, { sharpe: -9 }, { sharpe: -9 }]
  const score = scoreOf(study, handMadeEvaluation(study, figures))
  assert.equal(score.worst, 2)
  assertClose(score.weightedSharpe, 0.85, 1e-12, 0)
  const weights = sharpeWeights(study, 2)
  assertClose(
    weights.reduce((sum, w) => sum + w, 0),
    1,
    1e-12,
    0,
  )
})

test('the score by group follows every figure that it is made of, in the scope that binds', () => {
  // one figure at a time moves by ± its deviation from group to group; the standard error is that of 20 groups of ± s
  const figures = table(
    { sharpe: 0.8, volatility: 0.06, turnover: 4 },
    { sharpe: -0.2, maxDrawdown: 0.3, valueAtRisk: 0.1, expectedShortfall: 0.16, volatility: 0.06, turnover: 4 },
  )
  const error = 1 / Math.sqrt(19)
  const move = (regime: number, size: number) =>
    study.regimes.map((_, g) => (g === regime ? alternating.map((x) => x * size) : []))
  for (const [name, regime, size, effect] of [
    ['sharpe', 0, 0.1, 0.75 * 0.7 * 0.1],
    ['sharpe', 2, 0.1, (0.75 * 0.3 + 0.25) * 0.1],
    ['volatility', 0, 0.01, (0.5 * 0.7 * 0.01) / 0.1],
    ['maxDrawdown', 2, 0.01, 0.01 / 0.15],
    ['maxDrawdown', 0, 0.01, 0],
    ['valueAtRisk', 2, 0.01, 0.01 / 0.05],
    ['expectedShortfall', 2, 0.01, 0.01 / 0.08],
    ['turnover', 2, 0.5, (0.5 * 0.3 * 0.5 * 0.001) / 0.002],
  ] as const) {
    const evaluation = handMadeEvaluation(study, figures, { deviations: { [name]: move(regime, size) } })
    const score = scoreOf(study, evaluation)
    assertClose(score.total.standardError!, effect * error, 1e-12, 1e-9, `${name} in regime ${regime}`)
    assertClose(groupEstimate(score.groups).value, score.total.value, 1e-12, 0, name)
  }
})

test('a better figure raises a group and a worse one lowers it', () => {
  const up = [[], [], alternating, [], []].map((row) => row.map((x) => 0.01 * x))
  const figures = table({}, { maxDrawdown: 0.3, volatility: 0.05 })
  const falls = scoreOf(study, handMadeEvaluation(study, figures, { deviations: { maxDrawdown: up } }))
  assert.ok(falls.groups[0] < falls.groups[1])
  // average volatility 0.7 x 10 % + 0.3 x 0 % is below the floor of 8 %: more of it is better
  const low = table({}, { volatility: 0 })
  const rises = scoreOf(study, handMadeEvaluation(study, low, { deviations: { volatility: up } }))
  assert.ok(rises.groups[0] > rises.groups[1])
})

test('mean and error of groups, paired differences and ties by hand', () => {
  assert.deepEqual(groupEstimate([1, 2, 3, 4]), { value: 2.5, standardError: Math.sqrt(5 / 12) })
  const difference = pairedDifference([1.1, 2.1, 3.3, 4.3], [1, 2, 3, 4])
  assertClose(difference.value, 0.2, 1e-12, 0)
  assertClose(difference.standardError!, Math.sqrt(0.04 / 12), 1e-12, 0)
  assert.equal(isTie(difference), false)
  assert.equal(isTie({ value: -0.2, standardError: 0.1 }), true)
  assert.equal(isTie({ value: 0, standardError: 0 }), true)
  assert.equal(isTie({ value: 1e-9, standardError: 0 }), false)
})
