import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CurveHistoryId, loadHoldings, loadSnapshot, type SeriesId } from '@tutti/market'
import { issuerBuckets } from '../book/mandate-bases.ts'
import { fundBookOf } from '../book/fund-book-of.ts'
import { dealingDays } from '../execution/dealing-days.ts'
import { windowCapacities } from '../execution/index.ts'
import { windowCapacity, workedTrade } from '../execution/worked-trade.ts'
import { parsedHedgingMandate } from '../mandate/index.ts'
import { hedgingMarket, hedgingRequirements, surplusBook } from '../market/index.ts'
import { namedStresses } from '../market/named-stresses.ts'
import { collateralUse } from '../packages/collateral-use.ts'
import { stressBook } from '../stress/stress-book.ts'
import { stressMatrix } from '../stress/stress-matrix.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { hedgeUniverse } from '../universe/index.ts'
import { collateralRunway, isCleared, proportionalShares } from '../valuation-adjustments/index.ts'
import { groupStresses } from './group-stresses.ts'
import { yieldMoves } from './yield-moves.ts'

const example = fileURLToPath(new URL('../../../../../examples/04-hedging', import.meta.url))
const mandate = parsedHedgingMandate(readFileSync(join(example, 'mandate.yaml'), 'utf8'), 'mandate.yaml')
const snapshot = await loadSnapshot(join(example, 'market'), {
  require: hedgingRequirements(mandate).require as (SeriesId | CurveHistoryId)[],
})
const market = hedgingMarket(mandate, snapshot)
const holdings = await loadHoldings(
  { portfolio: join(example, 'portfolio.csv'), liabilities: join(example, 'liabilities.csv') },
  {
    asOf: snapshot.asOf,
    currencies: Object.keys(mandate.market.currencies),
    counterparties: mandate.counterparties.map(({ id }) => id),
    indices: Object.keys(mandate.market.equities),
    creditIndices: Object.keys(mandate.market.spreads),
  },
)
const book = fundBookOf(holdings, { market: market.valuation, asOf: snapshot.asOf, buckets: issuerBuckets(mandate) })
const universe = hedgeUniverse(mandate, market, book)
const surplus = surplusBook(market, book, universe)
const inputs = { mandate, market, book, universe, surplus }
const liquidity = yieldMoves(inputs)
const fund = { assets: 25e9, liabilities: 26e9, moneyDuration: 0, unitMoneyDurations: universe.map(() => 0) }

const initialMargin = (trades: readonly HedgeTrade[]): number =>
  trades.reduce((sum, { instrument, quantity }) => {
    const { notionalInBase, dealing } = universe.find(({ id }) => id === instrument)!
    return sum + Math.abs(quantity * notionalInBase) * dealing.initialMarginRate
  }, 0)

/** Need over buffer in the worse direction of the mandate's move, as the runway of a package has it. */
function runwayUse(trades: readonly HedgeTrade[]): number {
  const shares = proportionalShares(mandate, universe)
  const tickets = trades.flatMap(({ instrument, quantity }) => {
    if (isCleared(universe.find(({ id }) => id === instrument)!))
      return [{ instrument, quantity, counterparty: 'cleared' }]
    return Object.entries(shares[instrument]).map(([counterparty, share]) => ({
      instrument,
      counterparty,
      quantity: quantity * share,
    }))
  })
  const { rows } = collateralRunway({ mandate, market, book, universe, tickets })
  const ends = rows.filter(({ shockBp }) => Math.abs(shockBp) === mandate.collateral.buffer_bp)
  return Math.max(...ends.map(({ need, buffer }) => need / buffer))
}

test('cleared hedges use the buffer as the collateral runway has it, to what thresholds make of it', () => {
  for (const size of [2e9, 5e9, 8e9]) {
    const trades = [
      { instrument: 'swap:USD:30', quantity: size },
      { instrument: 'swap:USD:10', quantity: 3e9 },
      { instrument: 'future:EUR:10', quantity: -0.5e9 },
    ]
    const [own, exact] = [
      collateralUse({ universe, liquidity, fund }, trades, initialMargin(trades)),
      runwayUse(trades),
    ]
    assert.ok(own >= exact - 1e-12 && own - exact < 0.01, `${own} against ${exact}`)
  }
})

test('with trades at dealers the limit asks for no less than the runway', () => {
  const trades = [
    { instrument: 'swap:USD:30', quantity: 6e9 },
    { instrument: 'zero-coupon-swap:USD:20', quantity: 3e9 },
    { instrument: 'forward:EUR:1', quantity: 2e9 },
    { instrument: 'total-return-swap:USD-BBB', quantity: 1e9 },
  ]
  const [own, exact] = [collateralUse({ universe, liquidity, fund }, trades, initialMargin(trades)), runwayUse(trades)]
  assert.ok(own >= exact - 1e-12 && own - exact < 0.05, `${own} against ${exact}`)
})

test('the stresses that limit a package are the rows of the stress matrix that move one group as a whole', () => {
  const stresses = groupStresses(inputs)
  const trades = [
    { instrument: 'swap:USD:30', quantity: 6e9 },
    { instrument: 'forward:EUR:1', quantity: 2e9 },
    { instrument: 'index-cds:USD-IG:5', quantity: 2e9 },
  ]
  const { rows } = stressMatrix(
    stressBook(market, book, universe, [{ id: 'chosen', label: 'Chosen package', trades }]),
    namedStresses(mandate, market),
  )
  assert.deepEqual(
    stresses.filter(({ group }) => group !== 'currency').map(({ id }) => id),
    [
      'rates-up',
      'rates-down',
      'rates-USD-up',
      'rates-USD-down',
      'rates-steeper',
      'rates-flatter',
      'inflation-up',
      'inflation-down',
      'spreads-wider',
      'spreads-tighter',
    ],
  )
  assert.equal(stresses.filter(({ group }) => group === 'currency').length, 8)
  for (const { id, fund: before, units } of stresses) {
    const row = rows.find((each) => each.id === id)!
    const after = trades.reduce(
      (sum, { instrument, quantity }) => sum + quantity * units[universe.findIndex((one) => one.id === instrument)],
      before,
    )
    assert.ok(Math.abs(row.unhedged - before) < 1, id)
    assert.ok(Math.abs(row.hedged - after) < 1, id)
  }
})

test('what fits into the window is the capacity of the execution plan', () => {
  const { asOf } = market
  const capacities = windowCapacities({ mandate, universe, asOf })
  const { days } = dealingDays(asOf, mandate.execution.start, mandate.execution.window_days, 'USD')
  universe.forEach((one, i) => {
    assert.equal(capacities[i], windowCapacity(workedTrade({ mandate, universe }, i, 1e9, days)), one.id)
    assert.ok(capacities[i] > 0)
  })
})
