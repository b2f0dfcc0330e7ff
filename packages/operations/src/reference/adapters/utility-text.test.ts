import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utilityOf } from './utility-text.ts'

const unit = { cost: undefined, scale: 1 }

test('numbers before the mean and the variance are read with or without signs of multiplication', () => {
  assert.deepEqual(utilityOf("25 * w'mu - 0.5 w'Sigma w", {}), { tolerance: 25, ...unit })
  assert.deepEqual(utilityOf("0.2 w'mu - .5*w'Sigma*w", {}), { tolerance: 0.2, ...unit })
  assert.deepEqual(utilityOf("mu'w - 1/2 w'S w", {}), { tolerance: 1, ...unit })
  assert.deepEqual(utilityOf("0.15 mu'w - w'Sigma w / 2", {}), { tolerance: 0.15, ...unit })
  assert.deepEqual(utilityOf("3 w'mu - 0.5 * variance", {}), { tolerance: 3, ...unit })
  assert.deepEqual(utilityOf('w^T μ - 0.5 w^T Σ w', {}), { tolerance: 1, ...unit })
})

test('a weight on the variance other than a half scales the utility and its costs', () => {
  assert.deepEqual(utilityOf("w'mu - 2 w'Sigma w", {}), { tolerance: 0.25, cost: undefined, scale: 4 })
  assert.deepEqual(utilityOf("w'mu - 0.5 * 4 * w'Sigma w - 0.01 sum|w-w0|", {}), {
    tolerance: 0.25,
    cost: 0.0025,
    scale: 4,
  })
})

test('named parameters take the values of the case', () => {
  assert.deepEqual(utilityOf("risk_tolerance * w'mu - 0.5 w'Sigma w", { tolerance: 3 }), { tolerance: 3, ...unit })
  for (const text of [
    "w'mu - 0.5 * risk_aversion * w'Sigma w",
    "w'mu - lambda/2 w'Sigma w",
    "w'mu - (1/2) delta w'Sigma w",
  ]) {
    assert.deepEqual(utilityOf(text, { aversion: 8 }), { tolerance: 0.125, cost: undefined, scale: 8 })
  }
})

test('costs are read in the notations of the cases', () => {
  for (const text of [
    '- 0.004 sum|w-w0|',
    '- 0.004 * sum |w - w0|',
    '- 0.004 sum(|w-w0|)',
    '- 0.004 |w-w0|_1',
    '- 0.004 * sum(abs(w-w0))',
    '- 0.004 ||w-w0||_1',
    '- 0.004 turnover',
  ]) {
    assert.equal(utilityOf(`0.2 w'mu - 0.5 w'Sigma w ${text}`, {}).cost, 0.004)
  }
})

test('a text that is not known, or that does not use what the case gives, is refused', () => {
  for (const [text, parameters] of [
    ["log(1 + w'mu)", {}],
    ["w'mu - 0.5 w'Sigma w", { tolerance: 2 }],
    ["risk_tolerance * w'mu - 0.5 w'Sigma w", {}],
    ["w'mu - 0.5 kappa w'Sigma w", { aversion: 2 }],
    ["w'mu + 0.5 w'Sigma w", {}],
    ["w'mu - 0 w'Sigma w", {}],
    ["0.2 w'mu - 0.5 w'Sigma w - 0.1 sum (w-w0)^2", {}],
  ] as const) {
    assert.throws(() => utilityOf(text, parameters), { code: 'unsupported' }, text)
  }
})
