import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, isoOfDay } from '@tutti/analytics/time'
import { dealtLabel, fixedTerms } from './dealt-terms.ts'
import { executionPlan } from './execution-plan.ts'
import type { ExecutionPlan } from './execution-record.ts'
import { fieldEnd, fixMessages } from './fix-messages.ts'
import { dealtInputs, dealtInstrument, dealtProfits, dealtUniverse } from './made-up-dealing.fixture.ts'
import { ordersCsv } from './orders-csv.ts'
import { deliveryDay } from './settlement-dates.ts'

const runHash = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

const collar = dealtInstrument({
  id: 'collar:EUR:1',
  label: 'Euro collar, one year, zero cost',
  family: 'collar',
  domain: 'currency',
  currency: 'EUR',
  legs: [
    {
      instrument: {
        kind: 'fx option',
        type: 'put',
        currency: 'EUR',
        againstCurrency: 'USD',
        notional: 1,
        strike: 1.05,
        expiryYears: 1,
      },
      weight: 1,
    },
    {
      instrument: {
        kind: 'fx option',
        type: 'call',
        currency: 'EUR',
        againstCurrency: 'USD',
        notional: 1,
        strike: 1.2,
        expiryYears: 1,
      },
      weight: -1,
    },
  ],
})

function plan(): ExecutionPlan {
  const trades = [
    { instrument: 'forward:EUR:0.25', quantity: 1e9 / 3 },
    { instrument: 'swap:USD:10', quantity: -1.23456789e9 },
    { instrument: 'collar:EUR:1', quantity: 2e8 },
  ]
  return executionPlan(
    dealtInputs(
      trades,
      {},
      {
        universe: [...dealtUniverse, collar],
        unitProfits: [...dealtProfits(), dealtProfits()[0]],
        allocation: [
          { instrument: 'forward:EUR:0.25', quantity: 1e9 / 3 / 7, counterparty: 'bank-a' },
          { instrument: 'forward:EUR:0.25', quantity: 6e9 / 3 / 7, counterparty: 'bank-b' },
          { instrument: 'swap:USD:10', quantity: -1.23456789e9, counterparty: 'cleared' },
          { instrument: 'collar:EUR:1', quantity: 2e8, counterparty: 'bank-a' },
        ],
      },
    ),
  )
}

/** Fields of a CSV text by RFC 4180, written for the test alone. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [['']]
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const row = rows[rows.length - 1]
    if (quoted && text[i] === '"' && text[i + 1] === '"') {
      row[row.length - 1] += text[i++]
    } else if (text[i] === '"') quoted = !quoted
    else if (!quoted && text[i] === ',') row.push('')
    else if (!quoted && text[i] === '\r' && text[i + 1] === '\n') {
      i++
      rows.push([''])
    } else row[row.length - 1] += text[i]
  }
  return rows.slice(0, -1)
}

/** Planned quantity by instrument and counterparty. */
function planned(own: ExecutionPlan): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { trades } of own.days) {
    for (const { instrument, counterparty, quantity } of trades) {
      const key = `${instrument} ${counterparty}`
      sums.set(key, (sums.get(key) ?? 0) + quantity)
    }
  }
  return sums
}

test('orders as CSV read back add up to the plan by instrument and counterparty, to half a hundredth', () => {
  const own = plan()
  const [header, ...rows] = csvRows(ordersCsv(own, runHash))
  const sums = new Map<string, number>()
  for (const row of rows) {
    assert.equal(row.length, header.length)
    const field = (name: string): string => row[header.indexOf(name)]
    assert.match(field('quantity'), /^\d+\.\d\d$/)
    const key = `${field('instrument')} ${field('counterparty')}`
    sums.set(key, (sums.get(key) ?? 0) + Number(field('quantity')) * (field('units') === 'as defined' ? 1 : -1))
  }
  const wanted = planned(own)
  assert.equal(sums.size, 4)
  for (const [key, quantity] of wanted) assert.ok(Math.abs((sums.get(key) ?? NaN) - quantity) <= 0.005 + 1e-6, key)
  assert.equal(new Set(rows.map(([id]) => id)).size, rows.length)
})

