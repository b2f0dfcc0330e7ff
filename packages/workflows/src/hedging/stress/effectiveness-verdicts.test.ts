import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { factorGroups } from '@tutti/analytics/revaluation'
import { olsRegression } from '@tutti/analytics/statistics'
import { uniformStream } from '@tutti/analytics/random'
import type { HedgingMandate } from '../mandate/index.ts'
import type { NamedStress } from '../market/hedging-market.ts'
import { groupShocks, type ScenarioProfits, type ScenarioView } from '../market/scenario-profits.ts'
import type { Strategy } from '../strategies/strategy.ts'
import { effectivenessLoss } from './effectiveness-loss.ts'
import { effectivenessVerdicts } from './effectiveness-verdicts.ts'
import { stressBook, stressChanges, type StressPackage } from './stress-book.ts'
import { hedge, smallFactors, smallFund, smallMarket, smallUniverse } from './stress-fund.fixture.ts'
import { stressMatrix } from './stress-matrix.ts'

const near = (actual: number | null | undefined, expected: number, tolerance = 1e-9): void => {
  assert.ok(
    actual !== null &&
      actual !== undefined &&
      Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)),
    `${actual} is not ${expected}`,
  )
}

/** Three patterns of +-1 that are orthogonal over 8 scenarios and their repetitions. */
const pattern = (bit: number, size: number, count = 800): Float64Array =>
  Float64Array.from({ length: count }, (_, s) => ((s >> bit) & 1 ? size : -size))
const plus = (...all: Float64Array[]): Float64Array => all[0].map((_, s) => all.reduce((sum, each) => sum + each[s], 0))
const times = (factor: number, values: Float64Array): Float64Array => values.map((value) => factor * value)

test('what is missing is split by hand: no instrument follows it, others do, half the size', () => {
  const [a, b, c] = [pattern(0, 3), pattern(1, 2), pattern(2, 1)]
  // variance 9 + 4 + 1; half of a is hedged; an instrument on b is allowed and not traded; nothing follows c
  const loss = effectivenessLoss({
    fund: plus(a, b, c),
    own: times(-0.5, a),
    others: new Float64Array(800),
    traded: [a],
    allowed: [a, b, times(2, plus(a, b))],
  })
  near(loss.effectiveness.value, 1 - (9 / 4 + 4 + 1) / 14)
  near(loss.basis, (1 / 14) * (799 / 797))
  near(loss.basis + loss.instruments, (5 / 14) * (799 / 798))
  near(loss.bestMultiple, 2)
  near(loss.effectiveness.value + loss.basis + loss.instruments + loss.size, 1)
})

test('the best attainable is the adjusted R squared of the regression on all allowed instruments', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const uniform = uniformStream(seed, 1, 0)
      const draw = (): Float64Array => Float64Array.from({ length: 60 }, () => uniform() - 0.5)
      const units = [draw(), draw(), draw()]
      const others = times(0.3, draw())
      const fund = plus(times(2, units[0]), times(-1, units[1]), draw())
      const zero = new Float64Array(60)
      const loss = effectivenessLoss({ fund, own: zero, others, traded: [], allowed: units })
      const fit = olsRegression(
        plus(fund, others),
        Array.from(fund, (_, s) => units.map((unit) => unit[s])),
        { intercept: true },
      )
      const alone = effectivenessLoss({ fund, own: zero, others, traded: [], allowed: [] })
      near(loss.basis, (1 - fit.adjustedRSquared!) * alone.basis, 1e-8)
      assert.ok(loss.basis >= 0 && loss.instruments >= -1e-12 && loss.size >= -1e-12)
    }),
    { seed: 23, numRuns: 40 },
  )
})

const mandate = {
  objectives: { effectiveness_target: 0.92, major_factors: [], major_factor_share: 0.02 },
} as unknown as HedgingMandate
const market = smallMarket()
const fund = smallFund()

