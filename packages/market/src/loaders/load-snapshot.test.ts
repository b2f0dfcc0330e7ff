import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { alignedSeries, curveOf, seriesOf } from '../snapshot/index.ts'
import { isoOfDay } from '../days/index.ts'
import { failureOf, withFixtureFolder } from './fixture-folder.ts'
import { loadSnapshot } from './load-snapshot.ts'

// All numbers in this file are simulated.
const spFile = 'equity_index/sp500_price_index_daily.csv'
const cmtFile = 'rates/us_treasury_cmt_daily.csv'
const cmtHeader = 'date,DGS1MO,DGS3MO,DGS6MO,DGS1,DGS2,DGS3,DGS5,DGS7,DGS10,DGS20,DGS30'
const folder = {
  [spFile]: 'date,close\n2020-01-02,100\n2020-01-03,101.5\n2020-01-06,99.25\n',
  [cmtFile]: `${cmtHeader}\n2020-01-03,,1.1,1.2,1.3,1.4,,1.6,,1.9,2.2,2.4\n2020-01-06,1.0,1.1,1.2,1.3,1.4,,1.7,,2.0,2.3,2.5\n`,
  'volatility/vix_close_daily.csv': 'date,close\n2020-01-02,12.5\n2020-01-06,13.75\n2020-01-07,14\n',
}
const ids = ['equity-index:SP500', 'par-curve:USD-TREASURY', 'vol-index:VIX'] as const

test('files are found by their path and turned into decimals, dates and day numbers', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids })
    const sp = seriesOf(snapshot, 'equity-index:SP500')
    assert.equal(sp.unit, 'index')
    assert.deepEqual(sp.dates, ['2020-01-02', '2020-01-03', '2020-01-06'])
    assert.deepEqual([...sp.days], [18263, 18264, 18267])
    assert.deepEqual([...sp.values], [100, 101.5, 99.25])
    assert.deepEqual([...seriesOf(snapshot, 'vol-index:VIX').values], [0.125, 0.1375, 0.14])
    const curve = curveOf(snapshot, 'par-curve:USD-TREASURY')
    assert.equal(curve.compounding, 'semi-annual')
    assert.equal(curve.kind, 'par')
    assert.equal(curve.tenorsYears.length, 11)
    assert.equal(curve.rates.length, 22)
    assert.equal(curve.rates[8], 0.019)
    assert.ok(Number.isNaN(curve.rates[0]), 'an empty cell is missing')
    assert.equal(snapshot.origin, 'real')
    assert.equal(snapshot.sources.length, 3)
    assert.equal(snapshot.sources[0].rows, 3)
    assert.match(snapshot.sources[0].sha256, /^[0-9a-f]{64}$/)
  })
})

test('without an as-of date the latest observation dates the snapshot', async () => {
  await withFixtureFolder(folder, async (directory) => {
    assert.equal((await loadSnapshot(directory, { require: ids })).asOf, '2020-01-07')
  })
})

test('observations after the as-of date asked for are cut and counted', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids, asOf: '2020-01-03' })
    for (const series of [...snapshot.series.values(), ...snapshot.curves.values()]) {
      assert.ok(series.dates.every((date) => date <= '2020-01-03'))
    }
    assert.equal(curveOf(snapshot, 'par-curve:USD-TREASURY').rates.length, 11)
    assert.ok(snapshot.warnings.some((each) => each.message.startsWith('2 observations after the as-of date')))
  })
})

test('a required series without history before the as-of date is missing data', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const failure = await failureOf(() => loadSnapshot(directory, { require: ids, asOf: '2020-01-02' }))
    assert.equal(failure.code, 'missing-data')
    assert.equal(failure.problems[0].field, 'par-curve:USD-TREASURY')
  })
})

test('files that give nothing asked for are not read', async () => {
  const files = { ...folder, 'rates/us_swap_rates_isda_daily.csv': 'rubbish' }
  await withFixtureFolder(files, async (directory) => {
    assert.equal((await loadSnapshot(directory, { require: ids })).sources.length, 3)
  })
})

test('an optional id may be absent, and a bad file for it is an error', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids, optional: ['zero-curve:USD-GSW'] })
    assert.equal(snapshot.curves.size, 1)
  })
  await withFixtureFolder(
    { ...folder, 'equity_index/dow_jones_price_index_daily.csv': 'date,close\n' },
    async (directory) => {
      const failure = await failureOf(() => loadSnapshot(directory, { require: ids, optional: ['equity-index:DOW'] }))
      assert.equal(failure.code, 'invalid-input')
      assert.equal(failure.problems[0].file, 'equity_index/dow_jones_price_index_daily.csv')
    },
  )
})

