import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import { type AccountingInputs, accountingPack } from './accounting-pack.ts'
import type { HedgeRecord } from './hedge-record.ts'
import {
  accountingMandate,
  bookOf,
  euroForward,
  flatFactors,
  flatMarket,
  hedgeOf,
  marketWithHistory,
  payment,
  receiver,
  wavingChanges,
} from './made-up-history.fixture.ts'

const near = (actual: number | null | undefined, expected: number, relative = 1e-9): void => {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= relative * Math.abs(expected),
    `${actual} is not ${expected}`,
  )
}
/** Rates of dollar and euro, break-even, exchange rate, two spreads. */
const usual = wavingChanges(36, [0.003, 0.002, 0.002, 0.03, 0.002, 0.001])
const only = (column: number, months = 36) =>
  usual.slice(0, months).map((row) => row.map((move, f) => (f === column ? move : 0)))

function packOf(own: Partial<AccountingInputs> & Pick<AccountingInputs, 'book' | 'universe' | 'trades'>) {
  return accountingPack({ mandate: accountingMandate(), market: marketWithHistory(usual), ...own })
}
const verdictOf = (record: HedgeRecord, standard: string) => record.verdicts.find((each) => each.standard === standard)

test('a swap of another tenor is measured as an independent calculation has it', () => {
  // numpy: 100 owed in 30 years and 50 in 20, hedged by receiving 4 % on 30 for 30 years; parallel moves of a flat 4 % curve; the
  // ratio from its derivative: differences over 1 and 0.5 bp, extrapolated
  const { relationships } = packOf({
    market: marketWithHistory(wavingChanges(24, [0.003, 0, 0, 0, 0, 0])),
    book: bookOf({
      instrument: {
        ...payment(20, 50),
        flows: [
          { years: 20, amount: 50 },
          { years: 30, amount: 100 },
        ],
      },
      quantity: -1,
    }),
    universe: [receiver(30)],
    trades: [{ instrument: 'swap:USD:30', quantity: 30 }],
  })
  const [record] = relationships
  assert.equal(record.periods.length, 24)
  near(record.hedgeRatio, 0.3913188560192167, 1e-9)
  near(record.proportion, record.hedgeRatio)
  near(record.regression?.slope, -1.0000148099964, 1e-6)
  near(record.regression?.rSquared, 0.9999927944984845, 1e-9)
  near(record.dollarOffset.cumulative, 0.9552091822824191, 1e-5)
  near(record.ineffectiveness.cumulative, -0.13120545720864055, 1e-5)
  near(record.ineffectiveness.monthly, 0.0068336864354003836, 1e-5)
  near(record.itemYears, (50 * 20 + 100 * 30) / 150)
  assert.equal(record.hedgeYears, 30)
  assert.deepEqual(
    record.verdicts.map(({ verdict }) => verdict),
    ['qualifies', 'qualifies'],
  )
})

test('months run from month end to month end and the middle of a month is not seen', () => {
  const { relationships, months, monthsWanted } = packOf({
    mandate: accountingMandate({ months: 12 }),
    book: bookOf({ instrument: payment(10), quantity: -1e9 }),
    universe: [receiver(10)],
    trades: [{ instrument: 'swap:USD:10', quantity: 5e8 }],
  })
  assert.deepEqual([months, monthsWanted], [12, 12])
  const [{ periods }] = relationships
  assert.deepEqual([periods[0].from, periods[0].to], ['2025-06-30', '2025-07-31'])
  assert.deepEqual([periods[11].from, periods[11].to], ['2026-05-31', '2026-06-30'])
  const dz = usual[35][0]
  near(periods[11].item, -1e9 * (Math.exp(-0.4 - 10 * dz) - Math.exp(-0.4)) * relationships[0].proportion, 1e-9)
})

