import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  brinsonAttribution,
  carinoFactors,
  geometricBrinson,
  geometricallyLinkedEffects,
  linkedEffects,
  type LinkingMethod,
} from './index.ts'

const near = (got: number | readonly number[], expected: number | readonly number[], tolerance = 1e-14): void => {
  const [a, b] = [[got].flat(), [expected].flat()] as number[][]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

// Bacon (2008), table 8.1: four quarters of three segments.
const quarters = [
  [0.4, 0.3, 0.3, 0.4, 0.2, 0.4, 0.2, -0.05, 0.06, 0.1, -0.04, 0.08],
  [0.7, 0.2, 0.1, 0.4, 0.3, 0.3, -0.05, 0.03, -0.05, -0.07, 0.04, -0.1],
  [0.3, 0.5, 0.2, 0.5, 0.4, 0.1, -0.2, 0.08, -0.15, -0.25, 0.05, -0.2],
  [0.3, 0.5, 0.2, 0.4, 0.4, 0.2, 0.1, -0.07, 0.25, 0.05, -0.05, 0.1],
].map((row) => ({
  portfolioWeights: row.slice(0, 3),
  benchmarkWeights: row.slice(3, 6),
  portfolioReturns: row.slice(6, 9),
  benchmarkReturns: row.slice(9),
}))
const single = quarters.map((quarter) =>
  brinsonAttribution(quarter, { model: 'brinson-fachler', interaction: 'in-selection' }),
)
const effects = single.map(({ allocation, selection }) => [...allocation, ...selection])
const own = single.map(({ portfolioReturn }) => portfolioReturn)
const theirs = single.map(({ benchmarkReturn }) => benchmarkReturn)
const methods: readonly LinkingMethod[] = ['carino', 'menchero', 'grap', 'frongello']

test('totals agree with Bacon (2008), tables 8.2 (Carino), 8.4 (GRAP) and 8.5 (Frongello)', () => {
  const carino = linkedEffects(effects, own, theirs, 'carino')
  near(carino.totals, [0.0165, -0.006, 0.0015, 0.0804, 0.0018, 0.0385], 1e-4)
  near(carino.excessReturn, 0.1326557294999996)
  for (const method of ['grap', 'frongello'] as const) {
    near(linkedEffects(effects, own, theirs, method).totals, [0.0167, -0.0055, 0.0011, 0.0785, 0.0016, 0.0402], 1e-4)
  }
})

test('effects by period agree with the tables: GRAP 8.4 and Frongello 8.5', () => {
  const grap = linkedEffects(effects, own, theirs, 'grap').linkedByPeriod
  near(grap[0], [0, -0.0089, -0.0014, 0.0341, -0.0026, -0.0051], 1e-4)
  near(grap[2], [0.0267, 0.0187, -0.008, 0.016, 0.016, 0.0107], 1e-4)
  const frongello = linkedEffects(effects, own, theirs, 'frongello').linkedByPeriod
  near(frongello[0], effects[0])
  near(frongello[1], [-0.0078, -0.0088, 0.0118, 0.0133, -0.002, 0.0057], 1e-4)
})

test('factors agree with numpy 1.24.2', () => {
  near(
    linkedEffects(effects, own, theirs, 'menchero').periodFactors,
    [0.9908441649359039, 0.9861592124619767, 1.0283237847273212, 0.9948598384849843],
    1e-13,
  )
  near(
    linkedEffects(effects, own, theirs, 'grap').periodFactors,
    [0.851445, 0.9665775000000001, 1.0671015599999998, 0.9938690999999998],
  )
  near(
    carinoFactors(own, theirs).ratios,
    [0.9043134765274323, 1.011216473690055, 1.0644407919567458, 0.9402446545976858],
  )
})

test('geometric effects compound to the excess of Bacon (2008), table 8.6', () => {
  const periods = quarters.map(geometricBrinson)
  const linked = geometricallyLinkedEffects(
    periods.map(({ totalAllocation, totalSelection }) => [totalAllocation, totalSelection]),
    own,
    theirs,
  )
  near([linked.geometricExcess, ...linked.totals], [0.1464, 0.0129, 0.1319], 1e-4)
  near(linked.residual, 0)
})

const returns = fc.double({ min: -0.6, max: 1.5, noNaN: true })
const periods = fc.array(fc.tuple(returns, returns, fc.double({ min: -0.5, max: 0.5, noNaN: true })), {
  minLength: 1,
  maxLength: 24,
})

test('every method adds up to the difference of the compounded returns', () => {
  fc.assert(
    fc.property(periods, fc.constantFrom(...methods), (rows, method) => {
      const r = rows.map((row) => row[0])
      const b = rows.map((row) => row[1])
      const result = linkedEffects(
        rows.map(([x, y, part]) => [part, x - y - part]),
        r,
        b,
        method,
      )
      const growth = (values: readonly number[]): number => values.reduce((product, value) => product * (1 + value), 1)
      const scale = 1 + growth(r.map(Math.abs)) + growth(b.map(Math.abs))
      near(result.residual, 0, 1e-13 * scale)
      near(result.excessReturn, growth(r) - growth(b), 1e-13 * scale)
    }),
    { seed: 21, numRuns: 400 },
  )
})

test('Carino and Menchero do not depend on the order of the periods, GRAP and Frongello do', () => {
  const reversed = (method: LinkingMethod): readonly number[] =>
    linkedEffects(effects.toReversed(), own.toReversed(), theirs.toReversed(), method).totals
  for (const method of ['carino', 'menchero'] as const) {
    near(reversed(method), linkedEffects(effects, own, theirs, method).totals, 1e-15)
  }
  for (const method of ['grap', 'frongello'] as const) {
    const forward = linkedEffects(effects, own, theirs, method)
    assert.ok(Math.abs(reversed(method)[0] - forward.totals[0]) > 1e-4)
    assert.ok(forward.cautions.some(({ code }) => code === 'order-dependent'))
  }
})

test('Frongello can be extended by a period without changing what stands, GRAP cannot', () => {
  const three = (method: LinkingMethod) =>
    linkedEffects(effects.slice(0, 3), own.slice(0, 3), theirs.slice(0, 3), method).linkedByPeriod
  near(three('frongello').flat(), linkedEffects(effects, own, theirs, 'frongello').linkedByPeriod.slice(0, 3).flat())
  assert.notDeepEqual(three('grap'), linkedEffects(effects, own, theirs, 'grap').linkedByPeriod.slice(0, 3))
})

test('one period keeps its effects, and equal compounded returns have the limits as factors', () => {
  for (const method of methods) near(linkedEffects([[0.01, 0.009]], [0.083], [0.064], method).totals, [0.01, 0.009])
  // 0.1 then -0.05 against -0.05 then 0.1: the compounded returns are equal, the effects cancel exactly.
  for (const method of methods) {
    const result = linkedEffects([[0.15], [-0.15]], [0.1, -0.05], [-0.05, 0.1], method)
    near(result.totals, [0], 1e-16)
  }
  // No active return at all: k is the slope of the logarithm, 1 / (1 + b).
  near(carinoFactors([0.1], [0.1]).k, 1 / 1.1)
  // Differences far below the returns do not lose digits: the slope at 0.1 + 1e-12 is that at 0.1.
  near(carinoFactors([0.1 + 1e-12], [0.1]).k, 1 / 1.1, 1e-11)
})

test('what the periods leave unexplained is linked into the residual and said', () => {
  const open = effects.map((row, t) => (t === 1 ? row.with(0, row[0] - 0.002) : row))
  const result = linkedEffects(open, own, theirs, 'carino')
  near(result.residual, 0.002 * result.periodFactors[1], 1e-15)
  assert.match(result.cautions.find(({ code }) => code === 'unexplained-residual')?.message ?? '', /period 1/)
})

test('a total loss and unequal tables are refused', () => {
  assert.throws(() => linkedEffects([[0.1]], [-1], [0], 'carino'), { code: 'not-applicable' })
  assert.throws(() => linkedEffects([[0.1]], [0], [-1.2], 'menchero'), { code: 'not-applicable' })
  assert.throws(() => linkedEffects([[0.1]], [0.1, 0.2], [0, 0], 'grap'), { code: 'invalid-input' })
  assert.throws(() => linkedEffects([[0.1], [0.1, 0]], [0.1, 0.2], [0, 0], 'grap'), { code: 'invalid-input' })
  assert.throws(() => geometricallyLinkedEffects([[-1]], [0], [0]), { code: 'not-applicable' })
})