test('the hash does not depend on order, folder, line ends or number format, and does on the data and the date', async () => {
  const hashOf = (files: Record<string, string>, asOf?: string): Promise<string> =>
    withFixtureFolder(files, async (directory) => (await loadSnapshot(directory, { require: ids, asOf })).hash)
  const hash = await hashOf(folder)
  const elsewhere = Object.fromEntries(
    Object.entries(folder)
      .toReversed()
      .map(([file, text]) => [`deep/${file}`, text]),
  )
  assert.equal(await hashOf(elsewhere), hash)
  assert.equal(await hashOf({ ...folder, [spFile]: `\uFEFF${folder[spFile].replaceAll('\n', '\r\n')}` }), hash)
  assert.equal(await hashOf({ ...folder, [spFile]: folder[spFile].replace('101.5', '"1.015e2"') }), hash)
  assert.equal(await hashOf(folder, '2020-01-07'), hash)
  assert.notEqual(await hashOf(folder, '2020-01-08'), hash)
  assert.notEqual(await hashOf({ ...folder, [spFile]: folder[spFile].replace('101.5', '101.50001') }), hash)
  assert.notEqual(await hashOf({ ...folder, [spFile]: folder[spFile].replace('2020-01-03', '2020-01-04') }), hash)
})

test('the hash does not depend on the order in which ids are asked for', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const forward = await loadSnapshot(directory, { require: ids })
    const backward = await loadSnapshot(directory, { require: ids.toReversed() })
    assert.equal(backward.hash, forward.hash)
  })
})

test('series are aligned on the dates they share', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids })
    const aligned = alignedSeries(snapshot, ['equity-index:SP500', 'vol-index:VIX'])
    assert.deepEqual(aligned.dates, ['2020-01-02', '2020-01-06'])
    assert.deepEqual([...aligned.days], [18263, 18267])
    assert.deepEqual(
      aligned.columns.map((column) => [...column]),
      [
        [100, 99.25],
        [0.125, 0.1375],
      ],
    )
    assert.throws(() => alignedSeries(snapshot, []), { code: 'invalid-input' })
  })
})

test('series without a common date cannot be aligned', async () => {
  const files = { ...folder, 'volatility/vix_close_daily.csv': 'date,close\n2020-02-03,15\n' }
  await withFixtureFolder(files, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids })
    assert.throws(() => alignedSeries(snapshot, ['equity-index:SP500', 'vol-index:VIX']), { code: 'missing-data' })
  })
})

test('a series that was not loaded is missing data that names what is there and what would provide it', async () => {
  await withFixtureFolder(folder, async (directory) => {
    const snapshot = await loadSnapshot(directory, { require: ids })
    assert.throws(() => seriesOf(snapshot, 'total-return:SPY'), {
      code: 'missing-data',
      message: /etf\/multi_asset_etf_adjclose_daily\.csv .*column SPY/,
      details: {
        field: 'total-return:SPY',
        got: 'equity-index:SP500, vol-index:VIX, par-curve:USD-TREASURY',
        expected:
          'etf/multi_asset_etf_adjclose_daily.csv (header: date, then one column a ticker, with a column SPY) or an entry for total-return:SPY in market.yaml',
      },
    })
    assert.throws(() => curveOf(snapshot, 'zero-curve:USD-GSW'), { message: /us_zero_coupon_gsw_daily\.csv/ })
  })
})

test('only the asked columns of a wide file are read', async () => {
  const file = 'etf/multi_asset_etf_adjclose_daily.csv'
  await withFixtureFolder(
    { [file]: 'date,SPY,BAD,TLT\n2020-01-02,300,x,\n2020-01-03,301,,140\n' },
    async (directory) => {
      const snapshot = await loadSnapshot(directory, { require: ['total-return:SPY', 'total-return:TLT'] })
      assert.deepEqual([...seriesOf(snapshot, 'total-return:SPY').values], [300, 301])
      assert.deepEqual(seriesOf(snapshot, 'total-return:TLT').dates, ['2020-01-03'])
      const failure = await failureOf(() => loadSnapshot(directory, { require: ['total-return:BAD'] }))
      assert.equal(failure.problems[0].field, 'BAD')
    },
  )
})

test('a dividend yield is the dividend over the price, dated at the end of its month', async () => {
  const file = 'macro/shiller_us_stock_bond_cpi_cape_monthly.csv'
  const text = 'date,sp_price,dividend\n2020-01,3000,60\n2020-02,3200,61\n2020-03,2600,\n'
  await withFixtureFolder({ [file]: text }, async (directory) => {
    const dividend = seriesOf(await loadSnapshot(directory, { require: ['dividend:SP500'] }), 'dividend:SP500')
    assert.deepEqual(dividend.dates, ['2020-01-31', '2020-02-29'])
    assert.deepEqual([...dividend.values], [0.02, 61 / 3200])
    assert.equal(dividend.unit, 'decimal')
  })
})

test('any finite positive series is loaded as it was written', async () => {
  const series = fc.array(
    fc.record({
      gap: fc.integer({ min: 1, max: 7 }),
      value: fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(series, fc.integer({ min: -20000, max: 40000 }), async (rows, first) => {
      let day = first
      const written = rows.map(({ gap, value }) => ({ date: isoOfDay((day += gap)), value }))
      const text = `date,close\n${written.map(({ date, value }) => `${date},${value}\n`).join('')}`
      await withFixtureFolder({ [spFile]: text }, async (directory) => {
        const loaded = seriesOf(
          await loadSnapshot(directory, { require: ['equity-index:SP500'] }),
          'equity-index:SP500',
        )
        assert.deepEqual(
          loaded.dates,
          written.map((row) => row.date),
        )
        assert.deepEqual(
          [...loaded.values],
          written.map((row) => row.value),
        )
      })
    }),
    { numRuns: 60, seed: 20200323 },
  )
})
