import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Holding } from '@tutti/market'
import { fundBookOf } from './fund-book-of.ts'
import { asOf, buckets, fundOf, holding, madeUpMarket, nearlyEqual, valuesOf } from './made-up-market.fixture.ts'

const market = madeUpMarket()
const bookOf = (holdings: readonly Holding[]) => fundBookOf(fundOf(holdings), { market, asOf, buckets })
const lineOf = (each: Holding) => bookOf([each]).lines[0]
const valueOf = (each: Holding): number => valuesOf(bookOf([each]), market)[0]

function assertNear(got: number, expected: number, relative?: number): void {
  assert.ok(nearlyEqual(got, expected, relative), `${got} against ${expected}`)
}

describe('derivatives', () => {
  test('a running swap keeps its dates, fixing and size', () => {
    const swap = holding('swap', {
      currency: 'USD',
      side: 'pay-fixed',
      nominal: 3e6,
      fixedRate: 0.02,
      fixing: 0.041,
      frequency: 2,
      floatingFrequency: 4,
      start: '2020-12-31',
      maturity: '2030-12-31',
      counterparty: 'a',
    })
    const { instrument, quantity, counterparty } = lineOf(swap)
    assert.deepEqual(instrument, {
      kind: 'swap',
      side: 'pay fixed',
      currency: 'USD',
      notional: 1,
      startYears: -1826 / 365,
      endYears: 1826 / 365,
      fixedRate: 0.02,
      fixedFrequency: 2,
      floatingFrequency: 4,
      currentFixing: 0.041,
    })
    assert.deepEqual([quantity, counterparty], [3e6, 'a'])
  })

  test('a swap of the future has no fixing', () => {
    const swap = holding('swap', {
      currency: 'USD',
      side: 'receive-fixed',
      nominal: 1,
      fixedRate: 0.02,
      fixing: 0.04,
      frequency: 1,
      floatingFrequency: 1,
      start: '2026-12-31',
      maturity: '2030-12-31',
      counterparty: 'a',
    })
    assert.ok(!('currentFixing' in lineOf(swap).instrument))
  })

  test('a running inflation swap pays the index ratio since its start', () => {
    const swap = holding('inflation-swap', {
      currency: 'USD',
      side: 'receive-inflation',
      nominal: 1e6,
      fixedRate: 0.025,
      indexRatio: 1.12,
      start: '2021-12-31',
      maturity: '2041-12-31',
      counterparty: 'a',
    })
    // by hand: N (R e^(b T) - 1.025^20) df, T = 5844/365, zero rate 0.035 + 0.01 (T - 1)/29
    const years = 5844 / 365
    const discount = Math.exp(-(0.035 + (0.01 * (years - 1)) / 29) * years)
    assertNear(valueOf(swap), 1e6 * (1.12 * Math.exp(0.024 * years) - 1.025 ** 20) * discount)
  })

  test('a forward is worth what is bought less what is sold, each discounted', () => {
    const forward = holding('fx-forward', {
      currency: 'USD',
      nominal: 1.2e6,
      counterCurrency: 'EUR',
      counterNominal: 1e6,
      maturity: '2026-12-31',
      counterparty: 'a',
    })
    assertNear(valueOf(forward), 1.2e6 * Math.exp(-0.035) - 1.15e6 * Math.exp(-0.025), 1e-11)
  })

  test('who sells an option owes what who buys it has', () => {
    const terms = {
      currency: 'EUR',
      option: 'put',
      nominal: 1e6,
      counterCurrency: 'USD',
      strike: 1.1,
      expiry: '2026-06-30',
      counterparty: 'a',
    } as const
    const long = valueOf(holding('fx-option', { ...terms, side: 'long' }))
    assert.ok(long > 0)
    assert.equal(valueOf(holding('fx-option', { ...terms, side: 'short' })), -long)
    const equity = {
      currency: 'USD',
      option: 'put',
      quantity: 10,
      index: 'SIM-US',
      strike: 2500,
      expiry: '2026-12-18',
      counterparty: 'a',
    } as const
    assert.equal(
      valueOf(holding('equity-option', { ...equity, side: 'short' })),
      -valueOf(holding('equity-option', { ...equity, side: 'long' })),
    )
    const swaption = lineOf(
      holding('swaption', {
        currency: 'USD',
        side: 'short',
        option: 'payer',
        nominal: 1e6,
        fixedRate: 0.04,
        frequency: 2,
        expiry: '2027-06-15',
        maturity: '2047-06-15',
        counterparty: 'a',
      }),
    )
    assert.ok(swaption.instrument.kind === 'swaption')
    assert.deepEqual(
      [swaption.instrument.side, swaption.instrument.tenorYears, swaption.quantity],
      ['pay fixed', 20, -1e6],
    )
  })

  test('a bond future is worth nothing, since its gains are settled daily', () => {
    const future = holding('bond-future', {
      currency: 'USD',
      side: 'short',
      quantity: 50,
      nominal: 1e5,
      coupon: 0.0425,
      frequency: 2,
      expiry: '2026-03-20',
      maturity: '2035-11-15',
      counterparty: null,
    })
    const { instrument, quantity } = lineOf(future)
    assert.ok(instrument.kind === 'bond future' && instrument.price > 9e4 && instrument.price < 1.1e5)
    assert.equal(quantity, -50)
    assert.ok(Math.abs(valueOf(future)) < 1e-6)
    assert.ok(valuesOf(bookOf([future]), madeUpMarket(1e-4))[0] > 0) // the short side gains when yields rise
  })

  test('protection stands at the spread of the file, over its bucket’s', () => {
    const terms = {
      currency: 'USD',
      side: 'buy-protection',
      nominal: 1e6,
      coupon: 0.01,
      maturity: '2030-12-20',
      counterparty: 'a',
      recovery: null,
    } as const
    const named = lineOf(holding('cds', { ...terms, issuer: 'X', rating: 'BBB+', spread: 0.0145 }))
    assert.ok(named.instrument.kind === 'credit default swap')
    assert.deepEqual([named.instrument.bucket, named.instrument.recovery, named.quantity], ['USD-BBB', 0.4, 1e6])
    assertNear(named.instrument.ownSpread, 0.0145 - 0.012)
    const index = lineOf(holding('index-cds', { ...terms, index: 'USD-IG', spread: null }))
    assert.ok(index.instrument.kind === 'credit default swap')
    assert.deepEqual([index.instrument.bucket, index.instrument.ownSpread], ['USD-IG', 0])
  })

  test('a total return swap has gained what its reference rose', () => {
    const terms = {
      currency: 'USD',
      side: 'receive-total-return',
      nominal: 1e6,
      durationYears: 4,
      rating: 'BBB',
      maturity: '2026-09-20',
      counterparty: 'a',
    } as const
    assert.ok(Math.abs(valueOf(holding('total-return-swap', { ...terms, marketValue: null }))) < 1e-8)
    assertNear(valueOf(holding('total-return-swap', { ...terms, marketValue: 1.03e6 })), 3e4, 1e-9)
  })
})
