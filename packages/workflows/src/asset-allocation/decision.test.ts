import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handMadeEvaluation, type HandMadeFigures, handMadeTrial } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { candidateRecords, robustnessOf } from './candidates.ts'
import { decisionOf } from './decision.ts'
import type { ValidationRecord } from './result.ts'
import { studyOf } from './study.ts'

const study = studyOf(smallMandate(), 1)
const bests = [2, 2, 2, 2, 2]

function candidates(...freshFigures: HandMadeFigures[]) {
  return candidateRecords(
    study,
    freshFigures.map((figures, i) => {
      const evaluation = handMadeEvaluation(
        study,
        study.regimes.map(() => figures),
      )
      return {
        evaluated: handMadeTrial(study, 30 + i, evaluation),
        robustness: robustnessOf(study, evaluation, bests, 0),
        fresh: evaluation,
      }
    }),
  )
}

const check = {
  id: 'equity-martingale-1y',
  regime: 'base',
  label: 'E[S_T exp(-mu T)] of the equity index, 1y',
  kind: 'martingale',
  observed: { value: 1, standardError: 0.01 },
  expected: 1,
  z: 0,
  threshold: 4,
} as const
const passed: ValidationRecord = { passed: true, checks: [{ ...check, passed: true }] }
const failed: ValidationRecord = { passed: false, checks: [{ ...check, z: 9, passed: false }] }

test('the first candidate is recommended when the mandate can be met', () => {
  const decision = decisionOf(passed, candidates({ sharpe: 2 }, { sharpe: 1.6 }), true)
  assert.equal(decision.status, 'recommended')
  assert.equal(decision.trial, 30)
  assert.deepEqual(decision.tiedTrials, [])
  assert.match(decision.headline, /inverse volatility rule/)
  assert.match(decision.reasons.join(' '), /no limit is clearly broken/)
  assert.match(decision.reasons.join(' '), /No other candidate/)
})

test('it is a compromise, marked as such, when no rule meets the mandate', () => {
  const decision = decisionOf(passed, candidates({ sharpe: 0.5, maxDrawdown: 0.3 }), false)
  assert.equal(decision.status, 'best-compromise')
  assert.match(decision.headline, /No evaluated rule meets the mandate/)
  assert.match(decision.reasons.join(' '), /limits are broken: Sharpe ratio; Expected maximum drawdown/)
  assert.match(decision.reasons.join(' '), /does not keep the share/)
})

test('a failed validation withholds the decision, feasible or not', () => {
  for (const feasible of [true, false]) {
    const decision = decisionOf(failed, candidates({}), feasible)
    assert.equal(decision.status, 'withheld')
    assert.match(decision.headline, /No recommendation/)
    assert.match(decision.reasons[0], /At least one test of the paths/)
  }
})

test('ties with the winner are named', () => {
  const decision = decisionOf(passed, candidates({ sharpe: 2 }, { sharpe: 2 }, { sharpe: 1.7 }), true)
  assert.deepEqual(decision.tiedTrials, [31])
  assert.match(decision.reasons.join(' '), /statistically tied/)
})

test('the words of a decision carry no figures: those are in its fields', () => {
  for (const validation of [passed, failed])
    for (const feasible of [true, false])
      for (const figures of [{}, { sharpe: 0.5, maxDrawdown: 0.3 }]) {
        const { headline, reasons } = decisionOf(validation, candidates(figures, { sharpe: 0 }), feasible)
        // "95 %" is part of the name of a limit
        for (const words of [headline, ...reasons]) assert.doesNotMatch(words.replaceAll('95 %', ''), /\d/)
      }
})