test('the same inputs give the same orders, another run other ids', () => {
  assert.equal(ordersCsv(plan(), runHash), ordersCsv(plan(), runHash))
  assert.deepEqual(fixMessages(plan(), runHash), fixMessages(plan(), runHash))
  assert.match(ordersCsv(plan(), runHash), /\na1b2c3d4e5f6-0001,2026-07-01,forward:EUR:0\.25,/)
  assert.doesNotMatch(ordersCsv(plan(), `f${runHash}`), /a1b2c3d4e5f6-/)
})

test('texts that a spreadsheet would take for formulas are led by an apostrophe and quoted where needed', () => {
  for (const start of ['=', '+', '-', '@', '\t', '\r']) {
    const label = `${start}HYPERLINK("x","y")`
    const universe = dealtUniverse.map((each) => ({ ...each, label }))
    const csv = ordersCsv(
      executionPlan(dealtInputs([{ instrument: 'swap:USD:10', quantity: 1e9 }], {}, { universe })),
      runHash,
    )
    const [header, row] = csvRows(csv)
    assert.equal(row[header.indexOf('label')], `'${label}`)
  }
})

test('each message has the length and checksum of its bytes and the fields that FIX 4.4 requires', () => {
  const messages = fixMessages(plan(), runHash)
  const types = messages.map((message, i) => {
    const bytes = Buffer.from(message, 'latin1')
    const [version, length] = message.split(fieldEnd, 2)
    assert.equal(version, '8=FIX.4.4')
    const trailer = message.lastIndexOf('10=')
    const counted = bytes.subarray(version.length + length.length + 2, trailer).length
    assert.equal(length, `9=${counted}`)
    const sum = bytes.subarray(0, trailer).reduce((total, byte) => (total + byte) & 255, 0)
    assert.equal(message.slice(trailer), `10=${String(sum).padStart(3, '0')}${fieldEnd}`)
    const fields = message
      .split(fieldEnd)
      .slice(0, -1)
      .map((field) => field.split('=', 2))
    assert.deepEqual(
      fields.slice(0, 3).map(([tag]) => tag),
      ['8', '9', '35'],
    )
    const tags = new Map(fields.map(([tag, value]) => [tag, value]))
    assert.equal(tags.get('34'), String(i + 1))
    const type = tags.get('35') ?? ''
    if (type === 'A') assert.equal(tags.get('464'), 'Y')
    else
      for (const tag of ['11', '55', '54', '60', '38', '40', '448', '58']) assert.ok((tags.get(tag) ?? '') !== '', tag)
    if (type === 'AB') {
      assert.equal(tags.get('555'), '2')
      const sides = fields.flatMap(([tag, value]) => (tag === '624' ? [value] : []))
      // the put is bought with the collar, the call sold
      assert.deepEqual(sides, ['1', '2'])
    }
    return type
  })
  assert.equal(types[0], 'A')
  assert.ok(types.includes('D') && types.includes('AB'))
  const sold = messages.find((message) => message.includes('55=swap:USD:10')) ?? ''
  assert.ok(sold.split(fieldEnd).includes('54=2'))
  assert.ok(sold.includes('not to be sent'))
  assert.ok(sold.includes(['448=cleared', '447=D', '452=21'].join(fieldEnd)))
})

test('the messages repeat the quantities of the CSV in the same order under the same ids', () => {
  const own = plan()
  const [header, ...rows] = csvRows(ordersCsv(own, runHash))
  const orders = fixMessages(own, runHash).slice(1)
  assert.equal(orders.length, rows.length)
  orders.forEach((message, i) => {
    const value = (tag: string): string | undefined =>
      message
        .split(fieldEnd)
        .find((field) => field.startsWith(`${tag}=`))
        ?.slice(tag.length + 1)
    assert.equal(value('11'), rows[i][header.indexOf('order_id')])
    assert.equal(value('38'), rows[i][header.indexOf('quantity')])
    assert.equal(value('64'), rows[i][header.indexOf('settlement_date')].replaceAll('-', ''))
  })
})

test('a control character in a label cannot start a field of its own', () => {
  const universe = dealtUniverse.map((each) => ({ ...each, label: `swap\u000138=1` }))
  const own = executionPlan(dealtInputs([{ instrument: 'swap:USD:10', quantity: 1e9 }], {}, { universe }))
  assert.throws(() => fixMessages(own, runHash), /cannot be written as a message/)
})

