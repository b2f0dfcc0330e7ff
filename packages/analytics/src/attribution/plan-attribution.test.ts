import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import {
  famaDecomposition,
  overlayAttribution,
  planAttribution,
  type PlanClass,
  returnsFactorAttribution,
  tradingAttribution,
} from './index.ts'

const near = (got: number | readonly number[], expected: number | readonly number[], tolerance = 1e-15): void => {
  const [a, b] = [[got].flat(), [expected].flat()] as number[][]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

const balanced = {
  physicalWeights: [0.5, 0.4, 0.1],
  overlayWeights: [0.1, -0.05, 0],
  benchmarkWeights: [0.6, 0.4, 0],
  physicalReturns: [0.04, 0.012, 0.003],
  overlayReturns: [0.035, 0.008, 0],
  benchmarkReturns: [0.038, 0.011, 0.003],
  cashReturn: 0.003,
}

test('a future on the index at its fair price is effective weight in the class and nothing else', () => {
  const physical = overlayAttribution({
    ...balanced,
    physicalWeights: [0.6, 0.4, 0],
    overlayWeights: [0, 0, 0],
    physicalReturns: balanced.benchmarkReturns,
  })
  near(physical.excessReturn, 0)
  // Half of the equities through futures that earn the index over cash, the money in cash.
  const synthetic = overlayAttribution({
    ...balanced,
    physicalWeights: [0.3, 0.4, 0.3],
    overlayWeights: [0.3, 0, 0],
    physicalReturns: balanced.benchmarkReturns,
    overlayReturns: [0.035, 0, 0],
  })
  near(synthetic.effectiveWeights, [0.6, 0.4, 0.3])
  near(synthetic.excessReturn, 0, 1e-17)
  near([...synthetic.selection, ...synthetic.overlaySelection], [0, 0, 0, 0, 0, 0], 1e-17)
})

test('physical, overlay and cash effects add up with derivatives', () => {
  const result = overlayAttribution(balanced)
  near(result.portfolioReturn, 0.02 + 0.0048 + 0.0003 + 0.0035 - 0.0004, 1e-16)
  near(result.cashOffset, -0.05)
  near(result.overlaySelection[1], -0.05 * (0.008 + 0.003 - 0.011), 1e-17)
  near(result.residual, 0, 1e-17)
  assert.ok(
    overlayAttribution({ ...balanced, overlayWeights: [2, -1, 0] }).cautions.some(({ code }) => code === 'leverage'),
  )
})

const plan: readonly PlanClass[] = [
  {
    name: 'equity',
    policyWeight: 0.5,
    actualWeight: 0.55,
    indexReturn: 0.06,
    managers: [
      { name: 'growth', share: 0.4, managerReturn: 0.081, benchmarkReturn: 0.07 },
      { name: 'value', share: 0.6, managerReturn: 0.05, benchmarkReturn: 0.052 },
    ],
  },
  {
    name: 'bonds',
    policyWeight: 0.5,
    actualWeight: 0.45,
    indexReturn: 0.02,
    managers: [{ name: 'core', share: 1, managerReturn: 0.023, benchmarkReturn: 0.02 }],
  },
]

test('policy, tactical, misfit, manager and interaction effects of a fund are those worked by hand', () => {
  const result = planAttribution(plan, 0.03, { interaction: 'separate' })
  near([result.policyReturn, result.policyEffect], [0.04, 0.01], 1e-16)
  near(result.tacticalEffect, 0.05 * 0.02 + 0.05 * 0.02, 1e-16)
  near(result.misfitEffect, 0.5 * (0.4 * 0.01 - 0.6 * 0.008), 1e-16)
  near(result.managerEffect, 0.5 * (0.4 * 0.011 - 0.6 * 0.002) + 0.5 * 0.003, 1e-16)
  near(result.actualReturn, 0.55 * (0.4 * 0.081 + 0.6 * 0.05) + 0.45 * 0.023, 1e-16)
  near(result.residual, 0, 1e-16)
  const actual = planAttribution(plan, 0.03, { interaction: 'in-manager' })
  near(actual.interactionEffect, 0)
  near(actual.misfitEffect, 0.55 * (0.4 * 0.01 - 0.6 * 0.008), 1e-16)
  near(actual.managerEffect, 0.55 * (0.4 * 0.011 - 0.6 * 0.002) + 0.45 * 0.003, 1e-16)
  near(
    actual.managerEffect + actual.misfitEffect,
    result.managerEffect + result.misfitEffect + result.interactionEffect,
    1e-16,
  )
})

test('an accounted return that differs is the residual, and weights must sum to 1', () => {
  const result = planAttribution(plan, 0.03, { interaction: 'separate', accountedReturn: 0.045 })
  near(result.residual, 0.045 - 0.04467, 1e-16)
  assert.equal(result.cautions[0]?.code, 'unexplained-residual')
  const short = [{ ...plan[0], actualWeight: 0.5 }, plan[1]]
  assert.throws(() => planAttribution(short, 0, { interaction: 'separate' }), { code: 'invalid-input' })
  assert.throws(() => planAttribution([], 0, { interaction: 'separate' }), { code: 'invalid-input' })
  assert.throws(() => planAttribution([{ ...plan[0], managers: [] }, plan[1]], 0, { interaction: 'separate' }), {
    code: 'invalid-input',
  })
})

const traded = [
  { name: 'A', beginValue: 600, endValue: 560, flows: [{ amount: -80, day: 10 }], buyAndHoldReturn: 0.06 },
  { name: 'B', beginValue: 400, endValue: 499, flows: [{ amount: 80, day: 10 }], buyAndHoldReturn: 0.05 },
]

test('trading is what transactions add to the holdings at the start, worked by hand', () => {
  const result = tradingAttribution(traded, 30, 0.057)
  near(result.transactionReturn, (40 + 19) / 1000, 1e-16)
  near(result.holdingsReturn, 0.056, 1e-16)
  near(result.tradingEffect, 0.003, 1e-16)
  near(result.residual, -0.002, 1e-16)
  near(result.segments[0].transactionReturn ?? Number.NaN, 40 / (600 - (80 * 20) / 30), 1e-16)
})

test('segments bought during the period count, and those without capital have no return', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), fc.nat(30)), {
        minLength: 1,
        maxLength: 8,
      }),
      (rows) => {
        const result = tradingAttribution(
          rows.map(([beginValue, endValue, day], i) => ({
            name: String(i),
            beginValue,
            endValue,
            flows: [{ amount: 10, day }],
            buyAndHoldReturn: 0,
          })),
          30,
        )
        near(
          result.segments.reduce((sum, line) => sum + line.weight * (line.transactionReturn ?? 0), 0),
          result.transactionReturn,
          1e-12 * (1 + Math.abs(result.transactionReturn)),
        )
      },
    ),
    { seed: 51, numRuns: 100 },
  )
  const empty = { name: 'C', beginValue: 0, endValue: 0, flows: [], buyAndHoldReturn: 0 }
  assert.equal(tradingAttribution([...traded, empty], 30).segments[2].transactionReturn, null)
  assert.throws(() => tradingAttribution([empty], 30), { code: 'not-applicable' })
  assert.throws(() => tradingAttribution([{ ...traded[0], flows: [{ amount: 1, day: 31 }] }], 30), {
    code: 'invalid-input',
  })
})

