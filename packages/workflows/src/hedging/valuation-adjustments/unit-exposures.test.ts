import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseValues, compiledBook } from '@tutti/analytics/revaluation'
import { assertAllClose, assertClose } from '../../../../../fixtures/assert-close.ts'
import {
  exampleBook,
  exampleExposures,
  exampleMandate,
  exampleMarket,
  exampleUniverse,
} from './example-study.fixture.ts'
import { exposureBuckets } from './exposure-buckets.ts'
import { unitExposures } from './unit-exposures.ts'
import type { WorkflowContext } from '../../workflow-context.ts'
import { inProcessContext } from '../../testing/in-process-context.ts'

const mandate = exampleMandate()
/** Nothing cleared but futures, so that all else is simulated. */
const universe = exampleUniverse(mandate).map((hedge) => ({ ...hedge, dealing: { ...hedge.dealing, cleared: false } }))
const some = (...ids: string[]) => universe.filter(({ id }) => ids.includes(id))
const exposures = await exampleExposures(mandate, universe)

test('paths are the same bits in whatever order the shards run, on clones of the jobs', async () => {
  const few = some('forward:EUR:1', 'zero-coupon-swap:GBP:10', 'cds:Maker:5')
  const context = inProcessContext({ order: 'odd-first' })
  const cloning: WorkflowContext = {
    ...context,
    map: (kernel, job, shards, step) => context.map(kernel, structuredClone(job), shards, step),
  }
  const inputs = { mandate, market: exampleMarket, universe: few, book: exampleBook, seed: 11 }
  assert.deepEqual(await unitExposures(inputs, cloning), await exampleExposures(mandate, few))
  assert.deepEqual(
    context.maps.map(({ kernel }) => kernel),
    ['simulateExposure', 'simulateCreditExposure'],
  )
})

test('every instrument is worth today what the revaluation gives, options on rates but for the smile of the model', () => {
  const { valuation, factors } = exampleMarket
  for (const hedge of universe) {
    const unit = exposures.hedges.get(hedge.id)
    if (unit === undefined) continue
    const values = baseValues(
      compiledBook(
        hedge.legs.map(({ instrument }) => instrument),
        valuation,
        factors,
      ),
    )
    const value = hedge.legs.reduce((sum, { weight }, i) => sum + weight * values[i], 0)
    // One factor fitted to the ten-year rate moves longer and shorter ones otherwise; stochastic rates widen a currency option.
    const tolerance =
      hedge.family === 'swaption' ? 0.4 * Math.abs(value) : ['put', 'collar'].includes(hedge.family) ? 7e-4 : 6e-5
    assertClose(unit.valueToday, value, tolerance, 0)
  }
})

test('a running contract is worth today what the revaluation gives', () => {
  const { valuation, factors } = exampleMarket
  for (const [id, counterparty] of [
    ['running-forward', 'alpha'],
    ['running-swap', 'gamma'],
  ] as const) {
    const line = exampleBook.lines.find((item) => item.id === id)!
    const [value] = baseValues(compiledBook([line.instrument], valuation, factors))
    assertClose(exposures.existing.get(counterparty)?.valueToday ?? NaN, line.quantity * value, 30, 1e-9)
  }
  assert.equal(exposures.existing.has('beta'), false)
})

test('a book is the sum of its units, path by path, and its other side the negative', async () => {
  const [forward, cds, swap] = some('forward:GBP:1', 'cds:Maker:5', 'zero-coupon-swap:USD:20').toSorted(
    (a, b) =>
      ['forward', 'cds', 'zero-coupon-swap'].indexOf(a.family) -
      ['forward', 'cds', 'zero-coupon-swap'].indexOf(b.family),
  )
  const quantities = [3e6, -2e6, -5e6]
  const lines = [forward, cds, swap].flatMap((hedge, h) =>
    hedge.legs.map(({ instrument, weight }, i) => ({
      ...exampleBook.lines[0],
      id: `${h} ${i}`,
      counterparty: 'beta',
      instrument,
      quantity: quantities[h] * weight,
    })),
  )
  const run = await exampleExposures(mandate, [forward, cds, swap], { lines })
  const book = run.existing.get('beta')!
  for (const field of ['value', 'valueBefore', 'paidSince'] as const) {
    const sum = new Float64Array(book.value.length)
    for (const [h, { id }] of [forward, cds, swap].entries()) {
      const unit = run.hedges.get(id)![field]
      for (let i = 0; i < sum.length; i++) sum[i] += quantities[h] * unit[i]
    }
    assertAllClose(book[field], sum, 1e-3, 1e-9)
  }
})

test('discounted values and payments of a forward average to its value today at every date', () => {
  const { paths, buckets, discount, hedges } = exposures
  for (const id of [
    'forward:EUR:1',
    'cross-currency-swap:GBP:5',
    'zero-coupon-swap:USD:10',
    'zero-coupon-swap:GBP:10',
  ]) {
    const { value } = hedges.get(id)!
    const tenor = universe.find((hedge) => hedge.id === id)!.tenorYears
    for (const [d, t] of buckets.timesYears.entries()) {
      // Between payments the swap of floating rates is worth what was fixed: a part in a hundred at most.
      if (t >= tenor) continue
      const row = Float64Array.from({ length: paths }, (_, p) => value[d * paths + p] * discount[d * paths + p])
      const mean = row.reduce((a, b) => a + b, 0) / paths
      const error = Math.sqrt(row.reduce((a, b) => a + (b - mean) ** 2, 0) / (paths - 1) / paths)
      assertClose(mean, 0, 4.5 * error + (id.startsWith('cross') ? 0.01 : 1e-9), 0)
    }
  }
})

