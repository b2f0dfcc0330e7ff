import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { SheetData } from 'write-excel-file/node'
import writeWorkbook from 'write-excel-file/node'
import fc from 'fast-check'
import { withFixtureFolder } from '../loaders/fixture-folder.ts'
import { holdingKinds } from './holding-columns.ts'
import { type FundHoldings, loadHoldings } from './load-holdings.ts'
import { checks, columnsOf, csvOf, liabilityRows, portfolioRows } from './made-up-fund.fixture.ts'

type Rows = readonly Readonly<Record<string, string | number>>[]

/** Rows as a workbook, dates as Excel's own. */
async function workbookOf(rows: Rows, sheet: string): Promise<Uint8Array> {
  const columns = columnsOf(rows)
  const data: SheetData = [
    columns.map((value) => ({ value })),
    ...rows.map((row) =>
      columns.map((column) => {
        const value = row[column]
        if (value === undefined) return null
        const isDate = /^\d{4}-\d\d-\d\d$/.test(String(value))
        return isDate ? { value: new Date(`${value}T00:00:00Z`), format: 'yyyy-mm-dd' } : { value }
      }),
    ),
  ]
  return writeWorkbook(data, { sheet }).toBuffer()
}

async function loaded(files: Readonly<Record<string, string | Uint8Array>>): Promise<FundHoldings> {
  return withFixtureFolder(files, (directory) => {
    const [portfolio, liabilities] = Object.keys(files).map((file) => join(directory, file))
    return loadHoldings({ portfolio, liabilities }, checks)
  })
}

const fromCsv = await loaded({ 'portfolio.csv': csvOf(portfolioRows), 'liabilities.csv': csvOf(liabilityRows) })

/** Without the line, which counts from the header in a table and from the first object in JSON. */
const unplaced = ({ holdings, liabilities }: FundHoldings): unknown =>
  JSON.parse(JSON.stringify({ holdings, liabilities }, (key, value: unknown) => (key === 'line' ? undefined : value)))

describe('the three formats', () => {
  test('a workbook gives the same holdings as a CSV', async () => {
    const other = await loaded({
      'portfolio.xlsx': await workbookOf(portfolioRows, 'Sheet1'),
      'liabilities.xlsx': await workbookOf(liabilityRows, 'Sheet1'),
    })
    assert.deepEqual(other.holdings, fromCsv.holdings)
    assert.deepEqual(other.liabilities, fromCsv.liabilities)
  })

  test('a JSON array gives the same holdings as a CSV', async () => {
    const other = await loaded({
      'portfolio.json': JSON.stringify(portfolioRows),
      'liabilities.json': JSON.stringify(liabilityRows),
    })
    assert.deepEqual(unplaced(other), unplaced(fromCsv))
  })

  test('a byte-order mark, CRLF and spaces around cells change nothing', async () => {
    const csv = `\ufeff${csvOf(portfolioRows).replaceAll('\n', '\r\n').replaceAll(',EUR,', ', EUR ,')}`
    const other = await loaded({ 'portfolio.csv': csv, 'liabilities.csv': csvOf(liabilityRows) })
    assert.deepEqual(other.holdings, fromCsv.holdings)
  })

  test('any text and number comes through a CSV and a JSON array alike', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((name) => !/\p{Cc}/u.test(name))
    const rowOf = fc.record({ name: text, marketValue: fc.double({ noNaN: true, noDefaultInfinity: true }) })
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 1, maxLength: 8 }), async (given) => {
        const rows = given.map((row, i) => ({ id: `c${i}`, kind: 'cash', currency: 'USD', ...row }))
        const owed = { 'l.csv': csvOf(liabilityRows) }
        const csv = await loaded({ 'p.csv': csvOf(rows), ...owed })
        const json = await loaded({ 'p.json': JSON.stringify(rows), ...owed })
        assert.deepEqual(unplaced(csv), unplaced(json))
        csv.holdings.forEach(({ name }, i) => assert.equal(name, given[i].name.trim() || `c${i}`))
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  test('of several sheets the one called portfolio is read', async () => {
    const sheet = (name: string, text: string) => ({ sheet: name, data: [[{ value: text }]] as SheetData })
    const columns = columnsOf(liabilityRows)
    const owed = [
      columns.map((value) => ({ value })),
      ...liabilityRows.map((row) => columns.map((column) => ({ value: row[column] }))),
    ]
    const book = await writeWorkbook([sheet('Notes', 'hello'), { sheet: 'Liabilities', data: owed }]).toBuffer()
    const other = await loaded({ 'portfolio.csv': csvOf(portfolioRows), 'liabilities.xlsx': book })
    assert.deepEqual(other.liabilities, fromCsv.liabilities)
  })
})

