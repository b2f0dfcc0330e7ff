import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleAr05, exampleAr08, exampleReturns as x, exampleUniform } from './example-series.fixture.ts'
import {
  blockBootstrapIndices,
  bootstrapInterval,
  jointBootstrapInterval,
  mean,
  optimalBlockLength,
  standardDeviation,
  stationaryBootstrapIndices,
  type BootstrapInterval,
  variance,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

const options = { samples: 2000, level: 0.9, meanBlock: 1, method: 'percentile' } as const

test('the automatic block length agrees with arch 8.0.0 optimal_block_length', () => {
  near(optimalBlockLength(exampleAr05).stationary, 3.0187904496384275)
  near(optimalBlockLength(exampleAr05).circular, 3.4556524229850845)
  near(optimalBlockLength(exampleAr08).stationary, 11.732510023537923)
  near(optimalBlockLength(exampleAr08).circular, 13.43037132484359)
})

test('resampled indices run on in blocks of the given mean length and wrap around', () => {
  const indices = stationaryBootstrapIndices(20_000, 8, exampleUniform(5))
  let blocks = 1
  for (let t = 1; t < indices.length; t++) {
    assert.ok(indices[t] >= 0 && indices[t] < 20_000)
    if (indices[t] !== (indices[t - 1] + 1) % 20_000) blocks++
  }
  // The number of blocks is binomial: 2,500 with a standard deviation of 47.
  assert.ok(Math.abs(blocks - 2500) < 200, `${blocks} blocks`)
  const scripted = [0.95, 0.9, 0.9, 0.01, 0.25]
  assert.deepEqual([...stationaryBootstrapIndices(4, 2, () => scripted.shift() ?? 0.99)], [3, 0, 1, 1])
})

test('with independent resampling the standard error of the mean is sd / sqrt(n)', () => {
  const interval = bootstrapInterval(mean, x, { ...options, uniform: exampleUniform(7) })
  const expected = standardDeviation(x, 'population') / Math.sqrt(40)
  assert.ok(Math.abs(interval.standardError / expected - 1) < 0.06, `${interval.standardError} against ${expected}`)
  assert.equal(interval.estimate, mean(x))
  assert.ok(interval.lower < interval.estimate && interval.estimate < interval.upper)
  assert.ok(Math.abs(interval.bias) < 4 * (expected / Math.sqrt(2000)))
})

test('blocks widen the interval of the mean of a persistent series', () => {
  const independent = bootstrapInterval(mean, exampleAr08, { ...options, uniform: exampleUniform(7) })
  const meanBlock = optimalBlockLength(exampleAr08).stationary
  const blocked = bootstrapInterval(mean, exampleAr08, { ...options, meanBlock, uniform: exampleUniform(7) })
  assert.ok(blocked.standardError > 1.5 * independent.standardError)
})

test('for the mean of a nearly symmetric sample BCa agrees with the percentile interval', () => {
  const percentile = bootstrapInterval(mean, x, { ...options, uniform: exampleUniform(3) })
  const bca = bootstrapInterval(mean, x, { ...options, method: 'bca', uniform: exampleUniform(3) })
  const width = percentile.upper - percentile.lower
  assert.ok(Math.abs(bca.lower - percentile.lower) < 0.1 * width)
  assert.ok(Math.abs(bca.upper - percentile.upper) < 0.1 * width)
})

test('percentile and BCa intervals agree with scipy 1.17.1 stats.bootstrap (400,000 resamples of the variance)', () => {
  const spread = (series: Float64Array): number => variance(series, 'sample')
  const run = (method: 'percentile' | 'bca'): BootstrapInterval =>
    bootstrapInterval(spread, x, { ...options, samples: 20_000, method, uniform: exampleUniform(11) })
  // 20,000 resamples leave a standard error of about one per cent of the width on an end of a 90 % interval.
  const width = 1.32e-4
  assert.ok(Math.abs(run('percentile').lower - 0.00010289016634615385) < 0.03 * width)
  assert.ok(Math.abs(run('percentile').upper - 0.00023482282724358975) < 0.03 * width)
  assert.ok(Math.abs(run('bca').lower - 0.00011821212234562926) < 0.03 * width)
  assert.ok(Math.abs(run('bca').upper - 0.0002635611470310135) < 0.03 * width)
  assert.ok(Math.abs(run('percentile').standardError / 4.022087536100271e-5 - 1) < 0.02)
})

test('BCa follows a monotone change of scale, as Efron designed it to', () => {
  const bca = { ...options, method: 'bca', samples: 500 } as const
  const spread = (series: Float64Array): number => standardDeviation(series, 'sample')
  const level = bootstrapInterval(spread, x, { ...bca, uniform: exampleUniform(9) })
  const logged = bootstrapInterval((s) => Math.log(spread(s)), x, { ...bca, uniform: exampleUniform(9) })
  assert.ok(Math.abs(Math.exp(logged.lower) / level.lower - 1) < 0.01)
  assert.ok(Math.abs(Math.exp(logged.upper) / level.upper - 1) < 0.01)
})

test('a joint interval resamples the same periods of all series', () => {
  const difference = ([a, b]: readonly Float64Array[]): number => mean(a) - mean(b)
  const shifted = x.map((r) => r - 0.01)
  const interval = jointBootstrapInterval(difference, [x, shifted], {
    ...options,
    samples: 200,
    uniform: exampleUniform(1),
  })
  near(interval.lower, 0.01)
  near(interval.upper, 0.01)
})

test('the same draws give the same interval', () => {
  const run = (): unknown => bootstrapInterval(mean, x, { ...options, samples: 300, uniform: exampleUniform(42) })
  assert.deepEqual(run(), run())
})

test('impossible options and statistics are refused', () => {
  const uniform = exampleUniform(1)
  assert.throws(() => bootstrapInterval(mean, x, { ...options, samples: 10, uniform }), /samples/)
  assert.throws(() => bootstrapInterval(mean, x, { ...options, level: 1, uniform }), /level/)
  assert.throws(() => bootstrapInterval(mean, x, { ...options, meanBlock: 0.5, uniform }), /meanBlockLength/)
  assert.throws(() => bootstrapInterval(() => Number.NaN, x, { ...options, uniform }), /statistic/)
  assert.throws(() => bootstrapInterval(() => 1, x, { ...options, method: 'bca', meanBlock: 20, uniform }), {
    code: 'not-applicable',
  })
  assert.throws(() => jointBootstrapInterval(() => 1, [x, x.slice(1)], { ...options, uniform }), /same length/)
  assert.throws(() => optimalBlockLength(new Array(50).fill(2)), { code: 'not-applicable' })
})

test('blocks of one length run on, moving ones within the series and circular ones around its end', () => {
  for (const kind of ['moving', 'circular'] as const) {
    const indices = blockBootstrapIndices(1003, 7, kind, exampleUniform(3))
    assert.equal(indices.length, 1003)
    for (let t = 1; t < indices.length; t++) {
      if (t % 7 !== 0) assert.equal(indices[t], kind === 'moving' ? indices[t - 1] + 1 : (indices[t - 1] + 1) % 1003)
    }
  }
  const wraps = blockBootstrapIndices(9, 9, 'circular', () => 0.5)
  assert.deepEqual([...wraps], [4, 5, 6, 7, 8, 0, 1, 2, 3])
  assert.deepEqual([...blockBootstrapIndices(9, 9, 'moving', () => 0.5)], [0, 1, 2, 3, 4, 5, 6, 7, 8])
  assert.throws(() => blockBootstrapIndices(9, 10, 'moving', () => 0.5), { code: 'invalid-input' })
})

test('the error of a mean by blocks is that of the means of all blocks, and far above that of single draws', () => {
  const n = exampleAr08.length
  const centre = mean(exampleAr08)
  const naive = standardDeviation(exampleAr08, 'sample') / Math.sqrt(n)
  for (const blockLength of [8, 20]) {
    for (const blocks of ['moving', 'circular'] as const) {
      const starts = blocks === 'moving' ? n - blockLength + 1 : n
      const means = Array.from({ length: starts }, (_, from) =>
        mean(Array.from({ length: blockLength }, (__, k) => exampleAr08[(from + k) % n])),
      )
      const around = blocks === 'moving' ? mean(means) : centre
      const theory = Math.sqrt((mean(means.map((value) => (value - around) ** 2)) * blockLength) / n)
      const uniform = exampleUniform(9)
      const { standardError } = bootstrapInterval(mean, exampleAr08, {
        ...options,
        blocks,
        meanBlock: blockLength,
        uniform,
      })
      near(standardError / theory, 1, 0.03)
      assert.ok(standardError > 2 * naive)
    }
  }
})
