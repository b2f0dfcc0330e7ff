import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operation } from '../operations.ts'

interface PriceResult {
  readonly outcomes: readonly {
    readonly id: string
    readonly line?: number
    readonly status: string
    readonly presentValue?: number
    readonly error?: { readonly code: string; readonly message: string }
  }[]
  readonly priced: number
  readonly failed: number
  readonly totals: readonly { readonly currency: string | null; readonly presentValue: number }[]
  readonly reportingTotal: { readonly presentValue: number } | null
  readonly reportingError: { readonly code: string } | null
}
const price = (input: unknown) => operation('portfolio/price').run(input) as PriceResult

const market = { usd: { kind: 'flat', rateContinuous: 0.04 } }
const header =
  'id,operation,quantity,currency,type,spot,strike,maturityYears,rateContinuous,dividendYieldContinuous,volAnnual'
const call = 'models/black-scholes,10,USD,call,100,105,1,@usd.rateContinuous,0,0.2'
const single = operation('models/black-scholes').run({
  type: 'call',
  spot: 100,
  strike: 105,
  maturityYears: 1,
  rateContinuous: 0.04,
  dividendYieldContinuous: 0,
  volAnnual: 0.2,
}) as { price: number }

test('a CSV of positions is priced line by line and a bad line never sinks the rest', () => {
  const positionsCsv = [
    header,
    `good,${call}`,
    'unknown,models/no-such,1,USD,,,,,,,',
    `bad,${call.replace(',100,', ',-100,')}`,
    `nowhere,${call.replace('@usd', '@eur')}`,
    `,${call}`,
    'euro,models/black-scholes,-1,EUR,put,100,95,1,0.04,0,0.2',
    'text,models/black-scholes,many,EUR,put,100,95,1,0.04,0,0.2',
  ].join('\n')
  const result = price({ market, positionsCsv, reporting: { currency: 'USD', fxRates: { EUR: 1.1 } } })
  assert.deepEqual(
    result.outcomes.map(({ id, line, error }) => [id, line, error?.code]),
    [
      ['good', 2, undefined],
      ['unknown', 3, 'unsupported'],
      ['bad', 4, 'invalid-input'],
      ['nowhere', 5, 'missing-data'],
      ['line 6', 6, undefined],
      ['euro', 7, undefined],
      ['text', 8, 'invalid-input'],
    ],
  )
  assert.equal(result.outcomes[0].presentValue, 10 * single.price)
  assert.deepEqual([result.priced, result.failed], [3, 4])
  const [usd, eur] = result.totals
  assert.equal(usd.presentValue, 20 * single.price)
  assert.ok(eur.presentValue < 0)
  assert.equal(result.reportingTotal?.presentValue, usd.presentValue + 1.1 * eur.presentValue)
})

test('positions as JSON and as CSV have the same values', () => {
  const fromCsv = price({ market, positionsCsv: `${header}\ngood,${call}` })
  const input = { type: 'call', spot: 100, strike: 105, maturityYears: 1, dividendYieldContinuous: 0, volAnnual: 0.2 }
  const position = { id: 'good', operation: 'models/black-scholes', quantity: 10, currency: 'USD' }
  const fromJson = price({
    market,
    positions: [{ ...position, input: { ...input, rateContinuous: '@usd.rateContinuous' } }],
  })
  assert.equal(fromJson.totals[0].presentValue, fromCsv.totals[0].presentValue)
})

test('an operation that values nothing is refused for a position', () => {
  const found = price({ positions: [{ id: 'x', operation: 'random/normal-cdf', input: { x: [0] } }] })
  assert.match(found.outcomes[0].error?.code ?? '', /not-applicable|invalid-input|unsupported/)
})

test('a reporting currency that lacks a rate costs its total and no price', () => {
  const positionsCsv = `${header}\ngood,${call}\neuro,models/black-scholes,1,EUR,call,100,105,1,0.04,0,0.2`
  const lacking = price({ market, positionsCsv, reporting: { currency: 'USD', fxRates: {} } })
  assert.equal(lacking.priced, 2)
  assert.equal(lacking.reportingTotal, null)
  assert.equal(lacking.reportingError?.code, 'missing-data')
})

test('rates quoted in one currency report in any, and rates that contradict their base are refused', () => {
  const positionsCsv = `${header}\ngood,${call}\neuro,models/black-scholes,1,EUR,call,100,105,1,0.04,0,0.2`
  const fxRates = { EUR: 1.1, USD: 1 }
  const inDollars = price({ market, positionsCsv, reporting: { currency: 'USD', fxRates } }).reportingTotal
  const inEuros = price({ market, positionsCsv, reporting: { currency: 'EUR', base: 'USD', fxRates } }).reportingTotal
  assert.ok(Math.abs((inEuros?.presentValue ?? 0) * 1.1 - (inDollars?.presentValue ?? 1)) < 1e-12)
  const contradiction = price({ market, positionsCsv, reporting: { currency: 'EUR', fxRates } })
  assert.equal(contradiction.reportingError?.code, 'invalid-input')
})

test('a short row is an outcome of its own', () => {
  const { outcomes } = price({ market, positionsCsv: `${header}\ngood,${call}\nshort,models/black-scholes` })
  assert.deepEqual(
    outcomes.map(({ line, status }) => [line, status]),
    [
      [2, 'ok'],
      [3, 'error'],
    ],
  )
})

test('market entries may refer to others, and one that refers to itself is refused', () => {
  const nested = { rate: 0.04, usd: { kind: 'flat', rateContinuous: '@rate' } }
  const ok = price({ market: nested, positionsCsv: `${header}\ngood,${call}` })
  assert.equal(ok.outcomes[0].presentValue, 10 * single.price)
  const circle = { usd: { rateContinuous: '@eur' }, eur: '@usd.rateContinuous' }
  const bad = price({ market: circle, positionsCsv: `${header}\nbad,${call}` })
  assert.equal(bad.outcomes[0].error?.code, 'invalid-input')
  assert.match(bad.outcomes[0].error?.message ?? '', /refers to itself/)
})

test('a pricer with a quantity of its own takes it from the column input.quantity', () => {
  const { quantity, ...forward } = operation('equity/forward-value').example as Record<string, unknown>
  const positions = [{ id: 'x', operation: 'equity/forward-value', quantity: 2, input: { ...forward, quantity } }]
  const fromJson = price({ positions }).outcomes[0]
  assert.equal(fromJson.error, undefined)
  const names = Object.keys(forward)
  const cells = names.map((name) => {
    const value = forward[name]
    return typeof value === 'string' ? value : `"${JSON.stringify(value).replaceAll('"', '""')}"`
  })
  const csv = `id,operation,quantity,input.quantity,${names.join(',')}\nx,equity/forward-value,2,${String(quantity)},${cells.join(',')}`
  assert.equal(price({ positionsCsv: csv }).outcomes[0].presentValue, fromJson.presentValue)
})