test('euros sold forward against euro cash: the ratio is the forward discounted, and only the exchange rate leaves nothing over', () => {
  const inputs = {
    book: bookOf({ instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 }),
    universe: [euroForward()],
    trades: [{ instrument: 'forward:EUR:0.25', quantity: 8e7 }],
    allocation: [{ instrument: 'forward:EUR:0.25', quantity: 8e7, counterparty: 'bank-a' }],
  }
  const [record] = packOf({ ...inputs, market: marketWithHistory(only(3)) }).relationships
  near(record.hedgeRatio, 0.8 * Math.exp(-0.02 * 0.25 + 0.002 * 0.25), 1e-8)
  near(record.itemsValue, 1.1e8)
  near(record.itemSensitivity, 1.1e6, 1e-4)
  for (const { offset } of record.periods) near(offset, 1, 1e-3)
  const sources = new Map(record.ineffectiveness.sources.map((each) => [each.id, each.monthly]))
  assert.ok((sources.get('other-risks') ?? NaN) < 1e-6)
  assert.deepEqual(
    record.verdicts.map(({ verdict }) => verdict),
    ['qualifies', 'qualifies'],
  )
  // ten basis points on a quarter of a year of 80 million euros
  near(record.basisRisk?.hedge, -8e7 * 1.1 * 0.001 * 0.25 * Math.exp((-0.02 + 0.002) * 0.25), 1e-3)
  const [full] = packOf(inputs).relationships
  const forwardElement = full.ineffectiveness.sources.find(({ id }) => id === 'other-risks')
  assert.ok((forwardElement?.monthly ?? 0) > 1000)
})

test('sources of ineffectiveness add up to the whole in every relationship', () => {
  const pack = packOf(everything())
  assert.equal(pack.relationships.length, 7)
  for (const { ineffectiveness, periods, type } of pack.relationships) {
    const sources = ineffectiveness.sources.reduce((sum, { cumulative }) => sum + cumulative, 0)
    const difference = periods.reduce((sum, { item, hedge }) => sum + item + hedge, 0)
    const scale = periods.reduce((sum, { item }) => sum + Math.abs(item), 0)
    assert.ok(Math.abs(sources - difference) <= 1e-9 * scale)
    if (type === 'fair value hedge') assert.ok(Math.abs(ineffectiveness.cumulative - difference) <= 1e-9 * scale)
  }
})

test('twice the fund with twice the hedge has twice the money and the same ratios and verdicts', () => {
  const once = everything()
  const twice = {
    ...once,
    book: { lines: once.book.lines.map((line) => ({ ...line, quantity: 2 * line.quantity })) },
    trades: once.trades.map((trade) => ({ ...trade, quantity: 2 * trade.quantity })),
    allocation: once.allocation.map((trade) => ({ ...trade, quantity: 2 * trade.quantity })),
  }
  const [a, b] = [packOf(once).relationships, packOf(twice).relationships]
  a.forEach((record, i) => {
    near(b[i].ineffectiveness.monthly, 2 * record.ineffectiveness.monthly, 1e-7)
    near(b[i].notional, 2 * record.notional)
    near(b[i].hedgeRatio, record.hedgeRatio)
    assert.deepEqual(
      b[i].verdicts.map(({ verdict }) => verdict),
      record.verdicts.map(({ verdict }) => verdict),
    )
    if (record.regression !== null) near(b[i].regression?.rSquared, record.regression.rSquared, 1e-9)
  })
})

test('payments are banded half-way between the swaps; a band hedged beyond its payments is joined with its neighbour', () => {
  const flows = [5, 12, 25, 40].map((years) => ({ years, amount: 1e6 }))
  const relations = (thirty: number) =>
    packOf({
      book: bookOf({ instrument: { ...payment(1), flows }, quantity: -100 }),
      universe: [receiver(10), receiver(30)],
      trades: [
        { instrument: 'swap:USD:10', quantity: 5e7 },
        { instrument: 'swap:USD:30', quantity: thirty },
      ],
    }).relationships
  const apart = relations(5e7)
  assert.deepEqual(
    apart.map(({ id }) => id),
    ['rates:USD:0', 'rates:USD:20'],
  )
  near(apart[0].itemsValue, -1e8 * (Math.exp(-0.2) + Math.exp(-0.48)))
  const joined = relations(9e8)
  assert.deepEqual(
    joined.map(({ id }) => id),
    ['rates:USD:0'],
  )
  assert.ok(joined[0].hedgeRatio > 1.25)
  assert.equal(joined[0].proportion, 1)
  assert.deepEqual(verdictOf(joined[0], 'IFRS 9')?.verdict, 'does not qualify')
  const notional = joined[0].ineffectiveness.sources.find(({ id }) => id === 'notional')
  assert.ok((notional?.monthly ?? 0) > 0)
})

