import assert from 'node:assert/strict'
import { test } from 'node:test'
import { specRegimes } from '@tutti/analytics/scenarios'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { invalidInput } from '../testing/invalid-input.ts'
import { type Mandate, mandateRegimes, parsedMandate, validMandate } from './mandate.ts'
import { pathStepsOf, streamOf, streamPurposes, studyOf } from './study.ts'

const mandate = (value: Readonly<Record<string, unknown>> = {}): Mandate => validMandate(value, 'm')
const ids = (value: Mandate) => mandateRegimes(value).map((regime) => regime.id)

/** A flight to quality, as a user would write it. */
const sixth = `
additional_regimes:
  - id: flight-to-quality
    name: Flight to quality
    weight: 0.25
    equity: {drift: -0.1, volatility: 0.3}
    rates: {initial_rate: 0.03}
    correlation: {equity_rate: 0.5}
`

test('the standard study has the five regimes of the document, with weights that sum to one', () => {
  const study = studyOf(mandate(), 1)
  assert.deepEqual(study.regimes, specRegimes)
  // drift, volatility, rate and equity-rate correlation: the document, section 5 and appendix B
  assert.deepEqual(
    study.regimes.map(({ id, equity, rates, correlation }) => [
      id,
      equity.drift,
      equity.volatility,
      rates.initialRate,
      correlation.equityRate,
    ]),
    [
      ['base', 0.08, 0.18, 0.03, -0.3],
      ['bull', 0.15, 0.12, 0.02, 0],
      ['bear', -0.05, 0.35, 0.01, -0.6],
      ['high-vol', 0.05, 0.4, 0.02, -0.3],
      ['low-vol', 0.07, 0.08, 0.02, -0.3],
    ],
  )
  assertClose(
    study.weights.reduce((sum, weight) => sum + weight, 0),
    1,
    1e-15,
    0,
  )
})

test('a sixth regime from YAML comes after the five, with defaults for what is left out', () => {
  const study = studyOf(parsedMandate(sixth, 'm.yaml'), 1)
  assert.equal(study.regimes.length, 6)
  const { weight, equity, bond, correlation } = study.regimes[5]
  assert.equal(weight, 0.25)
  assert.deepEqual(equity, { drift: -0.1, volatility: 0.3, varianceReversion: 2, volOfVariance: 0.3 })
  assert.deepEqual(bond, { maturityYears: 10, riskPremium: 0 })
  assertClose(correlation.varianceRate, -0.35, 1e-12, 0)
  // weights 1 of the five and 0.25 of the sixth
  assertClose(study.weights[5], 0.2, 1e-12, 0)
  assertClose(study.weights[0], 0.32, 1e-12, 0)
  assert.equal(study.models.length, 6)
})

test('a regime with the id of a standard one takes its place', () => {
  const study = studyOf(parsedMandate(sixth.replace('flight-to-quality', 'bear'), 'm.yaml'), 1)
  assert.deepEqual(
    study.regimes.map((regime) => regime.id),
    ['base', 'bull', 'bear', 'high-vol', 'low-vol'],
  )
  assert.equal(study.regimes[2].name, 'Flight to quality')
  assert.equal(study.regimes[2].equity.drift, -0.1)
})

test('the same regime twice, a weight for no regime and no weight at all are refused', () => {
  const twice = mandate({
    additional_regimes: [0, 1].map(() => parsedMandate(sixth, 'm').additional_regimes[0]),
  })
  assert.match(invalidInput(() => mandateRegimes(twice)).message, /flight-to-quality is defined twice/)
  const unknown = invalidInput(() => mandateRegimes(mandate({ regime_weights: { baer: 1 } })))
  assert.equal(unknown.details.field, 'regime_weights.baer')
  assert.match(unknown.details.expected!, /bear/)
  const none = Object.fromEntries(specRegimes.map((regime) => [regime.id, 0]))
  assert.match(invalidInput(() => mandateRegimes(mandate({ regime_weights: none }))).message, /at least one/)
})

test('regime weights need not sum to one, and replace the standard ones one by one', () => {
  const study = studyOf(mandate({ regime_weights: { base: 4, bull: 0 } }), 1)
  const total = 4 + 0 + 0.15 + 0.1 + 0.15
  assert.deepEqual(
    study.weights.map((weight) => weight * total).map((weight) => Math.round(weight * 1e9) / 1e9),
    [4, 0, 0.15, 0.1, 0.15],
  )
  assert.deepEqual(ids(mandate({ regime_weights: { bull: 0 } })), ids(mandate()))
})

test('a regime may have a name that objects have by birth', () => {
  const own = { ...parsedMandate(sixth, 'm').additional_regimes[0], id: 'constructor' }
  assert.equal(mandateRegimes(mandate({ additional_regimes: [own] }))[5].weight, 0.25)
})

