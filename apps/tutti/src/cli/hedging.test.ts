/** Hedging from the command line: a run on a made-up fund, what it leaves behind, and files that are refused. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { commandingIssuer, fundFiles, fundFolder, fundRun } from '../hedging/made-up-fund.fixture.ts'
import { type CliEnd, cli, inStore } from '../testing/cli-process.ts'

/** Between the fields of a FIX message. */
const separator = '\u0001'

let folder: string
let id: string
let first: CliEnd
let result: HedgingResult
const cleanings: (() => void)[] = []
const artifact = (name: string): string => inStore(folder, (store) => store.artifact(id, name).toString())
const file = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8')

before(async () => {
  folder = fundFolder({ after: (fn) => void cleanings.push(fn as () => void) })
  first = await cli(folder, fundRun)
  assert.equal(first.status, 0, first.err)
  id = inStore(folder, (store) => store.runs()[0].id)
  result = JSON.parse(artifact('result.json')) as HedgingResult
})
after(() => cleanings.forEach((clean) => clean()))

test('a run writes its report and its orders, as CSV and as FIX messages, and keeps the same in its store', () => {
  assert.deepEqual(readdirSync(join(folder, 'reports')).sort(), [
    'hedging-orders.csv',
    'hedging-orders.fix',
    'hedging.html',
  ])
  assert.equal(file('reports', 'hedging-orders.csv'), artifact('orders.csv'))
  assert.equal(file('reports', 'hedging-orders.fix'), artifact('orders.fix'))
  assert.equal(file('reports', 'hedging.html'), artifact('report.html'))
  assert.equal(file('mandate.yaml'), artifact('mandate.yaml'))
  assert.match(
    first.out,
    /Report: reports\/hedging\.html\nFiles: +reports\/hedging-orders\.csv\n +reports\/hedging-orders\.fix\n$/,
  )
  assert.equal(first.err, '')
  assert.ok(!first.out.includes('\u001b'))
  for (const line of first.out.split('\n')) assert.ok(line.length <= 80, `a line of ${line.length} columns: ${line}`)
})

test('the orders are those of the plan, marked as not sent', () => {
  const { executed } = result.execution!.plan
  assert.ok(executed.length > 0)
  const [header, ...rows] = artifact('orders.csv').trimEnd().split('\r\n')
  assert.match(header, /^order_id,trade_date,instrument,/)
  for (const row of rows) assert.match(row, /,"planned, not sent"$/)
  const messages = artifact('orders.fix').trimEnd().split('\n')
  assert.equal(messages.filter((message) => message.includes(`${separator}35=D${separator}`)).length, rows.length)
  for (const message of messages) {
    const start = message.indexOf(separator, message.indexOf(`${separator}9=`) + 1) + 1
    const end = message.lastIndexOf('10=')
    const length = Number(message.split(separator)[1].slice('9='.length))
    assert.equal(length, Buffer.byteLength(message.slice(start, end)))
    const sum = Buffer.from(message.slice(0, end)).reduce((total, byte) => total + byte, 0) % 256
    assert.equal(message.slice(end), `10=${String(sum).padStart(3, '0')}${separator}`)
  }
})

test('names that command stay text: escaped in the report, no formula in the CSV, one field in a message', () => {
  const traded = result.selection.afterHedge.trades.filter(({ label }) => label.includes(commandingIssuer))
  assert.ok(traded.length > 0, 'the commanding name is traded')
  const report = artifact('report.html')
  assert.ok(!/<script>alert/.test(report))
  assert.ok(report.includes('&lt;script&gt;alert(2)&lt;/script&gt;'))
  const csv = artifact('orders.csv')
  assert.ok(csv.includes(`"'${commandingIssuer} protection bought`))
  for (const cell of csv.split(/[,\r\n]/)) assert.ok(!/^"?[=+@]/.test(cell), cell)
  const fields = artifact('orders.fix').replaceAll('\n', '').split(separator)
  assert.ok(fields.some((field) => field.startsWith(`107=${commandingIssuer}`)))
  assert.ok(fields.every((field) => field === '' || /^\d+=/.test(field)))
})

test('a run keeps its inputs by hash, and its telemetry apart from its result', () => {
  inStore(folder, (store) => {
    const { inputs, seed, workflow } = store.run(id)
    assert.deepEqual(Object.keys(inputs).sort(), [
      'fund/liabilities',
      'fund/portfolio',
      'mandate',
      'market',
      ...['eur', 'fx'].map((name) => `market/${name}.csv`),
      'market/market.yaml',
      ...['shares', 'spreads', 'usd'].map((name) => `market/${name}.csv`),
    ])
    assert.equal(workflow, 'hedging')
    assert.equal(seed, 1)
    assert.ok(store.verifyRun(id).ok)
  })
  const telemetry = JSON.parse(artifact('telemetry.json')) as Record<string, unknown>
  assert.equal(telemetry['workers'], 2)
  assert.ok(Number(telemetry['revaluations']) >= 250 * result.study.instruments)
  for (const word of ['peakMemory', 'seconds"', 'processor', folder])
    assert.ok(!artifact('result.json').includes(word), word)
})

test('resume refuses when the portfolio is no longer what the run was started with', async () => {
  const path = join(folder, fundFiles.portfolio)
  const original = readFileSync(path, 'utf8')
  writeFileSync(path, original.replace('30000000', '31000000'))
  const { status, err } = await cli(folder, ['runs', 'resume', id, '--quiet'])
  writeFileSync(path, original)
  assert.equal(status, 10, err)
  assert.match(err, /the fund's files of run \S+ are no longer what it was started with/)
  assert.match(err, /portfolio\.csv: the file has changed \(got SHA-256 [0-9a-f]{64}, expected SHA-256 [0-9a-f]{64}\)/)
  assert.ok(!err.includes('liabilities.csv'), 'files that are the same are not named')
})

test('bad files end with a named error and exit status, and nothing is recorded', async (t) => {
  const own = fundFolder(t)
  const path = join(own, fundFiles.portfolio)
  const original = readFileSync(path, 'utf8')
  writeFileSync(path, original.replace('cash,USD', 'cash,XXQ'))
  const { status, err, out } = await cli(own, fundRun)
  assert.equal(status, 2, err)
  assert.match(err, /portfolio\.csv:2: currency: the currency is unknown \(got XXQ, expected one of USD, EUR\)/)
  assert.equal(out, '')
  assert.ok(!existsSync(join(own, '.tutti')) && !existsSync(join(own, 'reports')))
})
