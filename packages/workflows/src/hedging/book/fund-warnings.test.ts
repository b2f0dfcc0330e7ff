import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CurveHistoryId, type Holding, loadHoldings, loadSnapshot, type SeriesId } from '@tutti/market'
import { parsedHedgingMandate } from '../mandate/index.ts'
import { type HedgingMarket, hedgingMarket, hedgingRequirements } from '../market/index.ts'
import { beyondCurves } from './beyond-curves.ts'
import { bucketFault } from './bucket-fault.ts'
import { fundBookOf } from './fund-book-of.ts'
import { fundWarnings } from './fund-warnings.ts'
import { implausibleFigures } from './implausible-figures.ts'
import { asOf, buckets, fundOf, holding, madeUpMarket } from './made-up-market.fixture.ts'
import { issuerBuckets } from './mandate-bases.ts'

const market = madeUpMarket()
/** Field and words of the warnings of one holding. */
function warningsOf(each: Holding): (readonly [string | undefined, string])[] {
  const fund = fundOf([each])
  const book = fundBookOf(fund, { market, asOf, buckets })
  return implausibleFigures(fund, book, market, asOf).map(({ file, line, field, message }) => {
    assert.deepEqual([file, line], ['portfolio.csv', 2])
    return [field, message] as const
  })
}
const bondOf = (coupon: number, cleanPrice: number | null, currency = 'USD', maturity = '2045-12-15'): Holding =>
  holding('bond', { currency, nominal: 1e6, coupon, frequency: 2, maturity, cleanPrice, sector: 'government' })
const swapOf = (fixedRate: number, fixing: number, currency = 'USD'): Holding =>
  holding('swap', {
    currency, side: 'receive-fixed', nominal: 1e6, fixedRate, fixing, frequency: 2, floatingFrequency: 2,
    start: '2020-06-15', maturity: '2040-06-15', counterparty: 'dealer-a',
  }) // prettier-ignore

