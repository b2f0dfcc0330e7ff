import { flatCurve } from '@tutti/analytics/curves'
import type { Instrument, RiskFactor, ValuationMarket } from '@tutti/analytics/revaluation'
import assert from 'node:assert/strict'
import test from 'node:test'
import type { BookLine } from '../book/fund-book.ts'
import { smallHedgingMarket, smallMandate } from '../universe/small-fund.fixture.ts'
import { durationGap } from './assessed-strategy.ts'
import { creditStrategies } from './credit-strategies.ts'
import { currencyStrategies } from './currency-strategies.ts'
import { ratesStrategies } from './rates-strategies.ts'
import { smallInputs } from './small-inputs.fixture.ts'
import type { StrategySet } from './strategy.ts'

// Every expected figure is worked by hand in docs/hedging-worked-example.md, under the heading that the test is named for.

const market: ValuationMarket = {
  baseCurrency: 'USD',
  curves: { USD: flatCurve(Math.log(1.05)), EUR: flatCurve(Math.log(1.03)) },
  breakEvens: {},
  fx: { EUR: 1.1 },
  basis: {},
  equities: {},
  spreads: { 'USD-BBB': 0.02, 'USD-IG': 0.01 },
  volatilities: {},
}

const factors: readonly RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'currency', currency: 'EUR' },
  { group: 'credit', bucket: 'USD-BBB' },
  { group: 'credit', bucket: 'USD-IG' },
]

/** Four equally likely changes, repeated: rates and euro up and down, spreads of bond and index together, but unequally. */
const shocks = Float64Array.from(
  Array.from({ length: 100 }, () => [
    [0.01, 0.1, 0.01, 0.008],
    [0.01, -0.1, 0.01, 0.002],
    [-0.01, 0.1, -0.01, -0.002],
    [-0.01, -0.1, -0.01, -0.008],
  ]).flat(2),
)

const line = (id: string, currency: string, quantity: number, years: number, spread: number, bucket: string | null) => {
  const instrument: Instrument = { kind: 'fixed flows', currency, flows: [{ years, amount: 1 }], spread, bucket }
  const side: BookLine['side'] = quantity < 0 ? 'liability' : 'asset'
  const rest = { holding: 'bond', counterparty: null, rating: null, sector: null, issuer: null }
  return { id, label: id, side, instrument, quantity, currency, ...rest }
}

const inputs = smallInputs({
  mandate: smallMandate({
    instruments: {
      currency: { allowed: ['forward'], tenors_years: [1] },
      rates: { allowed: ['swap'], tenors_years: [10] },
      inflation: { allowed: [] },
      credit: { allowed: ['index-cds'], tenor_years: 5 },
    },
    dealing: { impact_coefficient: 0 },
  }),
  market: smallHedgingMarket(market, factors),
  book: {
    lines: [
      line('euro-bill', 'EUR', 103e6, 1, 0, null),
      line('bond', 'USD', 100e6, 5, 0.02, 'USD-BBB'),
      line('pension', 'USD', -250e6, 10, 0, null),
    ],
  },
  shocks,
})

const strategyOf = ({ strategies, setAside = [] }: StrategySet, id: string) => {
  const one = [...strategies, ...setAside].find((strategy) => strategy.id === id)
  assert.ok(one, `${id} is missing`)
  return one
}
const close = (value: number | null, expected: number, tolerance: number): void =>
  assert.ok(value !== null && Math.abs(value - expected) <= tolerance, `${value} against ${expected}`)

test('the euro bill and the forward', () => {
  const [instrument] = inputs.universe
  const [{ instrument: contract }] = instrument.legs
  assert.ok(contract.kind === 'fx forward')
  close(contract.buyAmount, 1.121359, 5e-7)
  const full = strategyOf(currencyStrategies(inputs), 'forward-1y-100')
  assert.deepEqual(
    full.trades.map((trade) => trade.instrument),
    ['forward:EUR:1'],
  )
  close(full.trades[0].quantity / 1e6, 103, 103e-4)
  close(full.notional / 1e6, 113.3, 113.3e-4)
  close(full.effectiveness, 1, 1e-6)
  // half of a basis point on the notional a year, when the forward is dealt again; forward points of 2.11545 million a year count where the mandate says so
  close(full.annualCost / 1e6, 0.005665, 2e-6)
  const credited = { ...inputs.mandate, objectives: { ...inputs.mandate.objectives, carry_credit: 1 } }
  const counted = strategyOf(currencyStrategies({ ...inputs, mandate: credited }), 'forward-1y-100')
  close(counted.annualCost / 1e6, -2.11545 + 0.005665, 2e-6)
  const half = strategyOf(currencyStrategies(inputs), 'forward-1y-50')
  close(half.trades[0].quantity / 1e6, 51.5, 51.5e-4)
  close(half.effectiveness, 0.75, 1e-6)
})

test('the pension and the swap', () => {
  const sensitivities = inputs.sensitivities.lines.map(([rates]) => rates / 1e6)
  assert.equal(sensitivities[0], 0)
  close(sensitivities[1], -354.482, 0.01)
  close(sensitivities[2], 1534.783, 0.01)
  const swap = inputs.universe.findIndex(({ id }) => id === 'swap:USD:10')
  close(inputs.sensitivities.units[swap][0], -8.10782, 1e-4)
  const full = strategyOf(ratesStrategies(inputs), 'swaps-100')
  close(full.trades[0].quantity / 1e6, 145.576, 0.005)
  close(durationGap(inputs, []), -6.5247, 2e-4)
  close(durationGap(inputs, full.trades), 0, 1e-6)
  const half = strategyOf(ratesStrategies(inputs), 'swaps-50')
  close(half.trades[0].quantity / 1e6, 72.788, 0.005)
  close(durationGap(inputs, half.trades), -3.2623, 5e-4)
})

test('the bond and the credit index', () => {
  const index = inputs.universe.findIndex(({ id }) => id === 'index-cds:USD-IG:5')
  close(inputs.universe[index].premium, 0.000259, 5e-7)
  const units = inputs.profits.units.credit[index]
  ;[0.033052, 0.008459, -0.008594, -0.035203].forEach((expected, s) => close(units[s], expected, 5e-7))
  ;[-3.45766, -3.45766, 3.63494, 3.63494].forEach((expected, s) =>
    close(inputs.profits.fund.credit[s] / 1e6, expected, 5e-6),
  )
  const full = strategyOf(creditStrategies(inputs), 'index-100')
  close(full.trades[0].quantity / 1e6, 122.193, 0.001)
  close(full.effectiveness, 0.73486, 5e-6)
  const part = strategyOf(creditStrategies(inputs), 'index-80')
  close(part.trades[0].quantity / 1e6, 97.754, 0.001)
  // 1 - (1 - 0.8)² of what the full hedge takes away
  close(part.effectiveness, 0.96 * 0.73486, 1e-5)
})
