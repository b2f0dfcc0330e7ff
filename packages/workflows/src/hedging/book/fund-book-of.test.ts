import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { Holding } from '@tutti/market'
import { fundBookOf } from './fund-book-of.ts'
import { asOf, buckets, fundOf, holding, madeUpMarket, nearlyEqual, valuesOf } from './made-up-market.fixture.ts'

const market = madeUpMarket()
const bookOf = (holdings: readonly Holding[]) => fundBookOf(fundOf(holdings), { market, asOf, buckets })
const lineOf = (each: Holding) => bookOf([each]).lines[0]
const valueOf = (each: Holding, on = market): number => valuesOf(bookOf([each]), on)[0]

function assertNear(got: number, expected: number, relative?: number): void {
  assert.ok(nearlyEqual(got, expected, relative), `${got} against ${expected}`)
}

const bond = holding('bond', {
  currency: 'USD',
  nominal: 2e6,
  coupon: 0.04125,
  frequency: 2,
  maturity: '2034-08-15',
  cleanPrice: 97.35,
  rating: 'BBB',
  sector: 'utilities',
})

describe('bonds stand at the price of the file', () => {
  test('own spread and accrued interest are those of QuantLib', () => {
    // QuantLib 1.29: FixedRateBond with ACT/ACT ISMA, accrued 1.546875 on 2025-12-31; the spread over a flat 4 % (continuous,
    // ACT/365F) at which its cash flows are worth 97.35 + 1.546875 is 0.004473335330546657.
    const flat = {
      ...market,
      curves: { USD: { ...market.curves.JPY, discountFactor: (t: number) => Math.exp(-0.04 * t) } },
    }
    const [line] = fundBookOf(fundOf([bond]), { market: flat, asOf, buckets }).lines
    assert.ok(line.instrument.kind === 'fixed flows')
    assertNear(line.instrument.spread, 0.004473335330546657, 1e-10)
    assert.equal(line.instrument.flows.length, 18)
    assert.equal(line.instrument.bucket, 'USD-BBB')
    assertNear(valueOf(bond), 2e6 * (0.9735 + 0.01546875))
  })

  test('coupons of a bond that matures at a month’s end are paid at months’ ends', () => {
    // QuantLib as above with endOfMonth: 2 % annual to 2031-02-28, accrued 306/365 of the coupon
    const each = holding('bond', {
      currency: 'USD',
      nominal: 1e6,
      coupon: 0.02,
      frequency: 1,
      maturity: '2031-02-28',
      cleanPrice: 92.1,
      sector: 'government',
    })
    assertNear(valueOf(each), 1e6 * (0.921 + (0.02 * 306) / 365))
    const semi = lineOf(
      holding('bond', {
        currency: 'USD',
        nominal: 1,
        coupon: 0.02,
        frequency: 2,
        maturity: '2026-11-30',
        cleanPrice: null,
        sector: 'government',
      }),
    )
    assert.ok(semi.instrument.kind === 'fixed flows')
    assertNear(semi.instrument.flows[0].years, 151 / 365) // 2026-05-31
  })

  test('without a price a bond stands at its bucket’s spread, a government’s at the curve', () => {
    const own = lineOf({ ...bond, cleanPrice: null } as Holding)
    assert.ok(own.instrument.kind === 'fixed flows' && own.instrument.spread === 0.012)
    const government = lineOf({ ...bond, cleanPrice: null, sector: 'Government' } as Holding)
    assert.ok(government.instrument.kind === 'fixed flows')
    assert.deepEqual([government.instrument.spread, government.instrument.bucket], [0, null])
  })

  test('a linked bond is worth its real price times the index ratio', () => {
    const each = holding('inflation-linked-bond', {
      currency: 'USD',
      nominal: 1e6,
      coupon: 0.0125,
      frequency: 2,
      maturity: '2040-01-15',
      cleanPrice: 88.4,
      indexRatio: 1.3,
      sector: 'government',
    })
    assertNear(valueOf(each), 1e6 * 1.3 * (0.884 + (0.00625 * 169) / 184)) // 169 of the 184 days since 2025-07-15
  })
})

describe('funds are looked through', () => {
  const fund = holding('bond-fund', { currency: 'USD', marketValue: 4e6, durationYears: 7, rating: 'BBB' })

  test('a fund is worth its market value and falls by its duration', () => {
    const [before, after] = [valueOf(fund), valuesOf(bookOf([fund]), madeUpMarket(1e-6))[0]]
    assertNear(before, 4e6)
    assertNear((before - after) / before / 1e-6, 7, 1e-4)
  })

  test('a linked fund has that duration to real rates', () => {
    const linked = holding('inflation-linked-bond-fund', {
      currency: 'USD',
      marketValue: 4e6,
      durationYears: 7,
      sector: 'government',
    })
    const [before, after] = [valueOf(linked), valuesOf(bookOf([linked]), madeUpMarket(1e-6))[0]]
    assertNear(before, 4e6)
    assertNear((before - after) / before / 1e-6, 7, 1e-4)
    assert.equal(lineOf(linked).instrument.kind, 'inflation-linked flows')
  })

  test('shares are worth quantity times price in their currency', () => {
    const shares = holding('equity', { currency: 'EUR', quantity: 300, price: 41, index: 'SIM-US', beta: null })
    assertNear(valueOf(shares), 300 * 41 * 1.15)
    assertNear(valueOf(holding('equity-fund', { currency: 'USD', marketValue: 5e6, index: 'SIM-US', beta: 0.8 })), 5e6)
    assertNear(valueOf(holding('cash', { currency: 'JPY', marketValue: -1e8, counterparty: null })), -1e8 * 0.0065)
  })
})