describe('figures that the market makes implausible', () => {
  test('a coupon typed as a decimal shows in the spread of a bond with a price, and in the coupon of one without', () => {
    // twenty years at about 4.2 %: 89.6 for a coupon of 0.0375 percent yields about 0.6 %, some 360 bp below the curve
    const [[field, message]] = warningsOf(bondOf(0.000375, 89.6))
    assert.equal(field, 'cleanPrice')
    const spread = Number(/a spread of (-?\d+) bp/.exec(message)?.[1])
    assert.ok(spread > -380 && spread < -330, message)
    assert.match(message, /^bond \(bond\): a clean price of 89\.6 and a coupon of 0\.0375 percent mean/)
    assert.deepEqual(warningsOf(bondOf(0.000375, null)), [
      ['couponPercent', 'bond (bond): 0.0375 percent is implausible; was 3.75 percent meant?'],
    ])
    assert.deepEqual(warningsOf(bondOf(0.0375, 93)), [])
  })

  test('low coupons of a low market, of old gilts, and none at all are no typing errors', () => {
    assert.deepEqual(warningsOf(bondOf(0.0005, 98, 'JPY', '2027-12-15')), [])
    assert.deepEqual(warningsOf(bondOf(0.00125, 93, 'USD', '2028-01-31')), [])
    assert.deepEqual(warningsOf(bondOf(0, null)), [])
  })

  test('rates of swaps and their fixings are held against the market', () => {
    assert.deepEqual(warningsOf(swapOf(0.00025, 0.0334))[0][0], 'fixedRatePercent')
    assert.deepEqual(warningsOf(swapOf(0.025, 0.000334))[0][0], 'fixingPercent')
    assert.deepEqual(warningsOf(swapOf(0.025, 0.0334)), [])
  })

  test('a price far from the bond’s worth at its bucket’s spread, and a spread beyond 2,000 bp', () => {
    const [[, far]] = warningsOf(bondOf(0.0375, 60))
    assert.match(far, /60 and a coupon of 3\.75 percent: \d+ % below what the bond is worth at the curve/)
    const [[, wide]] = warningsOf(bondOf(0.0375, 40, 'USD', '2028-12-15'))
    assert.match(wide, /mean a spread of [23],?\d{3} bp/)
  })

  test('an exchange rate the wrong way round', () => {
    const forward = (nominal: number, counterNominal: number): Holding =>
      holding('fx-forward', { currency: 'USD', nominal, counterCurrency: 'EUR', counterNominal, maturity: '2026-03-16', counterparty: 'd' }) // prettier-ignore
    assert.deepEqual(warningsOf(forward(1.16e6, 1e6)), [])
    assert.deepEqual(warningsOf(forward(1.05e6, 1e6)), [])
    assert.deepEqual(warningsOf(forward(1.3e6, 1e6)), [])
    const [[field, message]] = warningsOf(forward(1e6, 1.16e6))
    assert.equal(field, 'counterNominal')
    assert.match(message, /1\.16 EUR for one USD is far from today's 0\.86957/)
  })
})

test('payments beyond the last tenor are named with their share of what is owed', () => {
  const fund = fundOf([])
  const book = fundBookOf(fund, { market, asOf, buckets })
  const at = (end: number) =>
    ({ asOf, valuation: market, curveEnds: { rates: { USD: end }, inflation: {} } }) as unknown as HedgingMarket
  const [{ field, message }] = beyondCurves(book, at(10))
  assert.equal(field, 'market.currencies.USD.curve')
  assert.equal(message, 'zero rates of the last tenor are held flat beyond it: USD ends at 10 years and is needed to 19.5 (2045-06-30, 100 % of the value of what is owed beyond)') // prettier-ignore
  assert.deepEqual(beyondCurves(book, at(20)), [])
})

test('inflation-linked payments without break-evens and members without mortality are errors that name the mandate’s key', () => {
  const flow = {
    date: '2040-06-30',
    currency: 'JPY',
    amount: 1,
    indexation: 'inflation-linked',
    group: null,
    line: 7,
  } as const
  const fund = { ...fundOf([]), liabilities: { flows: [flow], members: [] } }
  assert.throws(() => fundBookOf(fund, { market, asOf, buckets }), {
    code: 'missing-data',
    message: 'market.currencies.JPY.break_even is missing in the mandate; portfolio.csv:7 needs it',
  })
})

const example = fileURLToPath(new URL('../../../../../examples/04-hedging', import.meta.url))
test('the example fund has figures that are plausible, buckets for all its issuers, and payments beyond its curves', async () => {
  const mandate = parsedHedgingMandate(readFileSync(join(example, 'mandate.yaml'), 'utf8'), 'mandate.yaml')
  const snapshot = await loadSnapshot(join(example, 'market'), {
    require: hedgingRequirements(mandate).require as (SeriesId | CurveHistoryId)[],
  })
  const found = hedgingMarket(mandate, snapshot)
  const fund = await loadHoldings(
    { portfolio: join(example, 'portfolio.csv'), liabilities: join(example, 'liabilities.csv') },
    { asOf: snapshot.asOf, currencies: ['USD', 'EUR', 'GBP', 'JPY'], counterparties: mandate.counterparties.map(({ id }) => id), holdingFault: bucketFault(mandate) },
  ) // prettier-ignore
  const book = fundBookOf(fund, { market: found.valuation, asOf: snapshot.asOf, buckets: issuerBuckets(mandate) })
  const warnings = fundWarnings(fund, { market: found, book })
  assert.deepEqual(
    warnings.filter(({ line }) => line !== undefined),
    [],
  )
  assert.deepEqual(
    warnings.map(({ field }) => field),
    ['market.currencies.*.curve', 'market.currencies.*.break_even'],
  )
  const [{ message }] = warnings
  assert.match(message, /USD ends at 50 years and is needed to 64\.5 \(2090-06-30, 0\.\d\d % of/)
  assert.ok(!message.includes('JPY'), 'nothing is owed in yen')
})
