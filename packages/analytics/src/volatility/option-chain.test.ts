import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { blackForwardPrice, hestonCalibration, type OptionVolQuote } from '../models/index.ts'
import { cleanOptionChain, type ChainQuote } from './option-chain.ts'
import { modelFreeVariance } from './model-free-variance.ts'
import type { SmileQuotes } from './smile-fit.ts'
import { smileMeasures } from './smile-measures.ts'
import { ssviCalibration } from './ssvi-calibration.ts'
import { surfaceViolations } from './surface-arbitrage.ts'
import { sviCalibration } from './svi-calibration.ts'
import { sviSlice } from './svi.ts'
import { volatilitySurface } from './volatility-surface.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const forward = 101
const discount = 0.98
const made: ChainQuote[] = [80, 90, 95, 100, 105, 110, 125].flatMap((strike) =>
  (['call', 'put'] as const).map((type) => {
    const mid = discount * blackForwardPrice(type, forward, strike, 0.2 * Math.sqrt(0.5))
    return { expiryYears: 0.5, strike, type, bid: mid * 0.99, ask: mid * 1.01 }
  }),
)

test('forward, discount factor and volatilities come back from a chain made with them', () => {
  const { expiries, dropped } = cleanOptionChain(made, 0.5)
  assert.equal(expiries.length, 1)
  near(expiries[0].forward, forward, 1e-9)
  near(expiries[0].discountFactor, discount, 1e-10)
  assert.equal(expiries[0].quotes.length, 7)
  for (const { volAnnual, bidVolAnnual, askVolAnnual } of expiries[0].quotes) {
    near(volAnnual, 0.2, 1e-9)
    assert.ok(bidVolAnnual < volAnnual && volAnnual < askVolAnnual)
  }
  assert.ok(dropped.length === 7 && dropped.every(({ reason }) => reason === 'in the money'))
})

test('what cannot be used is left out with its reason', () => {
  const broken = [
    ...made,
    { expiryYears: 0.5, strike: 70, type: 'put' as const, bid: 0, ask: 0.05 },
    { expiryYears: 0.5, strike: 75, type: 'put' as const, bid: 0.3, ask: 0.2 },
    { expiryYears: 0.5, strike: 78, type: 'put' as const, bid: 0.01, ask: 0.2 },
    { expiryYears: 0.5, strike: 79, type: 'put' as const, bid: Number.NaN, ask: 0.2 },
    { expiryYears: 0.5, strike: 130, type: 'call' as const, bid: 150, ask: 151 },
    { expiryYears: 0.7, strike: 100, type: 'call' as const, bid: 5, ask: 5.1 },
  ]
  const reasons = new Map(
    cleanOptionChain(broken, 0.5).dropped.map(({ index, reason }) => [index - made.length, reason]),
  )
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((i) => reasons.get(i)),
    [
      'no bid',
      'ask below bid',
      'spread too wide',
      'not a two-sided price',
      'bid or ask without a volatility',
      'no forward at this expiry',
    ],
  )
})

test('one wrong pair does not move the forward', () => {
  const wrong = made.map((quote) =>
    quote.strike === 105 && quote.type === 'call' ? { ...quote, bid: quote.bid + 2, ask: quote.ask + 2 } : quote,
  )
  const many = [
    ...wrong,
    ...[92, 94, 97, 98, 99, 101, 102, 103, 104, 107].flatMap((strike) =>
      (['call', 'put'] as const).map((type) => {
        const mid = discount * blackForwardPrice(type, forward, strike, 0.2 * Math.sqrt(0.5))
        return { expiryYears: 0.5, strike, type, bid: mid * 0.99, ask: mid * 1.01 }
      }),
    ),
  ]
  near(cleanOptionChain(many, 0.5).expiries[0].forward, forward, 1e-6)
})

test('an empty chain and quotes without a strike are refused', () => {
  assert.throws(() => cleanOptionChain([], 0.5), { code: 'invalid-input' })
  assert.throws(
    () => cleanOptionChain([{ ...made[0], strike: 0 }], 0.5),
    (error: unknown) => error instanceof TuttiError && error.details.field === 'quotes[0].strike',
  )
})

const file = new URL('../../../../../shared/data/volatility/spx_option_chain_20220204.csv', import.meta.url)

