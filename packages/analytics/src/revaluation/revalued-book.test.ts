import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compiledBook } from './compiled-book.ts'
import { exampleFactors, exampleInstruments, exampleMarket, exampleShock } from './example-book.fixture.ts'
import type { Instrument } from './instrument.ts'
import { revaluationJob } from './revaluation-job.ts'
import { revalueScenarios } from './revaluation.kernel.ts'
import { baseValues, revaluedBook } from './revalued-book.ts'
import { factorName } from './risk-factor.ts'

const close = (got: number, expected: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${what}: ${got} is not ${expected} within ${tolerance}`)

const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)

/** Deterministic shocks of the size of bad months, by a linear congruence. */
function seededShocks(scenarios: number): Float64Array {
  let state = 20230
  return Float64Array.from({ length: scenarios * exampleFactors.length }, (_, i) => {
    state = (state * 16807) % 2147483647
    const { group } = exampleFactors[i % exampleFactors.length]
    return (group === 'currency' || group === 'equity' ? 0.4 : 0.03) * (state / 2147483647 - 0.5)
  })
}

/**
 * Values as the market stands and after the example's shock, by plain formulas in numpy 1.24.2: numpy.interp for curves and
 * key rates, each flow discounted on its own, forward rates of each floating period projected and paid, Garman-Kohlhagen
 * and Bachelier with math.erf, credit default swap quarter by quarter.
 */
const numpyValues: readonly (readonly [base: number, shocked: number])[] = [
  [270, 239.4685179136],
  [107.9249921596, 86.48047733819],
  [131.1702776118, 107.3091802116],
  [133.2053525135, 99.0308611418],
  [378, 328.6174129807],
  [-2.107086205973, -18.02845257682],
  [3.194029006193, 6.607427384873],
  [0.1561682199774, 4.562151313119],
  [-0.9647283182175, 10.05148147555],
  [-2.382254431842, 13.65812004662],
  [1.051670810587, 7.371254396918],
  [0.9403799292782, 13.33015482678],
  [-2.464356944109, 9.943780162283],
  [2.942204929063, 0.8430813934232],
  [1.625266770838, 4.394892352303],
  [1.432380498505, -4.284850934411],
  [1.33257656441, 9.458775728867],
  [0.1876849366787, 17.62969799875],
  [455.7735062722, 2122.704938627],
  [128.7819137803, 25.34605369777],
  [-155.9131063834, -2590.99958739],
]

test('every kind of instrument has the value of an independent program, before and after a shock', () => {
  const base = baseValues(book)
  const shocked = revaluedBook(book, Float64Array.from(exampleShock))
  assert.equal(numpyValues.length, exampleInstruments.length)
  numpyValues.forEach(([standing, moved], i) => {
    close(base[i], standing, 1e-12 * Math.max(Math.abs(standing), 100), `${exampleInstruments[i].kind} ${i}`)
    close(shocked[i], moved, 1e-12 * Math.max(Math.abs(moved), 100), `shocked ${exampleInstruments[i].kind} ${i}`)
  })
})

test('the bits do not depend on workers, on the order of shards, on other scenarios or on other instruments', () => {
  const scenarios = 203
  const shocks = seededShocks(scenarios)
  const values = revaluedBook(book, shocks)
  const job = revaluationJob(book, shocks)
  assert.equal(job.shards, 4)
  // two kernels on clones of the job, as on two workers, taking shards in turn from the last
  const workers = [revalueScenarios(structuredClone(job)), revalueScenarios(structuredClone(job))]
  for (let shard = job.shards - 1; shard >= 0; shard--) workers[shard % 2](shard)
  assert.deepEqual(job.values, values)

  const width = exampleFactors.length
  for (const s of [0, 1, 66, 202]) {
    const alone = revaluedBook(book, shocks.slice(s * width, (s + 1) * width))
    assert.deepEqual([...alone], [...values.subarray(s * book.instruments, (s + 1) * book.instruments)])
  }
  const turned = revaluedBook(compiledBook(exampleInstruments.toReversed(), exampleMarket, exampleFactors), shocks)
  for (let s = 0; s < scenarios; s++) {
    for (let i = 0; i < book.instruments; i++) {
      assert.equal(turned[(s + 1) * book.instruments - 1 - i], values[s * book.instruments + i])
    }
  }
})

test('what does not move in a scenario has the same bits beside scenarios that move it and beside others that do not', () => {
  const width = exampleFactors.length
  const groups = [...new Set(exampleFactors.map(({ group }) => group))]
  const full = seededShocks(64)
  const alone = (group: string): Float64Array =>
    full.map((shock, at) => (exampleFactors[at % width].group === group ? shock : 0))
  const base = baseValues(book)
  for (const group of groups) {
    const part = alone(group)
    const apart = revaluedBook(book, part)
    // every other scenario of the shard moves everything
    const mixed = revaluedBook(
      book,
      part.map((shock, at) => (Math.floor(at / width) % 2 === 0 ? shock : full[at])),
    )
    let unmoved = 0
    for (let s = 0; s < 64; s += 2) {
      for (let i = 0; i < book.instruments; i++) {
        const value = apart[s * book.instruments + i]
        assert.equal(mixed[s * book.instruments + i], value)
        if (value === base[i]) unmoved++
      }
    }
    assert.ok(unmoved > 0 && unmoved < 32 * book.instruments, `${group} moves some instruments and leaves others`)
  }
})

/** Values of a few instruments, base and after the example's shock. */
function valuesOf(...instruments: readonly Instrument[]): readonly number[] {
  const some = compiledBook(instruments, exampleMarket, exampleFactors)
  return [...baseValues(some), ...revaluedBook(some, Float64Array.from(exampleShock))]
}

test('paying and receiving the same add up to nothing', () => {
  const opposites: Record<string, string> = {
    'pay fixed': 'receive fixed',
    'receive fixed': 'pay fixed',
    'receive inflation': 'pay inflation',
    'buy protection': 'sell protection',
    'pay total return': 'receive total return',
  }
  const sided = exampleInstruments.filter(({ kind }) => kind !== 'swaption').filter((one) => 'side' in one)
  assert.equal(sided.length, 5)
  for (const one of sided) {
    const [own, other, ownMoved, otherMoved] = valuesOf(one, { ...one, side: opposites[one.side] } as Instrument)
    assert.notEqual(own, 0)
    close(own + other, 0, 1e-13 * Math.abs(own), one.kind)
    close(ownMoved + otherMoved, 0, 1e-13 * Math.abs(ownMoved), one.kind)
  }
})

test('a call less a put is a forward: currencies, shares, swaps', () => {
  const currencyTerms = { currency: 'GBP', againstCurrency: 'EUR', notional: 100, strike: 1.17, expiryYears: 1.4 }
  const currencies = valuesOf(
    { kind: 'fx option', type: 'call', ...currencyTerms },
    { kind: 'fx option', type: 'put', ...currencyTerms },
    {
      kind: 'fx forward',
      buyCurrency: 'GBP',
      buyAmount: 100,
      sellCurrency: 'EUR',
      sellAmount: 117,
      maturityYears: 1.4,
    },
  )
  const shareTerms = { index: 'EU', units: 2, strike: 4700 }
  const shares = valuesOf(
    { kind: 'equity option', type: 'call', ...shareTerms, expiryYears: 0.9 },
    { kind: 'equity option', type: 'put', ...shareTerms, expiryYears: 0.9 },
    { kind: 'equity forward', ...shareTerms, maturityYears: 0.9 },
  )
  const swapTerms = { currency: 'USD', notional: 100, fixedFrequency: 2 }
  const swaptionTerms = { ...swapTerms, expiryYears: 2, tenorYears: 10, strike: 0.041 }
  const swaps = valuesOf(
    { kind: 'swaption', side: 'pay fixed', ...swaptionTerms },
    { kind: 'swaption', side: 'receive fixed', ...swaptionTerms },
    {
      kind: 'swap',
      side: 'pay fixed',
      ...swapTerms,
      startYears: 2,
      endYears: 12,
      fixedRate: 0.041,
      floatingFrequency: 4,
    },
  )
  for (const values of [currencies, shares, swaps]) {
    for (const [call, put, forward] of [values.slice(0, 3), values.slice(3)]) {
      assert.ok(call > 0 && put > 0)
      close(call - put, forward, 1e-12 * (call + put), 'parity')
    }
  }
})

test('the right to sell euros for dollars is the right to buy dollars for euros', () => {
  const [put, call, putMoved, callMoved] = valuesOf(
    {
      kind: 'fx option',
      type: 'put',
      currency: 'EUR',
      againstCurrency: 'USD',
      notional: 100,
      strike: 1.05,
      expiryYears: 2,
    },
    {
      kind: 'fx option',
      type: 'call',
      currency: 'USD',
      againstCurrency: 'EUR',
      notional: 105,
      strike: 1 / 1.05,
      expiryYears: 2,
    },
  )
  close(call, put, 1e-12 * put, 'as the market stands')
  close(callMoved, putMoved, 1e-12 * putMoved, 'after the shock')
})

test('shocks in shared memory are read where they are', () => {
  const shocks = new Float64Array(new SharedArrayBuffer(8 * exampleFactors.length))
  shocks.set(exampleShock)
  assert.equal(revaluationJob(book, shocks).shocks, shocks)
  assert.deepEqual(revaluedBook(book, shocks), revaluedBook(book, Float64Array.from(exampleShock)))
})

test('a currency forward is two payments, where no basis comes between', () => {
  const market = { ...exampleMarket, basis: {} }
  const payment = (currency: string, amount: number): Instrument => ({
    kind: 'fixed flows',
    currency,
    flows: [{ years: 1.5, amount }],
    spread: 0,
    bucket: null,
  })
  const parts = compiledBook(
    [
      {
        kind: 'fx forward',
        buyCurrency: 'EUR',
        buyAmount: 80,
        sellCurrency: 'GBP',
        sellAmount: 70,
        maturityYears: 1.5,
      },
      payment('EUR', 80),
      payment('GBP', -70),
    ],
    market,
    exampleFactors,
  )
  const [forward, bought, sold] = revaluedBook(parts, Float64Array.from(exampleShock))
  close(forward, bought + sold, 1e-13 * bought, 'forward')
})

test('twice the amounts, notionals or units are worth twice as much to the last bit', () => {
  for (const one of exampleInstruments) {
    const double = Object.fromEntries(
      Object.entries(one).map(([field, value]: [string, unknown]) => {
        if (field === 'flows') {
          const flows = value as readonly { years: number; amount: number }[]
          return [field, flows.map(({ years, amount }) => ({ years, amount: 2 * amount }))]
        }
        const isMoney = /amount|notional|units|referenceValue|^price$/i.test(field)
        return [field, isMoney ? 2 * (value as number) : value]
      }),
    ) as unknown as Instrument
    const [own, doubled, ownMoved, doubledMoved] = valuesOf(one, double)
    assert.equal(doubled, 2 * own, one.kind)
    assert.equal(doubledMoved, 2 * ownMoved, one.kind)
  }
})

test('what is not among the factors does not move', () => {
  const shock = Float64Array.from(exampleShock)
  const kept = exampleFactors.map(({ group }) => group === 'rates')
  const ratesOnly = compiledBook(
    exampleInstruments,
    exampleMarket,
    exampleFactors.filter((_, i) => kept[i]),
  )
  const others = shock.map((change, i) => (kept[i] ? change : 0))
  assert.deepEqual(
    revaluedBook(
      ratesOnly,
      shock.filter((_, i) => kept[i]),
    ),
    revaluedBook(book, others),
  )
  const still = compiledBook(exampleInstruments, exampleMarket, [])
  assert.deepEqual(baseValues(still), baseValues(book))
})

test('key rates move a curve between them linearly, and flat outside', () => {
  const zero = (years: number): Instrument => ({
    kind: 'fixed flows',
    currency: 'USD',
    flows: [{ years, amount: 1 }],
    spread: 0,
    bucket: null,
  })
  const times = [0.5, 1, 4.5, 10, 15, 20, 40]
  const [at1, at3, at10, at20] = exampleShock
  const expected = [at1, at1, at3 + (1.5 / 7) * (at10 - at3), at10, (at10 + at20) / 2, at20, at20]
  assert.deepEqual(exampleFactors.slice(0, 4).map(factorName), [
    'rates:USD:1',
    'rates:USD:3',
    'rates:USD:10',
    'rates:USD:20',
  ])
  const values = valuesOf(...times.map(zero))
  times.forEach((years, i) => {
    close(-Math.log(values[times.length + i] / values[i]) / years, expected[i], 1e-14, `at ${years} years`)
  })
})

test('spreads below 0 leave a name without hazard, and volatilities fall to their floor', () => {
  const factors = [
    { group: 'credit', bucket: 'USD-BBB' },
    { group: 'volatility', surface: 'equity:US' },
    { group: 'volatility', surface: 'rate:USD' },
  ] as const
  const protection: Instrument = {
    kind: 'credit default swap',
    side: 'buy protection',
    currency: 'USD',
    bucket: 'USD-BBB',
    ownSpread: 0,
    notional: 100,
    maturityYears: 2,
    couponRate: 0.01,
    recovery: 0.4,
  }
  const premiums: Instrument = {
    kind: 'fixed flows',
    currency: 'USD',
    flows: Array.from({ length: 8 }, (_, i) => ({ years: (i + 1) / 4, amount: 0.25 })),
    spread: 0,
    bucket: null,
  }
  const share = { index: 'US', units: 1, strike: 5000 }
  const swaption = { currency: 'USD', notional: 100, expiryYears: 1, tenorYears: 5, fixedFrequency: 1 } as const
  const some = compiledBook(
    [
      protection,
      premiums,
      { kind: 'equity option', type: 'call', ...share, expiryYears: 1 },
      { kind: 'equity forward', ...share, maturityYears: 1 },
      { kind: 'swaption', side: 'pay fixed', ...swaption, strike: 0.05 },
    ],
    exampleMarket,
    factors,
  )
  const [bought, paid, call, forward, outOfTheMoney] = revaluedBook(some, Float64Array.of(-0.5, -9, -9))
  close(bought, -paid, 1e-14 * paid, 'protection that nobody needs')
  close(call, forward, 1e-12 * forward, 'intrinsic value')
  assert.equal(outOfTheMoney, 0)
})
