import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { uniformStream } from '@tutti/analytics/random'
import { type CurveHistoryId, loadSnapshot, type SeriesId } from '@tutti/market'
import { type Mandate, mandateRegimes, parsedMandate, validMandate } from '../mandate.ts'
import { marketRequirements } from '../market-requirements.ts'
import { studyOf } from '../study.ts'
import { historyRecord } from './history-record.ts'

const example = fileURLToPath(new URL('../../../../../examples/01-asset-allocation', import.meta.url))
const market = join(example, 'market')
const mandateOf = (file: string): Mandate => parsedMandate(readFileSync(join(example, file), 'utf8'), file)

test('the simulated market of the example is drawn again to the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-example-'))
  try {
    const result = spawnSync(process.execPath, [join(example, 'generate-market.ts'), folder], { encoding: 'utf8' })
    assert.equal(result.status, 0, result.stderr)
    assert.deepEqual(readdirSync(folder).toSorted(), readdirSync(market).toSorted())
    for (const file of readdirSync(market)) {
      assert.ok(readFileSync(join(folder, file)).equals(readFileSync(join(market, file))), `${file} differs`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the simulated market is small and says what it is', () => {
  const files = readdirSync(market)
  const bytes = files.reduce((sum, file) => sum + statSync(join(market, file)).size, 0)
  assert.ok(bytes < 700_000, `${bytes} bytes`)
  assert.ok(files.every((file) => file === 'market.yaml' || file.startsWith('simulated-')))
  assert.match(readFileSync(join(market, 'market.yaml'), 'utf8'), /SIMULATED[^]*origin: simulated/)
})

test('the example’s mandate is the document’s own objectives, which are the defaults', () => {
  const mandate = mandateOf('mandate.yaml')
  const standard = validMandate({}, 'defaults')
  assert.deepEqual({ ...mandate, name: '', history: null }, { ...standard, name: '', history: null })
  const us = mandateOf('mandate-us-history.yaml')
  assert.deepEqual({ ...us, name: '' }, { ...standard, name: '' })
})

test('the example’s mandate writes out every key that has a default', () => {
  const mandate = mandateOf('mandate.yaml')
  const text = readFileSync(join(example, 'mandate.yaml'), 'utf8')
  for (const [section, keys] of Object.entries(mandate)) {
    assert.match(text, new RegExp(`^${section}:`, 'm'))
    if (typeof keys !== 'object') continue
    for (const key of Object.keys(keys)) assert.match(text, new RegExp(`^  ${key}: `, 'm'), `${section}.${key}`)
  }
})

test('the sixth regime lets bonds rise when equity falls, and the mandate is otherwise the same', () => {
  const six = mandateOf('mandate-six-regimes.yaml')
  const regimes = mandateRegimes(six)
  assert.equal(regimes.length, 6)
  assert.ok(regimes[5].correlation.equityRate > 0)
  assert.deepEqual({ ...six, name: '', additional_regimes: [] }, { ...mandateOf('mandate.yaml'), name: '' })
})

test('the example’s history can be walked', async () => {
  const mandate = mandateOf('mandate.yaml')
  const { require, optional } = marketRequirements(mandate)
  const snapshot = await loadSnapshot(market, {
    require: require as (SeriesId | CurveHistoryId)[],
    optional: optional as SeriesId[],
  })
  assert.deepEqual(snapshot.warnings, [])
  const winner = {
    targetVolatility: 0.1,
    weightFunction: 'inverse-vol',
    windowMonths: 6,
    riskAversion: 2,
    costBp: 10,
  } as const
  const { record, luck } = historyRecord({
    study: studyOf(mandate, 1),
    snapshot,
    winner,
    trials: [winner, { ...winner, windowMonths: 12 }, { ...winner, weightFunction: 'sigmoid' }],
    uniform: (index) => uniformStream(1, 2, index),
  })
  assert.deepEqual([record.origin, record.from, record.to], ['simulated', '2002-01-31', '2024-12-31'])
  assert.match(record.dividends, /dividend:SIMULATED, a quarter late, accrued daily/)
  assert.equal(record.crisisWindows.length, 5)
  assert.equal(luck!.observations, record.months.length)
})
