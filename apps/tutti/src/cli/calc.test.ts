import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startCli } from '../testing/cli-process.ts'

let folder: string
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-calc-'))
})
after(() => rmSync(folder, { recursive: true }))

/** `tutti calc` with `input` on standard input. */
async function calc(args: readonly string[], input = '') {
  const { process: child, ended } = startCli(folder, ['calc', ...args])
  child.stdin?.end(input)
  return ended
}

const csv = 'rate,from,to,termYears\n0.05,continuous,simple,1\n-3,simple,continuous,1\n0.04,simple,continuous,2\n'

test('one case comes from standard input as JSON and goes out as JSON or CSV', async () => {
  const json = await calc(['random/normal-distribution'], '{"x": 0}')
  assert.equal(json.status, 0, json.err)
  assert.equal((JSON.parse(json.out) as { cdf: number }).cdf, 0.5)
  const asCsv = await calc(['random/normal-distribution', '--format', 'csv'], '{"x": 0}')
  assert.match(asCsv.out, /^field,value\n/)
  assert.match(asCsv.out, /^cdf,0\.5$/m)
})

test('a CSV is many cases: an outcome a line, the good ones computed, the exit status says that some failed', async () => {
  const file = join(folder, 'cases.csv')
  writeFileSync(file, csv)
  const json = await calc(['curves/convert-rate', '--input', file])
  assert.equal(json.status, 1)
  assert.match(json.err, /1 of 3 cases failed/)
  const outcomes = JSON.parse(json.out) as { line: number; status: string; result?: { rate: number } }[]
  assert.deepEqual(
    outcomes.map(({ line, status }) => [line, status]),
    [
      [2, 'ok'],
      [3, 'error'],
      [4, 'ok'],
    ],
  )
  assert.ok(Math.abs((outcomes[0].result?.rate ?? 0) - Math.expm1(0.05)) < 1e-15)
  const asCsv = await calc(['curves/convert-rate', '--format', 'csv'], csv)
  const lines = asCsv.out.trim().split('\n')
  assert.equal(lines[0], 'line,status,rate,error')
  assert.match(lines[1], /^2,ok,0\.0512/)
  assert.match(lines[2], /^3,invalid-input,,/)
})

test('a list in JSON is many cases', async () => {
  const cases = [{ rate: 0.05, from: 'continuous', to: 'simple', termYears: 1 }, { rate: 'x' }]
  const { status, out } = await calc(['curves/convert-rate', '--input', JSON.stringify(cases)])
  assert.equal(status, 1)
  const outcomes = JSON.parse(out) as { index: number; status: string }[]
  assert.deepEqual(
    outcomes.map(({ index, status: verdict }) => [index, verdict]),
    [
      [0, 'ok'],
      [1, 'error'],
    ],
  )
})

test('what cannot be read is told with its place', async () => {
  const noFile = await calc(['curves/convert-rate', '--input', 'nowhere.json'])
  assert.equal(noFile.status, 3)
  assert.match(noFile.err, /nowhere\.json/)
  const cut = await calc(['curves/convert-rate'], '{"rate": 0.05, ')
  assert.equal(cut.status, 2)
  assert.match(cut.err, /standard input is not valid JSON/)
  const unknown = await calc(['curves/convert-rates'], '{}')
  assert.equal(unknown.status, 5)
  assert.match(unknown.err, /near it: .*curves\/convert-rate/)
})

test('a field of one case comes from a table, the others from --input', async () => {
  writeFileSync(join(folder, 'returns.csv'), 'date,a,b\n2025-01,0.01,0.02\n2025-02,-0.01,0\n2025-03,0.02,0.01\n')
  const args = ['covariance/ledoit-wolf', '--table', 'returns=returns.csv']
  const fromTable = await calc([...args, '--input', '{"target":"identity"}'])
  const written = '{"target":"identity","returns":[[0.01,0.02],[-0.01,0],[0.02,0.01]]}'
  assert.equal(fromTable.out, (await calc(['covariance/ledoit-wolf'], written)).out)
  const wrong = await calc(['covariance/ledoit-wolf', '--table', 'returns'])
  assert.match(wrong.err, /names no field or no file/)
})
