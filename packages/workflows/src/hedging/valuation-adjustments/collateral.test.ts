import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../../fixtures/assert-close.ts'
import { collateralProblems, requireCollateralTerms } from './collateral-problems.ts'
import { collateralRunway } from './collateral-runway.ts'
import { collateralBook, collateralStates, liquidityAlongPath } from './collateral-states.ts'
import { exampleBook, exampleMandate, exampleMarket, exampleUniverse } from './example-study.fixture.ts'
import type { LiquiditySource } from './liquidity-sources.ts'
import { liquidityWaterfall } from './liquidity-waterfall.ts'

const mandate = exampleMandate()
const universe = exampleUniverse(mandate)
const swapTickets = (quantity: number) => [{ instrument: 'swap:USD:30', counterparty: 'cleared', quantity }]
const inputs = { mandate, market: exampleMarket, book: exampleBook, universe, tickets: swapTickets(100e6) }
const sources: LiquiditySource[] = [
  { name: 'Cash', value: 10, available: 10, haircut: 0, daysToCash: 0 },
  { name: 'Bonds', value: 25, available: 20, haircut: 0.2, daysToCash: 1 },
  { name: 'Shares', value: 60, available: 30, haircut: 0.5, daysToCash: 3 },
]
const calls = (...amounts: number[]) => amounts.map((amount, t) => ({ date: `day ${t + 1}`, amount }))

test('contracts whose counterparty is not in the mandate, or that have none, are all named', () => {
  assert.deepEqual(collateralProblems(mandate, exampleBook), [])
  requireCollateralTerms(mandate, exampleBook)
  const lines = exampleBook.lines.map((line) => {
    if (line.id === 'running-swap') return { ...line, counterparty: 'nobody' }
    return line.id === 'running-forward' ? { ...line, counterparty: null } : line
  })
  const problems = collateralProblems(mandate, { lines })
  assert.deepEqual(
    problems.map(({ field, got }) => [field, got]),
    [
      ['running-forward.counterparty', 'nothing'],
      ['running-swap.counterparty', 'nobody'],
    ],
  )
  assert.throws(
    () => requireCollateralTerms(mandate, { lines }),
    (error: { code?: string; message?: string; details?: { problems?: unknown[] } }) => {
      assert.equal(error.code, 'invalid-input')
      assert.match(error.message ?? '', /missing CSA/)
      assert.equal(error.details?.problems?.length, 2)
      return true
    },
  )
})

test('calls are paid from the sources in order, by hand', () => {
  // 25 is called on day 1 and due on day 2: 10 of cash, 15 of bonds, there on day 2. 20 is called on day 2 and due on day 3:
  // 5 of bonds arrive in time, 15 of shares on day 5.
  const result = liquidityWaterfall(sources, calls(25, 20, 0, 0, 0))
  assert.deepEqual(
    result.days.map(({ paidBySource }) => paidBySource),
    [
      [0, 0, 0],
      [10, 15, 0],
      [0, 5, 0],
      [0, 0, 0],
      [0, 0, 15],
    ],
  )
  assert.deepEqual(
    result.days.map(({ shortfall }) => shortfall),
    [0, 0, 15, 15, 0],
  )
  assert.deepEqual(
    result.days.map(({ remaining }) => remaining),
    [35, 15, 15, 15, 15],
  )
  assert.deepEqual(result.firstShortfall, { date: 'day 3', amount: 15 })
  assert.equal(result.largestShortfall, 15)
  assert.equal(result.firstSale, 'day 1')
  // 20 of bonds at a fifth off were worth 25, 15 of shares at half were worth 30.
  assert.deepEqual(
    result.sources.map(({ saleCost }) => saleCost),
    [0, 5, 15],
  )
  assert.deepEqual(
    result.sources.map(({ usedShare }) => usedShare),
    [1, 1, 0.5],
  )
})

