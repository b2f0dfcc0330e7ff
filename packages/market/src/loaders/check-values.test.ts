import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SeriesId } from '../ids/index.ts'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'

// All numbers in this file are simulated.
function csv(lines: readonly string[], header = 'date,close'): string {
  return [header, ...lines, ''].join('\n')
}

describe('percent and decimals are told apart', () => {
  const bills = 'rates/us_money_market_daily.csv'
  const header = 'date,DTB3,DTB6,DTB1YR,DFF,USD1MTD156N,USD3MTD156N,USD6MTD156N,USD12MD156N'
  const days = ['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07']
  const cases: readonly {
    name: string
    file: string
    content: string
    id: SeriesId
    line: number
    field: string
    message: RegExp
  }[] = [
    {
      name: 'a column of decimals where percent belongs',
      file: bills,
      content: csv(
        days.map((day) => `${day},0.051,,,,,,,`),
        header,
      ),
      id: 'yield:USD-TBILL-3M',
      line: 2,
      field: 'DTB3',
      message: /decimals .* where percent/,
    },
    {
      name: 'one decimal among percentages',
      file: bills,
      content: csv(
        days.map((day, i) => `${day},${i === 2 ? 0.0511 : 5.1},,,,,,,`),
        header,
      ),
      id: 'yield:USD-TBILL-3M',
      line: 4,
      field: 'DTB3',
      message: /factor of about a hundred/,
    },
    {
      name: 'basis points where percent belongs',
      file: bills,
      content: csv(
        days.map((day, i) => `${day},${i === 2 ? 511 : 5.1},,,,,,,`),
        header,
      ),
      id: 'yield:USD-TBILL-3M',
      line: 4,
      field: 'DTB3',
      message: /believable/,
    },
    {
      name: 'a decimal volatility where points belong',
      file: 'volatility/vix_close_daily.csv',
      content: csv(days.map((day) => `${day},0.19`)),
      id: 'vol-index:VIX',
      line: 2,
      field: 'close',
      message: /decimals .* where volatility points/,
    },
  ]
  for (const each of cases) {
    test(each.name, async () => {
      await withFixtureFolder({ [each.file]: each.content }, async (directory) => {
        const failure = await failureOf(() => loadSnapshot(directory, { require: [each.id] }))
        assert.equal(failure.problems.length, 1)
        const [problem] = failure.problems
        assert.deepEqual([problem.file, problem.line, problem.field], [each.file, each.line, each.field])
        assert.match(problem.message, each.message)
      })
    })
  }

  test('a curve of decimals where percent belongs is one problem', async () => {
    const tenors = ['1MO', '3MO', '6MO', '1', '2', '3', '5', '7', '10', '20', '30'].map((tenor) => `DGS${tenor}`)
    const content = csv(
      days.map((day) => `${day}${',0.0456'.repeat(11)}`),
      ['date', ...tenors].join(','),
    )
    await withFixtureFolder({ 'rates/us_treasury_cmt_daily.csv': content }, async (directory) => {
      const failure = await failureOf(() => loadSnapshot(directory, { require: ['par-curve:USD-TREASURY'] }))
      assert.equal(failure.problems.length, 1)
      assert.equal(failure.problems[0].field, 'DGS1MO..DGS30')
      assert.match(failure.problems[0].message, /decimals .* where percent/)
    })
  })
})

test('one tenor in decimals among percentages is found', async () => {
  const header = 'date,DGS1MO,DGS3MO,DGS6MO,DGS1,DGS2,DGS3,DGS5,DGS7,DGS10,DGS20,DGS30'
  const lines = ['2020-01-02', '2020-01-03'].map((day) => `${day},4,4,4,4,4,4,4,4,0.045,4.5,4.5`)
  await withFixtureFolder({ 'rates/us_treasury_cmt_daily.csv': csv(lines, header) }, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ['par-curve:USD-TREASURY'] }))
    assert.deepEqual(
      failure.problems.map((problem) => [problem.line, problem.field]),
      [[2, 'DGS10']],
    )
  })
})

test('bill rates near zero beside ordinary long rates are percentages', async () => {
  const header = 'date,DGS1MO,DGS3MO,DGS6MO,DGS1,DGS2,DGS3,DGS5,DGS7,DGS10,DGS20,DGS30'
  const lines = ['2020-01-02', '2020-01-03'].map((day) => `${day},0.01,0.02,0.06,0.12,0.3,0.4,0.9,1.5,2,2.9,3.3`)
  await withFixtureFolder({ 'rates/us_treasury_cmt_daily.csv': csv(lines, header) }, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ['par-curve:USD-TREASURY'] })
    assert.equal(snapshot.curves.get('par-curve:USD-TREASURY')?.rates[0], 0.0001)
  })
})