test('a hedge on another part of the curve fails where the parts move apart, and says which tests', () => {
  const factors: readonly RiskFactor[] = [
    { group: 'rates', currency: 'USD', years: 5 },
    { group: 'rates', currency: 'USD', years: 30 },
  ]
  // unlike moves of short and long rates
  const moves = Array.from({ length: 36 }, (_, t) => [0.004 * Math.sin(2.1 * t), 0.004 * Math.sin(2.1 * t + 1.9)])
  const [record] = packOf({
    market: marketWithHistory(moves, factors),
    book: bookOf({ instrument: payment(30), quantity: -1e9 }),
    universe: [receiver(5)],
    trades: [{ instrument: 'swap:USD:5', quantity: 1e9 }],
  }).relationships
  const asc = verdictOf(record, 'ASC 815')
  assert.equal(asc?.verdict, 'does not qualify')
  assert.ok(asc.failed.includes('R squared'))
  const tenor = record.ineffectiveness.sources.find(({ id }) => id === 'tenor-and-curve')
  near(tenor?.monthly, record.ineffectiveness.monthly, 1e-9)
})

test('assets are the items of a swap that pays fixed', () => {
  const [record] = packOf({
    book: bookOf({ instrument: payment(10), quantity: 1e9 }, { instrument: payment(10), quantity: -1e8 }),
    universe: [receiver(10)],
    trades: [{ instrument: 'swap:USD:10', quantity: -3e8 }],
  }).relationships
  assert.deepEqual(
    record.items.map(({ line }) => line),
    ['line-0'],
  )
  assert.equal(verdictOf(record, 'IFRS 9')?.verdict, 'qualifies')
})

test('an item without another side of the risk, or a history too short, does not pass in silence', () => {
  const alone = packOf({
    book: bookOf({ instrument: payment(10), quantity: 1e9 }),
    universe: [euroForward()],
    trades: [{ instrument: 'forward:EUR:0.25', quantity: 1e8 }],
  }).relationships[0]
  assert.equal(verdictOf(alone, 'IFRS 9')?.verdict, 'does not qualify')
  assert.deepEqual(verdictOf(alone, 'ASC 815')?.failed, ['eligible hedged items'])
  const short = packOf({
    market: marketWithHistory(usual.slice(0, 2)),
    book: bookOf({ instrument: payment(10), quantity: -1e9 }),
    universe: [receiver(10)],
    trades: [{ instrument: 'swap:USD:10', quantity: 5e8 }],
  })
  assert.equal(short.months, 2)
  assert.equal(short.relationships[0].regression, null)
  assert.equal(verdictOf(short.relationships[0], 'ASC 815')?.verdict, 'open')
  assert.ok(short.notes.some((note) => note.includes('fewer months')))
  const none = packOf({ market: marketWithHistory([]), book: bookOf(), universe: [], trades: [] })
  assert.deepEqual([none.months, none.relationships], [0, []])
})

test('months without an observation that matters are left out, and factors without history are named', () => {
  const market = marketWithHistory(usual)
  const { levels } = market.history
  const width = flatFactors.length
  // the rate of the last month end; the next-but-one factor has no history at all
  levels[levels.length - width] = NaN
  const sources = market.history.sources.map((source, f) => (f === 2 ? null : source))
  const pack = packOf({
    market: { ...market, history: { ...market.history, sources } },
    book: bookOf(
      { instrument: payment(10), quantity: -1e9 },
      { instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 },
    ),
    universe: [receiver(10), euroForward()],
    trades: [
      { instrument: 'swap:USD:10', quantity: 5e8 },
      { instrument: 'forward:EUR:0.25', quantity: 5e7 },
    ],
  })
  assert.deepEqual(pack.held, ['inflation:USD:10'])
  const rates = pack.relationships.find(({ domain }) => domain === 'rates')
  assert.deepEqual([rates?.periods.length, rates?.monthsWithout], [35, 1])
})

test('a trade in no instrument of the universe is named', () => {
  assert.throws(
    () => packOf({ book: bookOf(), universe: [], trades: [{ instrument: 'swap:USD:10', quantity: 1 }] }),
    (error) =>
      error instanceof TuttiError && error.code === 'missing-data' && error.details.field === 'trades[0].instrument',
  )
})

