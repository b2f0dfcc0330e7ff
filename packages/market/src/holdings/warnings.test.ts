import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { failureOf, withFixtureFolder } from '../loaders/fixture-folder.ts'
import { type HoldingChecks, loadHoldings } from './load-holdings.ts'
import { checks, csvOf, liabilityRows, portfolioRows } from './made-up-fund.fixture.ts'
import { withArticle } from './with-article.ts'

type Row = Readonly<Record<string, string | number>>

function loaded(portfolio: readonly Row[], liabilities: readonly Row[], against: HoldingChecks = checks) {
  return withFixtureFolder({ 'p.csv': csvOf(portfolio), 'l.csv': csvOf(liabilities) }, async (folder) => {
    const paths = { portfolio: join(folder, 'p.csv'), liabilities: join(folder, 'l.csv') }
    return { fund: await loadHoldings(paths, against).catch(() => undefined), failure: await failureOf(() => loadHoldings(paths, against)).catch(() => undefined) }
  }) // prettier-ignore
}
const row = (id: string): Row => portfolioRows.find((each) => each.id === id)!
const member = { id: 'm', age: 60, sex: 'male', status: 'pensioner', currency: 'USD', annualPension: 1e4 }

test('recoveries, increases and survivors’ pensions typed as decimals are warned of with what was probably meant', async () => {
  const { fund } = await loaded(
    [row('c1'), { ...row('d1'), recoveryPercent: 0.4 }, { ...row('d1'), id: 'd3' }],
    [
      { ...member, indexation: 'fixed', increasePercent: 0.025, spousePercent: 0.5 },
      { ...member, id: 'n', indexation: 'fixed', increasePercent: 2.5, spousePercent: 50 },
    ],
  )
  assert.deepEqual(
    fund?.warnings.map(({ file, line, field, message }) => [file, line, field, message]),
    [
      ['p.csv', 3, 'recoveryPercent', '0.4 percent is implausible; was 40 percent meant?'],
      ['l.csv', 2, 'increasePercent', '0.025 percent is implausible; was 2.5 percent meant?'],
      ['l.csv', 2, 'spousePercent', '0.5 percent is implausible; was 50 percent meant?'],
    ],
  )
})

test('what follows inflation in a currency without break-evens is named with its line, in both files at once', async () => {
  const { failure } = await loaded([row('c1'), row('l1'), row('s2')], liabilityRows, { ...checks, breakEvens: [] })
  assert.deepEqual(
    failure?.problems.map(({ line, field, message }) => [line, field, message.split(' is missing')[0]]),
    [
      [3, 'currency', 'market.currencies.USD.break_even'],
      [4, 'currency', 'market.currencies.USD.break_even'],
      [3, 'currency', 'market.currencies.EUR.break_even'],
    ],
  )
  const members = await loaded([row('c1')], [{ ...member, indexation: 'inflation' }], {
    ...checks,
    breakEvens: ['EUR'],
  })
  assert.match(members.failure!.message, /l\.csv:2: currency: market\.currencies\.USD\.break_even is missing/)
  const known = await loaded([row('c1'), row('l1')], liabilityRows, { ...checks, breakEvens: ['USD', 'EUR'] })
  assert.equal(known.fund?.holdings.length, 2)
})

test('what the mandate says against a holding is told together with the other problems', async () => {
  const holdingFault: HoldingChecks['holdingFault'] = ({ kind }) =>
    kind === 'bond' ? { field: 'rating', message: 'no bucket' } : undefined
  const { failure } = await loaded([{ ...row('c1'), currency: 'XXX' }, row('b1')], liabilityRows, {
    ...checks,
    holdingFault,
  })
  assert.deepEqual(
    failure?.problems.map(({ line, field }) => [line, field]),
    [
      [2, 'currency'],
      [3, 'rating'],
    ],
  )
  assert.match(failure.message, /and 1 more problem$/)
})

test('kinds are spoken of with their article', () => {
  assert.deepEqual(
    ['fx-forward', 'inflation-swap', 'equity', 'index-cds', 'swap', 'bond', 'total-return-swap'].map(withArticle),
    ['an fx-forward', 'an inflation-swap', 'an equity', 'an index-cds', 'a swap', 'a bond', 'a total-return-swap'],
  )
})
