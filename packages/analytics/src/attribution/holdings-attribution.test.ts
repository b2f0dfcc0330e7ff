import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  brinsonAttribution,
  type HoldingColumns,
  holdingEffects,
  holdingsAttribution,
  type HoldingsOptions,
  moneyReconciliation,
} from './index.ts'

const near = (got: number | ArrayLike<number>, expected: number | ArrayLike<number>, tolerance = 1e-14): void => {
  const list = (value: number | ArrayLike<number>): number[] =>
    typeof value === 'number' ? [value] : Array.from(value)
  const [a, b] = [list(got), list(expected)]
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `[${i}]: got ${value}, expected ${b[i]}`))
}

type Row = readonly [period: number, segment: number, w: number, v: number, r: number]
const columns = (rows: readonly Row[], segments: number): HoldingColumns => ({
  periods: 1 + Math.max(...rows.map(([period]) => period)),
  segments,
  period: Int32Array.from(rows, (row) => row[0]),
  segment: Int32Array.from(rows, (row) => row[1]),
  portfolioWeights: Float64Array.from(rows, (row) => row[2]),
  benchmarkWeights: Float64Array.from(rows, (row) => row[3]),
  returns: Float64Array.from(rows, (row) => row[4]),
})
const options: HoldingsOptions = { model: 'brinson-fachler', interaction: 'separate', linking: 'carino' }
const rows: readonly Row[] = [
  [0, 0, 0.3, 0.2, 0.05],
  [0, 0, 0.2, 0.2, -0.02],
  [0, 1, 0.5, 0.3, 0.03],
  [0, 1, 0, 0.3, 0.01],
  [1, 0, 0.5, 0.5, 0.02],
  [1, 1, 0.5, 0.4, -0.04],
  [1, 1, 0, 0.1, 0.06],
]

test('holdings attributed by segment are Brinson attribution of the segment returns', () => {
  const result = holdingsAttribution(columns(rows, 2), options)
  for (const t of [0, 1]) {
    const total = (s: number, side: 2 | 3): number =>
      rows.filter((row) => row[0] === t && row[1] === s).reduce((sum, row) => sum + row[side], 0)
    const earned = (s: number, side: 2 | 3): number =>
      rows.filter((row) => row[0] === t && row[1] === s).reduce((sum, row) => sum + row[side] * row[4], 0) /
      total(s, side)
    const flat = brinsonAttribution(
      {
        portfolioWeights: [total(0, 2), total(1, 2)],
        benchmarkWeights: [total(0, 3), total(1, 3)],
        portfolioReturns: [earned(0, 2), earned(1, 2)],
        benchmarkReturns: [earned(0, 3), earned(1, 3)],
      },
      options,
    )
    near(result.allocation.subarray(3 * t, 3 * t + 2), flat.allocation)
    near(result.selection.subarray(3 * t, 3 * t + 2), flat.selection)
    near(result.interaction.subarray(3 * t, 3 * t + 2), flat.interaction)
    near(result.residuals[t], 0, 1e-16)
  }
  near(result.linked.residual, 0, 1e-16)
  assert.deepEqual(result.cautions, [])
})

test('the order of the rows does not matter', () => {
  const forward = holdingsAttribution(columns(rows, 2), options)
  const backward = holdingsAttribution(columns(rows.toReversed(), 2), options)
  near(backward.linked.totals, forward.linked.totals, 1e-16)
})

test('effects of single holdings add up to selection and to the excess return', () => {
  const holdings = columns(rows, 2)
  const result = holdingsAttribution(holdings, options)
  const single = holdingEffects(
    holdings,
    result,
    Int32Array.from(rows, (_, i) => i),
    rows.length,
  )
  const { totals, excessReturn } = result.linked
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)
  near(sum(single.selection), sum(totals.slice(3)), 1e-16)
  near(sum(single.activeContribution), excessReturn, 1e-16)
  assert.throws(() => holdingEffects(holdings, result, new Int32Array(rows.length).fill(9), 3), {
    code: 'invalid-input',
  })
})

test('whatever the weights, shorts and missing segments, the effects add up in every period and over time', () => {
  const row = fc.tuple(
    fc.nat(3),
    fc.nat(3),
    fc.oneof(fc.constant(0), fc.double({ min: -0.3, max: 0.6, noNaN: true })),
    fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.4, noNaN: true })),
    fc.double({ min: -0.3, max: 0.5, noNaN: true }),
  )
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.constantFrom('carino' as const, 'menchero' as const, 'grap' as const, 'frongello' as const),
      fc.constantFrom('allocation' as const, 'selection' as const),
      fc.constantFrom('separate' as const, 'in-selection' as const, 'in-allocation' as const),
      (given, linking, offBenchmark, interaction) => {
        const scale = given.reduce((sum, entry) => sum + Math.abs(entry[2]) + Math.abs(entry[3]), 1)
        if (scale > 4) return // A total loss is another test's.
        const result = holdingsAttribution(columns(given, 4), { ...options, linking, offBenchmark, interaction })
        for (const residual of result.residuals) near(residual, 0, 1e-13)
        near(result.linked.residual, 0, 1e-12)
      },
    ),
    { seed: 41, numRuns: 300 },
  )
})

