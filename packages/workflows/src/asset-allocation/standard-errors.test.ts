import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { calibrationRules } from '../testing/calibration-rules.ts'
import { seedSpread } from '../testing/seed-spread.ts'
import { estimatesBySeed, seedsOfScores } from '../testing/seeds-of-scores.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { groupEstimate, pairedDifference } from './score.ts'

// 400 paths of three years in two regimes that count
const rows = await seedsOfScores(
  smallMandate(),
  calibrationRules,
  Array.from({ length: 24 }, (_, i) => 1 + i),
)

test('over 24 seeds the score and its parts vary as their standard errors say', () => {
  const series = [...estimatesBySeed(rows)]
  for (const [name, estimates] of series) {
    // one false alarm in a thousand for all checks together
    const { ratio, band, honest } = seedSpread(name, estimates, 0.001 / series.length)
    assert.ok(
      honest,
      `${name}: spread over reported error ${ratio.toFixed(3)}, band ${band.map((x) => x.toFixed(3)).join(' to ')}`,
    )
  }
})

test('the scores of these rules rest on the limits whose errors are in question', () => {
  for (const { score } of rows.flat()) assert.ok(score.penalty > 0.3)
})

test('group values average to the figures of all paths, tails included', () => {
  for (const { study, evaluation, score } of rows.flat()) {
    study.regimes.forEach((regime, g) => {
      for (const name of [
        'sharpe',
        'volatility',
        'maxDrawdown',
        'turnover',
        'valueAtRisk',
        'expectedShortfall',
      ] as const) {
        const { value } = groupEstimate(evaluation.groups[name][g])
        assertClose(value, evaluation.regimes[g][name].value, 1e-10, 1e-10, `${name} in ${regime.id}`)
      }
    })
    assertClose(groupEstimate(score.groups).value, score.total.value, 1e-10, 1e-10)
  }
})

test('a paired difference of like rules is known far better than from rules on different paths', () => {
  for (const [first, second] of rows) {
    const paired = pairedDifference(second.score.groups, first.score.groups).standardError!
    const unpaired = Math.hypot(first.score.total.standardError!, second.score.total.standardError!)
    assert.ok(paired < unpaired / 5, `${paired} against ${unpaired}`)
  }
})

test('groups tell what paths make a figure: their spread is that of paths, by another way', () => {
  for (const { evaluation } of rows.flat())
    for (const name of ['sharpe', 'volatility', 'maxDrawdown'] as const)
      evaluation.regimes.forEach((figures, g) => {
        // 19 against 399 degrees of freedom: within the chi-square band of 20 groups at one in a million
        const ratio = groupEstimate(evaluation.groups[name][g]).standardError! / figures[name].standardError!
        assert.ok(ratio > 0.3 && ratio < 1.9, `${name}: ${ratio}`)
      })
})
