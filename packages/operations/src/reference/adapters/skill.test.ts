import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skillForms } from './skill.ts'

/** The answer of the first form that takes the inputs, as the verification chooses it; undefined where none does. */
function answer(name: string, input: Record<string, unknown>): Readonly<Record<string, unknown>> | undefined {
  for (const form of skillForms) {
    if (form.function !== name) continue
    const parsed = form.input.safeParse(input)
    if (parsed.success) return form.answer(parsed.data, [])
  }
  return undefined
}

const rows = Array.from({ length: 12 }, (_, t) =>
  [Math.sin(t), Math.cos(2 * t), Math.sin(3 * t + 1)].map((v) => 0.03 * v),
)
const manager = rows.map(([a, b], t) => 0.7 * a + 0.3 * b + 0.001 * Math.cos(5 * t))
const wording = 'weights >= 0, sum to 1, minimise variance of the residual (intercept allowed)'

test('factor returns are taken by period or by factor', () => {
  const byPeriod = answer('style_analysis', { manager_returns: manager, factor_returns: rows, constraints: wording })
  const byFactor = answer('style_analysis', {
    manager_returns: manager,
    factor_returns: [0, 1, 2].map((j) => rows.map((row) => row[j])),
    constraints: wording,
  })
  assert.deepEqual(Object.keys(byPeriod ?? {}), ['weights', 'residual_std', 'style_r_squared'])
  assert.deepEqual(byFactor, byPeriod)
})

test('constraints of the same meaning are read, others are refused', () => {
  const served = (constraints: string): boolean =>
    answer('style_analysis', { manager_returns: manager, factor_returns: rows, constraints }) !== undefined
  for (const text of [
    wording,
    'Weights >= 0; sum to 1; minimise the residual variance',
    'long-only, fully invested, minimum tracking error variance',
    'w >= 0, sum(w) = 1, minimise variance of the residual',
    'non-negative weights summing to one, least variance of residual',
    'weights between 0 and 1 that sum to one, minimise var of residual variance',
  ]) {
    assert.ok(served(text), text)
  }
  for (const text of [
    'weights sum to 1, minimise variance of the residual',
    'weights >= 0, minimise variance of the residual',
    'weights >= 0, sum to 1, minimise variance of the residual, no intercept',
    'unconstrained regression',
    'weights >= 0, sum to 1, minimise the sum of absolute residuals',
  ]) {
    assert.ok(!served(text), text)
  }
})

test('records name their frequency', () => {
  const active = manager.map((value) => 0.1 * value + 0.001)
  const monthly = answer('manager_skill', { active_returns_monthly: active })
  const quarterly = answer('manager_skill', { active_returns_quarterly: active })
  const plain = answer('manager_skill', { active_returns: active, periods_per_year: 12 })
  assert.deepEqual(plain, monthly)
  const ratio = (of: typeof monthly): number => Number(of?.information_ratio_annualised)
  assert.ok(Math.abs(ratio(monthly) / ratio(quarterly) - Math.sqrt(3)) < 1e-12)
  assert.equal(answer('manager_skill', { active_returns: active }), undefined)
})