test('what is paid back is used first, and nothing is sold for it', () => {
  const result = liquidityWaterfall(sources, calls(8, -6, 6, 0))
  assert.deepEqual(
    result.sources.map(({ used }) => used),
    [8, 0, 0],
  )
  assert.equal(result.firstSale, null)
  assert.equal(result.surplusCash, 0)
  assert.equal(liquidityWaterfall(sources, calls(-5)).surplusCash, 5)
})

test('more than everything leaves a shortfall of the difference', () => {
  const result = liquidityWaterfall(sources, calls(80, 0, 0, 0, 0))
  assert.equal(result.days.at(-1)?.shortfall, 20)
  assert.deepEqual(
    result.sources.map(({ usedShare }) => usedShare),
    [1, 1, 1],
  )
})

test('sources that fall in value along the way give less', () => {
  const available = Float64Array.from([10, 20, 30, 10, 10, 15, 10, 10, 15])
  const result = liquidityWaterfall(sources, calls(0, 25, 0), { available })
  assert.deepEqual(
    result.sources.map(({ used }) => used),
    [10, 10, 5],
  )
  assert.throws(() => liquidityWaterfall(sources, calls(1), { available }), { code: 'invalid-input' })
  assert.throws(() => liquidityWaterfall(sources, calls(NaN)), { code: 'invalid-input' })
})

test('no money appears or is lost in a waterfall, and doubling doubles it', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -20, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 }), (amounts) => {
      const result = liquidityWaterfall(sources, calls(...amounts))
      const paid = result.days.flatMap(({ paidBySource }) => paidBySource).reduce((a, b) => a + b, 0)
      const used = result.sources.reduce((sum, source) => sum + source.used, 0)
      assert.ok(paid <= used + 1e-9 && used <= 60 + 1e-9)
      for (const { shortfall } of result.days) assert.ok(shortfall >= 0)
      const twice = liquidityWaterfall(
        sources.map((source) => ({ ...source, value: 2 * source.value, available: 2 * source.available })),
        calls(...amounts.map((amount) => 2 * amount)),
      )
      assertClose(twice.largestShortfall, 2 * result.largestShortfall, 1e-9, 1e-9)
      assertClose(twice.saleCost, 2 * result.saleCost, 1e-9, 1e-9)
    }),
    { seed: 8, numRuns: 200 },
  )
})

test('the call of a par swap under a rise of yields is what it loses, by hand', () => {
  const runway = collateralRunway(inputs)
  const row = runway.rows.find(({ shockBp }) => shockBp === 100)!
  const { instrument } = universe.find(({ id }) => id === 'swap:USD:30')!.legs[0]
  assert.ok(instrument.kind === 'swap')
  const periods = Array.from({ length: 30 * instrument.fixedFrequency }, (_, i) => (i + 1) / instrument.fixedFrequency)
  const value = periods.reduce(
    (sum, t) => sum + (instrument.fixedRate / instrument.fixedFrequency) * Math.exp(-0.05 * t),
    Math.exp(-0.05 * 30) - 1,
  )
  const sign = instrument.side === 'receive fixed' ? -1 : 1
  assertClose(row.callBySet[0], sign * 100e6 * value, 1, 1e-9)
  const margin = universe.find(({ id }) => id === 'swap:USD:30')!.dealing.initialMarginRate * 100e6
  assertClose(runway.initialMargin, margin, 1e-6, 0)
  assertClose(row.need, row.callBySet.reduce((a, b) => a + b, 0) + margin, 1e-6, 1e-12)
  assertClose(row.used.reduce((a, b) => a + b, 0) + row.shortfall, Math.max(row.need, 0), 1e-6, 1e-12)
})

