import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cli } from '../testing/cli-process.ts'

const example = fileURLToPath(new URL('../../../../examples/02-price-a-portfolio/', import.meta.url))
const portfolio = join(example, 'portfolio.csv')
const market = join(example, 'market.json')
const { fxRates } = JSON.parse(readFileSync(market, 'utf8')) as { fxRates: Record<string, number> }
const lines = readFileSync(portfolio, 'utf8').trimEnd().split('\n')
const idOf = (line: string): string => line.split(',', 1)[0]

const folder = mkdtempSync(join(tmpdir(), 'tutti-price-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const price = (args: readonly string[], columns = '80') =>
  cli(folder, ['price', ...args, '--market', market], { COLUMNS: columns })

/** The example with one text replaced, in a file. */
function changed(file: string, from: string, to: string): string {
  const before = lines.join('\n')
  assert.ok(before.includes(from), `the example has ${from}`)
  const path = join(folder, file)
  writeFileSync(path, before.replace(from, to))
  return path
}

interface Total {
  readonly currency: string
  readonly presentValue: number
  readonly positions: number
}
interface Result {
  readonly outcomes: readonly {
    readonly id: string
    readonly line: number
    readonly status: string
    readonly quantity: number
    readonly currency: string
    readonly unitValue: number
    readonly presentValue: number
    readonly result: Record<string, unknown>
    readonly error?: { readonly code: string; readonly message: string }
  }[]
  readonly priced: number
  readonly failed: number
  readonly totals: readonly Total[]
  readonly reportingTotal: Total
}

const near = (value: number, expected: number) => {
  assert.ok(Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${value} is not ${expected}`)
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

test('every line of the example portfolio is priced and the totals add up', async () => {
  const { status, out, err } = await price([portfolio, '--currency', 'USD', '--format', 'json'])
  assert.equal(status, 0, err)
  const { outcomes, totals, reportingTotal, priced, failed } = JSON.parse(out) as Result
  assert.deepEqual([priced, failed], [lines.length - 1, 0])
  assert.deepEqual(
    outcomes.map(({ id, line, status: verdict }) => [id, line, verdict]),
    lines.slice(1).map((line, i) => [idOf(line), i + 2, 'ok']),
  )
  for (const { quantity, unitValue, presentValue } of outcomes) {
    assert.ok(Number.isFinite(unitValue) && unitValue !== 0)
    near(presentValue, quantity * unitValue)
  }
  assert.deepEqual(totals.map(({ currency }) => currency).toSorted(), ['EUR', 'GBP', 'USD'])
  for (const total of totals) {
    const own = outcomes.filter(({ currency }) => currency === total.currency)
    assert.equal(total.positions, own.length)
    near(total.presentValue, sum(own.map(({ presentValue }) => presentValue)))
  }
  assert.equal(reportingTotal.positions, outcomes.length)
  near(reportingTotal.presentValue, sum(totals.map((total) => total.presentValue * (fxRates[total.currency] ?? 1))))
})

test('values agree with a pencil: the bill by its discount, the forward by covered interest', async () => {
  const { out } = await price([portfolio, '--format', 'json'])
  const { outcomes } = JSON.parse(out) as Result
  const unitValueOf = (id: string) => outcomes.find((outcome) => outcome.id === id)?.unitValue ?? NaN
  near(unitValueOf('Treasury bill 91 d'), 100 * (1 - (0.0422 * 91) / 360))
  const [spot, contract, euros] = [1.0882, 1.0945, 8e6]
  near(unitValueOf('Sell EUR forward'), euros * (spot * Math.exp(-0.0234 / 2) - contract * Math.exp(-0.0421 / 2)))
})

test('the lines that explain a value add up to it', async () => {
  const { out } = await price([portfolio, '--format', 'json'])
  const explained = (JSON.parse(out) as Result).outcomes.filter(({ result }) => Array.isArray(result.lines))
  assert.ok(explained.length >= 8)
  for (const { result, unitValue } of explained) {
    const values = (result.lines as { presentValue: number }[]).map(({ presentValue }) => presentValue)
    const scale = Math.max(...values.map(Math.abs), 1)
    assert.ok(Math.abs(sum(values) - unitValue) <= 1e-9 * scale)
  }
})

test('a line that cannot be priced is reported with its number and spoils only itself', async () => {
  const broken = changed('broken.csv', '@spot.eurusd', '@spot.eurchf')
  const { status, out } = await price([broken, '--currency', 'USD'])
  assert.equal(status, 1)
  const line = lines.findIndex((text) => text.includes('@spot.eurusd')) + 1
  assert.match(out, new RegExp(`${lines.length - 2} of ${lines.length - 1} positions priced`))
  assert.match(out, new RegExp(`Not priced\\n +Sell EUR forward, line ${line}: .*spot\\.eurchf`))
  assert.match(out, /missing-data/)
})

test('a line that is no position, an unknown operation and a bad input each say so', async () => {
  const cases = [
    ['rates/cap-floor,-1,', 'rates/cap-floor,many,', 'invalid-input', /quantity/],
    ['rates/swap,', 'rates/swop,', 'unsupported', /rates\/swop/],
    ['put,,540,', 'put,,-540,', 'invalid-input', /strike/],
  ] as const
  for (const [i, [from, to, code, message]] of cases.entries()) {
    const { status, out, err } = await price([changed(`${i}.csv`, from, to), '--format', 'json'])
    assert.equal(status, 1)
    assert.match(err, /1 of 15 positions failed/)
    const [failure, ...more] = (JSON.parse(out) as Result).outcomes.filter((outcome) => outcome.status === 'error')
    assert.equal(more.length, 0)
    assert.equal(failure.error?.code, code)
    assert.match(failure.error?.message ?? '', message)
    assert.equal(failure.line, lines.findIndex((text) => text.includes(from)) + 1)
  }
})

test('the CSV has a row for each position, with its value or its error', async () => {
  const { status, out } = await price([changed('for-csv.csv', 'rates/swap,', 'rates/swop,'), '--format', 'csv'])
  assert.equal(status, 1)
  const [header, ...rows] = out.trimEnd().split('\n')
  const columns = header.split(',')
  assert.equal(rows.length, lines.length - 1)
  const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)]
  for (const [i, row] of rows.entries()) {
    assert.equal(cell(row, 'id'), idOf(lines[i + 1]))
    assert.equal(cell(row, 'line'), String(i + 2))
    if (cell(row, 'operation') === 'rates/swop') assert.equal(cell(row, 'status'), 'unsupported')
    else assert.ok(Number.isFinite(Number(cell(row, 'presentValue'))) && cell(row, 'presentValue') !== '')
  }
})

test('the text fits the terminal, 60, 80 and 120 columns wide', async () => {
  for (const columns of [60, 80, 120]) {
    const { status, out } = await price([portfolio, '--currency', 'USD'], String(columns))
    assert.equal(status, 0)
    assert.ok(Math.max(...out.split('\n').map((line) => line.length)) <= columns, out)
    assert.match(out, /15 of 15 positions priced/)
    assert.equal(out.includes('rates/swaption'), columns === 120)
  }
})

test('a market that is not there or not JSON ends with its own exit status; one without a rate costs the total alone', async () => {
  const none = await cli(folder, ['price', portfolio, '--market', 'nowhere.json'])
  assert.equal(none.status, 3)
  const bad = join(folder, 'bad.json')
  writeFileSync(bad, '{ "usd": ')
  assert.equal((await cli(folder, ['price', portfolio, '--market', bad])).status, 2)
  const rateless = await price([portfolio, '--currency', 'JPY'])
  assert.equal(rateless.status, 1)
  assert.match(rateless.out, /15 of 15 positions priced[^]*No total in the currency asked for[^]*JPY/)
})