test('Fama\u2019s components agree with numpy 1.24.2 and statsmodels 0.13.5', () => {
  const returns = [0.021, -0.013, 0.008, 0.034, -0.022, 0.011, 0.005, 0.017]
  const market = [0.018, -0.016, 0.01, 0.027, -0.03, 0.008, 0.007, 0.012]
  const result = famaDecomposition(returns, market, 0.002, 0.9)
  near([result.beta, result.totalBeta], [0.9552828618968386, 0.9746954385875252], 1e-14)
  near([result.selectivity, result.selectivityStandardError], [0.003236792845257905, 0.001383994823587275])
  near([result.mSquared, result.diversification], [0.007771033470877262, 4.853144172671628e-5])
  near(result.selectivity + result.risk, result.overall, 1e-17)
  near(result.investorRisk + result.managerRisk, result.risk, 1e-17)
  assert.equal(result.cautions[0]?.code, 'small-sample')
  assert.throws(() => famaDecomposition([0.01, 0.01, 0.01], market.slice(0, 3), 0), { code: 'not-applicable' })
  assert.throws(() => famaDecomposition(returns, market.slice(1), 0), { code: 'invalid-input' })
})

const data = new URL('../../../../../shared/data/', import.meta.url)

test('long-short equity funds owe most of their return to the market, by six factors of real months', (t) => {
  if (!existsSync(data)) {
    assert.notEqual(process.env.TUTTI_REQUIRE_SHARED, '1', 'the shared data are required and absent')
    t.skip('no ../shared/data beside the repository')
    return
  }
  const table = (file: string) => {
    const [head, ...rows] = readFileSync(new URL(file, data), 'utf8').trim().split('\n')
    return { names: head.split(','), months: new Map(rows.map((row) => [row.slice(0, 7), row.split(',')])) }
  }
  const factors = table('factors/fama_french_5f_plus_momentum_monthly.csv')
  const funds = table('managers/edhec_hedge_fund_indices_monthly.csv')
  const column = funds.names.indexOf('Long/Short Equity')
  const months = [...funds.months.keys()].filter((month) => {
    const fund = funds.months.get(month)?.[column] ?? ''
    return factors.months.has(month) && fund !== '' && Number.isFinite(Number(fund))
  })
  const of = (month: string): number[] => (factors.months.get(month) ?? []).slice(1).map(Number)
  const result = returnsFactorAttribution(
    months.map((month) => Number(funds.months.get(month)?.[column]) - of(month)[0]),
    months.map((month) => of(month).slice(1)),
    { lags: 4, confidence: 0.95 },
  )
  assert.ok(result.observations > 120)
  assert.ok((result.rSquared ?? 0) > 0.6)
  assert.ok(result.factors[0].coefficient > 0.3 && result.factors[0].coefficient < 0.7)
  assert.ok((result.factors[0].tStatistic ?? 0) > 10)
  const parts = [result.alpha, ...result.factors].map((term) => term.compoundedContribution)
  near(
    parts.reduce((sum, part) => sum + part, result.specificCompounded),
    result.compoundedReturn,
    1e-12,
  )
})