test('the buffer falls as yields rise, and its sources are the eligible holdings after haircut and share', () => {
  const { rows, sources: held } = collateralRunway(inputs)
  for (const [i, { buffer }] of rows.entries()) assert.ok(i === 0 || buffer < rows[i - 1].buffer)
  const government = 200e6 * Math.exp(-0.32) + 1.1 * 100e6 * Math.exp(-0.25) + 1.28 * 60e6 * Math.exp(-0.042 * 12)
  assert.deepEqual(
    held.map(({ name }) => name),
    ['Cash', 'Government bonds', 'Equities'],
  )
  assertClose(held[1].value, government, 0, 1e-9)
  assertClose(held[1].available, government * 0.8 * 0.96, 0, 1e-9)
  assertClose(held[2].available, 150e6 * 0.25 * 0.85, 0, 1e-9)
})

test('headroom is where the buffer is used up, less with more swaps, and the same in money of any size', () => {
  const headroom = (quantity: number) => collateralRunway({ ...inputs, tickets: swapTickets(quantity) })
  const [one, three] = [headroom(300e6), headroom(900e6)]
  assert.ok(one.headroomUpBp !== null && three.headroomUpBp !== null && three.headroomUpBp < one.headroomUpBp)
  const between = one.rows.filter(({ shockBp }) => shockBp >= 0).find(({ headroom: spare }) => spare < 0)
  if (between !== undefined) assert.ok(between.shockBp >= one.headroomUpBp && between.shockBp - one.headroomUpBp <= 50)
  const book = collateralBook({ ...inputs, tickets: swapTickets(900e6) })
  const width = exampleMarket.factors.length
  const shocks = new Float64Array(2 * width)
  exampleMarket.factors.forEach(
    ({ group }, j) => (shocks[width + j] = group === 'rates' ? three.headroomUpBp! / 1e4 : 0),
  )
  const [before, after] = collateralStates(book, shocks, true).states
  const buffer = after.sources[0].available + after.sources[1].available
  const need =
    after.posted[0] -
    before.posted[0] +
    after.posted[1] -
    before.posted[1] +
    after.posted[2] -
    before.posted[2] +
    book.initialMargin
  assertClose(buffer, need, 0, 1e-3)
  const twice = collateralRunway({
    ...inputs,
    mandate: {
      ...mandate,
      counterparties: mandate.counterparties.map((item) => ({
        ...item,
        csa:
          item.csa === null
            ? null
            : { ...item.csa, threshold: 2 * item.csa.threshold, minimum_transfer: 2 * item.csa.minimum_transfer },
      })),
    },
    book: { lines: exampleBook.lines.map((line) => ({ ...line, quantity: 2 * line.quantity })) },
    tickets: swapTickets(1800e6),
  })
  assert.equal(twice.headroomUpBp, three.headroomUpBp)
  assertClose(twice.rows[3].need, 2 * three.rows[3].need, 0, 1e-9)
})

test('after the move that the mandate names shares refill the buffer in three days, in time or not as it says', () => {
  const run = (quantity: number, replenish: number) =>
    collateralRunway({
      ...inputs,
      mandate: { ...mandate, collateral: { ...mandate.collateral, replenish_days: replenish } },
      tickets: swapTickets(quantity),
    })
  assert.deepEqual([run(0, 5).replenishDays, run(0, 5).standsRequired], [0, true])
  let some = 100e6
  while (run(some, 5).replenishDays === 0) some += 10e6
  assert.equal(run(some, 5).replenishDays, 3)
  assert.deepEqual([run(some, 5).replenishesInTime, run(some, 2).replenishesInTime], [true, false])
  const far = run(20e9, 5)
  assert.deepEqual([far.replenishDays, far.standsRequired, far.headroomUpBp], [null, false, 0])
})

