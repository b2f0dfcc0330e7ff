import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { compiledBook } from './compiled-book.ts'
import { exampleFactors, exampleInstruments, exampleMarket, exampleShock } from './example-book.fixture.ts'
import { baseValues, revaluedBook } from './revalued-book.ts'
import { shockedInstrument, shockedMarket } from './shocked-market.ts'

const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)

/** Shocks of the size of crises in each factor's unit. */
const shocks = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: exampleFactors.length,
    maxLength: exampleFactors.length,
  })
  .map((moves) =>
    moves.map((move, i) => {
      const { group } = exampleFactors[i]
      return move * (group === 'currency' || group === 'equity' ? 0.4 : 0.03)
    }),
  )

test('a revaluation equals valuing afresh on the shocked market', () => {
  fc.assert(
    fc.property(shocks, (shock) => {
      const values = revaluedBook(book, Float64Array.from(shock))
      const market = shockedMarket(exampleMarket, exampleFactors, shock)
      const instruments = exampleInstruments.map((one) => shockedInstrument(one, 'USD', exampleFactors, shock))
      const afresh = baseValues(compiledBook(instruments, market, []))
      exampleInstruments.forEach((one, i) => {
        // relative to the parts before they cancel: notionals of 100, indices of 5000
        const size = 'index' in one && one.kind !== 'equity' ? 1e4 : 100
        assert.ok(Math.abs(values[i] - afresh[i]) <= 1e-12 * size, `${one.kind}: ${values[i]}, afresh ${afresh[i]}`)
      })
    }),
    { seed: 4711, numRuns: 100 },
  )
})

test('two shocks one after the other are their sum', () => {
  const half = exampleShock.map((change) => change / 2)
  const once = shockedMarket(exampleMarket, exampleFactors, exampleShock)
  const twice = shockedMarket(shockedMarket(exampleMarket, exampleFactors, half), exampleFactors, half)
  for (const years of [0.1, 4, 25]) {
    const [one, two] = [once, twice].map(({ curves }) => curves.USD.discountFactor(years))
    assert.ok(Math.abs(one - two) <= 1e-14)
  }
  assert.ok(Math.abs(once.fx.EUR - twice.fx.EUR) <= 1e-14)
  assert.ok(Math.abs(once.equities.US.level / twice.equities.US.level - 1) <= 1e-14)
  assert.ok(Math.abs(once.spreads['USD-BBB'] - twice.spreads['USD-BBB']) <= 1e-16)
})

test('forward rates of a shocked curve are the slope of its discount factors', () => {
  const { curves, breakEvens } = shockedMarket(exampleMarket, exampleFactors, exampleShock)
  const step = 1e-5
  for (const curve of [curves.USD, curves.EUR, breakEvens.GBP]) {
    for (const years of [0.7, 4.2, 8, 14, 35]) {
      const [before, after] = [-step, step].map((shift) => Math.log(curve.discountFactor(years + shift)))
      assert.ok(Math.abs(curve.instantaneousForward(years) - (before - after) / (2 * step)) < 1e-9)
      assert.ok(Math.abs(curve.zeroRate(years) + Math.log(curve.discountFactor(years)) / years) < 1e-14)
    }
  }
})

test('a shock that does not fit the factors is refused', () => {
  const refused = (shock: readonly number[], field: string) =>
    assert.throws(
      () => shockedMarket(exampleMarket, exampleFactors, shock),
      (error) => error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  refused(exampleShock.slice(1), 'shock')
  refused(
    exampleShock.map((change, i) => (i === 3 ? NaN : change)),
    'shock[3]',
  )
})