describe('the book', () => {
  test('liabilities are one line for each currency, indexation and group, and owed', () => {
    const flow = { currency: 'USD', indexation: 'fixed', group: 'active', line: 2 } as const
    const flows = [
      { ...flow, date: '2030-12-31', amount: 5 },
      { ...flow, date: '2027-12-31', amount: 3 },
      { ...flow, date: '2030-12-31', amount: 7 },
      { ...flow, date: '2030-12-31', amount: 11, indexation: 'inflation-linked' as const },
    ]
    const fund = { ...fundOf([bond]), liabilities: { flows, members: [] } }
    const [, fixed, linked] = fundBookOf(fund, { market, asOf, buckets }).lines
    assert.deepEqual(
      [fixed.id, fixed.side, fixed.holding, fixed.quantity],
      ['liability:active:USD:fixed', 'liability', 'active', -1],
    )
    assert.ok(fixed.instrument.kind === 'fixed flows')
    assert.deepEqual(fixed.instrument.flows, [
      { years: 2, amount: 3 },
      { years: 1826 / 365, amount: 12 },
    ])
    assert.equal(linked.instrument.kind, 'inflation-linked flows')
  })

  test('twice the holding is twice the quantity of the same unit', () => {
    const [once] = bookOf([bond]).lines
    const [twice] = bookOf([{ ...bond, nominal: 4e6 } as Holding]).lines
    assert.deepEqual(twice, { ...once, quantity: 2 * once.quantity })
  })

  test('all lines that cannot be valued are told at once, with line and column', () => {
    const wrong = [
      { ...bond, id: 'one', line: 4, rating: 'CCC' },
      { ...bond, id: 'two', line: 5, currency: 'GBP' },
      { ...bond, id: 'three', line: 6, rating: null },
      holding('equity-fund', { id: 'four', line: 7, currency: 'USD', marketValue: 1, index: 'SIM-XX', beta: null }),
      holding('index-cds', {
        id: 'five',
        line: 8,
        currency: 'USD',
        side: 'buy-protection',
        nominal: 1,
        coupon: 0.01,
        maturity: '2030-12-20',
        counterparty: 'a',
        recovery: null,
        spread: null,
        index: 'EUR-IG',
      }),
      holding('equity-option', {
        id: 'six',
        line: 9,
        currency: 'EUR',
        side: 'long',
        option: 'put',
        quantity: 1,
        index: 'SIM-US',
        strike: 1,
        expiry: '2026-12-18',
        counterparty: 'a',
      }),
      { ...bond, id: 'seven', line: 10, sector: 'government', currency: 'GBP' },
      holding('cds', {
        id: 'eight',
        line: 11,
        currency: 'USD',
        side: 'buy-protection',
        nominal: 1,
        coupon: 0.01,
        maturity: '2030-12-20',
        counterparty: 'a',
        recovery: null,
        spread: null,
        rating: 'A',
        sector: 'government',
      }),
    ] as Holding[]
    assert.throws(
      () => bookOf(wrong),
      (error: unknown) => {
        assert.ok(error instanceof TuttiError)
        const { problems = [] } = error.details
        assert.deepEqual(
          problems.map(({ file, line, field }) => [file, line, field]),
          [4, 5, 6, 7, 8, 9, 10, 11].map((line, i) => [
            'portfolio.csv',
            line,
            ['rating', 'rating', 'rating', 'index', 'index', 'currency', 'currency', 'sector'][i],
          ]),
        )
        assert.match(problems[0].message, /^one: bond \(USD, CCC\) is in no bucket/)
        return error.code === 'missing-data'
      },
    )
  })

  test('members without a basis are refused', () => {
    const member = {
      id: 'm',
      age: 60,
      sex: 'male',
      status: 'deferred',
      currency: 'USD',
      annualPension: 10,
      indexation: 'none',
      increase: 0,
      retirementAge: null,
      spouseFraction: null,
      count: 1,
      line: 2,
    } as const
    const fund = { ...fundOf([bond]), liabilities: { flows: [], members: [member] } }
    assert.throws(() => fundBookOf(fund, { market, asOf, buckets }), { code: 'missing-data' })
  })
})