test('the S&P 500 chain of 4 February 2022 is fitted by SVI, SSVI and Heston within stated errors', (t) => {
  if (!existsSync(file)) {
    assert.notEqual(process.env['TUTTI_REQUIRE_SHARED'], '1', `${file.pathname} is required but absent`)
    t.skip('the shared data folder is absent')
    return
  }
  const today = Date.parse('2022-02-04')
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1)
  const quotes: ChainQuote[] = lines.flatMap((line) => {
    const [, expiration, strike, type, symbol, , bid, ask] = line.split(',')
    const days = (Date.parse(expiration) - today) / 86_400_000
    // One root: SPXW settles in the afternoon, and from a week on there is enough to fit.
    if (!symbol.startsWith('SPXW') || days < 7) return []
    const side = type === 'C' ? ('call' as const) : ('put' as const)
    return [{ expiryYears: days / 365, strike: Number(strike), type: side, bid: Number(bid), ask: Number(ask) }]
  })
  const chain = cleanOptionChain(quotes, 0.25)
  const reasons = Object.groupBy(chain.dropped, ({ reason }) => reason)
  const kept = chain.expiries.reduce((sum, { quotes: each }) => sum + each.length, 0)
  t.diagnostic(
    `${quotes.length} quotes, ${kept} kept at ${chain.expiries.length} expiries; dropped: ${Object.entries(reasons)
      .map(([reason, each]) => `${reason} ${each.length}`)
      .join(', ')}`,
  )
  assert.equal(kept + chain.dropped.length, quotes.length)
  const march = chain.expiries.find(({ expiryYears }) => Math.abs(expiryYears - 42 / 365) < 1e-9)!
  t.diagnostic(
    `2022-03-18: forward ${march.forward.toFixed(2)}, discount factor ${march.discountFactor.toFixed(5)}, parity error ${march.parityError.toFixed(3)}`,
  )
  near(march.forward, 4486.9, 1.5)
  assert.ok(march.parityError < 0.5)

  const smiles = chain.expiries
    .filter(({ quotes: each }) => each.length >= 40)
    .map(({ expiryYears, forward: level, quotes: each }) => {
      const central = each.filter(
        ({ logMoneyness }, i) => i % 4 === 0 && logMoneyness > -4 * 0.3 * Math.sqrt(expiryYears),
      )
      return { expiryYears, forward: level, quotes: central }
    })
  const smileQuotes = smiles.map(({ expiryYears, quotes: each }): SmileQuotes => ({
    expiryYears,
    logMoneyness: each.map(({ logMoneyness }) => logMoneyness),
    volsAnnual: each.map(({ volAnnual }) => volAnnual),
    weights: each.map(({ bidVolAnnual, askVolAnnual }) => 1 / (0.002 + askVolAnnual - bidVolAnnual)),
  }))

  const svi = smileQuotes.map((each) => sviCalibration(each, 'enforced'))
  const sviErrors = svi.map(({ rootMeanSquareError }) => rootMeanSquareError)
  t.diagnostic(
    `SVI: ${svi.length} expiries, mean error ${((1e4 * sviErrors.reduce((a, b) => a + b)) / svi.length).toFixed(1)} bp of volatility, worst expiry ${(1e4 * Math.max(...sviErrors)).toFixed(1)} bp, ${svi.filter(({ isConstrained }) => isConstrained).length} held by the butterfly condition`,
  )
  assert.ok(Math.max(...sviErrors) < 0.008)
  assert.ok(svi.every(({ butterfly }) => butterfly.isFree))

  const surface = volatilitySurface(
    4500.53,
    smiles.map(({ expiryYears, forward: level }, i) => ({
      expiryYears,
      forward: level,
      slice: sviSlice(svi[i].parameters),
    })),
  )
  const calendars = surfaceViolations(surface, 4).filter(({ kind }) => kind === 'calendar')
  t.diagnostic(`SVI slices fitted apart: ${calendars.length} calendar violations within four deviations`)
  const measures = smileMeasures(surface, 42 / 365, 0.25)
  const implied = modelFreeVariance(surface, 30 / 365)
  t.diagnostic(
    `March: at the money ${measures.atmVol.toFixed(4)}, 25-delta risk reversal ${measures.riskReversal.toFixed(4)}, 30-day model-free volatility ${implied.fairVolatility.toFixed(4)}`,
  )
  // The VIX closed at 23.22 that day, from other expiries' options and cut strikes.
  near(implied.fairVolatility, 0.2322, 0.01)
  assert.ok(measures.riskReversal < -0.04 && measures.riskReversal > -0.15)

  const ssvi = ssviCalibration(smileQuotes, 'bounded-power-law')
  t.diagnostic(`SSVI: error ${(1e4 * ssvi.rootMeanSquareError).toFixed(1)} bp, rho ${ssvi.parameters.rho.toFixed(3)}`)
  assert.deepEqual(ssvi.violations, [])
  assert.ok(ssvi.rootMeanSquareError < 0.02)

  const hestonQuotes: OptionVolQuote[] = smiles
    .filter(({ expiryYears }) => expiryYears > 20 / 365)
    .flatMap(({ expiryYears, forward: level, quotes: each }) =>
      each
        .filter(({ logMoneyness }) => Math.abs(logMoneyness) < 2 * 0.25 * Math.sqrt(expiryYears))
        .filter((_, i) => i % 2 === 0)
        .map(({ strike, volAnnual, bidVolAnnual, askVolAnnual }) => ({
          expiryYears,
          forward: level,
          strike,
          volAnnual,
          bidVolAnnual,
          askVolAnnual,
        })),
    )
  const heston = hestonCalibration(hestonQuotes)
  t.diagnostic(
    `Heston: ${hestonQuotes.length} quotes, error ${(1e4 * heston.rootMeanSquareError).toFixed(1)} bp, hit share ${heston.bidAskHitShare!.toFixed(2)}, ${JSON.stringify(heston.parameters)}, Feller ${heston.fellerRatio.toFixed(2)}`,
  )
  assert.ok(heston.converged)
  assert.ok(heston.rootMeanSquareError < 0.015)
  assert.ok(heston.parameters.rho < -0.5)
})
