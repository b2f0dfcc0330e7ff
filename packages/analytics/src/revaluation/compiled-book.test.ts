import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ErrorCode, TuttiError } from '../errors/index.ts'
import { compiledBook } from './compiled-book.ts'
import { exampleFactors, exampleInstruments, exampleMarket } from './example-book.fixture.ts'
import type { Instrument, InstrumentKind } from './instrument.ts'
import { revaluationJob } from './revaluation-job.ts'
import { baseValues, revaluedBook } from './revalued-book.ts'
import type { RiskFactor } from './risk-factor.ts'
import type { ValuationMarket } from './valuation-market.ts'

/** The first example of a kind, changed; deliberately beyond its type. */
function changed(kind: InstrumentKind, changes: Record<string, unknown>): Instrument {
  const one = exampleInstruments.find((instrument) => instrument.kind === kind)
  assert.ok(one !== undefined)
  return { ...one, ...changes }
}

function fails(code: ErrorCode, field: string, words: RegExp, run: () => unknown): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof TuttiError, String(error))
    assert.deepEqual([error.code, error.details.field], [code, field], error.message)
    assert.match(error.message, words)
    return true
  })
}

test('terms out of range are refused by name', () => {
  const cases: readonly (readonly [InstrumentKind, Record<string, unknown>, string])[] = [
    ['cash', { amount: NaN }, 'amount'],
    ['cash', { currency: 'Dollar' }, 'currency'],
    ['fixed flows', { flows: [{ years: 1, amount: Infinity }] }, 'flows[0].amount'],
    ['fixed flows', { flows: [{ years: -0.1, amount: 1 }] }, 'flows[0].years'],
    ['fixed flows', { flows: [] }, 'flows'],
    ['inflation-linked flows', { spread: NaN }, 'spread'],
    ['equity', { beta: Infinity }, 'beta'],
    ['swap', { endYears: 0 }, 'endYears'],
    ['swap', { startYears: 21 }, 'endYears - startYears'],
    ['swap', { notional: 0 }, 'notional'],
    ['swap', { fixedFrequency: 0 }, 'fixedFrequency'],
    ['zero-coupon inflation swap', { fixedRate: -1 }, '1 + fixedRate'],
    ['fx forward', { maturityYears: 0 }, 'maturityYears'],
    ['fx forward', { sellAmount: -1 }, 'sellAmount'],
    ['fx forward', { sellCurrency: 'USD' }, 'sellCurrency'],
    ['fx option', { expiryYears: -1 }, 'expiryYears'],
    ['fx option', { strike: 0 }, 'strike'],
    ['cross-currency swap', { frequency: NaN }, 'frequency'],
    ['swaption', { tenorYears: 0 }, 'tenorYears'],
    ['bond future', { deliveryYears: 0.9 }, 'flows[0].years'],
    ['credit default swap', { recovery: 1 }, 'recovery'],
    ['total return swap', { referenceValue: NaN }, 'referenceValue'],
    ['equity option', { units: -1 }, 'units'],
    ['equity forward', { maturityYears: Infinity }, 'maturityYears'],
    ['cash', { kind: 'barrel of oil' }, 'kind'],
  ]
  for (const [kind, changes, field] of cases) {
    fails('invalid-input', `instruments[0].${field}`, /cannot be valued/, () =>
      compiledBook([changed(kind, changes)], exampleMarket, exampleFactors),
    )
  }
})

test('what the market lacks is named with the kind of instrument that needs it', () => {
  const without = (part: keyof ValuationMarket, name: string): ValuationMarket => ({
    ...exampleMarket,
    [part]: Object.fromEntries(Object.entries(exampleMarket[part]).filter(([key]) => key !== name)),
  })
  const cases: readonly (readonly [InstrumentKind, keyof ValuationMarket, string])[] = [
    ['cash', 'fx', 'EUR'],
    ['fixed flows', 'curves', 'EUR'],
    ['fixed flows', 'spreads', 'EUR-A'],
    ['inflation-linked flows', 'breakEvens', 'GBP'],
    ['equity', 'equities', 'US'],
    ['fx option', 'volatilities', 'fx:EUR'],
    ['swaption', 'volatilities', 'rate:USD'],
    ['credit default swap', 'spreads', 'USD-BBB'],
    ['total return swap', 'spreads', 'USD-BBB'],
    ['equity option', 'volatilities', 'equity:EU'],
    ['equity forward', 'equities', 'EU'],
  ]
  for (const [kind, part, name] of cases) {
    fails(
      'missing-data',
      `instruments[0].${part}.${name}`,
      new RegExp(`${kind}: the market has no ${part}.${name}`),
      () => compiledBook([changed(kind, {})], without(part, name), exampleFactors),
    )
  }
  fails('missing-data', 'instruments[0].currentFixing', /already set/, () =>
    compiledBook([changed('swap', { startYears: -0.1, endYears: 9.9 })], exampleMarket, exampleFactors),
  )
})