test('a threshold holds calls back, and along a path a small change waits', () => {
  const width = exampleMarket.factors.length
  const path = new Float64Array(3 * width)
  exampleMarket.factors.forEach(({ group }, j) => {
    if (group !== 'currency') return
    path[width + j] = 0.001
    path[2 * width + j] = 0.2
  })
  const tickets = [{ instrument: 'forward:GBP:1', counterparty: 'beta', quantity: 60e6 }]
  const { states, sets } = collateralStates(collateralBook({ ...inputs, tickets }), path, false)
  const beta = sets.indexOf('beta')
  assert.equal(states[1].posted[beta], 0)
  // A fifth of 76.8 million, discounted, less the threshold of five.
  assert.ok(Math.abs(states[2].posted[beta]) > 8e6 && Math.abs(states[2].posted[beta]) < 14e6)
})

test('the calls along a path are the changes of the margin, paid from holdings that fall on the same path', () => {
  const width = exampleMarket.factors.length
  const dates = ['d0', 'd1', 'd2', 'd3']
  const path = new Float64Array(4 * width)
  exampleMarket.factors.forEach(({ group }, j) => {
    if (group === 'rates') for (let t = 1; t < 4; t++) path[t * width + j] = 0.01 * t
  })
  const book = collateralBook({ ...inputs, tickets: swapTickets(500e6) })
  const { calls: called, waterfall } = liquidityAlongPath(book, dates, path)
  const rows = collateralRunway({ ...inputs, tickets: swapTickets(500e6) }).rows
  const at = (bp: number) => rows.find(({ shockBp }) => shockBp === bp)!
  const callTo = (bp: number): number => at(bp).callBySet.reduce((a, b) => a + b, 0)
  assert.deepEqual(
    called.map(({ date }) => date),
    ['d1', 'd2', 'd3'],
  )
  for (const [t, { amount }] of called.entries()) assertClose(amount, callTo(100 * (t + 1)) - callTo(100 * t), 1, 0)
  const still = liquidityWaterfall(collateralRunway({ ...inputs, tickets: swapTickets(500e6) }).sources, called)
  assert.ok((waterfall.days.at(-1)?.remaining ?? 0) < (still.days.at(-1)?.remaining ?? 0))
})

test('rounding is no shortfall, whatever the size of the money', () => {
  // thirds, sevenths and the like of sources that are just used up
  const parts = [1 / 3, 1 / 7, 1 / 11, 1 - 1 / 3 - 1 / 7 - 1 / 11]
  for (const size of [1e-6, 1, 12e9]) {
    const own = sources.map((source) => ({
      ...source,
      value: (source.value * size) / 3,
      available: (source.available * size) / 3,
      daysToCash: 1,
    }))
    const all = own.reduce((total, { available }) => total + available, 0)
    const run = liquidityWaterfall(own, calls(...parts.map((part) => part * all * (1 + 1e-15)), 0, 0))
    assert.equal(run.firstShortfall, null)
    assert.equal(run.largestShortfall, 0)
    const short = liquidityWaterfall(own, calls(...parts.map((part) => part * all * (1 + 1e-9)), 0, 0))
    assertClose(short.largestShortfall, 1e-9 * all, 0, 1e-4)
  }
})

test('at the very edge half a percent of the buffer may be missing, and is told', () => {
  const cash = (tickets: ReturnType<typeof swapTickets>) => collateralRunway({ ...inputs, tickets })
  // the need is linear in the size of a cleared swap but for what runs: find the size that just uses the buffer up
  let [low, high] = [0, 100e6]
  while (cash(swapTickets(high)).missingShare === 0) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = 0.5 * (low + high)
    if (cash(swapTickets(middle)).missingShare === 0) low = middle
    else high = middle
  }
  const buffer = cash(swapTickets(low)).rows.find(({ headroom }) => Math.abs(headroom) < 1)!.buffer
  const missing = (share: number): number => low * (1 + share)
  const [inside, outside] = [0.003, 0.02].map((share) => cash(swapTickets(missing(share))))
  assert.ok(inside.missingShare! > 0 && inside.missingShare! <= 0.005 && inside.standsRequired)
  assert.ok(outside.missingShare! > 0.005 && !outside.standsRequired && buffer > 0)
})
