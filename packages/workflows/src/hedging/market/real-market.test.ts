import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type CurveHistoryId, loadSnapshot, type SeriesId } from '@tutti/market'
import { validHedgingMandate } from '../mandate/index.ts'
import { factorModel } from './factor-model.ts'
import { type HedgingMarket, hedgingMarket } from './hedging-market.ts'
import { historicalStresses } from './historical-stresses.ts'
import { hedgingRequirements } from './market-requirements.ts'

const directory = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url))

/** Skips the test, saying so, when the real data are not there; fails then when they are demanded. */
function available(context: TestContext): boolean {
  if (existsSync(directory)) return true
  assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `the real market data are not at ${directory}`)
  context.skip('the real market data (../shared/data) are not on this machine')
  return false
}

const ratings = ['AAA', 'A', 'BBB', 'HY']
const mandate = validHedgingMandate(
  {
    counterparties: [{ id: 'BANK', cds_spread_bp: 80, exposure_limit: 1e9, csa: null }],
    market: {
      currencies: {
        USD: {
          curve: 'zero-curve:USD-GSW',
          break_even: [
            { years: 5, series: 'spread:USD-BREAKEVEN-5Y' },
            { years: 10, series: 'spread:USD-BREAKEVEN-10Y' },
          ],
        },
        // the swap curve stands in for one of pounds, of which there is none
        GBP: { curve: 'par-curve:USD-SWAP', fx: 'fx:EURGBP' },
        EUR: { curve: 'par-curve:USD-SWAP', fx: 'fx:EURUSD' },
      },
      equities: { SP500: { series: 'equity-index:SP500', currency: 'USD', volatility: 'vol-index:VIX' } },
      spreads: Object.fromEntries(
        ratings.map((rating) => [`USD-${rating}`, { series: `spread:USD-CORPORATE-${rating}`, rating }]),
      ),
      credit_indices: [{ bucket: 'USD-BBB', currency: 'USD' }],
    },
  },
  'real.yaml',
)

let market2013: Promise<HedgingMarket> | undefined

/** The market of 2013-06-28, read once. */
function realMarket(): Promise<HedgingMarket> {
  const { require, optional } = hedgingRequirements(mandate)
  market2013 ??= loadSnapshot(directory, {
    require: require as (SeriesId | CurveHistoryId)[],
    optional: optional as (SeriesId | CurveHistoryId)[],
    asOf: '2013-06-28',
  }).then((snapshot) => hedgingMarket(mandate, snapshot))
  return market2013
}

test('on real data of June 2013 levels are those published and volatilities are sane', async (context) => {
  if (!available(context)) return
  const market = await realMarket()
  const { valuation, factorNames } = market
  // ECB reference rate and S&P 500 close of 2013-06-28; Treasury constant maturity at ten years 2.52 %
  assert.ok(Math.abs(valuation.fx['EUR'] - 1.308) < 1e-9)
  assert.ok(Math.abs(valuation.equities['SP500'].level - 1606.28) < 0.01)
  assert.ok(Math.abs(valuation.curves['USD'].zeroRate(10) - 0.0265) < 0.001)
  assert.ok(Math.abs(valuation.fx['GBP'] - 1.526) < 0.001)
  const model = factorModel(mandate, market)
  const volatility = (name: string): number => model.volatilities[factorNames.indexOf(name)]
  const between = (name: string, low: number, high: number) =>
    assert.ok(volatility(name) > low && volatility(name) < high, `${name} has a volatility of ${volatility(name)}`)
  between('rates:USD:10', 0.008, 0.012)
  between('rates:GBP:10', 0.008, 0.012)
  between('currency:EUR', 0.08, 0.12)
  between('currency:GBP', 0.08, 0.12)
  between('equity:SP500', 0.15, 0.22)
  between('credit:USD-BBB', 0.004, 0.012)
  between('inflation:USD:10', 0.004, 0.01)
  const correlation = (a: string, b: string): number =>
    model.correlation[factorNames.indexOf(a)][factorNames.indexOf(b)]
  assert.ok(correlation('rates:USD:5', 'rates:USD:10') > 0.85)
  assert.ok(correlation('rates:USD:10', 'equity:SP500') > 0.1, 'a flight to quality in these years')
  assert.ok(correlation('volatility:equity:SP500', 'equity:SP500') < -0.6)
  assert.ok(correlation('credit:USD-HY', 'equity:SP500') < -0.3)
})

test('the largest fall of rates in a quarter with data for all is that of the autumn of 2008', async (context) => {
  if (!available(context)) return
  const market = await realMarket()
  const stresses = historicalStresses(mandate, market)
  const quarter = stresses.find(({ id }) => id === 'history-3m-rates-fall-whole')!
  assert.match(quarter.label, /2008-\d\d-\d\d to 200[89]-/)
  const shock = (name: string): number => quarter.shocks[market.factorNames.indexOf(name)]
  assert.ok(shock('rates:USD:30') < -0.01, quarter.label)
  assert.ok(shock('equity:SP500') < -0.2 && shock('credit:USD-BBB') > 0.01, quarter.label)
})
