import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Problem } from '@tutti/analytics/errors'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { problemList } from './problem-list.ts'
import { readTable } from './read-table.ts'
import type { SnapshotOptions } from './load-snapshot.ts'

// All numbers in this file are simulated.
const file = 'equity_index/sp500_price_index_daily.csv'
const rows = ['2020-01-02,100', '2020-01-03,101', '2020-01-06,102', '2020-01-07,103', '2020-01-08,104']

function csv(lines: readonly string[], header = 'date,close'): string {
  return [header, ...lines, ''].join('\n')
}

async function problemsOf(
  content: string | Uint8Array,
  more: Partial<SnapshotOptions> = {},
): Promise<readonly Problem[]> {
  return withFixtureFolder({ [file]: content }, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ['equity-index:SP500'], ...more }))
    assert.equal(failure.code, 'invalid-input')
    return failure.problems
  })
}

interface Fault {
  readonly name: string
  readonly content: string | Uint8Array
  readonly line: number
  readonly field?: string
  readonly message: RegExp
  readonly got?: RegExp
}

/** `rows` with the row at `index` replaced. */
function changed(index: number, row: string): string {
  return csv(rows.with(index, row))
}

const faults: readonly Fault[] = [
  {
    name: 'a duplicate date',
    content: changed(1, '2020-01-02,101'),
    line: 3,
    field: 'date',
    message: /twice/,
    got: /2020-01-02/,
  },
  { name: 'an unordered date', content: changed(2, '2019-12-31,102'), line: 4, field: 'date', message: /out of order/ },
  {
    name: 'dates from newest to oldest',
    content: csv(rows.toReversed()),
    line: 2,
    field: 'date',
    message: /newest to oldest/,
  },
  {
    name: 'an impossible date',
    content: changed(1, '2021-02-30,101'),
    line: 3,
    field: 'date',
    message: /does not exist/,
    got: /2021-02-30/,
  },
  {
    name: 'a date with day first',
    content: changed(1, '03/01/2020,101'),
    line: 3,
    field: 'date',
    message: /another format/,
  },
  {
    name: 'a date without hyphens',
    content: changed(1, '20200103,101'),
    line: 3,
    field: 'date',
    message: /another format/,
  },
  {
    name: 'a date with a time',
    content: changed(1, '2020-01-03T00:00:00Z,101'),
    line: 3,
    field: 'date',
    message: /time of day/,
  },
  { name: 'an empty date', content: changed(1, ',101'), line: 3, field: 'date', message: /empty/ },
  {
    name: 'a gap',
    content: csv([...rows, '2020-01-16,104']),
    line: 7,
    field: 'date',
    message: /gap of 8 days/,
    got: /2020-01-08 to 2020-01-16/,
  },
  { name: 'NaN', content: changed(1, '2020-01-03,NaN'), line: 3, field: 'close', message: /NaN/, got: /NaN/ },
  { name: 'an infinite value', content: changed(1, '2020-01-03,-Inf'), line: 3, field: 'close', message: /infinite/ },
  {
    name: 'a number too large',
    content: changed(1, '2020-01-03,1e999'),
    line: 3,
    field: 'close',
    message: /too large/,
  },
  {
    name: 'text in a number',
    content: changed(1, '2020-01-03,closed'),
    line: 3,
    field: 'close',
    message: /text/,
    got: /closed/,
  },
  {
    name: 'a mark for a missing value',
    content: changed(1, '2020-01-03,.'),
    line: 3,
    field: 'close',
    message: /empty cell/,
  },
  { name: 'a percent sign', content: changed(1, '2020-01-03,1.5%'), line: 3, field: 'close', message: /percent sign/ },
  {
    name: 'thousands separators',
    content: changed(1, '2020-01-03,"1,010.5"'),
    line: 3,
    field: 'close',
    message: /thousands/,
  },
  {
    name: 'a quoted decimal comma',
    content: changed(1, '2020-01-03,"101,5"'),
    line: 3,
    field: 'close',
    message: /decimal comma/,
  },
  {
    name: 'a bare decimal comma',
    content: changed(1, '2020-01-03,101,5'),
    line: 3,
    message: /more fields.*decimal comma/,
    got: /3 fields/,
  },
  {
    name: 'a negative price',
    content: changed(1, '2020-01-03,-101'),
    line: 3,
    field: 'close',
    message: /negative/,
    got: /-101/,
  },
  { name: 'a zero price', content: changed(1, '2020-01-03,0'), line: 3, field: 'close', message: /zero/ },
  {
    name: 'a row with too few fields',
    content: changed(1, '2020-01-03'),
    line: 3,
    message: /fewer fields/,
    got: /1 field/,
  },
  { name: 'an open quote', content: changed(1, '2020-01-03,"101'), line: 3, message: /quotes/ },
  { name: 'a blank line between rows', content: changed(1, ''), line: 3, message: /blank line/ },
  {
    name: 'a missing column',
    content: csv(rows, 'date,price'),
    line: 1,
    field: 'close',
    message: /missing/,
    got: /date, price/,
  },
  {
    name: 'a renamed column',
    content: csv(rows, 'Date,close'),
    line: 1,
    field: 'date',
    message: /renamed/,
    got: /Date/,
  },
  {
    name: 'a repeated column',
    content: csv(
      rows.map((row) => `${row},1`),
      'date,close,close',
    ),
    line: 1,
    field: 'close',
    message: /twice/,
  },
  { name: 'no header', content: csv(rows.slice(1), rows[0]), line: 1, message: /header is missing/ },
  { name: 'an empty file', content: '', line: 1, message: /empty/ },
  { name: 'a header without rows', content: 'date,close\n', line: 1, message: /no rows/ },
  {
    name: 'no values at all',
    content: csv(rows.map((row) => row.replace(/,.*/, ','))),
    line: 1,
    field: 'close',
    message: /no row has a value/,
  },
  { name: 'a last line cut in the date', content: `${csv(rows)}2020-01-0`, line: 7, message: /cut off/ },
  { name: 'a last line cut before its value', content: `${csv(rows)}2020-01-09,`, line: 7, message: /cut off/ },
  {
    name: 'a last line cut in its number',
    content: `${csv(rows)}2020-01-09,1`,
    line: 7,
    field: 'close',
    message: /cut off/,
  },
  {
    name: 'semicolons',
    content: csv(rows).replaceAll(',', ';'),
    line: 1,
    message: /wrong delimiter/,
    got: /semicolons/,
  },
  { name: 'tabs', content: csv(rows).replaceAll(',', '\t'), line: 1, message: /wrong delimiter/, got: /tabs/ },
  { name: 'UTF-16', content: Buffer.from(`\uFEFF${csv(rows)}`, 'utf16le'), line: 1, message: /UTF-16/ },
  { name: 'UTF-16 without a mark', content: Buffer.from(csv(rows), 'utf16le'), line: 1, message: /NUL/ },
  { name: 'a NUL byte', content: changed(2, '2020-01-06,10\u0000'), line: 4, message: /NUL/ },
  { name: 'Latin-1', content: Buffer.from(changed(2, '2020-01-06,\u00e9'), 'latin1'), line: 4, message: /not UTF-8/ },
  { name: 'gzip', content: Uint8Array.of(0x1f, 0x8b, 8, 0, 0), line: 1, message: /gzip/ },
  { name: 'an Excel file', content: Uint8Array.of(0x50, 0x4b, 3, 4, 20), line: 1, message: /Excel/ },
  { name: 'CR line ends', content: csv(rows).replaceAll('\n', '\r'), line: 1, message: /CR alone/ },
]

