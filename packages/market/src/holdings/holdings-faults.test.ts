import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import writeWorkbook from 'write-excel-file/node'
import { failureOf, withFixtureFolder } from '../loaders/fixture-folder.ts'
import { loadHoldings } from './load-holdings.ts'
import { checks, csvOf, liabilityRows, portfolioRows } from './made-up-fund.fixture.ts'

type Row = Readonly<Record<string, string | number>>

/** Line, column and message of each problem of a portfolio beside liabilities without fault. */
async function problemsOf(content: string | Uint8Array, file = 'portfolio.csv') {
  return withFixtureFolder({ [file]: content, 'liabilities.csv': csvOf(liabilityRows) }, async (directory) => {
    const paths = { portfolio: join(directory, file), liabilities: join(directory, 'liabilities.csv') }
    const failure = await failureOf(() => loadHoldings(paths, checks))
    assert.equal(failure.code, 'invalid-input')
    assert.ok(failure.problems.every((problem) => problem.file === paths.portfolio))
    return failure.problems.map(({ line, field, message }) => ({ line, field, message }))
  })
}

async function owedProblemsOf(rows: readonly Row[]) {
  const files = { 'portfolio.csv': csvOf(portfolioRows), 'liabilities.csv': csvOf(rows) }
  return withFixtureFolder(files, async (directory) => {
    const [portfolio, liabilities] = Object.keys(files).map((file) => join(directory, file))
    const failure = await failureOf(() => loadHoldings({ portfolio, liabilities }, checks))
    return failure.problems.map(({ line, field, message }) => ({ line, field, message }))
  })
}

const row = (id: string): Row => {
  const found = portfolioRows.find((each) => each.id === id)
  assert.ok(found)
  return found
}
const without = (id: string, column: string): Row =>
  Object.fromEntries(Object.entries(row(id)).filter(([key]) => key !== column))

describe('a row that cannot be', () => {
  const cases: readonly (readonly [what: string, row: Row, field: string, message: RegExp])[] = [
    ['an unknown currency', { ...row('c1'), currency: 'XXX' }, 'currency', /currency is unknown/],
    ['a maturity on the as-of date', { ...row('b1'), maturity: '2025-12-31' }, 'maturity', /not after the as-of date/],
    ['an expiry before it', { ...row('o1'), expiry: '2025-06-30' }, 'expiry', /not after the as-of date/],
    ['a day that does not exist', { ...row('b1'), maturity: '2031-02-29' }, 'maturity', /day/],
    ['an unknown kind', { ...row('c1'), kind: 'bonds' }, 'kind', /kind is unknown/],
    ['no kind', without('c1', 'kind'), 'kind', /kind is missing/],
    ['a column that the kind needs', without('b1', 'nominal'), 'nominal', /a bond needs nominal/],
    ['a column that the kind has not', { ...row('c1'), strike: 3 }, 'strike', /a cash has no strike/],
    ['text in a number', { ...row('b1'), nominal: '1.000.000,00' }, 'nominal', /thousands separators/],
    ['a percent sign', { ...row('b1'), couponPercent: '4 %' }, 'couponPercent', /percent sign/],
    ['not a number', { ...row('b1'), nominal: 'NaN' }, 'nominal', /NaN/],
    ['too large a number', { ...row('b1'), nominal: '1e999' }, 'nominal', /too large/],
    ['a negative notional', { ...row('s1'), nominal: -1e7 }, 'nominal', /above 0; a side says the direction/],
    ['a percentage beyond reason', { ...row('b1'), couponPercent: 415 }, 'couponPercent', /beyond ±100/],
    ['a counterparty out of the mandate', { ...row('s1'), counterparty: 'dealer-z' }, 'counterparty', /not in the mandate/],
    ['a derivative without counterparty', without('s1', 'counterparty'), 'counterparty', /a swap needs counterparty/],
    ['a rating on no scale', { ...row('b1'), rating: 'BBBB' }, 'rating', /no scale/],
    ['an unknown side', { ...row('s1'), side: 'receive' }, 'side', /side is unknown/],
    ['an unknown option', { ...row('o3'), option: 'put' }, 'option', /option is unknown/],
    ['an unknown equity index', { ...row('e2'), index: 'SIM-XX' }, 'index', /index is unknown/],
    ['an unknown credit index', { ...row('d2'), index: 'SIM-US' }, 'index', /index is unknown/],
    ['a frequency of five', { ...row('b1'), frequency: 5 }, 'frequency', /no frequency/],
    ['a currency against itself', { ...row('w1'), counterCurrency: 'USD' }, 'counterCurrency', /are the same/],
    ['a running swap without fixing', without('s1', 'fixingPercent'), 'fixingPercent', /needs the fixing/],
    ['a running inflation swap without index ratio', without('s2', 'indexRatio'), 'indexRatio', /needs the index ratio/],
    ['an inflation swap of the future', { ...row('s2'), start: '2026-03-16' }, 'start', /starts by the as-of date/],
    ['a swap that ends before it starts', { ...row('s1'), start: '2041-01-01', fixingPercent: '' }, 'maturity', /not after the start/],
    ['a full recovery', { ...row('d1'), recoveryPercent: 100 }, 'recoveryPercent', /leaves nothing/],
    ['a control character', { ...row('c1'), name: 'a\u001b[31m' }, 'name', /control characters/],
    ['a text of a thousand letters', { ...row('c1'), name: 'x'.repeat(1000) }, 'name', /too long/],
  ] // prettier-ignore
  for (const [what, bad, field, message] of cases) {
    test(what, async () => {
      const problems = await problemsOf(csvOf([row('f1'), bad]))
      assert.deepEqual(
        problems.map((problem) => [problem.line, problem.field]),
        [[3, field]],
      )
      assert.match(problems[0].message, message)
    })
  }

  test('an id that stands twice names the first line', async () => {
    const problems = await problemsOf(csvOf([row('c1'), row('f1'), row('c1')]))
    assert.deepEqual(problems, [{ line: 4, field: 'id', message: 'the id stands twice' }])
  })

  test('all problems of both files are told at once', async () => {
    const files = {
      'p.csv': csvOf([{ ...row('b1'), currency: 'XXX', maturity: '2020-01-01' }, without('s1', 'fixingPercent')]),
      'l.csv': csvOf([
        { ...liabilityRows[0], currency: 'YYY' },
        { ...liabilityRows[1], amount: -5 },
      ]),
    }
    await withFixtureFolder(files, async (directory) => {
      const [portfolio, liabilities] = Object.keys(files).map((file) => join(directory, file))
      const { problems } = await failureOf(() => loadHoldings({ portfolio, liabilities }, checks))
      assert.deepEqual(
        problems.map(({ file, line, field }) => [file?.slice(-5), line, field]),
        [
          ['p.csv', 2, 'currency'],
          ['p.csv', 2, 'maturity'],
          ['p.csv', 3, 'fixingPercent'],
          ['l.csv', 2, 'currency'],
          ['l.csv', 3, 'amount'],
        ],
      )
    })
  })
})

