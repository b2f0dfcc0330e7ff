import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CurveHistoryId, loadSnapshot, type SeriesId } from '@tutti/market'
import { hedgingMarket, hedgingRequirements } from '../market/index.ts'
import { validHedgingMandate } from '../mandate/index.ts'
import { hedgeUniverse } from '../universe/index.ts'
import { accountingPack } from './accounting-pack.ts'
import { bookOf, payment } from './made-up-history.fixture.ts'

const directory = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url))

test('on the real months up to June 2013 a swap of the same years and a forward are highly effective, a short swap for long payments is not', async (context) => {
  if (!existsSync(directory)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `the real market data are not at ${directory}`)
    context.skip('the real market data (../shared/data) are not on this machine')
    return
  }
  const mandate = validHedgingMandate(
    {
      counterparties: [{ id: 'bank', cds_spread_bp: 80, exposure_limit: 1e9, csa: {} }],
      market: {
        currencies: {
          USD: { curve: 'zero-curve:USD-GSW' },
          // the dollar swap curve stands in for one of euros; only a quarter of a year of it matters
          EUR: { curve: 'par-curve:USD-SWAP', fx: 'fx:EURUSD' },
        },
      },
      instruments: { currency: { allowed: ['forward'] }, rates: { allowed: ['swap'], tenors_years: [5, 30] } },
    },
    'real.yaml',
  )
  const snapshot = await loadSnapshot(directory, {
    require: hedgingRequirements(mandate).require as (SeriesId | CurveHistoryId)[],
    asOf: '2013-06-28',
  })
  const market = hedgingMarket(mandate, snapshot)
  const book = bookOf(
    { instrument: payment(30), quantity: -1e9 },
    { instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 },
  )
  const universe = hedgeUniverse(mandate, market, book)
  const records = (swap: string, quantity: number) => {
    const trades = [
      { instrument: 'forward:EUR:0.25', quantity: 8e7 },
      { instrument: swap, quantity },
    ]
    const allocation = trades.map((trade) => ({ ...trade, counterparty: 'bank' }))
    return accountingPack({ mandate, market, book, universe, trades, allocation }).relationships
  }
  const [forward, long] = records('swap:USD:30', 3e8)
  assert.equal(forward.periods.length, 36)
  const last = forward.periods[35]
  assert.deepEqual([last.from, last.to], ['2013-05-31', '2013-06-28'])
  // reference rates of the ECB: 1.3006 and 1.3080
  const expected = forward.proportion * 1e8 * 1.308 * (1.308 / 1.3006 - 1)
  assert.ok(Math.abs(last.item - expected) < 1e-9 * expected, `${last.item} against ${expected}`)
  for (const { verdicts } of [forward, long]) {
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict),
      ['qualifies', 'qualifies'],
    )
  }
  const [, short] = records('swap:USD:5', 8e8)
  const asc = short.verdicts.find(({ standard }) => standard === 'ASC 815')
  assert.equal(asc?.verdict, 'does not qualify')
  assert.ok((short.regression?.rSquared ?? 1) < 0.8 && (long.regression?.rSquared ?? 0) > 0.95)
})
