import assert from 'node:assert/strict'
import test from 'node:test'
import { lifeChargesOperation } from './life-charges.ts'
import { interestShocksOperation, riskMarginOperation } from './solvency2-capital.ts'

test('base rates beyond 0.5 in absolute value are cautioned as percent', () => {
  const shocks = (baseRates?: number[]) =>
    interestShocksOperation.run({
      date: '2025-12-31',
      maturitiesYears: [1, 10],
      ...(baseRates === undefined ? {} : { baseRates }),
    }).cautions
  assert.deepEqual(shocks([2.1, 2.4]), ['rates-look-like-percent'])
  assert.deepEqual(shocks([0.02, -0.6]), ['rates-look-like-percent'])
  assert.deepEqual(shocks([0.5, -0.5]), [])
  assert.deepEqual(shocks(), [])
})

test('an answer has the cautions of the parameters that it uses alone', () => {
  const shocks = (date: string) => interestShocksOperation.run({ date, maturitiesYears: [1] }).version.cautions
  assert.deepEqual(shocks('2025-12-31'), [])
  assert.deepEqual(shocks('2017-12-31'), [])
  assert.match(shocks('2027-06-30').join(), /^Interest rate stresses/)
  assert.match(lifeChargesOperation.run(lifeChargesOperation.example).version.cautions.join(), /revision risk/)
})

test('a risk margin says which version its date chose', () => {
  const run = (by: { date: string } | { costOfCapital: number }) =>
    riskMarginOperation.run({ ...by, projectedScr: [100, 80], ratesAnnual: [0.02, 0.02] }).version
  assert.equal(run({ date: '2025-12-31' })?.validFrom, '2020-01-01')
  const next = run({ date: '2027-12-31' })
  assert.equal(next?.validFrom, '2027-01-30')
  assert.match(next?.cautions.join() ?? '', /^The parameters of the risk margin/)
  assert.equal(run({ costOfCapital: 0.06 }), null)
})