describe('a table that cannot be', () => {
  const cases: readonly (readonly [what: string, text: string, line: number, message: RegExp])[] = [
    ['nothing at all', '', 1, /empty/],
    ['a header alone', 'id,kind,currency\n', 1, /no rows/],
    ['semicolons', 'id;kind;currency\nc;cash;USD\n', 1, /wrong delimiter/],
    ['a column misspelt', 'id,kind,currency,MarketValue \nc,cash,USD,1\n', 1, /column is unknown/],
    ['a column twice', 'id,kind,currency,marketValue,id\nc,cash,USD,1,c\n', 1, /stands twice/],
    ['no currency', 'id,kind,marketValue\nc,cash,1\n', 1, /column is missing/],
    ['a row too long', 'id,kind,currency,marketValue\nc,cash,USD,1,000\n', 2, /more fields/],
    ['a row too short', 'id,kind,currency,marketValue\nc,cash,USD\nd,cash,USD,1\n', 2, /fewer fields/],
    ['a file cut off', 'id,kind,currency,marketValue\nc,cash,USD,1\nd,cash,US', 3, /cut off/],
    ['an open quote', 'id,kind,currency,marketValue\n"c,cash,USD,1\nd,cash,USD,1\n', 2, /quotes are not closed/],
    ['a blank line', 'id,kind,currency,marketValue\nc,cash,USD,1\n\nd,cash,USD,1\n', 3, /blank line/],
    ['another encoding', 'id,kind,currency,marketValue\nc\u0000,cash,USD,1\n', 2, /NUL/],
  ]
  for (const [what, text, line, message] of cases) {
    test(what, async () => {
      const problems = await problemsOf(text)
      assert.equal(problems[0].line, line)
      assert.match(problems[0].message, message)
    })
  }

  test('a file that is not there, and one of another format', async () => {
    await withFixtureFolder({ 'l.csv': csvOf(liabilityRows), 'p.pdf': '%PDF' }, async (directory) => {
      const liabilities = join(directory, 'l.csv')
      const missing = await failureOf(() => loadHoldings({ portfolio: join(directory, 'p.csv'), liabilities }, checks))
      assert.match(missing.problems[0].message, /no such file/)
      const other = await failureOf(() => loadHoldings({ portfolio: join(directory, 'p.pdf'), liabilities }, checks))
      assert.match(other.problems[0].message, /format is unknown/)
    })
  })

  test('an as-of date that is none', async () => {
    const failure = await failureOf(() =>
      loadHoldings({ portfolio: 'p', liabilities: 'l' }, { ...checks, asOf: '31/12/2025' }),
    )
    assert.equal(failure.details.field, 'asOf')
  })
})