describe('a bad file is refused with file, line, field and what was got', () => {
  for (const fault of faults) {
    test(fault.name, async () => {
      const [problem, ...others] = await problemsOf(fault.content)
      assert.deepEqual(others, [])
      assert.equal(problem.file, file)
      assert.equal(problem.line, fault.line)
      assert.equal(problem.field, fault.field)
      assert.match(problem.message, fault.message)
      if (fault.got !== undefined) assert.match(problem.got ?? '', fault.got)
    })
  }
})

test('all problems of all files are reported at once, in order of line', async () => {
  const vix = 'volatility/vix_close_daily.csv'
  const bad = csv(['2020-01-02,100', '2020-01-02,x', '2020-01-40,1', '2020-03-01,-5'])
  await withFixtureFolder({ [file]: bad, [vix]: csv(['2020-01-02,NaN', '2020-01-03,15']) }, async (directory) => {
    const failure = await failureOf(() =>
      loadSnapshot(directory, { require: ['vol-index:VIX', 'equity-index:SP500', 'zero-curve:USD-GSW'] }),
    )
    assert.equal(failure.code, 'invalid-input')
    const places = failure.problems.map((problem) => `${problem.file ?? ''}:${problem.line ?? ''}:${problem.field}`)
    assert.deepEqual(places, [
      '::zero-curve:USD-GSW',
      `${file}:3:close`,
      `${file}:3:date`,
      `${file}:4:date`,
      `${file}:5:close`,
      `${file}:5:date`,
      `${vix}:2:close`,
    ])
  })
})

