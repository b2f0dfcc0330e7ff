import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { seriesOf } from '../snapshot/index.ts'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'
import type { SnapshotOptions } from './load-snapshot.ts'

// All numbers in this file are simulated.
const file = 'equity_index/sp500_price_index_daily.csv'
const rows = ['2020-01-02,100', '2020-01-03,101', '2020-01-06,102']

function csv(lines: readonly string[]): string {
  return ['date,close', ...lines, ''].join('\n')
}

describe('a folder that cannot be used', () => {
  const require = ['equity-index:SP500'] as const
  test('is missing', async () => {
    const failure = await failureOf(() => loadSnapshot('/nowhere/at/all', { require }))
    assert.equal(failure.code, 'invalid-input')
    assert.match(failure.message, /no such folder/)
  })
  test('is a file', async () => {
    await withFixtureFolder({ data: 'x' }, async (directory) => {
      const failure = await failureOf(() => loadSnapshot(join(directory, 'data'), { require }))
      assert.match(failure.message, /not a folder/)
    })
  })
  test('lacks a required id: the error says what is there and what would provide it', async () => {
    await withFixtureFolder({ 'volatility/vix_close_daily.csv': csv(['2020-01-02,15']) }, async (directory) => {
      const failure = await failureOf(() =>
        loadSnapshot(directory, { require: ['equity-index:SP500', 'par-curve:USD-TREASURY'] }),
      )
      assert.equal(failure.code, 'missing-data')
      assert.equal(failure.problems.length, 2)
      assert.equal(failure.problems[0].field, 'equity-index:SP500')
      assert.match(
        failure.problems[0].expected ?? '',
        /equity_index\/sp500_price_index_daily\.csv \(header: date,close\)/,
      )
      assert.equal(failure.problems[0].got, 'vol-index:VIX')
      assert.match(failure.problems[1].expected ?? '', /rates\/us_treasury_cmt_daily\.csv/)
    })
  })
  test('has two files for one id', async () => {
    await withFixtureFolder({ [file]: csv(rows), [`old/${file}`]: csv(rows) }, async (directory) => {
      const failure = await failureOf(() => loadSnapshot(directory, { require }))
      assert.match(failure.problems[0].message, /several files provide equity-index:SP500/)
    })
  })
  test('has links in a circle', async () => {
    await withFixtureFolder({ [file]: csv(rows) }, async (directory) => {
      await symlink(directory, join(directory, 'equity_index', 'again'))
      await symlink('self', join(directory, 'self'))
      assert.equal((await loadSnapshot(directory, { require })).series.size, 1)
    })
  })
  test('has a circular link or a folder in the place of a file', async () => {
    await withFixtureFolder({ 'equity_index/readme.txt': '' }, async (directory) => {
      await symlink('sp500_price_index_daily.csv', join(directory, file))
      const failure = await failureOf(() => loadSnapshot(directory, { require }))
      assert.equal(failure.problems[0].file, file)
      assert.match(failure.problems[0].message, /leads to itself/)
    })
    await withFixtureFolder(
      { 'market.yaml': `origin: simulated\nfiles: [{file: a, layout: price-index, id: equity-index:SP500}]` },
      async (directory) => {
        await mkdir(join(directory, 'a'))
        const failure = await failureOf(() => loadSnapshot(directory, { require }))
        assert.match(failure.problems[0].message, /not a file/)
      },
    )
  })
})

test('options that make no sense are refused', async () => {
  await withFixtureFolder({ [file]: csv(rows) }, async (directory) => {
    const require = ['equity-index:SP500'] as const
    const code = async (options: SnapshotOptions): Promise<string> =>
      (await failureOf(() => loadSnapshot(directory, options))).code
    assert.equal(await code({ require: [] }), 'invalid-input')
    assert.equal(await code({ require, asOf: '2020-02-30' }), 'invalid-input')
    assert.equal(await code({ require, maxGapDays: 0 }), 'invalid-input')
    assert.equal(await code({ require, maxLineBytes: -1 }), 'invalid-input')
    assert.equal(await code({ require: [], optional: ['vol-index:VIX'] }), 'missing-data')
  })
})

test('hidden files and other files are left alone', async () => {
  await withFixtureFolder({ [file]: csv(rows), 'notes.txt': 'x' }, async (directory) => {
    await mkdir(join(directory, '.cache'))
    await writeFile(join(directory, '.cache', 'sp500_price_index_daily.csv'), 'rubbish')
    assert.equal((await loadSnapshot(directory, { require: ['equity-index:SP500'] })).sources.length, 1)
  })
})

test('ids are folded to upper case when asked for and when looked up', async () => {
  await withFixtureFolder({ [file]: csv(rows) }, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ['equity-index:sp500'] })
    assert.equal(seriesOf(snapshot, 'equity-index:Sp500').id, 'equity-index:SP500')
  })
})

test('a market.yaml under another name is pointed out', async () => {
  await withFixtureFolder({ [file]: csv(rows), 'market.yml': 'origin: real\n' }, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ['equity-index:SP500'] }))
    assert.deepEqual([failure.problems[0].file, failure.problems[0].expected], ['market.yml', 'market.yaml'])
  })
})
