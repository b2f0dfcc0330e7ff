import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { cashFlowRiskOperation, cashFlowStressOperation } from '../bonds/index.ts'
import { fxForwardValueOperation, fxOptionValueOperation } from '../fx/index.ts'
import { swaptionOperation, swapOperation, zeroCouponInflationSwapOperation } from '../rates/index.ts'
import { hedgeEffectivenessOperation, historicalTailRiskOperation } from '../risk/index.ts'
import { bookValuesOperation } from './book-values.ts'
import { exampleHedge, exampleMarket, examplePositions, exampleShocks } from './example-book.ts'
import { scenarioProfitOperation } from './scenario-profit.ts'
import { bookSensitivitiesOperation } from './sensitivities.ts'

type Position = (typeof bookValuesOperation.example.positions)[number]

const near = (got: number, expected: number, relative: number, what = ''): void =>
  assert.ok(Math.abs(got - expected) <= relative * Math.abs(expected), `${what} ${got} is not ${expected}`)
const refused = (code: string, field: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code && error.details.field === field)

const { market } = exampleMarket
const linear = (points: { timesYears: number[]; zeroRates: number[] }, shift = 0) => ({
  kind: 'linear-zero' as const,
  timesYears: points.timesYears,
  zeroRates: points.zeroRates.map((rate) => rate + shift),
})
const bond = {
  id: 'bond',
  quantity: -3,
  instrument: {
    kind: 'fixed flows' as const,
    currency: 'USD',
    flows: [1, 2, 3, 4, 5].map((years) => ({ years, amount: years === 5 ? 104 : 4 })),
    spread: 0,
    bucket: null,
  },
}
const timesYears = bond.instrument.flows.map(({ years }) => years)
const amounts = bond.instrument.flows.map(({ amount }) => amount)
const parallel = (currency: string) => [{ group: 'rates' as const, currency, years: 1 }]

test('a bond has the value, key-rate sensitivities and stresses of the operations for cash flows', () => {
  const keyRatesYears = [1, 3, 10]
  const factors = keyRatesYears.map((years) => ({ group: 'rates' as const, currency: 'USD', years }))
  const curve = linear(market.curves.USD)
  const risk = cashFlowRiskOperation.run({ curve, timesYears, amounts, keyRatesYears })
  const { book, positions } = bookSensitivitiesOperation.run({ positions: [bond], market, factors })
  near(book.value, -3 * risk.value, 1e-13)
  risk.keyRateDv01.forEach((dv01, k) => near(1e-4 * positions[0].first[k], 3 * dv01, 1e-6, `key rate ${k}`))
  const convexity = positions[0].second.reduce((sum, value) => sum + value, 0)
  assert.ok(convexity < 0 && convexity > -3 * risk.value * risk.effectiveConvexityYearsSquared)

  const moves = [
    [0.01, 0.004, -0.003],
    [-0.02, 0, 0.02],
  ]
  const stress = cashFlowStressOperation.run({
    curve,
    timesYears,
    amounts,
    tenorsYears: keyRatesYears,
    scenarios: moves.map((shifts, i) => ({ name: `move ${i}`, shifts })),
  })
  const values = bookValuesOperation.run({ positions: [bond], market, factors, shocks: moves })
  stress.scenarios.forEach(({ presentValue, change }, s) => {
    near(values.positions[0].unitValues[s], presentValue, 1e-13)
    near(values.changes[s], -3 * change, 1e-11)
  })
})