describe('JSON that cannot be', () => {
  const cases: readonly (readonly [what: string, text: string, line: number, message: RegExp])[] = [
    ['no JSON', '[{"id":', 1, /no JSON/],
    ['no array', '{"id": "c"}', 1, /no array/],
    ['a row that is no object', '[1]', 1, /a row is an object/],
    ['a nested cell', '[{"id":"c","kind":"cash","currency":"USD","marketValue":{"a":1}}]', 1, /text or a number/],
    ['a number as text', '[{"id":"c","kind":"cash","currency":"USD","marketValue":"1"}]', 1, /text where a number/],
    [
      'true where a number belongs',
      '[{"id":"c","kind":"cash","currency":"USD","marketValue":true}]',
      1,
      /true or false/,
    ],
    ['a date as a number', JSON.stringify([row('c1'), { ...row('b1'), maturity: 20340815 }]), 2, /no date/],
  ]
  for (const [what, text, line, message] of cases) {
    test(what, async () => {
      const problems = await problemsOf(text, 'portfolio.json')
      assert.equal(problems[0].line, line)
      assert.match(problems[0].message, message)
    })
  }
})

describe('a workbook that cannot be', () => {
  /** A workbook with one sheet of this XML, packed by hand: errors and merged cells no writer makes on purpose. */
  function workbook(sheetXml: string): Buffer {
    const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    return zipped({
      '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="A &amp; B" sheetId="1" r:id="rId7"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="${relations}/worksheet" Target="worksheets/sheet9.xml"/></Relationships>`,
      'xl/worksheets/sheet9.xml': `<worksheet xmlns="${main}">${sheetXml}</worksheet>`,
    })
  }

  function zipped(parts: Readonly<Record<string, string>>): Buffer {
    const local: Buffer[] = []
    const directory: Buffer[] = []
    let offset = 0
    for (const [path, text] of Object.entries(parts)) {
      const [name, content, packed] = [Buffer.from(path), Buffer.from(text), deflateRawSync(text)]
      const sizes = Buffer.alloc(12)
      sizes.writeUInt32LE(crc32(content), 0)
      sizes.writeUInt32LE(packed.length, 4)
      sizes.writeUInt32LE(content.length, 8)
      const head = Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 0, 0])
      const length = Buffer.from([name.length, 0, 0, 0])
      const file = Buffer.concat([Buffer.from('PK\x03\x04'), head, sizes, length, name, packed])
      const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, sizes, length, Buffer.alloc(14), name])
      entry.writeUInt32LE(offset, 42)
      local.push(file)
      directory.push(entry)
      offset += file.length
    }
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 'latin1')
    end.writeUInt16LE(directory.length, 8)
    end.writeUInt16LE(directory.length, 10)
    end.writeUInt32LE(Buffer.concat(directory).length, 12)
    end.writeUInt32LE(offset, 16)
    return Buffer.concat([...local, ...directory, end])
  }

  const text = (ref: string, value: string): string => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
  const header = `<row r="1">${['id', 'kind', 'currency', 'marketValue'].map((name, i) => text(`${'ABCD'[i]}1`, name)).join('')}</row>`
  const line = (value: string): string =>
    `<row r="2">${text('A2', 'c')}${text('B2', 'cash')}${text('C2', 'USD')}${value}</row>`

  test('the hand-packed workbook itself is read', async () => {
    const content = workbook(`<sheetData>${header}${line('<c r="D2"><v>12.5</v></c>')}</sheetData>`)
    await withFixtureFolder({ 'p.xlsx': content, 'l.csv': csvOf(liabilityRows) }, async (directory) => {
      const files = { portfolio: join(directory, 'p.xlsx'), liabilities: join(directory, 'l.csv') }
      const { holdings } = await loadHoldings(files, checks)
      assert.equal(holdings[0].kind === 'cash' && holdings[0].marketValue, 12.5)
    })
  })

  test('a formula counts by its saved result', async () => {
    const content = workbook(`<sheetData>${header}${line('<c r="D2"><f>6+6.5</f><v>12.5</v></c>')}</sheetData>`)
    await withFixtureFolder({ 'p.xlsx': content, 'l.csv': csvOf(liabilityRows) }, async (directory) => {
      const files = { portfolio: join(directory, 'p.xlsx'), liabilities: join(directory, 'l.csv') }
      const { holdings } = await loadHoldings(files, checks)
      assert.equal(holdings[0].kind === 'cash' && holdings[0].marketValue, 12.5)
    })
  })

  const cases: readonly (readonly [
    what: string,
    sheet: string,
    line: number,
    field: string | undefined,
    message: RegExp,
  ])[] = [
    ['an error of a formula', line('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), 2, 'marketValue', /an error/],
    [
      'a formula never calculated',
      line('<c r="D2"><f>A1+1</f></c>'),
      2,
      'marketValue',
      /an error or an uncalculated formula/,
    ],
    ['a number written as text', line(text('D2', '12.5')), 2, 'marketValue', /text where a number/],
    ['a value beside the table', line(`<c r="D2"><v>1</v></c>${text('F2', 'total')}`), 2, undefined, /has no name/],
    ['true where a number belongs', line('<c r="D2" t="b"><v>1</v></c>'), 2, 'marketValue', /true or false/],
  ]
  for (const [what, sheet, at, field, message] of cases) {
    test(what, async () => {
      const problems = await problemsOf(workbook(`<sheetData>${header}${sheet}</sheetData>`), 'portfolio.xlsx')
      assert.deepEqual([problems[0].line, problems[0].field], [at, field])
      assert.match(problems[0].message, message)
    })
  }

  test('merged cells', async () => {
    const sheet = `<sheetData>${header}${line('<c r="D2"><v>1</v></c>')}</sheetData><mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>`
    const problems = await problemsOf(workbook(sheet), 'portfolio.xlsx')
    assert.deepEqual(problems, [{ line: 2, field: undefined, message: 'cells are merged' }])
  })

  test('several sheets, none of them called portfolio', async () => {
    const sheet = (name: string) => ({ sheet: name, data: [[{ value: 'id' }]] })
    const book = await writeWorkbook([sheet('One'), sheet('Two')]).toBuffer()
    const problems = await problemsOf(book, 'portfolio.xlsx')
    assert.match(problems[0].message, /no sheet is called portfolio/)
  })

  test('a file that is no workbook, and one cut short', async () => {
    assert.match((await problemsOf('hello', 'portfolio.xlsx'))[0].message, /cannot be unpacked/)
    const whole = await writeWorkbook([[{ value: 'id' }]]).toBuffer()
    assert.match((await problemsOf(whole.subarray(0, -200), 'portfolio.xlsx'))[0].message, /cannot be unpacked/)
  })

  test('a workbook that says it unpacks to more than is read', async () => {
    const content = workbook(`<sheetData>${header}</sheetData>`)
    content.writeUInt32LE(0x7fffffff, content.indexOf('PK\x01\x02') + 24)
    assert.match((await problemsOf(content, 'portfolio.xlsx'))[0].message, /are read/)
  })
})