test('a date with a wrong year is one problem, wherever it points', async () => {
  for (const wrong of ['2010-01-06,102', '2030-01-06,102']) {
    const [problem, ...others] = await problemsOf(changed(2, wrong))
    assert.deepEqual(others, [])
    assert.deepEqual([problem.line, problem.field], [4, 'date'])
    assert.match(problem.message, /out of order/)
  }
})

test('two rows that change places are one problem at the second', async () => {
  const [problem, ...others] = await problemsOf(csv([rows[0], rows[2], rows[1], rows[3], rows[4]]))
  assert.deepEqual(others, [])
  assert.deepEqual([problem.line, problem.got], [4, '2020-01-03'])
})

test('a long list of problems names fifty and counts the others', async () => {
  const problems = await problemsOf(csv(Array.from({ length: 130 }, () => '2020-13-01,1')))
  assert.equal(problems.length, 51)
  assert.match(problems[50].message, /and 80 more/)
})

test('a gap may be as long as the caller says', async () => {
  const content = csv([...rows, '2020-02-03,104'])
  assert.match((await problemsOf(content, { maxGapDays: 20 }))[0].message, /gap of 26 days/)
  assert.match((await problemsOf(content, { maxGapDays: { 'vol-index:VIX': 30 } }))[0].message, /gap of 26 days/)
  await withFixtureFolder({ [file]: content }, async (directory) => {
    const require = ['equity-index:SP500'] as const
    assert.equal((await loadSnapshot(directory, { require, maxGapDays: 26 })).series.size, 1)
    assert.equal((await loadSnapshot(directory, { require, maxGapDays: { 'equity-index:SP500': 30 } })).series.size, 1)
  })
})

test('closures of a market that are known do not count as gaps', async () => {
  const content = csv(['1933-03-02,6', '1933-03-03,6.1', '1933-03-15,7', '1933-03-16,7'])
  await withFixtureFolder({ [file]: content }, async (directory) => {
    assert.equal((await loadSnapshot(directory, { require: ['equity-index:SP500'] })).asOf, '1933-03-16')
  })
})

test('a large move is a warning and the value is kept', async () => {
  await withFixtureFolder({ [file]: csv([...rows, '2020-01-09,70', '2020-01-10,71']) }, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ['equity-index:SP500'] })
    assert.equal(snapshot.series.get('equity-index:SP500')?.values[5], 70)
    const [warning] = snapshot.warnings
    assert.deepEqual([warning.file, warning.line, warning.field], [file, 7, 'close'])
    assert.match(warning.message, /large move on 2020-01-09/)
  })
})

test('a last line without a line end is accepted with a warning', async () => {
  await withFixtureFolder({ [file]: csv(rows).trimEnd() }, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ['equity-index:SP500'] })
    assert.equal(snapshot.series.get('equity-index:SP500')?.values.length, 5)
    assert.match(snapshot.warnings[0].message, /no line end/)
  })
})

test('a line longer than the limit is refused at its line', async () => {
  const [problem, ...others] = await problemsOf(changed(2, `2020-01-06,${'1'.repeat(500)}`), { maxLineBytes: 200 })
  assert.deepEqual(others, [])
  assert.deepEqual([problem.file, problem.line], [file, 4])
  assert.match(problem.message, /too long/)
})

test('a file without end is given up when it has more rows than there are days', async () => {
  const block = Buffer.from('2020-01-02,1\n'.repeat(20_000))
  let taken = 0
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('date,close\n')
    for (; taken < 5e9; taken += block.length) yield block
  }
  const problems = problemList(file)
  await readTable(endless(), { dateColumn: 'date', dates: 'day', values: new Map([['close', 0]]) }, problems)
  assert.match(problems.problems()[0].message, /too many rows/)
  assert.ok(taken < 10e6)
})
