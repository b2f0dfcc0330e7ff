import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uniformStream } from '@tutti/analytics/random'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { validMandate } from '../mandate.ts'
import {
  configurationAt,
  configurationAtDecision,
  decisionPoint,
  decisionSpace,
  parameterNames,
  sameRule,
} from './search-space.ts'

const standard = validMandate({}, 'm')
const grid = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n)
const at = (column: number, u: number) => parameterNames.map((_, i) => (i === column ? u : 0.5))

test('the corners of the cube are the ends of the ranges', () => {
  assert.deepEqual(configurationAt(standard, [0, 0, 0, 0, 0]), {
    targetVolatility: 0.05,
    weightFunction: 'inverse-vol',
    windowMonths: 6,
    riskAversion: 0.5,
    costBp: 0,
  })
  assert.deepEqual(configurationAt(standard, [1, 1, 1, 1, 1]), {
    targetVolatility: 0.2,
    weightFunction: 'sigmoid',
    windowMonths: 24,
    riskAversion: 5,
    costBp: 20,
  })
})

test('whole months and weight functions have equal shares of the unit interval', () => {
  // 19 months from 6 to 24; 1900 midpoints give each exactly 100
  const months = grid(1900).map((u) => configurationAt(standard, at(2, u)).windowMonths)
  for (let m = 6; m <= 24; m++) assert.equal(months.filter((x) => x === m).length, 100)
  const functions = grid(400).map((u) => configurationAt(standard, at(1, u)).weightFunction)
  for (const name of standard.search_space.weight_functions)
    assert.equal(functions.filter((x) => x === name).length, 100)
})

test('continuous parameters cover their ranges evenly, in steps that can be written down', () => {
  for (const [column, name, low, high, step] of [
    [0, 'targetVolatility', 0.05, 0.2, 0.0005],
    [3, 'riskAversion', 0.5, 5, 0.01],
    [4, 'costBp', 0, 20, 0.1],
  ] as const) {
    for (const u of grid(1000)) {
      const value = configurationAt(standard, at(column, u))[name]
      assert.ok(value >= low && value <= high)
      assertClose(value, low + u * (high - low), step / 2 + 1e-12, 0)
      assert.ok(String(value).length <= 6, `${name} ${value}`)
    }
  }
})

test('a range of one value is that value, and its decision coordinate is the middle', () => {
  const fixed = validMandate(
    { search_space: { target_volatility: [0.1, 0.1], volatility_window_months: [12, 12], risk_aversion: [2, 2] } },
    'm',
  )
  for (const u of [0, 0.3, 1]) {
    const configuration = configurationAt(fixed, [u, 0, u, u, u])
    assert.equal(configuration.targetVolatility, 0.1)
    assert.equal(configuration.windowMonths, 12)
    assert.equal(configuration.riskAversion, 2)
    assert.deepEqual(decisionPoint(fixed, configuration).coordinates, [0.5, 0.5, 0.5])
  }
})

test('a configuration survives the way to the decision space and back', () => {
  const uniform = uniformStream(1, 0, 0)
  for (let i = 0; i < 2000; i++) {
    const configuration = configurationAt(
      standard,
      parameterNames.map(() => uniform()),
    )
    const point = decisionPoint(standard, configuration)
    for (const x of point.coordinates) assert.ok(x >= 0 && x <= 1)
    const back = configurationAtDecision(standard, point, 0.5)
    assert.ok(sameRule(back, configuration), `${JSON.stringify(back)} from ${JSON.stringify(configuration)}`)
  }
})

test('the decision space leaves the cost out: it is a circumstance', () => {
  assert.deepEqual(decisionSpace(standard), { dimension: 3, categories: 4 })
  const configuration = configurationAt(standard, [0.2, 0.4, 0.6, 0.8, 0.1])
  assert.deepEqual(decisionPoint(standard, configuration), decisionPoint(standard, { ...configuration, costBp: 20 }))
  assert.ok(sameRule(configuration, { ...configuration, costBp: 20 }))
  assert.ok(!sameRule(configuration, { ...configuration, riskAversion: 4.99 }))
})

test('a mandate with fewer weight functions searches those alone', () => {
  const two = validMandate({ search_space: { weight_functions: ['sigmoid', 'linear-decay'] } }, 'm')
  assert.deepEqual(decisionSpace(two), { dimension: 3, categories: 2 })
  const functions = grid(10).map((u) => configurationAt(two, at(1, u)).weightFunction)
  assert.deepEqual(functions.slice(0, 5), Array(5).fill('sigmoid'))
  assert.deepEqual(functions.slice(5), Array(5).fill('linear-decay'))
})