test('counterparties without collateral take their expected loss off gains and count as credit risk; unknown ones leave it open', () => {
  const inputs = {
    market: marketWithHistory(only(3)),
    book: bookOf({ instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 }),
    universe: [euroForward()],
    trades: [{ instrument: 'forward:EUR:0.25', quantity: 8e7 }],
  }
  const withBank = (counterparty: string) =>
    packOf({ ...inputs, allocation: [{ instrument: 'forward:EUR:0.25', quantity: 8e7, counterparty }] })
      .relationships[0]
  const [b, a, open] = [withBank('bank-b'), withBank('bank-a'), packOf(inputs).relationships[0]]
  const gains = open.periods.map(({ hedge }) => Math.max(hedge, 0))
  // 2 % a year for a quarter, no collateral; 1 % for ten days of 250
  b.periods.forEach(({ hedge }, t) => near(hedge, open.periods[t].hedge + gains[t] * Math.expm1(-0.02 * 0.25), 1e-9))
  a.periods.forEach(({ hedge }, t) =>
    near(hedge, open.periods[t].hedge + gains[t] * Math.expm1((-0.01 * 10) / 250), 1e-9),
  )
  assert.ok((b.creditShare ?? 0) > (a.creditShare ?? 1))
  assert.equal(open.creditShare, null)
  assert.equal(verdictOf(open, 'IFRS 9')?.verdict, 'open')
  assert.equal(verdictOf(b, 'IFRS 9')?.verdict, 'qualifies')
})

test('credit spreads are no risk component of IFRS 9 and an eligible risk of ASC 815', () => {
  const { relationships } = packOf(everything())
  const [index] = relationships.filter(({ id }) => id === 'credit:USD')
  assert.equal(verdictOf(index, 'IFRS 9')?.verdict, 'does not qualify')
  assert.deepEqual(
    verdictOf(index, 'IFRS 9')?.failed.includes('separately identifiable and measurable: credit spread'),
    true,
  )
  // Acme has protection of its own
  assert.deepEqual(
    index.items.map(({ line }) => line),
    ['line-4'],
  )
  const [name] = relationships.filter(({ id }) => id === 'credit:cds:Acme:5')
  assert.deepEqual(
    name.items.map(({ line }) => line),
    ['line-3'],
  )
  assert.equal(verdictOf(name, 'ASC 815')?.tests.find(({ id }) => id === 'risk-component')?.met, true)
  const [total] = relationships.filter(({ id }) => id === 'credit:total-return-swap:USD-BBB')
  assert.equal(verdictOf(total, 'IFRS 9')?.verdict, 'qualifies')
})

test('standards that the mandate does not ask for are left out', () => {
  const { relationships } = packOf({ ...everything(), mandate: accountingMandate({ standards: ['ifrs-9'] }) })
  assert.deepEqual(
    relationships[0].verdicts.map(({ standard }) => standard),
    ['IFRS 9'],
  )
})

test('memos hold slots that lead to something in the record and no typed digits', () => {
  for (const at of ['', '/accounting']) {
    const pack = packOf({ ...everything(), at })
    const root: unknown = at === '' ? pack : { accounting: pack }
    let slots = 0
    for (const { memo } of pack.relationships) {
      assert.ok(memo.length >= 10)
      for (const { template, references } of memo) {
        assert.ok(references.length > 0)
        const words = template.replaceAll(/\{\{([^|}]+) \| ([^}]+)\}\}/g, (_, pointer: string, format: string) => {
          const found = pointer
            .slice(1)
            .split('/')
            .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root)
          assert.notEqual(found, undefined, pointer)
          assert.match(format, /^(text|date|list|length|(money|percent|ratio|years|count|basis-points)( \d)?)$/)
          if (format === 'text' || format === 'date') assert.equal(typeof found, 'string', pointer)
          if (format === 'list' || format === 'length') assert.ok(Array.isArray(found), pointer)
          slots++
          return ''
        })
        assert.doesNotMatch(words, /[\d{}]/)
      }
    }
    assert.ok(slots > 100)
  }
})

