import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bondHolding } from '@tutti/analytics/bonds'
import { bookSensitivities, compiledBook, type FactorGroup } from '@tutti/analytics/revaluation'
import { addMonths, dayOf } from '@tutti/analytics/time'
import { type CurveHistoryId, loadHoldings, loadSnapshot, type SeriesId } from '@tutti/market'
import { type HedgingMandate, parsedHedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import { hedgingMarket, hedgingRequirements } from '../market/index.ts'
import { fundBookOf } from './fund-book-of.ts'
import { issuerBuckets } from './mandate-bases.ts'
import { nearlyEqual, valuesOf } from './made-up-market.fixture.ts'

const example = fileURLToPath(new URL('../../../../../examples/04-hedging', import.meta.url))
const mandateText = readFileSync(join(example, 'mandate.yaml'), 'utf8')
const mandate: HedgingMandate = parsedHedgingMandate(mandateText, 'mandate.yaml')
const generated = (folder: string): string[] =>
  [
    ...readdirSync(join(folder, 'market')).map((file) => join('market', file)),
    'portfolio.csv',
    'liabilities.csv',
  ].toSorted()

test('the simulated market and fund of the example are drawn again to the same bytes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-example-'))
  try {
    const result = spawnSync(process.execPath, [join(example, 'generate-example.ts'), folder], { encoding: 'utf8' })
    assert.equal(result.status, 0, result.stderr)
    assert.deepEqual(generated(folder), generated(example))
    for (const file of generated(folder)) {
      assert.ok(readFileSync(join(folder, file)).equals(readFileSync(join(example, file))), `${file} differs`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the simulated market is small and says what it is', () => {
  const files = readdirSync(join(example, 'market'))
  const bytes = files.reduce((sum, file) => sum + statSync(join(example, 'market', file)).size, 0)
  assert.ok(bytes < 4_000_000, `${bytes} bytes`)
  assert.ok(files.every((file) => file === 'market.yaml' || file.startsWith('simulated-')))
  for (const file of files.filter((each) => each.endsWith('.csv'))) {
    const [date, ...columns] = readFileSync(join(example, 'market', file), 'utf8')
      .split('\n', 1)[0]
      .split(',')
    assert.equal(date, 'date')
    assert.ok(
      columns.every((column) => /^sim[_-]/i.test(column)),
      `${file}: ${columns.join()}`,
    )
  }
  assert.match(readFileSync(join(example, 'market', 'market.yaml'), 'utf8'), /SIMULATED[^]*origin: simulated/)
})

test('the example’s mandate writes out every key that has a default, with its default but where it says so', () => {
  const needed = {
    counterparties: mandate.counterparties,
    market: mandate.market,
    replays: mandate.replays,
    members: mandate.members,
  }
  const standard = validHedgingMandate(needed, 'defaults')
  // floors of effectiveness, the volumes of the simulated market and the waterfall are the fund's own
  const common = ({ limits, dealing, collateral, ...rest }: HedgingMandate): unknown => ({
    ...rest,
    name: '',
    limits: {
      ...limits,
      stress_effectiveness: null,
      currency: { ...limits.currency, minimum_effectiveness: 0 },
      rates: { ...limits.rates, minimum_effectiveness: 0 },
      inflation: { minimum_effectiveness: 0 },
      credit: { ...limits.credit, minimum_protection: 0 },
    },
    dealing: Object.entries(dealing).map(([kind, terms]) =>
      typeof terms === 'number' ? [kind, terms] : [kind, { ...terms, daily_volume: 0 }],
    ),
    collateral: { ...collateral, waterfall: [] },
  })
  assert.deepEqual(common(mandate), common(standard))
  const keysOf = (value: unknown): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)])
      : []
  for (const key of keysOf(standard)) assert.ok(new RegExp(`(^|[{ ])${key}:`, 'm').test(mandateText), key)
})

const snapshot = await loadSnapshot(join(example, 'market'), {
  require: hedgingRequirements(mandate).require as (SeriesId | CurveHistoryId)[],
})
const market = hedgingMarket(mandate, snapshot)
const fund = await loadHoldings(
  { portfolio: join(example, 'portfolio.csv'), liabilities: join(example, 'liabilities.csv') },
  {
    asOf: snapshot.asOf,
    currencies: Object.keys(mandate.market.currencies),
    counterparties: mandate.counterparties.map(({ id }) => id),
    indices: Object.keys(mandate.market.equities),
    creditIndices: Object.keys(mandate.market.spreads),
  },
)
const book = fundBookOf(fund, { market: market.valuation, asOf: snapshot.asOf, buckets: issuerBuckets(mandate) })
const values = valuesOf(book, market.valuation)

