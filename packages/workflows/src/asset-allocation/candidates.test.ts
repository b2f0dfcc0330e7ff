import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { handMadeEvaluation, type HandMadeFigures, handMadeTrial, someRule } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import {
  bestTrials,
  candidateRecords,
  groupSharpes,
  neighbours,
  type RankedCandidate,
  regimeOptima,
  robustnessOf,
  selectionGap,
} from './candidates.ts'
import { sameRule } from './search/search-space.ts'
import { studyOf } from './study.ts'

// weights 0.7 base, 0.3 bear
const study = studyOf(smallMandate(), 1)
const table = (base: HandMadeFigures, bear: HandMadeFigures = base) => [base, {}, bear, {}, {}]
const evaluation = (base: HandMadeFigures, bear: HandMadeFigures = base) => handMadeEvaluation(study, table(base, bear))
const bests = (base: number, bear: number) => [base, 2, bear, 2, 2]
const rule = (windowMonths: number, costBp = 10) => ({ ...someRule, windowMonths, costBp })

test('the best trials are the best by score, one a rule, whatever cost it was sampled with', () => {
  const trials = [
    [0, rule(6), 0.5],
    [1, rule(7), 0.9],
    [2, rule(7, 3), 0.9],
    [3, rule(8), 0.7],
    [4, rule(9), 0.7],
    [5, rule(6, 1), 0.5],
  ].map(([id, configuration, sharpe]) =>
    handMadeTrial(
      study,
      id as number,
      handMadeEvaluation(study, table({ sharpe: sharpe as number }), {
        configuration: configuration as typeof someRule,
      }),
    ),
  )
  assert.deepEqual(
    bestTrials(trials).map(({ trial }) => trial.id),
    [1, 3, 4, 0],
  )
  assert.deepEqual(
    bestTrials(trials, 2).map(({ trial }) => trial.id),
    [1, 3],
  )
})

test('a rule has six neighbours, each one step away along one parameter', () => {
  const around = neighbours(someRule)
  assert.equal(around.length, 6)
  assert.deepEqual(
    around.map((other) => [other.targetVolatility, other.windowMonths, other.riskAversion]),
    [
      [0.09, 12, 2],
      [0.11, 12, 2],
      [0.1, 10, 2],
      [0.1, 14, 2],
      [0.1, 12, 1.7391],
      [0.1, 12, 2.3],
    ],
  )
  for (const other of around) {
    assert.equal(other.weightFunction, someRule.weightFunction)
    assert.equal(other.costBp, someRule.costBp)
    assert.ok(!sameRule(other, someRule))
  }
})

test('neighbours stay among the rules that can be run', () => {
  const [lower, , shorter] = neighbours({ ...someRule, targetVolatility: 0.01, windowMonths: 2 })
  assert.equal(lower.targetVolatility, 0.005)
  assert.equal(shorter.windowMonths, 1)
})

test('the robustness of a rule by hand', () => {
  const robustness = robustnessOf(
    study,
    evaluation({ sharpe: 0.8, maxDrawdown: 0.18 }, { sharpe: 0.1, maxDrawdown: 0.18 }),
    bests(1, 0.5),
    0.06,
  )
  // weighted 0.59, worst 0.1, drawdown 0.03 / 0.15 = 0.2 over: score 0.75 x 0.59 + 0.25 x 0.1 - 0.2 = 0.2675;
  // distances 0.2 and 0.4, mean 0.26, variance 0.7 x 0.06^2 + 0.3 x 0.14^2 = 0.0084
  assertClose(robustness.weightedSharpe, 0.59, 1e-12, 0)
  assert.equal(robustness.worstRegimeSharpe, 0.1)
  assert.equal(robustness.worstRegime, 'bear')
  assertClose(robustness.penalty, 0.2, 1e-12, 0)
  assertClose(robustness.dispersion, Math.sqrt(0.0084), 1e-12, 0)
  assert.equal(robustness.neighbourhoodLoss, 0.06)
  assertClose(robustness.total, 0.2675 - 0.25 * Math.sqrt(0.0084) - 0.03, 1e-12, 0)
  assertClose(robustness.retained['base'], 0.8, 1e-12, 0)
  assertClose(robustness.retained['bear'], 0.2, 1e-12, 0)
  assert.equal(robustness.stable, false)
})

test('a rule is stable when it keeps the share asked for in every regime that counts', () => {
  const stable = (base: number, bear: number) =>
    robustnessOf(study, evaluation({ sharpe: base }, { sharpe: bear }), bests(1, 0.5), 0).stable
  assert.equal(stable(0.85, 0.45), true)
  assert.equal(stable(0.75, 0.45), false)
  assert.equal(stable(0.85, 0.35), false)
  // bull, high-vol and low-vol have no weight: the best of 2 there is not asked for
  assert.equal(stable(1, 0.5), true)
})

