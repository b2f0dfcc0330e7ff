import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  ankrimHensel,
  brinsonAttribution,
  geometricBrinson,
  karnoskySinger,
  treeAttribution,
  type TreeLeaf,
} from './index.ts'

const near = (got: number | readonly number[], expected: number | readonly number[], tolerance = 1e-14): void => {
  const [a, b] = [[got].flat(), [expected].flat()] as number[][]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

// Bacon (2008), the example of chapters 5 and 6: UK, Japanese and US equities.
const bacon = {
  portfolioWeights: [0.4, 0.3, 0.3],
  benchmarkWeights: [0.4, 0.2, 0.4],
  portfolioReturns: [0.2, -0.05, 0.06],
  benchmarkReturns: [0.1, -0.04, 0.08],
}

test('Brinson, Hood and Beebower agree with Bacon (2008), table 5.2', () => {
  const result = brinsonAttribution(bacon, { model: 'brinson-hood-beebower', interaction: 'separate' })
  near(result.allocation, [0, -0.004, -0.008])
  near(result.selection, [0.04, -0.002, -0.008])
  near(result.interaction, [0, -0.001, 0.002])
  near(Object.values(result.totals), [-0.012, 0.03, 0.001])
  near([result.portfolioReturn, result.benchmarkReturn, result.excessReturn], [0.083, 0.064, 0.019])
  assert.deepEqual(result.cautions, [])
})

test('Brinson and Fachler agree with Bacon (2008), table 5.4, interaction in selection and in allocation', () => {
  const topDown = brinsonAttribution(bacon, { model: 'brinson-fachler', interaction: 'in-selection' })
  near(topDown.allocation, [0, -0.0104, -0.0016])
  near(topDown.selection, [0.04, -0.003, -0.006])
  const bottomUp = brinsonAttribution(bacon, { model: 'brinson-fachler', interaction: 'in-allocation' })
  near(bottomUp.allocation, [0, -0.0114, 0.0004])
  near(bottomUp.selection, [0.04, -0.002, -0.008])
})

test('geometric effects agree with Bacon (2008), table 5.6, rounded to four digits', () => {
  const result = geometricBrinson(bacon)
  near(result.allocation, [0, -0.0098, -0.0015], 1e-4)
  near(result.selection, [0.038, -0.0028, -0.0057], 1e-4)
  near([result.totalAllocation, result.totalSelection], [-0.0113, 0.0295], 1e-4)
  near((1 + result.totalAllocation) * (1 + result.totalSelection) - 1, 1.083 / 1.064 - 1)
})

const weight = fc.double({ min: -2, max: 3, noNaN: true })
const ret = fc.double({ min: -0.9, max: 2, noNaN: true })
const segment = fc.record({ w: weight, v: weight, r: ret, b: ret })

test('effects of every model and treatment add up to the excess return, whatever the weights', () => {
  fc.assert(
    fc.property(
      fc.array(segment, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('brinson-hood-beebower' as const, 'brinson-fachler' as const),
      fc.constantFrom('separate' as const, 'in-selection' as const, 'in-allocation' as const),
      ret,
      (rows, model, interaction, unassignedReturn) => {
        const result = brinsonAttribution(
          {
            portfolioWeights: rows.map((row) => row.w),
            benchmarkWeights: rows.map((row) => row.v),
            portfolioReturns: rows.map((row) => row.r),
            benchmarkReturns: rows.map((row) => row.b),
          },
          { model, interaction, unassignedReturn },
        )
        const scale = 1 + rows.reduce((sum, row) => sum + Math.abs(row.w) + Math.abs(row.v), 0)
        near(result.residual, 0, 1e-14 * scale * scale)
        const { allocation, selection, interaction: crossed } = result.totals
        near(allocation + selection + crossed, result.excessReturn, 1e-14 * scale * scale)
      },
    ),
    { seed: 11, numRuns: 300 },
  )
})

test('an equal portfolio has no effects, and cash added to both sides changes nothing', () => {
  const same = brinsonAttribution(
    { ...bacon, portfolioWeights: bacon.benchmarkWeights, portfolioReturns: bacon.benchmarkReturns },
    { model: 'brinson-fachler', interaction: 'separate' },
  )
  near(
    [...same.allocation, ...same.selection, ...same.interaction],
    Array.from({ length: 9 }, () => 0),
  )
})

test('what the weights leave of 1 is held as unassigned and shown, not scaled away', () => {
  const result = brinsonAttribution(
    { ...bacon, portfolioWeights: [0.4, 0.3, 0.2] },
    { model: 'brinson-fachler', interaction: 'separate', unassignedReturn: 0.01 },
  )
  near(result.unassigned.portfolioWeight, 0.1, 1e-15)
  near(result.unassigned.allocation, 0.1 * (0.01 - 0.064))
  near(result.portfolioReturn, 0.4 * 0.2 - 0.3 * 0.05 + 0.2 * 0.06 + 0.1 * 0.01)
  near(result.residual, 0)
  assert.deepEqual(
    result.cautions.map(({ code }) => code),
    ['unassigned-weight'],
  )
})

test('a segment outside the benchmark counts as allocation or as selection, as asked', () => {
  const segments = {
    portfolioWeights: [0.6, 0.4],
    benchmarkWeights: [1, 0],
    portfolioReturns: [0.05, 0.1],
    benchmarkReturns: [0.04, null],
  }
  const options = { model: 'brinson-fachler', interaction: 'separate' } as const
  const allocated = brinsonAttribution(segments, options)
  near(allocated.allocation[1], 0.4 * (0.1 - 0.04))
  near(allocated.selection[1], 0)
  const picked = brinsonAttribution(segments, { ...options, offBenchmark: 'selection' })
  near(picked.allocation[1], 0)
  near(picked.selection[1], 0.4 * (0.1 - 0.04))
  for (const result of [allocated, picked]) near(result.residual, 0, 1e-16)
  assert.ok(allocated.cautions.some(({ code }) => code === 'off-benchmark'))
})

test('absent segments, returns without weight, shorts and leverage are said', () => {
  const codes = (portfolioWeights: number[], portfolioReturns: (number | null)[]): string[] =>
    brinsonAttribution(
      { ...bacon, portfolioWeights, portfolioReturns },
      { model: 'brinson-fachler', interaction: 'separate' },
    ).cautions.map(({ code }) => code)
  assert.deepEqual(codes([0.6, 0, 0.4], [0.2, null, 0.06]), ['absent-from-portfolio'])
  assert.deepEqual(codes([0.6, 0, 0.4], [0.2, -0.05, 0.06]), ['absent-from-portfolio', 'return-at-zero-weight'])
  assert.deepEqual(codes([1.3, -0.3, 0], [0.2, -0.05, null]), ['short-position', 'leverage', 'absent-from-portfolio'])
})

test('a missing return at a weight, unequal columns and infinite weights are refused with their place', () => {
  const options = { model: 'brinson-fachler', interaction: 'separate' } as const
  assert.throws(() => brinsonAttribution({ ...bacon, portfolioReturns: [0.2, null, 0.06] }, options), {
    code: 'missing-data',
    message: /portfolioReturns\[1\]/,
  })
  assert.throws(() => brinsonAttribution({ ...bacon, benchmarkReturns: [0.1, 0.2] }, options), {
    code: 'invalid-input',
  })
  assert.throws(() => brinsonAttribution({ ...bacon, portfolioWeights: [0.4, Infinity, 0.3] }, options), {
    code: 'invalid-input',
  })
  assert.throws(() => geometricBrinson({ ...bacon, portfolioWeights: [0.4, 0.3, 0.2] }), { code: 'invalid-input' })
  assert.throws(() => geometricBrinson({ ...bacon, benchmarkReturns: [-1.5, -1, -1] }), { code: 'not-applicable' })
})

const abroad = {
  ...bacon,
  portfolioHedgeWeights: [0.2, -0.15, -0.05],
  benchmarkHedgeWeights: [0.3, -0.1, -0.2],
  portfolioReturns: [0.2, 0.045, 0.272],
  benchmarkReturns: [0.1, 0.056, 0.296],
  spotStart: [1, 1, 1],
  spotEnd: [1, 1.1, 1.2],
  forward: [1, 1.01, 1.02],
}

test('Ankrim and Hensel agree with Bacon (2008), table 6.2, and add up with hedges', () => {
  const result = ankrimHensel(abroad)
  near(result.allocation, [0, -0.01136, -0.00264])
  near(result.selection, [0.04, -0.0022, -0.0096])
  near(result.interaction, [0, -0.0011, 0.0024])
  near(result.currencyManagement, [0.009, 0, 0.004], 5e-5)
  near(result.forwardPremium, [0, 0, -0.001])
  near(result.residual, 0)
  const open = ankrimHensel({ ...abroad, portfolioHedgeWeights: [0, -0.15, -0.05] })
  assert.ok(open.cautions.some(({ code }) => code === 'hedges-not-funded'))
  assert.throws(() => ankrimHensel({ ...abroad, spotStart: [1, 0, 1] }), { code: 'invalid-input' })
})

test('Karnosky and Singer add up, and hedging moves the currency effect alone', () => {
  const markets = {
    portfolioWeights: [0.5, 0.3, 0.2],
    benchmarkWeights: [0.6, 0.25, 0.15],
    portfolioCurrencyWeights: [0.7, 0.2, 0.1],
    benchmarkCurrencyWeights: [0.6, 0.25, 0.15],
    portfolioLocalReturns: [0.052, 0.031, -0.012],
    benchmarkLocalReturns: [0.047, 0.036, -0.008],
    cashReturns: [0.011, 0.004, 0.001],
    currencyReturns: [0, 0.021, -0.034],
  }
  const result = karnoskySinger(markets)
  near(result.residual, 0, 1e-16)
  // By hand: sum w (r - c) + sum x (c + e).
  near(result.portfolioReturn, 0.0205 + 0.0081 - 0.0026 + 0.7 * 0.011 + 0.2 * 0.025 - 0.1 * 0.033)
  const unhedged = karnoskySinger({ ...markets, portfolioCurrencyWeights: markets.portfolioWeights })
  near(unhedged.totals.marketAllocation, result.totals.marketAllocation)
  near(unhedged.totals.marketSelection, result.totals.marketSelection)
  assert.notEqual(unhedged.totals.currencyAllocation, result.totals.currencyAllocation)
  // An accounted return that differs shows as the residual.
  near(karnoskySinger({ ...markets, actualPortfolioReturn: result.portfolioReturn + 0.0003 }).residual, 0.0003, 1e-16)
})

const leaf = (path: string, ...figures: readonly [number, number, number | null, number | null]): TreeLeaf => ({
  path: path.split('/'),
  portfolioWeight: figures[0],
  benchmarkWeight: figures[1],
  portfolioReturn: figures[2],
  benchmarkReturn: figures[3],
})

test('a tree of one level is Brinson-Fachler with interaction in selection', () => {
  const leaves = [0, 1, 2].map((i) =>
    leaf(
      `S${i}`,
      bacon.portfolioWeights[i],
      bacon.benchmarkWeights[i],
      bacon.portfolioReturns[i],
      bacon.benchmarkReturns[i],
    ),
  )
  const tree = treeAttribution(leaves)
  const flat = brinsonAttribution(bacon, { model: 'brinson-fachler', interaction: 'in-selection' })
  near(
    tree.nodes.map((node) => node.allocation),
    flat.allocation,
  )
  near(
    tree.nodes.map((node) => node.selection),
    flat.selection,
  )
})

test('the first level of a deeper tree is the Brinson allocation of its sums', () => {
  const leaves = [
    leaf('E/UK', 0.4, 0.3, 0.06, 0.05),
    leaf('E/JP', 0.2, 0.3, -0.02, -0.03),
    leaf('B/UK', 0.3, 0.4, 0.011, 0.012),
    leaf('B/US', 0.1, 0, 0.03, null),
  ]
  const result = treeAttribution(leaves)
  near(result.residual, 0, 1e-16)
  // Equity: 0.6 against 0.6 allocates nothing; within it 0.4 - 0.6 / 0.6 * 0.3 = 0.1 over (0.05 - 0.01).
  const at = (path: string) => result.nodes.find((node) => node.path.join('/') === path)
  near(at('E')?.allocation ?? Number.NaN, 0, 1e-16)
  near(at('E/UK')?.allocation ?? Number.NaN, 0.1 * (0.05 - 0.01), 1e-16)
  near(at('B/US')?.allocation ?? Number.NaN, 0.1 * (0.03 - 0.012), 1e-16)
  assert.ok(result.cautions.some(({ code }) => code === 'off-benchmark'))
})

test('a tree of any depth adds up to the excess return, and its first level depends on sums alone', () => {
  const side = fc.double({ min: 0.01, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.array(fc.record({ a: fc.nat(2), b: fc.nat(2), w: fc.oneof(side, fc.constant(0)), v: side, r: ret, q: ret }), {
        minLength: 1,
        maxLength: 20,
      }),
      (rows) => {
        const result = treeAttribution(
          rows.map((row, i) => leaf(`${row.a}/${row.b}/${i}`, row.w / 20, row.v / 20, row.r, row.q)),
        )
        near(result.residual, 0, 1e-14)
      },
    ),
    { seed: 12, numRuns: 200 },
  )
})

test('a tree refuses unequal and repeated paths and missing returns', () => {
  assert.throws(() => treeAttribution([]), { code: 'invalid-input' })
  assert.throws(() => treeAttribution([leaf('a/b', 1, 1, 0, 0), leaf('a', 0, 0, 0, 0)]), { code: 'invalid-input' })
  assert.throws(() => treeAttribution([leaf('a', 1, 1, 0, 0), leaf('a', 0, 0, 0, 0)]), { code: 'invalid-input' })
  assert.throws(() => treeAttribution([leaf('a', 1, 1, null, 0)]), { code: 'missing-data' })
})