test('swaps, inflation swaps, swaptions, currency forwards and options have the values of their own operations, moved too', () => {
  const shift = 0.0075
  const [usd, eur] = ['USD', 'EUR'].map((currency) => {
    const points = market.curves[currency as 'USD' | 'EUR']
    return (moved: number, basis = 0) => linear(points, (currency === 'USD' ? moved : 0) + basis)
  })
  const swapTerms = { currency: 'USD', notional: 100, fixedFrequency: 2 }
  const legs = (startYears: number, termYears: number) => ({
    fixedLeg: { startYears, termYears, frequency: 2 },
    floatingLeg: { startYears, termYears, frequency: 4 },
  })
  const fxMarket = (moved: number) => ({
    spot: market.fx.EUR,
    domesticCurve: usd(moved),
    foreignCurve: eur(0, market.basis.EUR),
  })
  const cases: readonly [Position['instrument'], (moved: number) => number][] = [
    [
      {
        kind: 'swap',
        side: 'pay fixed',
        startYears: 0,
        endYears: 9,
        fixedRate: 0.037,
        floatingFrequency: 4,
        ...swapTerms,
      },
      (moved) =>
        swapOperation.run({
          side: 'payer',
          notional: 100,
          fixedRate: 0.037,
          ...legs(0, 9),
          discountCurve: usd(moved),
        }).presentValue,
    ],
    [
      { kind: 'swaption', side: 'receive fixed', expiryYears: 2, tenorYears: 10, strike: 0.039, ...swapTerms },
      (moved) =>
        swaptionOperation.run({
          side: 'receiver',
          notional: 100,
          fixedRate: 0.039,
          ...legs(2, 10),
          discountCurve: usd(moved),
          exercise: { expiryYears: 2 },
          settlement: 'physical',
          volatility: { kind: 'normal', volAnnual: 0.009 },
        }).presentValue,
    ],
    [
      {
        kind: 'zero-coupon inflation swap',
        side: 'pay inflation',
        currency: 'USD',
        notional: 100,
        maturityYears: 12,
        fixedRate: 0.021,
      },
      (moved) =>
        zeroCouponInflationSwapOperation.run({
          side: 'receiver',
          notional: 100,
          fixedRate: 0.021,
          contractYears: 12,
          maturityYears: 12,
          discountCurve: usd(moved),
          breakEvenCurve: linear(market.breakEvens.USD),
        }).presentValue,
    ],
    [
      {
        kind: 'fx forward',
        buyCurrency: 'EUR',
        buyAmount: 50,
        sellCurrency: 'USD',
        sellAmount: 55,
        maturityYears: 0.75,
      },
      (moved) =>
        fxForwardValueOperation.run({
          market: fxMarket(moved),
          foreignNotional: 50,
          contractRate: 1.1,
          settlementYears: 0.75,
        }).presentValue,
    ],
    [
      {
        kind: 'fx option',
        type: 'put',
        currency: 'EUR',
        againstCurrency: 'USD',
        notional: 50,
        strike: 1.06,
        expiryYears: 0.5,
      },
      (moved) =>
        fxOptionValueOperation.run({
          market: fxMarket(moved),
          type: 'put',
          foreignNotional: 50,
          strike: 1.06,
          expiryYears: 0.5,
          volAnnual: 0.08,
        }).presentValue,
    ],
  ]
  const { positions } = bookValuesOperation.run({
    positions: cases.map(([instrument]) => ({ id: instrument.kind, quantity: 1, instrument })),
    market: { ...market, volatilities: { ...market.volatilities, 'rate:USD': 0.009 } },
    factors: parallel('USD'),
    shocks: [[shift]],
  })
  cases.forEach(([{ kind }, priced], i) => {
    near(positions[i].unitValue, priced(0), 1e-11, kind)
    near(positions[i].unitValues[0], priced(shift), 1e-11, `moved ${kind}`)
  })
})

test('a book and its hedge have the tails and the effectiveness of the operations for losses and hedges', () => {
  const { example } = scenarioProfitOperation
  const result = scenarioProfitOperation.run(example)
  const values = (positions: readonly Position[]) =>
    bookValuesOperation.run({ positions: [...positions], ...exampleMarket, shocks: exampleShocks })
  const [fund, trades] = [values(examplePositions), values(exampleHedge)]
  near(result.value, fund.total, 1e-13)
  near(result.hedgeValue, trades.total, 1e-12)
  result.unhedged.profits.forEach((profit, s) => near(profit, fund.changes[s], 1e-9))
  result.hedged.profits.forEach((profit, s) => near(profit, fund.changes[s] + trades.changes[s], 1e-9))
  for (const { profits, valueAtRisk, expectedShortfall } of [result.unhedged, result.hedged]) {
    const tail = historicalTailRiskOperation.run({ losses: profits.map((profit) => -profit), confidence: 0.8 })
    assert.equal(valueAtRisk.estimate, tail.valueAtRisk.lowerQuantile)
    near(expectedShortfall.estimate, tail.expectedShortfall.fractional, 1e-13)
    assert.ok(valueAtRisk.lower <= valueAtRisk.estimate && valueAtRisk.estimate <= valueAtRisk.upper)
  }
  const { varianceReduction } = hedgeEffectivenessOperation.run({
    itemChanges: fund.changes,
    hedgeChanges: trades.changes,
  })
  near(result.effectiveness!.value, varianceReduction.unitHedge, 1e-9)
  // the effectiveness of a group is that of scenarios in which nothing else moves
  const currency = result.groups.find(({ group }) => group === 'currency')!
  const onlyEuro = scenarioProfitOperation.run({
    ...example,
    shocks: exampleShocks.map((row) => row.map((change, k) => (k === 3 ? change : 0))),
  })
  assert.deepEqual(currency.effectiveness, onlyEuro.effectiveness)
  near(currency.unhedgedVolatility, onlyEuro.unhedged.volatility, 1e-12)
})

