import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { curveOf, seriesOf } from '../snapshot/index.ts'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'

// All numbers in this file are simulated.
const yaml = `asOf: 2020-01-10
origin: simulated
files:
  - file: mine/stoxx.csv
    layout: series
    dateColumn: Day
    unit: index
    columns: { Last: equity-index:EUROSTOXX50 }
  - file: mine/estr.csv
    layout: curve
    id: zero-curve:EUR-ESTR
    compounding: annual
    unit: decimal
    columns: { 10Y: 10, 1Y: 1 }
    maxGapDays: 40
  - file: mine/dax.csv
    layout: price-index
    id: equity-index:DAX
`
const folder = {
  'market.yaml': yaml,
  'mine/stoxx.csv': 'Day,Volume,Last\n2020-01-02,x,3700\n2020-01-03,y,3710.5\n',
  'mine/estr.csv': 'date,1Y,10Y\n2019-12-02,-0.004,0.001\n2020-01-03,-0.0035,0.0015\n',
  'mine/dax.csv': 'date,close\n2020-01-02,13000\n',
  // Not listed, hence not seen.
  'equity_index/sp500_price_index_daily.csv': 'date,close\n2020-01-02,3200\n',
}
const ids = ['equity-index:EUROSTOXX50', 'zero-curve:EUR-ESTR', 'equity-index:DAX'] as const

test('market.yaml maps any files with their columns and units', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids })
    assert.equal(snapshot.origin, 'simulated')
    assert.equal(snapshot.asOf, '2020-01-10')
    assert.deepEqual([...seriesOf(snapshot, 'equity-index:EUROSTOXX50').values], [3700, 3710.5])
    assert.deepEqual([...seriesOf(snapshot, 'equity-index:DAX').values], [13000])
    const curve = curveOf(snapshot, 'zero-curve:EUR-ESTR')
    assert.deepEqual([...curve.tenorsYears], [1, 10])
    assert.deepEqual([...curve.rates], [-0.004, 0.001, -0.0035, 0.0015])
    assert.equal(curve.kind, 'zero')
    assert.equal(curve.compounding, 'annual')
  })
})

test('only listed files are seen', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ['equity-index:SP500'] }))
    assert.equal(failure.code, 'missing-data')
    assert.equal(failure.problems[0].got, 'equity-index:DAX, equity-index:EUROSTOXX50, zero-curve:EUR-ESTR')
  })
})

test('without a list of files the known layouts are recognised', async () => {
  await withFixtureFolder({ ...folder, 'market.yaml': 'origin: simulated\n' }, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ['equity-index:SP500'] })
    assert.deepEqual([snapshot.origin, snapshot.asOf], ['simulated', '2020-01-02'])
  })
})

test('a date after the as-of date that market.yaml states is an error, one after the date asked for is cut', async () => {
  const late = { ...folder, 'mine/dax.csv': 'date,close\n2020-01-09,13000\n2020-01-10,13001\n2020-01-13,13002\n' }
  await withFixtureFolder(late, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ids, asOf: '2020-01-09' }))
    assert.equal(failure.code, 'invalid-input')
    const [problem, ...others] = failure.problems
    assert.deepEqual(others, [])
    assert.deepEqual(
      [problem.file, problem.line, problem.field, problem.got],
      ['mine/dax.csv', 4, 'date', '2020-01-13'],
    )
    assert.match(problem.message, /after the as-of date/)
  })
  await withFixtureFolder(folder, async (directory) => {
    assert.equal((await loadSnapshot(directory, { require: ids, asOf: '2020-01-02' })).asOf, '2020-01-02')
    const failure = await failureOf(() => loadSnapshot(directory, { require: ids, asOf: '2020-01-11' }))
    assert.match(failure.message, /dated 2020-01-10/)
  })
})

test('percent where decimals were stated is refused, unless the check is switched off', async () => {
  const files = { ...folder, 'mine/estr.csv': 'date,1Y,10Y\n2020-01-02,0.4,0.9\n2020-01-03,0.5,0.9\n' }
  await withFixtureFolder(files, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ids }))
    const [problem] = failure.problems
    assert.deepEqual([problem.file, problem.line, problem.field], ['mine/estr.csv', 2, '1Y..10Y'])
    assert.match(problem.message, /percent .* where decimals/)
  })
  const unchecked = yaml.replace('maxGapDays: 40', 'checkUnit: false')
  await withFixtureFolder({ ...files, 'market.yaml': unchecked }, async (directory) => {
    assert.equal((await loadSnapshot(directory, { require: ids })).curves.size, 1)
  })
})

test('a listed file that is needed and absent is a problem of that file', async () => {
  await withFixtureFolder({ 'market.yaml': yaml, 'mine/dax.csv': folder['mine/dax.csv'] }, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ids }))
    assert.deepEqual(
      failure.problems.map((problem) => `${problem.file}: ${problem.message}`),
      ['mine/estr.csv: there is no such file', 'mine/stoxx.csv: there is no such file'],
    )
  })
})

describe('a bad market.yaml is refused with line and field', () => {
  const cases: readonly { name: string; text: string; line: number; field: string | undefined; message: RegExp }[] = [
    { name: 'no YAML', text: 'origin: [real\n', line: 2, field: undefined, message: /./ },
    { name: 'a repeated key', text: 'origin: real\norigin: real\n', line: 2, field: undefined, message: /unique/ },
    { name: 'no origin', text: 'asOf: 2020-01-01\n', line: 1, field: 'origin', message: /real/ },
    { name: 'an impossible date', text: 'origin: real\nasOf: 2021-02-30\n', line: 2, field: 'asOf', message: /exists/ },
    { name: 'an unknown key', text: 'origin: real\nasof: 2020-01-01\n', line: 1, field: undefined, message: /asof/ },
    {
      name: 'an unknown layout',
      text: yaml.replace('layout: curve', 'layout: curves'),
      line: 10,
      field: 'files.1.layout',
      message: /./,
    },
    {
      name: 'an unknown unit',
      text: yaml.replace('unit: index', 'unit: points'),
      line: 7,
      field: 'files.0.unit',
      message: /vol-points/,
    },
    {
      name: 'a path that leaves the folder',
      text: yaml.replace('mine/dax', '../dax'),
      line: 16,
      field: 'files.2.file',
      message: /inside/,
    },
    {
      name: 'a bad id',
      text: yaml.replace('zero-curve:EUR-ESTR', 'ESTR'),
      line: 11,
      field: 'files.1.id',
      message: /kind:NAME/,
    },
    {
      name: 'a curve with the id of a series',
      text: yaml.replace('zero-curve:EUR-ESTR', 'yield:EUR'),
      line: 11,
      field: 'files.1.id',
      message: /curve history/,
    },
    {
      name: 'an id the layout cannot give',
      text: yaml.replace('id: equity-index:DAX', 'id: yield:DAX'),
      line: 18,
      field: 'files.2.id',
      message: /does not provide/,
    },
  ]
  for (const each of cases) {
    test(each.name, async () => {
      await withFixtureFolder({ ...folder, 'market.yaml': each.text }, async (directory) => {
        const failure = await failureOf(() => loadSnapshot(directory, { require: ['equity-index:EUROSTOXX50'] }))
        assert.equal(failure.code, 'invalid-input')
        const [problem] = failure.problems
        assert.deepEqual([problem.file, problem.line, problem.field], ['market.yaml', each.line, each.field])
        assert.match(problem.message, each.message)
      })
    })
  }
})