test('a market figure out of range is refused where an instrument needs it', () => {
  const option = [changed('fx option', {})]
  fails('invalid-input', 'instruments[0].volatilities.fx:EUR', /at least 0/, () =>
    compiledBook(option, { ...exampleMarket, volatilities: { 'fx:EUR': -0.01 } }, exampleFactors),
  )
  fails('invalid-input', 'instruments[0].fx.EUR', /positive/, () =>
    compiledBook(option, { ...exampleMarket, fx: { EUR: 0 } }, exampleFactors),
  )
  fails('invalid-input', 'instruments[0].basis.EUR', /finite/, () =>
    compiledBook(option, { ...exampleMarket, basis: { EUR: NaN } }, exampleFactors),
  )
})

test('all problems of a book are told at once', () => {
  const instruments = [
    changed('cash', { amount: NaN }),
    changed('cash', {}),
    changed('fixed flows', { bucket: 'nowhere' }),
    changed('swap', { notional: -1 }),
  ]
  assert.throws(
    () => compiledBook(instruments, exampleMarket, exampleFactors),
    (error) => {
      assert.ok(error instanceof TuttiError)
      assert.equal(error.code, 'invalid-input')
      assert.match(error.message, /and 2 more problems/)
      assert.deepEqual(
        error.details.problems?.map(({ field }) => field),
        ['instruments[0].amount', 'instruments[2].spreads.nowhere', 'instruments[3].notional'],
      )
      return true
    },
  )
})

test('factors are each named once, and the base currency does not move against itself', () => {
  const refused = (factors: readonly RiskFactor[], field: string) =>
    fails('invalid-input', field, /risk factor|finite/, () => compiledBook([], exampleMarket, factors))
  refused([exampleFactors[0], exampleFactors[0]], 'factors[1]')
  refused([{ group: 'currency', currency: 'USD' }], 'factors[0]')
  refused([{ group: 'rates', currency: 'USD', years: -1 }], 'factors[0].years')
  refused([{ group: 'inflation', currency: 'USD', years: NaN }], 'factors[0].years')
})

test('shocks are finite and of whole scenarios', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)
  const width = exampleFactors.length
  fails('invalid-input', 'shocks', /whole scenarios/, () => revaluationJob(book, new Float64Array(width + 1)))
  const broken = new Float64Array(3 * width)
  broken[width + 2] = NaN
  fails('invalid-input', `shocks[${width + 2}]`, /scenario 1 has no finite change of rates:USD:10/, () =>
    revaluationJob(book, broken),
  )
  const still = compiledBook(exampleInstruments, exampleMarket, [])
  fails('invalid-input', 'shocks', /0 factors/, () => revaluationJob(still, new Float64Array(0)))
  assert.equal(revaluedBook(book, new Float64Array(0)).length, 0)
})

test('a value beyond all numbers fails by instrument and scenario', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)
  const shocks = new Float64Array(2 * exampleFactors.length)
  shocks[exampleFactors.length + exampleFactors.findIndex(({ group }) => group === 'currency')] = 800
  fails('calculation-failed', 'instruments[0]', /in scenario 1/, () => revaluedBook(book, shocks))
})

test('a book of nothing has no values', () => {
  assert.equal(baseValues(compiledBook([], exampleMarket, exampleFactors)).length, 0)
})

test('a compiled book survives a structured clone', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)
  assert.deepEqual(structuredClone(book), book)
  assert.deepEqual(baseValues(structuredClone(book)), baseValues(book))
})