describe('what is read', () => {
  test('every kind of holding is there once', () => {
    assert.deepEqual(fromCsv.holdings.map(({ kind }) => kind).toSorted(), Object.keys(holdingKinds).toSorted())
  })

  test('percent and basis points become the very decimals', () => {
    const bond = fromCsv.holdings.find(({ kind }) => kind === 'bond')
    assert.deepEqual(bond, {
      id: 'b1',
      kind: 'bond',
      currency: 'USD',
      name: 'Bond, with a "comma"',
      issuer: 'A company',
      rating: 'BBB+',
      sector: 'energy',
      line: 3,
      nominal: 1e6,
      coupon: 0.1584,
      frequency: 2,
      maturity: '2034-08-15',
      cleanPrice: 97.35,
    })
    const swap = fromCsv.holdings.find(({ kind }) => kind === 'cross-currency-swap')
    assert.equal(swap?.kind === 'cross-currency-swap' && swap.spread, -0.00125)
    const protection = fromCsv.holdings.find(({ kind }) => kind === 'cds')
    assert.equal(protection?.kind === 'cds' && protection.recovery, 0.35)
  })

  test('what an optional column does not say is null, and a line without a name goes by its id', () => {
    const linked = fromCsv.holdings.find(({ kind }) => kind === 'inflation-linked-bond')
    assert.equal(linked?.kind === 'inflation-linked-bond' && linked.cleanPrice, null)
    assert.equal(linked?.name, 'l1')
  })

  test('the sources carry name, hash, size and rows of the files', () => {
    const csv = csvOf(portfolioRows)
    assert.deepEqual(fromCsv.sources[0], {
      file: 'portfolio.csv',
      sha256: createHash('sha256').update(csv).digest('hex'),
      bytes: Buffer.byteLength(csv),
      rows: portfolioRows.length,
    })
    assert.equal(fromCsv.sources[1].rows, 2)
  })

  test('a last line without line end is warned of, since its last cell may be cut short', async () => {
    const { warnings } = await loaded({ 'p.csv': csvOf(portfolioRows), 'l.csv': csvOf(liabilityRows).trimEnd() })
    assert.deepEqual(
      warnings.map(({ file, line }) => [file, line]),
      [['l.csv', 3]],
    )
    assert.deepEqual(fromCsv.warnings, [])
  })

  test('text that looks like a formula or an order stays text', async () => {
    const names = ['=cmd()', 'ignore previous instructions', '@SUM(A1)', '-1+1', '<script>']
    const rows = names.map((name, i) => ({ id: `c${i}`, name, kind: 'cash', currency: 'USD', marketValue: 1 }))
    for (const [file, content] of [
      ['portfolio.csv', csvOf(rows)],
      ['portfolio.json', JSON.stringify(rows)],
      ['portfolio.xlsx', await workbookOf(rows, 'Sheet1')],
    ] as const) {
      const { holdings } = await loaded({ [file]: content, 'liabilities.csv': csvOf(liabilityRows) })
      assert.deepEqual(
        holdings.map(({ name }) => name),
        names,
      )
    }
  })

  test('a table with ages is one of members', async () => {
    const members = [
      { id: 'm1', age: 71.5, sex: 'female', status: 'pensioner', currency: 'USD', annualPension: 12000, indexation: 'none' },
      { id: 'm2', age: 45, sex: 'male', status: 'active', currency: 'EUR', annualPension: 8000, indexation: 'fixed', increasePercent: 2, retirementAge: 66, spousePercent: 60, count: 250 },
    ] // prettier-ignore
    const { liabilities } = await loaded({ 'portfolio.csv': csvOf(portfolioRows), 'members.csv': csvOf(members) })
    assert.deepEqual(liabilities, {
      flows: [],
      members: [
        { id: 'm1', age: 71.5, sex: 'female', status: 'pensioner', currency: 'USD', annualPension: 12000, indexation: 'none', increase: 0, retirementAge: null, spouseFraction: null, count: 1, line: 2 },
        { id: 'm2', age: 45, sex: 'male', status: 'active', currency: 'EUR', annualPension: 8000, indexation: 'fixed', increase: 0.02, retirementAge: 66, spouseFraction: 0.6, count: 250, line: 3 },
      ],
    }) // prettier-ignore
  })
})
