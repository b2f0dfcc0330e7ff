import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '../errors/index.ts'
import { garmanKohlhagen, garmanKohlhagenPrice } from '../fx/index.ts'
import { bookConvexities, bookSensitivities } from './book-sensitivities.ts'
import { compiledBook } from './compiled-book.ts'
import { exampleFactors, exampleInstruments, exampleMarket } from './example-book.fixture.ts'
import type { Instrument } from './instrument.ts'
import { baseValues, revaluedBook } from './revalued-book.ts'
import { factorName } from './risk-factor.ts'

const close = (got: number, expected: number, tolerance: number, what: string): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${what}: ${got} is not ${expected} within ${tolerance}`)

const columnOf = (name: string): number => exampleFactors.findIndex((factor) => factorName(factor) === name)
const width = exampleFactors.length

test('a payment moves by its time, split between the key rates, and by its square', () => {
  const years = 6.5
  const flow: Instrument = {
    kind: 'fixed flows',
    currency: 'EUR',
    flows: [{ years, amount: 100 }],
    spread: 0.01,
    bucket: 'EUR-A',
  }
  const book = compiledBook([flow], exampleMarket, exampleFactors)
  const [value] = baseValues(book)
  const slopes = bookSensitivities(book)
  const bends = bookConvexities(book)
  const right = (6.5 - 2) / 8
  const expected: Record<string, readonly [number, number]> = {
    'rates:EUR:2': [-years * (1 - right), (years * (1 - right)) ** 2],
    'rates:EUR:10': [-years * right, (years * right) ** 2],
    'credit:EUR-A': [-years, years ** 2],
    'currency:EUR': [1, 1],
  }
  exampleFactors.forEach((factor, k) => {
    const [slope, bend] = expected[factorName(factor)] ?? [0, 0]
    const isCurrency = factor.group === 'currency'
    // error of the extrapolated difference: h^4 / 480 of the fifth derivative; of the second one h^2 / 12 of the fourth
    close(slopes[k], slope * value, (isCurrency ? 1e-10 : 1e-9) * value, factorName(factor))
    close(bends[k], bend * value, (isCurrency ? 1e-5 : 2e-5) * value, factorName(factor))
  })
})

test('delta, gamma and vega of a currency option are those of the formula', () => {
  const option = exampleInstruments.find((one) => one.kind === 'fx option')
  assert.ok(option?.kind === 'fx option' && option.againstCurrency === 'USD')
  const { notional, strike, expiryYears, type } = option
  const inputs = {
    type,
    spot: exampleMarket.fx.EUR,
    strike,
    maturityYears: expiryYears,
    rateDomesticContinuous: exampleMarket.curves.USD.zeroRate(expiryYears),
    rateForeignContinuous: exampleMarket.curves.EUR.zeroRate(expiryYears) + exampleMarket.basis.EUR,
    volAnnual: exampleMarket.volatilities['fx:EUR'],
  }
  const greeks = garmanKohlhagen(inputs)
  const book = compiledBook([option], exampleMarket, exampleFactors)
  const [delta, vega, rhoForeign] = bookSensitivities(book, [
    exampleFactors[columnOf('currency:EUR')],
    exampleFactors[columnOf('volatility:fx:EUR')],
    exampleFactors[columnOf('rates:EUR:2')],
  ])
  const [gamma] = bookConvexities(book, [exampleFactors[columnOf('currency:EUR')]])
  // exactly the differences over 1 % and a half of the formula's price
  const { spot } = inputs
  const [up, down, halfUp, halfDown] = [0.01, -0.01, 0.005, -0.005].map((move) =>
    garmanKohlhagenPrice({ ...inputs, spot: spot * Math.exp(move) }),
  )
  const slope = (4 * (halfUp - halfDown)) / 0.01 / 3 - (up - down) / 0.02 / 3
  close(delta, notional * slope, 1e-9, 'difference')
  close(gamma, (notional * (up + down - 2 * greeks.price)) / 0.01 ** 2, 1e-7, 'second difference')
  // and near the derivatives by the logarithm of the rate, S dV/dS and S^2 d2V/dS2 + S dV/dS, at a deviation of 7 %
  close(delta / (notional * spot * greeks.spotDelta), 1, 2e-5, 'delta')
  close(gamma / (notional * (spot ** 2 * greeks.gamma + spot * greeks.spotDelta)), 1, 0.01, 'gamma')
  close(vega / (notional * greeks.vega), 1, 1e-4, 'vega')
  // 0.9 years lie between the key rates of 0.25 and 2
  close(rhoForeign, notional * greeks.rhoForeign * ((expiryYears - 0.25) / 1.75), 1e-5, 'rho')
})

test('value follows its slope and bend by each factor for small changes', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors)
  const base = baseValues(book)
  const slopes = bookSensitivities(book)
  const bends = bookConvexities(book)
  exampleFactors.forEach((factor, k) => {
    const shock = new Float64Array(width)
    const move = (factor.group === 'currency' || factor.group === 'equity' ? 50 : 5) * 1e-4
    shock[k] = factor.group === 'volatility' ? 1e-4 : move
    const moved = revaluedBook(book, shock)
    exampleInstruments.forEach((one, i) => {
      const expected = base[i] + slopes[i * width + k] * shock[k] + 0.5 * bends[i * width + k] * shock[k] ** 2
      const size = 'index' in one && one.kind !== 'equity' ? 1e4 : 100
      close(moved[i], expected, 5e-6 * size, `${one.kind} ${i} by ${factorName(factor)}`)
    })
  })
})

test('a factor that the book does not have is refused', () => {
  const book = compiledBook(exampleInstruments, exampleMarket, exampleFactors.slice(1))
  assert.throws(
    () => bookSensitivities(book, exampleFactors),
    (error) => error instanceof TuttiError && error.code === 'invalid-input' && error.details.got === 'rates:USD:1',
  )
  assert.equal(bookSensitivities(book, []).length, 0)
})
