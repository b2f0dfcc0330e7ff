import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { inProcessContext } from '../testing/in-process-context.ts'
import { someRule } from '../testing/hand-made-evaluation.ts'
import { smallMandate } from '../testing/small-mandate.ts'
import { type Evaluation, evaluations } from './evaluation.ts'
import { validMandate } from './mandate.ts'
import { costCurve, furtherRules, rivalFigures, shownCosts } from './rivals.ts'
import { type Study, studyOf } from './study.ts'

/** The further rules of a winner, evaluated on the fresh paths as the ranking does. */
function further(study: Study): Promise<Evaluation[]> {
  const plan = { purpose: 'fresh', paths: study.paths, step: 'further' } as const
  return evaluations(inProcessContext(), study, furtherRules(study, someRule), plan)
}

const years = 3
const months = 12 * years
/** A regime of almost constant volatility, in which returns of a constant mix are nearly independent lognormals. */
const steady = {
  id: 'steady',
  name: 'Steady',
  weight: 1,
  equity: { drift: 0.06, volatility: 0.18, vol_of_variance: 0.001 },
  rates: { initial_rate: 0.02, mean_reversion: 0.1, volatility: 0.01 },
  bond: { maturity_years: 10 },
  correlation: { equity_rate: -0.3 },
}
const study = studyOf(
  validMandate(
    {
      simulation: { paths: 600, years, warmup_months: 12 },
      operational_constraints: { planning_cost_bps: 0 },
      regime_weights: { base: 0, bull: 0, bear: 0, 'high-vol': 0, 'low-vol': 0 },
      additional_regimes: [steady],
    },
    'm',
  ),
  5,
)
const rivals = await rivalFigures(inProcessContext(), study, {}, await further(study))
const steadyFigures = (id: string) => rivals.find((rival) => rival.id === id)!.figures['steady']

/** Annual volatility of monthly returns at constant equity weight w: lognormal equity, zero-coupon bond of duration B. */
function constantMixVolatility(w: number): number {
  const { volatility: sigma, drift } = steady.equity
  const duration = (1 - Math.exp(-10 * steady.rates.mean_reversion)) / steady.rates.mean_reversion
  const bondSigma = duration * steady.rates.volatility
  const covariance = (a: number, b: number, rho: number) => Math.exp((rho * a * b) / 12) - 1
  const equityGrowth = Math.exp(drift / 12)
  const bondGrowth = Math.exp(steady.rates.initial_rate / 12)
  // bonds gain when rates fall: the correlation of equity and bond returns is the opposite of that with rates
  const rho = -steady.correlation.equity_rate
  const variance =
    (w * equityGrowth) ** 2 * covariance(sigma, sigma, 1) +
    ((1 - w) * bondGrowth) ** 2 * covariance(bondSigma, bondSigma, 1) +
    2 * w * (1 - w) * equityGrowth * bondGrowth * covariance(sigma, bondSigma, rho)
  return Math.sqrt(12 * variance)
}

test('constant mixes have the volatility of theory', () => {
  // a sample deviation of n normal values is c4 = 1 - 1 / (4 (n - 1)) of the true one on average
  const c4 = 1 - 1 / (4 * (months - 1))
  for (const [id, weight] of [
    ['sixty-forty', 0.6],
    ['thirty-seventy', 0.3],
    ['all-equity', 1],
  ] as const) {
    const { value, standardError } = steadyFigures(id).volatility
    // four standard errors, and a thousandth for the drift of rates within a path
    assertClose(value, c4 * constantMixVolatility(weight), 4 * standardError!, 1e-3, id)
    assert.ok(standardError! < 0.01 * value)
  }
})

test('all equity is bought once and never traded again', () => {
  assertClose(steadyFigures('all-equity').turnover.value, 1 / years, 1e-12, 0)
})

test('the naive volatility target hits its target where volatility is known', () => {
  // target 10 % of an equity of 18 %: a weight of 0.56, the rest in bonds, which it does not look at
  const naive = steadyFigures('naive-vol-target').volatility
  const c4 = 1 - 1 / (4 * (months - 1))
  assertClose(naive.value, c4 * constantMixVolatility(0.1 / 0.18), 4 * naive.standardError!, 0.01)
})

test('rivals are four, whatever limits the mandate sets to its own rules', async () => {
  const limited = studyOf(
    smallMandate({
      simulation: { paths: 200, years: 1 },
      operational_constraints: { minimum_allocation: 0.4, maximum_allocation: 0.5, rebalancing_band: 0.2 },
    }),
    1,
  )
  const free = studyOf(smallMandate({ simulation: { paths: 200, years: 1 } }), 1)
  const of = async (which: typeof free) =>
    (await rivalFigures(inProcessContext(), which, {}, await further(which))).map(({ id, average }) => ({
      id,
      average,
    }))
  const [inLimits, unlimited] = [await of(limited), await of(free)]
  assert.deepEqual(
    inLimits.map(({ id }) => id),
    ['sixty-forty', 'thirty-seventy', 'all-equity', 'naive-vol-target'],
  )
  // constant mixes are the same; the naive target keeps the mandate's limits
  assert.deepEqual(inLimits.slice(0, 3), unlimited.slice(0, 3))
  assert.notDeepEqual(inLimits[3], unlimited[3])
})

const priced = studyOf(
  smallMandate({ simulation: { paths: 200, years: 1 }, operational_constraints: { planning_cost_bps: 7 } }),
  2,
)

const curve = costCurve(priced, await further(priced))

test('the cost curve falls with cost, and has the planning cost on it', () => {
  assert.deepEqual(shownCosts(priced), [0, 5, 7, 10, 20, 50])
  assert.deepEqual(
    curve.map(({ costBp }) => costBp),
    shownCosts(priced),
  )
  for (const name of ['sharpe', 'annualReturn'] as const)
    curve.slice(1).forEach((point, i) => assert.ok(point.average[name].value < curve[i].average[name].value))
  for (const { costBp, average } of curve)
    assertClose(average.cost.value, costBp * 1e-4 * curve[0].average.turnover.value, 1e-15, 1e-12)
})

test('further rules are the winner at each shown cost, then the naive rule at the planning cost', () => {
  const rules = furtherRules(priced, someRule)
  assert.deepEqual(
    rules.slice(0, -1),
    shownCosts(priced).map((costBp) => ({ ...someRule, costBp })),
  )
  const naive = rules[rules.length - 1]
  assert.equal(naive.costBp, 7)
  assert.equal(naive.targetVolatility, 0.1)
  assert.equal(naive.weightFunction, 'inverse-vol')
})
