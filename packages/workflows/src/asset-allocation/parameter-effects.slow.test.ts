import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { averageFigures, evaluations } from './evaluation.ts'
import type { RegimeFigures } from './result.ts'
import { studyOf } from './study.ts'

const plain: StrategyConfiguration = {
  targetVolatility: 0.1,
  weightFunction: 'inverse-vol',
  windowMonths: 12,
  riskAversion: 1,
  costBp: 10,
}

type Sections = Parameters<typeof smallMandate>[0]

/** Average figures of rules under a mandate of 200 paths, one year, all on the same paths. */
async function averages(rules: readonly Partial<StrategyConfiguration>[], sections: Sections = {}) {
  const study = studyOf(smallMandate({ ...sections, simulation: { paths: 200, years: 1, warmup_months: 24 } }), 7)
  const configurations = rules.map((rule) => ({ ...plain, ...rule }))
  const plan = { purpose: 'search', paths: study.paths, step: 'effects' } as const
  const results = await evaluations(inProcessContext(), study, configurations, plan)
  return results.map((result) => averageFigures(result.regimes, study.weights))
}

const values = (figures: readonly RegimeFigures[], name: keyof RegimeFigures) => figures.map((f) => f[name].value)
const rises = (list: readonly number[]) => list.every((x, i) => i === 0 || x > list[i - 1])
const falls = (list: readonly number[]) => rises(list.toReversed())
const operational = (settings: Readonly<Record<string, unknown>>) => ({ operational_constraints: settings })

test('a higher target volatility gives more volatility, under every weight function', async () => {
  for (const weightFunction of ['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'] as const) {
    const figures = await averages([0.06, 0.09, 0.12].map((targetVolatility) => ({ weightFunction, targetVolatility })))
    assert.ok(rises(values(figures, 'volatility')), weightFunction)
  }
})

test('the four weight functions are four rules', async () => {
  const figures = await averages(
    (['inverse-vol', 'inverse-vol-squared', 'linear-decay', 'sigmoid'] as const).map((weightFunction) => ({
      weightFunction,
    })),
  )
  for (const name of ['sharpe', 'volatility', 'turnover', 'maxDrawdown'] as const)
    assert.equal(new Set(values(figures, name)).size, 4)
})

test('a longer window trades less', async () => {
  assert.ok(falls(values(await averages([6, 12, 24].map((windowMonths) => ({ windowMonths }))), 'turnover')))
})

test('risk aversion caps the weight: more of it, less volatility; too little of it to bind, no change at all', async () => {
  const figures = await averages([0.01, 0.02, 1, 2, 5].map((riskAversion) => ({ riskAversion })))
  assert.deepEqual(figures[1], figures[0])
  assert.ok(falls(values(figures.slice(1), 'volatility')))
  // twice the premium allows twice the aversion
  const [doubled] = await averages([{ riskAversion: 4 }], { search_space: { equity_premium: 0.1 } })
  assertClose(doubled.sharpe.value, figures[3].sharpe.value, 1e-12, 1e-12)
})

test('cost lowers return and Sharpe ratio in proportion, and changes no trade', async () => {
  const figures = await averages([0, 10, 20].map((costBp) => ({ costBp })))
  assert.ok(falls(values(figures, 'sharpe')))
  const [zero, ten, twenty] = values(figures, 'annualReturn')
  assertClose((zero - twenty) / (zero - ten), 2, 0.01, 0)
  assertClose(zero - ten, figures[1].cost.value, 0, 0.15)
  assert.equal(new Set(values(figures, 'turnover')).size, 1)
  assert.deepEqual(
    figures.map((f) => f.cost.value),
    [0, 10, 20].map((bp) => figures[0].turnover.value * bp * 1e-4),
  )
})

test('the slope of the linear rule acts on it alone, and so does that of the sigmoid', async () => {
  const rules = [{ weightFunction: 'linear-decay' }, { weightFunction: 'sigmoid' }] as const
  const [linear, sigmoid] = await averages(rules)
  const [steepLinear, sameSigmoid] = await averages(rules, { search_space: { linear_slope: 8 } })
  const [sameLinear, steepSigmoid] = await averages(rules, { search_space: { sigmoid_slope: 60 } })
  assert.ok(steepLinear.volatility.value < linear.volatility.value)
  assert.deepEqual(sameSigmoid, sigmoid)
  assert.deepEqual(sameLinear, linear)
  assert.notEqual(steepSigmoid.sharpe.value, sigmoid.sharpe.value)
  assert.notEqual(steepSigmoid.turnover.value, sigmoid.turnover.value)
})

test('rebalancing less often, a band and a no-trade zone each save turnover', async () => {
  const turnover = async (sections: Sections) => values(await averages([{}], sections), 'turnover')[0]
  const monthly = await turnover({})
  // a band of everything leaves the first purchase alone: the least there can be
  const least = await turnover(operational({ rebalancing_band: 1 }))
  for (const settings of [
    { rebalancing_frequency: 'quarterly' },
    { rebalancing_frequency: 'semi-annual' },
    { rebalancing_band: 0.05 },
    { no_trade_zone: 0.03 },
  ]) {
    const traded = await turnover(operational(settings))
    assert.ok(least < traded && traded < monthly, JSON.stringify(settings))
  }
  assert.equal(await turnover(operational({ rebalancing_frequency: 'annual' })), least)
})

test('limits on the weight bind, and borrowing costs its spread', async () => {
  const rule = { targetVolatility: 0.2, riskAversion: 0.1 }
  const of = async (settings: Readonly<Record<string, unknown>>) => (await averages([rule], operational(settings)))[0]
  const free = await of({})
  assert.ok((await of({ maximum_allocation: 0.5 })).volatility.value < free.volatility.value)
  assert.ok((await of({ minimum_allocation: 0.9 })).volatility.value > free.volatility.value)
  const levered = await of({ maximum_allocation: 1.5, leverage_limit: 1.5, financing_spread_bps: 0 })
  assert.ok(levered.volatility.value > free.volatility.value)
  assert.deepEqual(await of({ maximum_allocation: 1.5 }), free)
  const dear = await of({ maximum_allocation: 1.5, leverage_limit: 1.5, financing_spread_bps: 300 })
  assert.ok(dear.annualReturn.value < levered.annualReturn.value)
})

test('a rule that never holds equity is scored as the bonds that it holds', async () => {
  const [none] = await averages([{ weightFunction: 'linear-decay', targetVolatility: 0.01 }], {
    search_space: { linear_slope: 1000 },
  })
  assert.equal(none.turnover.value, 0)
  assert.equal(none.cost.value, 0)
  assert.ok(none.volatility.value > 0.04 && none.volatility.value < 0.08)
})
