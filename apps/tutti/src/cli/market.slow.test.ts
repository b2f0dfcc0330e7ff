/** Whole studies with market data, from the command line. */
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { projectRoot } from '../compose.ts'
import { cli, inStore, startCli, stepsSaved } from '../testing/cli-process.ts'
import { runBytes } from '../testing/run-bytes.ts'
import { smallRun, studyFolder, writeMarket } from '../testing/small-study.ts'

const withMarket = [...smallRun, '--market', 'market']

test('resume refuses when a market file has changed, naming it with both hashes, and goes on when it is back', async (t) => {
  const folder = studyFolder(t)
  writeMarket(join(folder, 'market'))
  const run = startCli(folder, withMarket)
  const id = await stepsSaved(folder, 2)
  run.process.kill('SIGINT')
  assert.equal((await run.ended).status, 130)

  const inputs = inStore(folder, (store) => store.run(id).inputs)
  assert.deepEqual(Object.keys(inputs).sort(), [
    'mandate',
    'market',
    'market/curve.csv',
    'market/equity.csv',
    'market/market.yaml',
  ])
  const file = join(folder, 'market', 'equity.csv')
  const original = readFileSync(file)
  appendFileSync(file, '2016-01-04,1500\n')
  const changed = await cli(folder, ['runs', 'resume', id, '--quiet'])
  assert.equal(changed.status, 10, changed.err)
  assert.match(changed.err, /the market data of run \S+ are no longer what it was started with/)
  assert.match(
    changed.err,
    /equity\.csv: the file has changed \(got SHA-256 [0-9a-f]{64}, expected SHA-256 [0-9a-f]{64}\)/,
  )
  assert.ok(changed.err.includes(inputs['market/equity.csv'].hash))
  assert.ok(!changed.err.includes('curve.csv'), 'files that are the same are not named')

  renameSync(file, `${file}.away`)
  const missing = await cli(folder, ['runs', 'resume', id, '--quiet'])
  assert.equal(missing.status, 10)
  assert.match(missing.err, /equity\.csv: the file cannot be read any more \(got ENOENT/)

  writeFileSync(file, original)
  const { status, err } = await cli(folder, ['runs', 'resume', id, '--quiet'])
  assert.ok(status === 0 || status === 1, err)
  const { history, study } = JSON.parse(runBytes(folder, id).result) as AllocationResult
  assert.equal(history?.origin, 'simulated')
  assert.equal(study.marketHash, inputs['market'].hash)
  assert.equal(study.asOf, '2016-01-01')
  const market = inStore(folder, (store) => JSON.parse(store.artifact(id, 'market.json').toString())) as {
    sources: { file: string; sha256: string }[]
  }
  assert.equal(market.sources.find((source) => source.file === 'equity.csv')?.sha256, inputs['market/equity.csv'].hash)
})

test('a study on the real history of ../shared/data works from the command line', async (t) => {
  const data = join(projectRoot, '..', 'shared', 'data')
  if (!existsSync(data)) {
    if (process.env.TUTTI_REQUIRE_SHARED === '1') assert.fail(`the real market data are not at ${data}`)
    return t.skip('the real market data (../shared/data) are not on this machine')
  }
  const folder = studyFolder(t)
  const { status, out, err } = await cli(folder, [...smallRun, '--market', data])
  assert.ok(status === 0 || status === 1, err)
  assert.match(out, /History +given data, 19\d\d-/)
  assert.match(out, /60 % equity, 40 % bonds/)
  const { history, luck } = JSON.parse(runBytes(folder).result) as AllocationResult
  assert.equal(history?.origin, 'real')
  const crises = history.crisisWindows.map(({ from }) => from.slice(0, 4))
  for (const year of ['1987', '2000', '2008', '2011', '2018', '2020', '2022']) {
    assert.ok(
      crises.some((from) => Math.abs(Number(from) - Number(year)) <= 1),
      `a crisis window about ${year}`,
    )
  }
  assert.ok(luck.historical !== null)
  assert.ok(readFileSync(join(folder, 'reports', 'asset-allocation.html'), 'utf8').includes('<!--telemetry-->'))
})