describe('liabilities that cannot be', () => {
  const member = {
    id: 'm',
    age: 60,
    sex: 'male',
    status: 'deferred',
    currency: 'USD',
    annualPension: 10,
    indexation: 'none',
  }
  const cases: readonly (readonly [what: string, row: Row, field: string, message: RegExp])[] = [
    ['a payment of the past', { ...liabilityRows[0], date: '2025-12-31' }, 'date', /not after the as-of date/],
    ['no amount', { ...liabilityRows[0], amount: '' }, 'amount', /needs amount/],
    ['an unknown indexation', { ...liabilityRows[0], indexation: 'cpi' }, 'indexation', /indexation is unknown/],
    ['an unknown sex', { ...member, sex: 'M' }, 'sex', /sex is unknown/],
    ['an unknown status', { ...member, status: 'retired' }, 'status', /status is unknown/],
    ['a fixed indexation without its rate', { ...member, indexation: 'fixed' }, 'increasePercent', /needs increasePercent/],
    ['a rate without fixed indexation', { ...member, increasePercent: 2 }, 'increasePercent', /has no increasePercent/],
    ['an age of two hundred', { ...member, age: 200 }, 'age', /outside what is believable/],
    ['a retirement at thirty', { ...member, retirementAge: 30 }, 'retirementAge', /outside what is believable/],
  ] // prettier-ignore
  for (const [what, bad, field, message] of cases) {
    test(what, async () => {
      const problems = await owedProblemsOf([bad])
      assert.deepEqual(
        problems.map((problem) => [problem.line, problem.field]),
        [[2, field]],
      )
      assert.match(problems[0].message, message)
    })
  }

  test('a member who stands twice', async () => {
    const problems = await owedProblemsOf([member, member])
    assert.deepEqual(problems, [{ line: 3, field: 'id', message: 'the id stands twice' }])
  })
})