test('an empty plan has no messages and a CSV of its header alone; a run without a hash is refused', () => {
  const own = executionPlan(dealtInputs([]))
  assert.deepEqual(fixMessages(own, runHash), [])
  assert.equal(csvRows(ordersCsv(own, runHash)).length, 1)
  assert.throws(() => ordersCsv(own, 'short'), /hash of the run/)
})

test('forwards settle at their value date, counted from the date of the market, credit default swaps end on the standard dates', () => {
  const cds = dealtInstrument({ id: 'index-cds:USD-IG:5', family: 'index-cds', domain: 'credit', tenorYears: 5 })
  const own = executionPlan(
    dealtInputs(
      [
        { instrument: 'forward:EUR:0.25', quantity: 1e8 },
        { instrument: 'index-cds:USD-IG:5', quantity: 1e8 },
      ],
      {},
      { universe: [...dealtUniverse, cds], unitProfits: [...dealtProfits(), new Float64Array(8)] },
    ),
  )
  const [forward, index] = own.days[0].trades
  // three months from 30 June 2026
  assert.deepEqual([forward.settlement, forward.maturity], ['2026-09-30', '2026-09-30'])
  // on the run from March 2026: 20 June five years on; the upfront is paid after three business days
  assert.deepEqual([index.settlement, index.maturity], ['2026-07-07', '2031-06-20'])
})

/** A future of the ten-year bond, sized with a delivery in a quarter, and a par swap. */
const future = dealtInstrument({
  id: 'future:USD:10',
  family: 'future',
  domain: 'rates',
  tenorYears: 10,
  dealing: { halfSpreadBp: 0.5, dailyVolume: 15e9, dailyVolatilityBp: 40, initialMarginRate: 0.02, cleared: true },
  legs: [
    {
      instrument: {
        kind: 'bond future',
        currency: 'USD',
        deliveryYears: 0.25,
        flows: [{ years: 10, amount: 1 }],
        price: 1,
      },
      weight: 1,
    },
  ],
})
const swap = dealtInstrument({
  id: 'swap:USD:10',
  label: 'USD receiver swap, 10 years',
  family: 'swap',
  domain: 'rates',
  tenorYears: 10,
  legs: [
    {
      instrument: {
        kind: 'swap',
        side: 'receive fixed',
        currency: 'USD',
        notional: 1,
        startYears: 0,
        endYears: 10,
        fixedRate: -0.00123456,
        fixedFrequency: 1,
        floatingFrequency: 4,
      },
      weight: 1,
    },
  ],
})

/** CSV rows by column, and FIX messages by tag, of a plan in these two. */
function dealt(trades: Parameters<typeof dealtInputs>[0], asOf = '2026-06-30') {
  const universe = [...dealtUniverse.slice(0, 2), swap, future]
  const own = executionPlan(dealtInputs(trades, {}, { universe, asOf }))
  const [header, ...rows] = csvRows(ordersCsv(own, runHash))
  return {
    plan: own,
    orders: rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]]))),
    messages: fixMessages(own, runHash)
      .slice(1)
      .map((message) => new Map(message.split(fieldEnd).map((field) => field.split('=', 2) as [string, string]))),
  }
}

test('futures are ordered in whole contracts of one delivery, with what they leave of the plan', () => {
  const { orders, messages, plan: own } = dealt([{ instrument: 'future:USD:10', quantity: -1.23456789e9 }])
  assert.ok(orders.length > 1)
  for (const order of orders) {
    assert.match(order.quantity, /^\d+$/)
    assert.deepEqual([order.quantity_unit, order.contract_notional], ['contracts', '100000'])
    assert.ok(Math.abs(Number(order.residual_notional)) <= 50_000)
    // third Wednesday of September
    assert.equal(order.maturity_date, '2026-09-16')
  }
  // 12,345.6789 contracts
  assert.equal(
    orders.reduce((sum, { quantity }) => sum + Number(quantity), 0),
    12_346,
  )
  assert.equal(orders.at(-1)?.residual_notional, '-32110.00')
  for (const message of messages) {
    assert.deepEqual(
      ['167', '200', '541', '231', '854'].map((tag) => message.get(tag)),
      ['FUT', '202609', '20260916', '100000', '1'],
    )
  }
  assert.ok(own.notes.some((note) => note.includes('whole contracts')))
  const small = dealt([{ instrument: 'future:USD:10', quantity: 49_000 }])
  assert.deepEqual(small.orders, [])
  assert.ok(small.plan.notes.some((note) => note.includes('no order is given: future:USD:10 with cleared')))
})