test('the pack is plain JSON', () => {
  const pack = packOf(everything())
  assert.deepEqual(JSON.parse(JSON.stringify(pack)), pack)
})

/** A fund with one relationship of each kind. */
function everything() {
  const bond = { ...payment(6), spread: 0.017, bucket: 'USD-BBB' }
  const linked = {
    kind: 'inflation-linked flows',
    currency: 'USD',
    flows: [{ years: 20, amount: 1 }],
    spread: 0,
    bucket: null,
  } as const
  const protection = (id: string, family: 'cds' | 'index-cds', bucket: string, reference: string) =>
    hedgeOf({
      id,
      family,
      domain: 'credit',
      tenorYears: 5,
      reference,
      legs: [
        {
          instrument: {
            kind: 'credit default swap',
            side: 'buy protection',
            currency: 'USD',
            bucket,
            ownSpread: 0,
            notional: 1,
            maturityYears: 5,
            couponRate: 0.01,
            recovery: 0.4,
          },
          weight: 1,
        },
      ],
    })
  const universe = [
    euroForward(),
    hedgeOf({
      id: 'put:EUR:1',
      family: 'put',
      domain: 'currency',
      currency: 'EUR',
      tenorYears: 1,
      notionalInBase: 1.1,
      legs: [
        {
          instrument: {
            kind: 'fx option',
            type: 'put',
            currency: 'EUR',
            againstCurrency: 'USD',
            notional: 1,
            strike: 1.08,
            expiryYears: 1,
          },
          weight: 1,
        },
      ],
    }),
    receiver(30),
    hedgeOf({
      id: 'zero-coupon-swap:USD:20',
      family: 'zero-coupon-swap',
      domain: 'inflation',
      tenorYears: 20,
      legs: [
        {
          instrument: {
            kind: 'zero-coupon inflation swap',
            side: 'receive inflation',
            currency: 'USD',
            notional: 1,
            maturityYears: 20,
            fixedRate: Math.expm1(0.025),
          },
          weight: 1,
        },
      ],
    }),
    protection('index-cds:USD-IG:5', 'index-cds', 'USD-IG', 'USD-IG'),
    protection('cds:Acme:5', 'cds', 'USD-BBB', 'Acme'),
    hedgeOf({
      id: 'total-return-swap:USD-BBB',
      family: 'total-return-swap',
      domain: 'credit',
      tenorYears: 5,
      reference: 'USD-BBB',
      legs: [
        {
          instrument: {
            kind: 'total return swap',
            side: 'pay total return',
            currency: 'USD',
            flows: [{ years: 6, amount: Math.exp(0.057 * 6) }],
            spread: 0.017,
            bucket: 'USD-BBB',
            referenceValue: 1,
          },
          weight: 1,
        },
      ],
    }),
  ]
  const sizes = [5e7, 4e7, 2e8, 5e7, 3e7, 1e7, 2e7]
  const trades = universe.map(({ id }, i) => ({ instrument: id, quantity: sizes[i] }))
  return {
    market: marketWithHistory(usual, flatFactors, flatMarket),
    book: bookOf(
      { instrument: { kind: 'cash', currency: 'EUR', amount: 1 }, quantity: 1e8 },
      { instrument: payment(30), quantity: -1e9 },
      { instrument: linked, quantity: -1e8 },
      { instrument: bond, quantity: 6e7, issuer: 'Acme' },
      { instrument: { ...bond, flows: [{ years: 4, amount: 1 }] }, quantity: 9e7, issuer: 'Zenith' },
    ),
    universe,
    trades,
    allocation: trades.map((trade) => ({ ...trade, counterparty: 'bank-a' })),
  }
}

test('items that relationships designate beyond the whole together are named', () => {
  const own = everything()
  const trades = own.trades.map((trade) =>
    trade.instrument === 'forward:EUR:0.25' ? { ...trade, quantity: 9e7 } : trade,
  )
  const { notes } = packOf({ ...own, trades, allocation: trades.map((each) => ({ ...each, counterparty: 'bank-a' })) })
  assert.ok(notes.some((note) => note.includes('currency:EUR, currency:put:EUR:1')))
  assert.ok(!packOf(own).notes.some((note) => note.includes('currency:EUR')))
})
