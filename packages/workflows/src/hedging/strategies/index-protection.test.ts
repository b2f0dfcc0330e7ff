import assert from 'node:assert/strict'
import test from 'node:test'
import type { FundBook } from '../book/fund-book.ts'
import {
  smallBook,
  smallFactors,
  smallHedgingMarket,
  smallMandate,
  smallMarket,
} from '../universe/small-fund.fixture.ts'
import { indexProtection } from './index-protection.ts'
import { smallInputs, smallShocks } from './small-inputs.fixture.ts'

test('index protection stays within the spread sensitivity of its own currency, or has all of it', () => {
  const market = smallHedgingMarket(
    { ...smallMarket, spreads: { ...smallMarket.spreads, 'EUR-BBB': 0.018, 'EUR-IG': 0.008 } },
    [...smallFactors, { group: 'credit', bucket: 'EUR-BBB' }, { group: 'credit', bucket: 'EUR-IG' }],
  )
  const { counterparties, market: map } = smallMandate()
  const mandate = smallMandate({
    counterparties,
    market: {
      ...map,
      spreads: {
        ...map.spreads,
        'EUR-BBB': { series: 'spread:EUR-BBB', rating: 'BBB', currency: 'EUR' },
        'EUR-IG': { series: 'spread:EUR-IG', currency: 'EUR' },
      },
      credit_indices: [...map.credit_indices, { bucket: 'EUR-IG', currency: 'EUR' }],
    },
  })
  const bond = smallBook.lines.find(({ id }) => id === 'bund-8')!
  const euro = {
    ...bond,
    id: 'euro-bond',
    quantity: 20e6,
    instrument: {
      ...bond.instrument,
      kind: 'fixed flows',
      flows: [{ years: 6, amount: 1 }],
      spread: 0,
      bucket: 'EUR-BBB',
    },
  } as FundBook['lines'][number]
  const own = smallInputs({
    mandate,
    market,
    book: { lines: [...smallBook.lines, euro] },
    shocks: smallShocks(market.factors, 200),
  })
  const indices = own.universe.filter(({ family }) => family === 'index-cds')
  assert.equal(indices.length, 2)
  const slope = (row: Float64Array): number =>
    row.reduce((sum, value, k) => (market.factors[k].group === 'credit' ? sum + value : sum), 0)
  const cover = (trades: readonly { instrument: string; quantity: number }[], currency: string): number => {
    const held = own.book.lines.reduce(
      (sum, line, i) => (line.currency === currency ? sum - slope(own.sensitivities.lines[i]) : sum),
      0,
    )
    const index = own.universe.findIndex((one) => one.family === 'index-cds' && one.currency === currency)
    const trade = trades.find(({ instrument }) => instrument === own.universe[index].id)
    return ((trade?.quantity ?? 0) * slope(own.sensitivities.units[index])) / held
  }
  const within = indexProtection(own, indices, [], 'within the exposure')
  const equal = indexProtection(own, indices, [], 'equal to the exposure')
  for (const currency of ['USD', 'EUR']) {
    assert.ok(cover(within, currency) <= 1 + 1e-7, `${currency}: ${cover(within, currency)}`)
    assert.ok(Math.abs(cover(equal, currency) - 1) < 1e-6, `${currency}: ${cover(equal, currency)}`)
  }
})
