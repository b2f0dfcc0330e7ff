import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { blackScholesGreeks } from '@tutti/analytics/models'
import { profitExplainOperation, scenarioRevaluationOperation, sensitivityLadderOperation } from './revaluation.ts'

const option = {
  type: 'call' as const,
  spot: 100,
  strike: 105,
  maturityYears: 0.5,
  rateContinuous: 0.03,
  dividendYieldContinuous: 0.01,
  volAnnual: 0.2,
}
const position = { operation: 'models/black-scholes', input: option, value: '/price' }
const fine = { size: 1e-4, mode: 'absolute' as const, unit: 1, scheme: 'central' as const }
const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)
const refused = (code: string, field: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code && error.details.field === field)

test('a ladder over any pricing operation has the greeks of its formula', () => {
  const input = structuredClone(position)
  const { baseValue, ladders, crossGammas } = sensitivityLadderOperation.run({
    ...input,
    groups: [
      { name: 'delta', factors: ['/spot'], bump: { ...fine, size: 0.01 } },
      { name: 'vega', factors: ['/volAnnual'], bump: fine },
      { name: 'rho', factors: ['/rateContinuous'], bump: fine },
    ],
    crossGammas: true,
  })
  const greeks = blackScholesGreeks(option)
  near(baseValue, greeks.price, 1e-12)
  const [delta, vega, rho] = ladders
  near(delta.parallel.sensitivity, greeks.delta, 1e-6)
  near(delta.parallel.gamma!, greeks.gamma, 1e-6)
  near(vega.buckets[0].sensitivity, greeks.vega, 1e-4)
  near(rho.buckets[0].sensitivity, greeks.rho, 1e-4)
  near(crossGammas!.matrix[0][1], greeks.vanna, 1e-4)
  assert.deepEqual(input, position)
})

test('scenarios and the explanation of a profit revalue the same operation', () => {
  const { outcomes } = scenarioRevaluationOperation.run({
    ...position,
    scenarios: [
      { name: 'up', shocks: [{ factor: '/spot', kind: 'add', amount: 2 }] },
      { name: 'impossible', shocks: [{ factor: '/spot', kind: 'set', amount: -1 }] },
    ],
  })
  assert.ok('change' in outcomes[0] && 'error' in outcomes[1])
  const explain = profitExplainOperation.run({
    operation: position.operation,
    startInput: option,
    endInput: { ...option, spot: 102 },
    value: '/price',
    factors: [{ factor: '/spot', kind: 'price or rate', bump: 'equity' }],
  })
  near(explain.total, outcomes[0].change, 1e-12)
  near(explain.delta + explain.gamma + explain.unexplained, explain.total, 1e-12)
})

test('what cannot be bumped is refused with its place', () => {
  const groups = [{ name: 'x', factors: ['/spot'], bump: fine }]
  refused('unsupported', 'operation', () =>
    sensitivityLadderOperation.run({ ...position, operation: 'risk/x', groups }),
  )
  refused('invalid-input', '/nothing', () =>
    sensitivityLadderOperation.run({ ...position, groups: [{ name: 'x', factors: ['/nothing'], bump: fine }] }),
  )
  refused('invalid-input', '/type', () =>
    sensitivityLadderOperation.run({ ...position, groups: [{ name: 'x', factors: ['/type'], bump: fine }] }),
  )
  refused('invalid-input', '/presentValue', () =>
    sensitivityLadderOperation.run({ ...position, value: '/presentValue', groups }),
  )
})

test('a whole portfolio is revalued as its positions are, and one that cannot be priced is not left out', () => {
  const held = (id: string, quantity: number, spot: number | string) => ({
    id,
    quantity,
    currency: 'USD',
    operation: 'models/black-scholes',
    input: { ...option, spot, rateContinuous: '@rate' },
  })
  const scenarios = [{ name: 'rates up', shocks: [{ factor: '/market/rate', kind: 'add' as const, amount: 0.01 }] }]
  const revalued = (positions: readonly object[]) =>
    scenarioRevaluationOperation.run({
      operation: 'portfolio/price',
      input: { market: { rate: 0.03 }, positions },
      value: '/totals/0/presentValue',
      scenarios,
    })
  const whole = revalued([held('a', 10, 100), held('b', -4, 90)])
  const alone = [held('a', 10, 100), held('b', -4, 90)].map((one) => revalued([one]))
  near(whole.baseValue, alone[0].baseValue + alone[1].baseValue, 1e-12)
  const changeOf = ({ outcomes: [first] }: typeof whole): number => ('change' in first ? first.change : NaN)
  near(changeOf(whole), changeOf(alone[0]) + changeOf(alone[1]), 1e-12)
  assert.throws(() => revalued([held('a', 10, 100), held('bad', 1, -90)]), {
    code: 'calculation-failed',
    message: /1 positions of the portfolio cannot be priced/,
  })
})