test('where the best Sharpe ratio is negative or almost nothing, shares are measured on a scale that means something', () => {
  const retained = (bear: number, best: number) =>
    robustnessOf(study, evaluation({ sharpe: 1 }, { sharpe: bear }), bests(1, best), 0).retained['bear']
  // a best of -0.5: doing as well keeps all, -0.6 is a fifth of 0.5 worse
  assertClose(retained(-0.5, -0.5), 1, 1e-12, 0)
  assertClose(retained(-0.6, -0.5), 0.8, 1e-12, 0)
  assertClose(retained(-1, -0.5), 0, 1e-12, 0)
  // a best of 0.01: on the scale of 0.1, and not a hundredfold loss
  assertClose(retained(-0.01, 0.01), 0.8, 1e-12, 0)
  assertClose(retained(0, 0), 1, 1e-12, 0)
})

const alternating = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1))

function ranked(id: number, searched: number, fresh: number, wobble = 0): RankedCandidate {
  const evaluated = handMadeTrial(study, id, evaluation({ sharpe: searched }))
  const moved = alternating.map((x) => wobble * x)
  return {
    evaluated,
    robustness: robustnessOf(study, evaluated.evaluation, bests(2, 2), 0),
    fresh: handMadeEvaluation(study, table({ sharpe: fresh }), { deviations: { sharpe: [moved, [], moved, [], []] } }),
  }
}

test('differences to the winner are paired on fresh paths, and within twice their error they are ties', () => {
  const records = candidateRecords(study, [ranked(4, 1, 0.9), ranked(7, 0.9, 0.88, 0.1), ranked(2, 0.8, 0.7, 0.01)])
  assert.deepEqual(
    records.map(({ trial, rank, tiedWithWinner }) => [trial, rank, tiedWithWinner]),
    [
      [4, 1, true],
      [7, 2, true],
      [2, 3, false],
    ],
  )
  assert.deepEqual(records[0].differenceToWinner, { value: 0, standardError: 0 })
  assertClose(records[1].differenceToWinner.value, -0.02, 1e-12, 0)
  // all groups of both regimes move together by ± 0.1
  assertClose(records[1].differenceToWinner.standardError!, 0.1 / Math.sqrt(19), 1e-12, 0)
  assertClose(records[2].freshScore.value - records[0].freshScore.value, records[2].differenceToWinner.value, 1e-12, 0)
  assertClose(records[1].searchScore.value, 0.9, 1e-12, 0)
})

test("the winner's fall from search to fresh paths has the errors of both", () => {
  const gap = selectionGap(study, ranked(1, 1, 0.9, 0.19))
  assertClose(gap.value, 0.1, 1e-12, 0)
  assertClose(gap.standardError, 0.19 / Math.sqrt(19), 1e-12, 0)
})

test('the best of each regime is found with its ties and with what the winner does there', () => {
  const wobbling = (id: number, base: number, bear: number, wobble: number) =>
    handMadeTrial(
      study,
      id,
      handMadeEvaluation(study, table({ sharpe: base }, { sharpe: bear }), {
        deviations: { sharpe: [alternating.map((x) => wobble * x), [], [], [], []] },
      }),
    )
  const trials = [wobbling(0, 1, -0.5, 0), wobbling(1, 0.99, -0.5, 0.1), wobbling(2, 0.5, -0.1, 0.1)]
  const optima = regimeOptima(study, trials, trials[1])
  assert.deepEqual(
    optima.map(({ regime, trial, tiedTrials }) => [regime, trial, tiedTrials]),
    [
      ['base', 0, [1]],
      ['bull', 0, [1, 2]],
      ['bear', 2, []],
      ['high-vol', 0, [1, 2]],
      ['low-vol', 0, [1, 2]],
    ],
  )
  assert.equal(optima[0].sharpe.value, 1)
  assert.equal(optima[0].winnerSharpe.value, 0.99)
  assert.equal(optima[2].winnerSharpe.value, -0.5)
})

test('Sharpe ratios by group carry the weights of the score, the worst regime counted more', () => {
  const deviations = { sharpe: [alternating, [], alternating.map((x) => 2 * x), [], []] }
  const trial = handMadeTrial(study, 0, handMadeEvaluation(study, table({ sharpe: 1 }, { sharpe: 0 }), { deviations }))
  // weights 0.75 x 0.7 = 0.525 and 0.75 x 0.3 + 0.25 = 0.475
  assertClose(groupSharpes(study, trial)[0], 0.525 * 2 + 0.475 * 2, 1e-12, 0)
  assertClose(groupSharpes(study, trial)[1], 0.475 * -2, 1e-12, 0)
})
