import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hazardModelOptionOperation, hazardModelVolatilityOperation } from './cds-options.ts'

const { searchBetween, quote, model, ...terms } = hazardModelVolatilityOperation.example

test('the volatility found reprices the option in its model, from a volatility or a price', () => {
  for (const choice of [
    { kind: 'black-karasinski', meanReversion: 0.1, stepsPerYear: 4 },
    { kind: 'cir', initial: 0.02, kappa: 0.3, theta: 0.02 },
  ] as const) {
    const found = hazardModelVolatilityOperation.run({
      ...terms,
      quote,
      model: choice,
      searchBetween: { low: 0.02, high: 1 },
    })
    const priced = hazardModelOptionOperation.run({
      ...terms,
      model: choice.kind === 'cir' ? { ...choice, sigma: found.volAnnual } : { ...choice, volAnnual: found.volAnnual },
    })
    assert.ok(Math.abs(priced.presentValue / found.marketPrice - 1) < 1e-8)
    assert.ok(Math.abs((priced.impliedVolAnnual ?? 0) - 0.4) < 1e-7)
  }
  const byVol = hazardModelVolatilityOperation.run({ ...terms, quote, model, searchBetween })
  const byPrice = hazardModelVolatilityOperation.run({
    ...terms,
    quote: { price: byVol.marketPrice },
    model,
    searchBetween,
  })
  assert.ok(Math.abs(byPrice.volAnnual - byVol.volAnnual) < 1e-7)
  assert.ok(Math.abs(byPrice.blackVolAnnual - 0.4) < 1e-8)
})

test('a price outside the range of volatilities is refused with the prices at its ends', () => {
  assert.throws(
    () => hazardModelVolatilityOperation.run({ ...terms, quote, model, searchBetween: { low: 0.05, high: 0.1 } }),
    { code: 'infeasible', message: /prices run from/ },
  )
})