/** 1,000 scenarios of rates in parallel, the euro and spreads; profits by view. */
function profitsOf(universe: typeof smallUniverse): ScenarioProfits {
  const uniform = uniformStream(5, 1, 0)
  const shocks = Float64Array.from(
    Array.from({ length: 1000 }, () => {
      const rate = 0.01 * (uniform() - 0.5)
      return [rate, rate, 0.2 * (uniform() - 0.5), 0.01 * (uniform() - 0.5), 0]
    }).flat(),
  )
  const packages = universe.map(({ id }) => ({ id, label: id, trades: [{ instrument: id, quantity: 1 }] }))
  const book = stressBook(market, fund, universe, packages)
  const views = Object.fromEntries(
    (['all', ...factorGroups] as const).map((view) => [
      view,
      stressChanges(book, view === 'all' ? shocks : groupShocks(smallFactors, shocks, view)),
    ]),
  )
  const of = <T>(take: (view: ScenarioView) => T) =>
    Object.fromEntries(Object.keys(views).map((view) => [view, take(view as ScenarioView)])) as Record<ScenarioView, T>
  return {
    scenarios: 1000,
    fund: of((view) => views[view].fund),
    units: of((view) => views[view].packages.map(({ total }) => total)),
  }
}

const stresses: NamedStress[] = [
  { id: 'rates-down', label: '', group: 'rates', shocks: Float64Array.of(-0.02, -0.02, 0, 0, 0) },
  { id: 'euro-down', label: '', group: 'currency', shocks: Float64Array.of(0, 0, Math.log(0.85), 0, 0) },
]

function verdictsOf(
  trades: StressPackage['trades'],
  universe = smallUniverse,
  more: Partial<Parameters<typeof effectivenessVerdicts>[0]> = {},
) {
  const book = stressBook(market, fund, universe, [{ id: 'chosen', label: '', trades }])
  const matrix = stressMatrix(book, stresses)
  const inputs = { mandate, universe, trades, profits: profitsOf(universe), book, stresses, matrix, replays: [] }
  const verdicts = effectivenessVerdicts({ ...inputs, ...more })
  return Object.fromEntries(verdicts.map((verdict) => [verdict.group, verdict]))
}

test('a full hedge holds the target on scenarios and under stress; a group without exposure has no verdict', () => {
  const { rates, currency, inflation, credit } = verdictsOf([
    { instrument: 'forward:EUR', quantity: 100 },
    { instrument: 'receiver:20', quantity: 200 },
  ])
  assert.equal(currency.held, true)
  assert.deepEqual(
    currency.checks.map(({ where, id }) => [where, id]),
    [
      ['scenarios', 'scenarios'],
      ['stress', 'euro-down'],
    ],
  )
  near(currency.checks[1].effectiveness, 1)
  assert.equal(rates.held, true)
  assert.equal(inflation.held, null)
  assert.equal(credit.held, null)
  assert.deepEqual([rates.major, currency.major, inflation.major], [true, true, false])
})

test('half a hedge: the size is the reason, and twice is what least variance asks for', () => {
  const { currency } = verdictsOf([{ instrument: 'forward:EUR', quantity: 50 }])
  assert.equal(currency.held, false)
  near(currency.checks[0].effectiveness, 0.75)
  near(currency.checks[1].effectiveness, 0.5)
  for (const check of currency.checks) {
    const size = check.reasons.find(({ code }) => code === 'size')!
    near(size.figures.bestMultiple, 2)
    near(size.figures.lost, 0.25)
    assert.ok(!check.reasons.some(({ code }) => code === 'convexity' || code === 'basis'))
  }
})

test('a bullet against a longer pension with the same sensitivity: convexity is the reason under the stress', () => {
  // duration 20 on 200 e^-0.6, matched by ten-year money of twice the present value
  const bullet = hedge(
    'receiver:10',
    'rates',
    'swap',
    { kind: 'fixed flows', currency: 'USD', flows: [{ years: 10, amount: 1 }], spread: 0, bucket: null },
    true,
  )
  const quantity = (2 * 200 * Math.exp(-0.6)) / Math.exp(-0.3)
  const { rates } = verdictsOf([{ instrument: 'receiver:10', quantity }], [bullet])
  const [scenarios, stress] = rates.checks
  assert.ok(scenarios.met)
  const liability = Math.exp(0.4) - 1
  const asset = 2 * (Math.exp(0.2) - 1)
  near(stress.effectiveness, asset / liability)
  assert.ok(!stress.met)
  assert.deepEqual(
    stress.reasons.map(({ code }) => code),
    ['convexity'],
  )
  near(stress.reasons[0].figures.lost, 1 - asset / liability, 1e-4)
  near(stress.reasons[0].figures.linearEffectiveness, 1, 1e-4)
})

