import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uniformStream } from '@tutti/analytics/random'
import { handMadeEvaluation, handMadeTrial } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { robustnessOf } from './candidates.ts'
import { luckRecord } from './luck.ts'
import { studyOf } from './study.ts'

const study = studyOf(smallMandate(), 1)

/** Trials whose Sharpe ratios by group of paths are the given columns, in every regime. */
function luckOf(columns: readonly (readonly number[])[]) {
  const trials = columns.map((column, id) => {
    const mean = column.reduce((sum, x) => sum + x, 0) / column.length
    const deviations = { sharpe: study.regimes.map(() => column.map((x) => x - mean)) }
    const figures = study.regimes.map(() => ({ sharpe: mean }))
    return handMadeTrial(study, id, handMadeEvaluation(study, figures, { deviations }))
  })
  const evaluated = trials[0]
  const robustness = robustnessOf(study, evaluated.evaluation, [1, 1, 1, 1, 1], 0)
  return luckRecord(study, trials, [{ evaluated, robustness, fresh: evaluated.evaluation }], null)
}

const noise = (columns: number, seed: number) => {
  const uniform = uniformStream(seed, 0, 0)
  return Array.from({ length: columns }, () => Array.from({ length: 20 }, () => uniform()))
}

test('a rule that is best in every group of paths is no product of luck', () => {
  const best = Array.from({ length: 20 }, (_, i) => 2 + 0.01 * i)
  assert.equal(luckOf([...noise(12, 1), best]).overfittingProbabilitySimulated, 0)
})

test('among rules that differ by noise alone, the winner is below the middle as often as not', () => {
  const probabilities = Array.from(
    { length: 40 },
    (_, seed) => luckOf(noise(12, 10 + seed)).overfittingProbabilitySimulated,
  )
  const mean = probabilities.reduce((sum, p) => sum + p, 0) / 40
  const error = Math.sqrt(probabilities.reduce((sum, p) => sum + (p - mean) ** 2, 0) / (39 * 40))
  // its rank is not quite the middle: in- and out-of-sample halves of the same 20 groups are negatively related
  assert.ok(mean > 0.4 && mean < 0.7, `${mean} ± ${error}`)
})

test('identical rules tie: the one chosen is in the very middle, which counts as overfit', () => {
  const column = noise(1, 3)[0]
  assert.equal(luckOf([column, column, column, column]).overfittingProbabilitySimulated, 1)
})

test('a single trial has nothing to be chosen from', () => {
  const luck = luckOf(noise(1, 4))
  assert.equal(luck.overfittingProbabilitySimulated, 0)
  assert.equal(luck.trials, 1)
  assert.equal(luck.selectionGap.value, 0)
  assert.equal(luck.meanCandidateGap, 0)
  assert.equal(luck.historical, null)
})

test('few randomisations of Sobol points still make blocks of at least two', () => {
  for (const [paths, randomisations] of [
    [256, 4],
    [320, 5],
    [384, 6],
  ] as const) {
    const sobol = studyOf(smallMandate({ simulation: { sampling: 'sobol', paths, randomisations } }), 1)
    const trials = [0, 1, 2].map((id) =>
      handMadeTrial(
        sobol,
        id,
        handMadeEvaluation(
          sobol,
          sobol.regimes.map(() => ({ sharpe: 1 + id })),
        ),
      ),
    )
    const evaluated = trials[2]
    const robustness = robustnessOf(sobol, evaluated.evaluation, [3, 3, 3, 3, 3], 0)
    const luck = luckRecord(sobol, trials, [{ evaluated, robustness, fresh: evaluated.evaluation }], null)
    assert.equal(luck.overfittingProbabilitySimulated, 0)
  }
})
