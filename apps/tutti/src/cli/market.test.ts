/** Market data that a study is not begun with, from the command line. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cli } from '../testing/cli-process.ts'
import { smallRun, studyFolder, writeMarket } from '../testing/small-study.ts'

const withMarket = [...smallRun, '--market', 'market']

test('a bad market file is refused with all its problems before a run is recorded', async (t) => {
  const folder = studyFolder(t)
  writeMarket(join(folder, 'market'))
  const file = join(folder, 'market', 'equity.csv')
  const lines = readFileSync(file, 'utf8').split('\n')
  lines[10] = lines[9]
  lines[20] = lines[20].replace(/,.*/, ',NaN')
  writeFileSync(file, lines.join('\n'))
  const { status, err, out } = await cli(folder, withMarket)
  assert.equal(status, 2, err)
  assert.match(err, /equity\.csv:11: .*date/)
  assert.match(err, /equity\.csv:21: /)
  assert.equal(out, '')
  assert.ok(!existsSync(join(folder, '.tutti')), 'no run, no store')
})

test('a market folder that lacks what the mandate requires is missing data', async (t) => {
  const folder = studyFolder(t)
  const absent = await cli(folder, [...smallRun, '--market', 'nowhere'])
  assert.equal(absent.status, 2, absent.err)
  assert.match(absent.err, /nowhere: there is no such folder/)
  writeMarket(join(folder, 'market'))
  writeFileSync(
    join(folder, 'market', 'market.yaml'),
    'origin: simulated\nfiles:\n  - { file: equity.csv, layout: series, unit: index, columns: { close: equity-index:SP500 } }\n',
  )
  const lacking = await cli(folder, withMarket)
  assert.equal(lacking.status, 3, lacking.err)
  assert.match(lacking.err, /par-curve:USD-TREASURY/)
})
