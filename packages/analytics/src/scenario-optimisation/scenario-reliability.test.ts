import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scenarioReliability, type ScenarioRisk, scenarioSet } from './index.ts'

/** Sums of four uniform variables, by a linear congruence. */
function bells(count: number): number[] {
  let state = 20_260_101
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state + 0.5) / 2_147_483_648
  }
  return Array.from({ length: count }, () => 0.01 * (uniform() + uniform() + uniform() + uniform() - 2))
}

test('intervals of CVaR from two halves of a sample agree, and short tails are called so', () => {
  const many = bells(4000)
  const halves = [many.slice(0, 2000), many.slice(2000)].map((half) => scenarioSet(half.map((x) => [x])))
  const risk: ScenarioRisk = { measure: 'cvar', confidence: 0.9 }
  const [first, second] = halves.map((half) => scenarioReliability(half, [1], risk, 0.99).interval)
  assert.ok(first && second)
  assert.ok(Math.abs(first.estimate - second.estimate) < 3.5 * Math.hypot(first.standardError, second.standardError))
  const forty = scenarioSet(Array.from({ length: 40 }, (_, s) => bells(200).slice(4 * s, 4 * s + 4)))
  const short = scenarioReliability(forty, [0.25, 0.25, 0.25, 0.25], { measure: 'cvar', confidence: 0.95 }, 0.95)
  assert.equal(short.tailScenarios, 2)
  assert.deepEqual(
    short.cautions.map((text) => text.split(':')[0]),
    ['few-scenarios', 'short-tail'],
  )
  assert.equal(scenarioReliability(forty, [1, 0, 0, 0], { measure: 'worst-loss' }, 0.95).interval, null)
})

test('the standard error of the mean absolute deviation is that of normal theory on normal quantiles', () => {
  // Var |x - mean| = 1 - 2/π for a normal variable; the mean's effect vanishes by symmetry.
  const returns = Array.from({ length: 2001 }, (_, k) => [Math.sqrt(2) * inverseErf((2 * (k + 0.5)) / 2001 - 1)])
  const interval = scenarioReliability(scenarioSet(returns), [1], { measure: 'mad' }, 0.95).interval
  assert.ok(interval)
  assert.ok(Math.abs(interval.standardError - Math.sqrt((1 - 2 / Math.PI) / 2001)) < 2e-4)
})

/** By Newton's method on a series; enough for quantiles of a test. */
function inverseErf(y: number): number {
  let x = 0
  for (let k = 0; k < 100; k++) {
    let term = x
    let sum = x
    for (let j = 1; j < 200; j++) {
      term *= (-x * x) / j
      sum += term / (2 * j + 1)
    }
    const step = ((2 / Math.sqrt(Math.PI)) * sum - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))
    x -= Math.max(-0.5, Math.min(0.5, step))
    if (Math.abs(step) < 1e-14) break
  }
  return x
}