describe('the simulated fund', () => {
  const sumOf = (side: 'asset' | 'liability', amounts: ArrayLike<number>): number =>
    book.lines.reduce((sum, line, i) => sum + (line.side === side ? amounts[i] : 0), 0)

  /** Value for a unit of a group of factors, of each line. */
  const slopes = (group: FactorGroup): number[] => {
    const factors = market.factors.filter((factor) => factor.group === group)
    const compiled = compiledBook(
      book.lines.map(({ instrument }) => instrument),
      market.valuation,
      factors,
    )
    const each = bookSensitivities(compiled)
    return book.lines.map(({ quantity }, i) =>
      factors.reduce((sum, _, k) => sum + quantity * each[i * factors.length + k], 0),
    )
  }

  test('every security is worth what its file says', () => {
    for (const [i, holding] of fund.holdings.entries()) {
      const dollars = market.valuation.fx[holding.currency]
      if (holding.kind === 'bond' || holding.kind === 'inflation-linked-bond') {
        const maturity = dayOf(holding.maturity)
        const frequency = holding.frequency === 1 ? 1 : 2
        const terms = {
          accrualStart: addMonths(maturity, -12 * 60),
          maturity,
          frequency,
          couponRates: [holding.coupon],
        } as const
        const { accrued } = bondHolding({ ...terms, dayCount: 'ACT/ACT ICMA' }, dayOf(snapshot.asOf))
        const ratio = holding.kind === 'bond' ? 1 : (holding.indexRatio ?? 1)
        const expected = (holding.nominal * ratio * dollars * ((holding.cleanPrice ?? NaN) + accrued)) / 100
        assert.ok(nearlyEqual(values[i], expected, 1e-9), `${holding.id}: ${values[i]} against ${expected}`)
      } else if (holding.kind === 'equity') {
        assert.ok(nearlyEqual(values[i], holding.quantity * holding.price * dollars, 1e-9), holding.id)
      } else if ('marketValue' in holding && holding.kind !== 'total-return-swap') {
        assert.ok(nearlyEqual(values[i], holding.marketValue * dollars, 1e-9), holding.id)
      }
    }
  })

  test('it has 25 billion dollars against liabilities of 30 years and more, 95 % funded', () => {
    const [assets, owed] = [sumOf('asset', values), -sumOf('liability', values)]
    assert.ok(Math.abs(assets / 25e9 - 1) < 0.002, `${assets}`)
    assert.ok(Math.abs(assets / owed - 0.95) < 0.003, `${assets / owed}`)
    const last = Math.max(...fund.liabilities.flows.map(({ date }) => Number(date.slice(0, 4))))
    assert.ok(last >= 2080, `${last}`)
    assert.ok(book.lines.length >= 120 && book.lines.length <= 200)
  })

  test('it has hedged 45 % of its rates and 40 % of its inflation, and owes for 15 to 18 years', () => {
    const [rates, inflation] = [slopes('rates'), slopes('inflation')]
    const hedged = (each: readonly number[]): number => -sumOf('asset', each) / sumOf('liability', each)
    assert.ok(Math.abs(hedged(rates) - 0.45) < 0.03, `${hedged(rates)}`)
    assert.ok(Math.abs(hedged(inflation) - 0.4) < 0.03, `${hedged(inflation)}`)
    const duration = sumOf('liability', rates) / -sumOf('liability', values)
    assert.ok(duration > 15 && duration < 18, `${duration}`)
  })

  test('a third of its assets is foreign, against 15 % of its liabilities, and most of its credit is BBB', () => {
    const foreign = (side: 'asset' | 'liability'): number =>
      sumOf(
        side,
        values.map((value, i) => (book.lines[i].currency === 'USD' ? 0 : value)),
      ) / sumOf(side, values)
    assert.ok(Math.abs(foreign('asset') - 0.34) < 0.03, `${foreign('asset')}`)
    assert.ok(Math.abs(foreign('liability') - 0.15) < 0.005, `${foreign('liability')}`)
    const corporate = book.lines.flatMap(({ holding, sector, rating }, i) =>
      holding === 'bond' && sector !== 'government' ? [{ rating, value: values[i] }] : [],
    )
    const total = corporate.reduce((sum, { value }) => sum + value, 0)
    const triple = corporate.reduce((sum, { rating, value }) => sum + (rating?.startsWith('BBB') ? value : 0), 0)
    assert.ok(triple / total > 0.5, `${triple / total}`)
  })
})