test('correlations that cannot hold together are refused, with the regime and the way out', () => {
  const own = parsedMandate(sixth, 'm').additional_regimes[0]
  const correlation = { equity_variance: -0.9, equity_rate: 0.9, variance_rate: 0.9 }
  const error = invalidInput(() => studyOf(mandate({ additional_regimes: [{ ...own, correlation }] }), 1))
  assert.match(error.message, /flight-to-quality/)
  assert.match(error.message, /bring variance-rate nearer to -0\.81/)
  const beyond = { equity_variance: -1.2, equity_rate: 0 }
  assert.match(
    invalidInput(() => studyOf(mandate({ additional_regimes: [{ ...own, correlation: beyond }] }), 1)).message,
    /\[-1, 1\]/,
  )
})

test('impossible figures of a regime are refused with its id and field', () => {
  const own = parsedMandate(sixth, 'm').additional_regimes[0]
  for (const [change, field] of [
    [{ equity: { drift: 8, volatility: 0.18 } }, 'equity.drift'],
    [{ equity: { drift: 0.08, volatility: 18 } }, 'equity.volatility'],
    [{ equity: { drift: 0.08, volatility: 0 } }, 'equity.volatility'],
    [{ rates: { initial_rate: 3 } }, 'rates.initialRate'],
    [{ weight: -1 }, 'weight'],
    [
      {
        rates: {
          initial_rate: 0.03,
          zero_curve: [
            { years: 5, rate: 0.03 },
            { years: 2, rate: 0.03 },
          ],
        },
      },
      'rates.zeroCurve[1].years',
    ],
  ] as const) {
    const error = invalidInput(() => studyOf(mandate({ additional_regimes: [{ ...own, ...change }] }), 1))
    assert.equal(error.details.problems?.[0].field, 'additional_regimes.0')
    assert.ok(error.message.includes(`regime flight-to-quality: ${field}`), error.message)
  }
})

test('a credit spread and a zero curve of a regime reach its model', () => {
  const own = parsedMandate(sixth, 'm').additional_regimes[0]
  const credit = { initial: 0.02, long_run: 0.015, mean_reversion: 0.5, volatility: 0.01, equity_correlation: -0.5 }
  const zero_curve = [
    { years: 1, rate: 0.02 },
    { years: 10, rate: 0.03 },
  ]
  const rich = { ...own, bond: { ...own.bond, credit }, rates: { ...own.rates, zero_curve } }
  const study = studyOf(mandate({ additional_regimes: [rich] }), 1)
  assert.deepEqual(study.regimes[5].bond.credit, {
    initial: 0.02,
    longRun: 0.015,
    meanReversion: 0.5,
    volatility: 0.01,
    equityCorrelation: -0.5,
    expectedLoss: 0,
  })
  assert.equal(study.models[5].creditInitial, 0.02)
  assert.deepEqual(study.regimes[5].rates.zeroCurve, zero_curve)
})

test('trading rules of the mandate reach the engine in its units', () => {
  const rules = (operational: Readonly<Record<string, unknown>>) =>
    studyOf(mandate({ operational_constraints: operational }), 1).rules
  assert.deepEqual(
    ['monthly', 'quarterly', 'semi-annual', 'annual'].map((f) => rules({ rebalancing_frequency: f }).rebalanceMonths),
    [1, 3, 6, 12],
  )
  assertClose(rules({ financing_spread_bps: 75 }).financingSpread, 0.0075, 1e-15, 0)
  assert.equal(rules({ rebalancing_band: 0.05 }).band, 0.05)
  assert.equal(rules({ no_trade_zone: 0.04 }).noTradeZone, 0.04)
  assert.equal(rules({ minimum_allocation: 0.2 }).minimumWeight, 0.2)
})

test('the leverage limit cuts the maximum allocation, and does not raise it', () => {
  const maximum = (maximum_allocation: number, leverage_limit: number) =>
    studyOf(mandate({ operational_constraints: { maximum_allocation, leverage_limit } }), 1).rules.maximumWeight
  assert.equal(maximum(1.5, 1), 1)
  assert.equal(maximum(1.5, 1.2), 1.2)
  assert.equal(maximum(0.8, 2), 0.8)
})

test('groups of paths are 20, or the randomisations under Sobol sampling', () => {
  assert.equal(studyOf(mandate(), 1).groups, 20)
  const sobol = { simulation: { sampling: 'sobol', paths: 1024, randomisations: 8 } }
  assert.equal(studyOf(mandate(sobol), 1).groups, 8)
  assert.deepEqual(studyOf(mandate(sobol), 1).sampling, { kind: 'sobol', randomisations: 8 })
})

test('each purpose and index has a random stream of its own', () => {
  const purposes = Object.keys(streamPurposes) as (keyof typeof streamPurposes)[]
  const streams = purposes.flatMap((purpose) => [0, 1, 54, 65535].map((index) => streamOf(purpose, index)))
  assert.equal(new Set(streams).size, streams.length)
})

test('path-steps count every regime, day and path, warm-up included', () => {
  const study = studyOf(mandate({ simulation: { paths: 1000, years: 10, warmup_months: 24 } }), 1)
  assert.equal(pathStepsOf(study, 1000), 5 * 1000 * 252 * 12)
})