test('a future is delivered on the quarterly date nearest to the one it was sized with, after the window', () => {
  const iso = (asOf: string, last = asOf): string => isoOfDay(deliveryDay(dayOf(asOf), 0.25, dayOf(last)))
  assert.equal(iso('2025-12-31'), '2026-03-18')
  assert.equal(iso('2026-03-10'), '2026-06-17')
  assert.equal(iso('2026-02-10'), '2026-06-17')
  assert.equal(iso('2026-01-20'), '2026-03-18')
  assert.equal(iso('2026-01-20', '2026-03-18'), '2026-06-17')
})

test('a trade dealt over several days has one end, and a swap its start, side and rate', () => {
  const { orders, messages } = dealt([
    { instrument: 'swap:USD:10', quantity: -4e9 },
    { instrument: 'forward:EUR:0.25', quantity: 2e9 },
  ])
  const of = (id: string) => orders.filter(({ instrument }) => instrument === id)
  assert.ok(of('swap:USD:10').length > 1 && of('forward:EUR:0.25').length > 1)
  for (const order of of('swap:USD:10')) {
    assert.equal(order.label, 'USD payer swap, 10 years')
    assert.deepEqual([order.side, order.action, order.fixed_side], ['buy', 'pay fixed', 'pay'])
    assert.equal(order.fixed_rate_percent, '-0.1235')
    assert.deepEqual([order.effective_date, order.maturity_date], [order.settlement_date, '2036-06-30'])
    assert.match(order.tolerance_bp, /^\d+\.\d$/)
  }
  for (const order of of('forward:EUR:0.25')) {
    assert.deepEqual([order.settlement_date, order.maturity_date], ['2026-09-30', '2026-09-30'])
    assert.deepEqual([order.fixed_side, order.fixed_rate_percent, order.effective_date], ['', '', ''])
  }
  orders.forEach((order, i) => {
    assert.equal(messages[i].get('64'), order.settlement_date.replaceAll('-', ''))
    assert.equal(messages[i].get('541'), order.maturity_date.replaceAll('-', ''))
    assert.equal(messages[i].get('854'), '0')
    if (order.instrument === 'swap:USD:10')
      assert.ok(messages[i].get('58')?.endsWith(`pay fixed at -0.1235 %, from ${order.effective_date} to 2036-06-30`))
  })
})

test('who receives inflation pays fixed, and a collar has no fixed leg', () => {
  const inflation = dealtInstrument({
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
          fixedRate: 0.0248,
        },
        weight: 1,
      },
    ],
  })
  assert.deepEqual(fixedTerms(inflation, 1), { rate: 0.0248, side: 'pay' })
  assert.deepEqual(fixedTerms(inflation, -1), { rate: 0.0248, side: 'receive' })
  assert.deepEqual(fixedTerms(swap, 1), { rate: -0.00123456, side: 'receive' })
  assert.equal(fixedTerms(collar, 1), null)
  const own = executionPlan(
    dealtInputs(
      [{ instrument: inflation.id, quantity: 1e8 }],
      {},
      { universe: [inflation], unitProfits: [dealtProfits()[2]] },
    ),
  )
  assert.match(
    fixMessages(own, runHash)[1],
    /to be sent: receive inflation, pay fixed at 2\.4800 %, from 2026-07-06 to 2046-06-29/,
  )
})

test('labels name the side that is dealt', () => {
  const label = (text: string, quantity: number): string => dealtLabel({ label: text }, quantity)
  assert.equal(label('EUR receiver swap of 50 years in 10 years', 1), 'EUR receiver swap of 50 years in 10 years')
  assert.equal(label('EUR receiver swap of 50 years in 10 years', -1), 'EUR payer swap of 50 years in 10 years')
  assert.equal(label('EUR forward sale, 3 months', -1), 'EUR forward purchase, 3 months')
  assert.equal(label('USD-IG protection bought, 5 years', -1), 'USD-IG protection sold, 5 years')
  assert.equal(label("USD-BBB bonds' total return paid", -1), "USD-BBB bonds' total return received")
  // a receiver swaption that is sold stays one
  assert.equal(label('USD receiver swaption, 1 year', -1), 'USD receiver swaption, 1 year')
})