test('long against short in a segment counts as selection, in full', () => {
  const result = holdingsAttribution(
    columns(
      [
        [0, 0, 1, 1, 0.02],
        [0, 1, 0.3, 0, 0.1],
        [0, 1, -0.3, 0, -0.05],
      ],
      2,
    ),
    options,
  )
  near(result.selection[1], 0.045, 1e-16)
  near(result.allocation[1], 0, 1e-16)
  near(result.residuals, [0], 1e-16)
  assert.deepEqual(
    result.cautions.map(({ code }) => code),
    ['short-position', 'extreme-segment-return'],
  )
})

test('the rest of 1 is unassigned, negative where borrowed', () => {
  const half = holdingsAttribution(columns([[0, 0, 0.5, 1, 0.1]], 1), { ...options, unassignedReturns: [0.004] })
  near(half.portfolioWeights, [0.5, 0.5])
  near(half.portfolioReturns, [0.052], 1e-16)
  near(half.allocation, [0, 0.5 * (0.004 - 0.1)], 1e-16)
  near(half.residuals, [0], 1e-16)
  const levered = holdingsAttribution(columns([[0, 0, 1.5, 1, 0.1]], 1), options)
  near(levered.portfolioWeights, [1.5, -0.5])
  assert.ok(levered.cautions.some(({ code }) => code === 'leverage'))
})

test('a missing return is refused, or counts for nothing with its weight shown', () => {
  const gappy = columns([...rows, [1, 0, 0.05, 0, Number.NaN], [0, 0, 0, 0, Number.NaN]], 2)
  assert.throws(() => holdingsAttribution(gappy, options), { code: 'missing-data', message: /returns\[7\]/ })
  const result = holdingsAttribution(gappy, { ...options, missingReturns: 'no-contribution' })
  near(result.missingWeights, [0, 0.05])
  near(result.residuals, [0, 0], 1e-16)
  assert.ok(result.cautions.some(({ code }) => code === 'missing-return'))
})

test('codes out of range and infinite weights are refused', () => {
  assert.throws(() => holdingsAttribution(columns([[0, 3, 1, 1, 0]], 2), options), { code: 'invalid-input' })
  assert.throws(() => holdingsAttribution(columns([[0, -1, 1, 1, 0]], 2), options), { code: 'invalid-input' })
  assert.throws(() => holdingsAttribution(columns([[0, 0, Infinity, 1, 0]], 2), options), { code: 'invalid-input' })
  assert.throws(() => holdingsAttribution({ ...columns(rows, 2), returns: new Float64Array(2) }, options), {
    code: 'invalid-input',
  })
  assert.throws(() => holdingsAttribution(columns([[0, 0, 1, 1, -1]], 1), options), { code: 'not-applicable' })
})

const effects = (...amounts: readonly number[]) => amounts.map((amount, i) => ({ name: `effect ${i}`, amount }))

test('three thirds of a cent are a cent, on the first of them', () => {
  const report = moneyReconciliation(effects(1 / 300, 1 / 300, 1 / 300), 0.01, 0)
  assert.deepEqual(
    report.lines.map(({ cents }) => cents),
    [1, 0, 0],
  )
  assert.deepEqual([report.explainedCents, report.residualCents, report.totalCents], [1, 0, 1])
})

test('cents go to the largest remainders, also of negative effects', () => {
  const report = moneyReconciliation(effects(-12_000.334, 29_500.333, 1_500.005), 19_000.004, 0.01)
  assert.deepEqual(
    report.lines.map(({ cents }) => cents),
    [-1_200_033, 2_950_033, 150_000],
  )
  assert.equal(report.unexplained, false)
})

test('a true residual is a line of its own and is flagged above the tolerance', () => {
  const report = moneyReconciliation(effects(10.004, 20.004), 31.5, 0.5)
  assert.deepEqual([report.explainedCents, report.residualCents, report.totalCents], [3001, 149, 3150])
  near(report.trueResidual, 1.492, 1e-12)
  assert.equal(report.unexplained, true)
  assert.equal(moneyReconciliation(effects(10.004, 20.004), 31.5, 1.5).unexplained, false)
  assert.equal(moneyReconciliation([], 0.02, 0).residualCents, 2)
})

test('lines and residual add up to the rounded total to the cent, each within a cent of its effect', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 50 }),
      fc.oneof(fc.constant(0), fc.double({ min: -100, max: 100, noNaN: true })),
      (amounts, gap) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0) + gap
        const report = moneyReconciliation(effects(...amounts), total, 0.01)
        const cents = report.lines.reduce((sum, line) => sum + line.cents, 0)
        assert.equal(cents, report.explainedCents)
        assert.equal(cents + report.residualCents, report.totalCents)
        assert.ok(Math.abs(report.totalCents - total * 100) <= 0.5 + 1e-3)
        report.lines.forEach((line) => assert.ok(Math.abs(line.cents - line.amount * 100) <= 1 + 1e-3))
      },
    ),
    { seed: 42, numRuns: 300 },
  )
})

test('amounts whose cents cannot be counted are refused', () => {
  assert.throws(() => moneyReconciliation(effects(1e15), 1e15, 0), { code: 'invalid-input' })
  assert.throws(() => moneyReconciliation(effects(Number.NaN), 1, 0), { code: 'invalid-input' })
  assert.throws(() => moneyReconciliation(effects(1), 1, -1), { code: 'invalid-input' })
})