test('the error of the effectiveness is the spread that fresh scenarios show', () => {
  // hedge h of item u with noise e: changes through two unrelated currencies, drawn by a linear congruence
  let state = 7
  const draw = () => {
    let sum = 0
    for (let k = 0; k < 12; k++) {
      state = (state * 48271) % 2147483647
      sum += state / 2147483647
    }
    return 0.02 * (sum - 6)
  }
  const cash = (currency: string, quantity: number): Position => ({
    id: currency,
    quantity,
    instrument: { kind: 'cash', currency, amount: 1 },
  })
  const samples = Array.from({ length: 150 }, () => {
    const { effectiveness } = scenarioProfitOperation.run({
      positions: [cash('EUR', 1)],
      hedge: [cash('EUR', -1), cash('GBP', 0.4)],
      market: {
        baseCurrency: 'USD',
        curves: { EUR: market.curves.EUR, GBP: market.curves.EUR },
        fx: { EUR: 1, GBP: 1 },
      },
      factors: [
        { group: 'currency', currency: 'EUR' },
        { group: 'currency', currency: 'GBP' },
      ],
      shocks: Array.from({ length: 200 }, () => [draw(), draw()]),
      confidence: 0.9,
      level: 0.95,
    })
    return effectiveness!
  })
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / samples.length
  const spread = Math.sqrt(samples.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (samples.length - 1))
  const told = samples.reduce((sum, { standardError }) => sum + standardError, 0) / samples.length
  near(mean, 0.84, 0.02, 'effectiveness')
  near(told, spread, 0.2, 'standard error')
})

test('doubled quantities double money and leave shares as they are', () => {
  const { example } = scenarioProfitOperation
  const doubled = (positions: readonly Position[]) =>
    positions.map((position) => ({ ...position, quantity: 2 * position.quantity }))
  const once = scenarioProfitOperation.run(example)
  const twice = scenarioProfitOperation.run({
    ...example,
    positions: doubled(examplePositions),
    hedge: doubled(exampleHedge),
  })
  near(twice.hedged.expectedShortfall.estimate, 2 * once.hedged.expectedShortfall.estimate, 1e-14)
  near(twice.hedged.valueAtRisk.upper, 2 * once.hedged.valueAtRisk.upper, 1e-14)
  near(twice.effectiveness!.value, once.effectiveness!.value, 1e-14)
})

test('without a hedge, and in a group that does not move the book, there is no effectiveness', () => {
  const { hedge: _, ...alone } = scenarioProfitOperation.example
  const result = scenarioProfitOperation.run(alone)
  assert.equal(result.effectiveness, null)
  assert.deepEqual(result.hedged, result.unhedged)
  assert.equal(result.hedgeValue, 0)
  const volatility = scenarioProfitOperation
    .run(scenarioProfitOperation.example)
    .groups.find(({ group }) => group === 'volatility')
  assert.equal(volatility?.unhedgedVolatility, 0)
  assert.equal(volatility?.effectiveness, null)
})

test('what cannot be valued says so with its place', () => {
  const { example } = bookValuesOperation
  const euroBond = { ...bond, instrument: { ...bond.instrument, currency: 'JPY' } }
  refused('missing-data', 'positions[1].instrument.fx.JPY', () =>
    bookValuesOperation.run({ ...example, positions: [bond, euroBond] }),
  )
  refused('missing-data', 'hedge[1].instrument.fx.JPY', () =>
    scenarioProfitOperation.run({ ...scenarioProfitOperation.example, hedge: [bond, euroBond] }),
  )
  refused('invalid-input', 'factors[0]', () =>
    bookValuesOperation.run({ ...example, factors: parallel('JPY'), shocks: [[0.01]] }),
  )
  refused('invalid-input', 'shocks[1]', () =>
    bookValuesOperation.run({ ...example, factors: parallel('USD'), shocks: [[0.01], [0.01, 0.02]] }),
  )
  refused('invalid-input', 'shocks', () =>
    bookValuesOperation.run({
      ...example,
      positions: Array.from({ length: 1000 }, () => bond),
      factors: parallel('USD'),
      shocks: Array.from({ length: 2001 }, () => [0.01]),
    }),
  )
  const longSwap = {
    id: 'long',
    quantity: 1,
    instrument: {
      kind: 'swap' as const,
      side: 'pay fixed' as const,
      currency: 'USD',
      notional: 1,
      startYears: 0,
      endYears: 150,
      fixedRate: 0.04,
      fixedFrequency: 12,
      floatingFrequency: 12,
    },
  }
  refused('invalid-input', 'positions', () =>
    scenarioProfitOperation.run({
      positions: Array.from({ length: 2000 }, () => longSwap),
      market,
      factors: parallel('USD'),
      shocks: Array.from({ length: 100 }, () => [0.01]),
      confidence: 0.9,
      level: 0.95,
    }),
  )
  refused('not-applicable', 'losses', () =>
    scenarioProfitOperation.run({ ...scenarioProfitOperation.example, confidence: 0.99 }),
  )
  refused('invalid-input', 'positions[0].instrument.flows', () =>
    bookValuesOperation.run({
      ...example,
      positions: [{ ...bond, instrument: { ...bond.instrument, flows: [] } }],
    }),
  )
})