test('a domain without trades is not hedged; correlations that change within a group are checked as well', () => {
  const figure = { value: 0.8, standardError: 0.01, count: 1000 }
  const none = { value: 1, standardError: 0, count: 1000 }
  const correlation = {
    scenarios: 1000,
    confidence: 0.95,
    distance: 0.5,
    cases: [
      {
        id: 'worst',
        label: '',
        fundedStatusAtRiskUnhedged: none,
        fundedStatusAtRisk: none,
        shortfallUnhedged: none,
        shortfall: none,
        riskReduction: null,
        effectiveness: null,
        groups: {
          rates: null,
          inflation: null,
          currency: { effectiveness: figure, unexplained: 0.19, size: 0.01, bestMultiple: 1.1 },
          credit: null,
        },
        worst: null,
      },
    ],
  }
  const { rates, currency } = verdictsOf([{ instrument: 'forward:EUR', quantity: 100 }], smallUniverse, { correlation })
  assert.deepEqual(
    rates.checks.flatMap(({ reasons }) => reasons.map(({ code }) => code)),
    ['not-hedged', 'not-hedged'],
  )
  // but for the convexity of the forward's dollars, which the other domain's trade adds
  near(rates.checks[0].reasons[0].figures.bestAttainable, 1, 1e-5)
  const last = currency.checks[currency.checks.length - 1]
  assert.deepEqual([last.where, last.id, last.met, last.standardError], ['correlation', 'worst', false, 0.01])
  assert.equal(last.reasons[0].code, 'correlation')
  near(last.reasons[0].figures.onEstimate, 1)
  assert.deepEqual(last.reasons[1], { code: 'basis', subject: null, figures: { lost: 0.19, bestAttainable: 0.81 } })
  assert.equal(last.reasons.length, 2)
  assert.equal(currency.held, false)
})

test('nothing allowed, a limit in the way, an option: each is named with its figures', () => {
  const onlyForward = smallUniverse.filter(({ domain }) => domain === 'currency')
  const { rates } = verdictsOf([], onlyForward)
  assert.equal(rates.held, false)
  assert.deepEqual(
    rates.reasons.map(({ code, subject }) => [code, subject]),
    [['no-instrument-allowed', 'rates']],
  )
  const full: Strategy = {
    id: 'forward-100',
    domain: 'currency',
    style: 'forward',
    label: '',
    ratio: 1,
    trades: [],
    effectiveness: 0.99,
    annualCost: 1,
    notional: 1,
    limits: [
      {
        id: 'currency-cost',
        label: '',
        unit: 'percent',
        value: 0.4,
        limit: 0.15,
        kind: 'at most',
        slack: -0.25,
        met: false,
      },
    ],
  }
  const put = hedge('put:EUR', 'currency', 'put', {
    kind: 'fx option',
    type: 'put',
    currency: 'EUR',
    againstCurrency: 'USD',
    notional: 1,
    strike: 1.1,
    expiryYears: 1,
  })
  const { currency } = verdictsOf([{ instrument: 'put:EUR', quantity: 100 }], [...smallUniverse, put], {
    strategies: [{ domain: 'currency', strategies: [full], recommended: 'forward-100', reasons: [], unhedgeable: [] }],
  })
  const [scenarios, stress] = currency.checks
  const limit = scenarios.reasons.find(({ code }) => code === 'limit-binds')!
  assert.equal(limit.subject, 'forward-100: currency-cost')
  assert.deepEqual(limit.figures, { strategyEffectiveness: 0.99, limit: 0.15, value: 0.4 })
  const option = stress.reasons.find(({ code }) => code === 'options')!
  near(option.figures.notionalShare, 1)
  near(option.figures.firstOrderShare, 1)
  // the put is worth more in a fall than its sensitivity says: what is missing is first order, not convexity
  assert.ok(stress.reasons.some(({ code }) => code === 'linear-mismatch'))
})