test('the expected discounted values of swaps are the means over the paths', () => {
  const { paths, buckets, discount, hedges, expected } = exposures
  assert.equal(
    expected.size,
    universe.filter(({ family }) => family === 'swap' || family === 'forward-starting-swap').length,
  )
  for (const [id, values] of expected) {
    const { value } = hedges.get(id)!
    let largest = 0
    for (const d of buckets.timesYears.keys()) {
      const row = Float64Array.from({ length: paths }, (_, p) => value[d * paths + p] * discount[d * paths + p])
      const mean = row.reduce((a, b) => a + b, 0) / paths
      const error = Math.sqrt(row.reduce((a, b) => a + (b - mean) ** 2, 0) / (paths - 1) / paths)
      assertClose(mean, values[d], 4.5 * error + 1e-12, 0)
      largest = Math.max(largest, error)
    }
    assert.ok(largest > 0)
  }
})

test('a credit default swap bought gains on the paths whose spread widens, one sold loses as much', async () => {
  const [bought] = some('cds:Maker:5')
  const sold = { ...bought, id: 'sold', legs: bought.legs.map((leg) => ({ ...leg, weight: -leg.weight })) }
  const run = await exampleExposures(mandate, [bought, sold])
  const [one, other] = [run.hedges.get('cds:Maker:5')!.value, run.hedges.get('sold')!.value]
  assertAllClose(
    one,
    other.map((value) => -value),
    1e-15,
    1e-12,
  )
  const row = one.subarray(4 * run.paths, 5 * run.paths)
  assert.ok(Math.max(...row) > 0.02 && Math.min(...row) < 0.01)
})

test('futures and options between foreign currencies are left out by name', async () => {
  const reasons = exposures.excluded.map(({ id }) => id)
  assert.ok(reasons.includes('future:USD:10') && !reasons.includes('swap:USD:10'))
  const [put] = some('put:EUR:1')
  const [leg] = put.legs
  assert.ok(leg.instrument.kind === 'fx option')
  const cross = {
    ...put,
    id: 'cross',
    legs: [{ weight: 1, instrument: { ...leg.instrument, againstCurrency: 'GBP' } }],
  }
  const run = await exampleExposures(mandate, [cross])
  assert.deepEqual(
    run.excluded.map(({ id }) => id),
    ['cross'],
  )
  assert.match(run.excluded[0].reason, /fx option/)
})

test('cleared swaps are not simulated: their expected values are known', async () => {
  const cleared = exampleUniverse(mandate).filter(({ id }) =>
    ['swap:USD:10', 'index-cds:USD-IG:5', 'forward:EUR:1'].includes(id),
  )
  const run = await exampleExposures(mandate, cleared)
  assert.deepEqual([...run.hedges.keys()], ['forward:EUR:1', 'index-cds:USD-IG:5'])
  assert.deepEqual([...run.expected.keys()], ['swap:USD:10'])
  const none = await exampleExposures(
    mandate,
    cleared.filter(({ id }) => id === 'swap:USD:10'),
    { lines: [] },
  )
  assert.deepEqual([none.hedges.size, none.existing.size], [0, 0])
  assert.deepEqual(none.discount.length, none.paths * none.buckets.timesYears.length)
})

test('a call on the base currency is a put on the other', async () => {
  const [put] = some('put:EUR:1')
  const [{ instrument }] = put.legs
  assert.ok(instrument.kind === 'fx option')
  const turned = {
    ...instrument,
    type: 'call',
    currency: 'USD',
    againstCurrency: 'EUR',
    notional: instrument.notional * instrument.strike,
    strike: 1 / instrument.strike,
  } as const
  const run = await exampleExposures(mandate, [
    put,
    { ...put, id: 'turned', legs: [{ weight: put.legs[0].weight, instrument: turned }] },
  ])
  assertAllClose(run.hedges.get('turned')!.value, run.hedges.get('put:EUR:1')!.value, 1e-12, 1e-12)
})

test('periods are months, quarters, years, then two years, each with a date inside', () => {
  const { endYears, timesYears } = exposureBuckets(50)
  assert.equal(endYears.length, 3 + 7 + 28 + 10)
  assert.equal(endYears.at(-1), 50)
  for (const [d, t] of timesYears.entries()) assert.ok(t > (endYears[d - 1] ?? 0) && t < endYears[d])
  assertAllClose(exposureBuckets(0.3).endYears, [1 / 12, 2 / 12, 0.25, 0.3], 1e-12, 0)
  assert.throws(() => exposureBuckets(0), { code: 'invalid-input' })
})

test('what the market lacks is named', async () => {
  const market = { ...exampleMarket, valuation: { ...exampleMarket.valuation, breakEvens: {} } }
  await assert.rejects(
    unitExposures(
      { mandate, market, universe: some('zero-coupon-swap:GBP:5'), book: exampleBook, seed: 1 },
      inProcessContext(),
    ),
    { code: 'missing-data', message: /breakEvens.GBP/ },
  )
  const bare = {
    ...exampleMarket,
    history: { dates: [], days: new Int32Array(0), levels: new Float64Array(0), sources: [] },
  }
  const run = await unitExposures(
    { mandate, market: bare, universe: some('forward:EUR:1'), book: exampleBook, seed: 1 },
    inProcessContext(),
  )
  assert.deepEqual(run.assumptions, [
    'USD: mean reversion 0.03, for want of history',
    'EUR: mean reversion 0.03, for want of history',
    'Uncorrelated for want of history: rate:USD, rate:EUR, fx:EUR',
  ])
})
