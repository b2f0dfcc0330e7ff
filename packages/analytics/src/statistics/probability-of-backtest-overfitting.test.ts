import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleUniform } from './example-series.fixture.ts'
import { mean, probabilityOfBacktestOverfitting, standardDeviation } from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

/** T x N independent returns; trial j has a mean of `skill` times j. */
function noise(periods: number, trials: number, skill: number, seed: number): Float64Array[] {
  const uniform = exampleUniform(seed)
  return Array.from({ length: periods }, () =>
    Float64Array.from({ length: trials }, (_, j) => {
      const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
      return 0.01 * normal + skill * j
    }),
  )
}

test('a matrix small enough for pencil and paper', () => {
  // Two blocks of two periods: in each half the other trial wins, so the winner always comes last out of sample.
  const returns = [
    [3, 1],
    [1, 1],
    [-1, 2],
    [-3, 2],
  ]
  const result = probabilityOfBacktestOverfitting(returns, { blocks: 2, statistic: 'mean' })
  assert.equal(result.splits, 2)
  assert.equal(result.probabilityOfBacktestOverfitting, 1)
  // Rank 1 of 2: ln((1/3) / (2/3)).
  near(result.meanLogit, -Math.LN2)
  assert.deepEqual([...result.inSample], [2, 2])
  assert.deepEqual([...result.outOfSample], [-2, 1])
  assert.equal(result.probabilityOfLoss, 0.5)
  assert.equal(result.degradationSlope, null)
})

test('every split agrees with scores taken directly from the rows', () => {
  const returns = noise(61, 7, 0.0005, 3)
  const blocks = 6
  const result = probabilityOfBacktestOverfitting(returns, { blocks, statistic: 'sharpe' })
  assert.equal(result.droppedObservations, 1)
  assert.equal(result.splits, 20)
  const used = returns.slice(1)
  let split = 0
  for (let a = 0; a < 6; a++) {
    for (let b = a + 1; b < 6; b++) {
      for (let c = b + 1; c < 6; c++) {
        const score = (inside: boolean): number[] =>
          Array.from({ length: 7 }, (_, j) => {
            const column = used.filter((_, t) => [a, b, c].includes(Math.floor(t / 10)) === inside).map((row) => row[j])
            return mean(column) / standardDeviation(column, 'sample')
          })
        const inScores = score(true)
        const outScores = score(false)
        const winner = inScores.indexOf(Math.max(...inScores))
        const rank = outScores.filter((s) => s <= outScores[winner]).length
        near(result.inSample[split], inScores[winner], 1e-11)
        near(result.outOfSample[split], outScores[winner], 1e-11)
        near(result.logits[split], Math.log(rank / 8 / (1 - rank / 8)), 1e-11)
        split++
      }
    }
  }
})

test('a trial that is better everywhere is never overfit', () => {
  const result = probabilityOfBacktestOverfitting(noise(160, 5, 0.01, 5), { blocks: 8, statistic: 'sharpe' })
  assert.equal(result.probabilityOfBacktestOverfitting, 0)
  assert.equal(result.probabilityOfLoss, 0)
})

test('trials without skill are overfit about half of the time', () => {
  const shares = Array.from(
    { length: 30 },
    (_, k) =>
      probabilityOfBacktestOverfitting(noise(80, 10, 0, 11 + 7 * k), { blocks: 8, statistic: 'sharpe' })
        .probabilityOfBacktestOverfitting,
  )
  // 30 independent matrices: the mean of shares with a spread of about 0.25 has a standard error of about 0.05.
  assert.ok(Math.abs(mean(shares) - 0.5) < 0.15, `mean share ${mean(shares)}`)
})

test('identical trials tie at the middle rank', () => {
  const single = noise(40, 1, 0, 9)
  const returns = single.map(([r]) => [r, r, r])
  const result = probabilityOfBacktestOverfitting(returns, { blocks: 4, statistic: 'sharpe' })
  for (const logit of result.logits) near(logit, 0)
  assert.equal(result.probabilityOfBacktestOverfitting, 1)
})

test('trials that tie in sample are averaged out of sample', () => {
  // Trials 0 and 1 tie in the first half; out of sample they rank first and last of three.
  const returns = [
    [1, 1, 0],
    [1, 1, 0],
    [5, -5, 0],
    [5, -5, 0],
  ]
  const { logits, outOfSample } = probabilityOfBacktestOverfitting(returns, { blocks: 2, statistic: 'mean' })
  near(logits[0], 0)
  near(outOfSample[0], 0)
})

test('bad shapes and constant trials are refused', () => {
  const returns = noise(20, 3, 0, 1)
  assert.throws(() => probabilityOfBacktestOverfitting(returns, { blocks: 3, statistic: 'mean' }), /even/)
  assert.throws(() => probabilityOfBacktestOverfitting(returns, { blocks: 22, statistic: 'mean' }), /blocks/)
  assert.throws(() => probabilityOfBacktestOverfitting(returns, { blocks: 12, statistic: 'mean' }), /per block/)
  assert.throws(() => probabilityOfBacktestOverfitting(noise(20, 1, 0, 1), { blocks: 4, statistic: 'mean' }), /trials/)
  const withCash = returns.map((row) => [...row, 0.0001])
  assert.throws(() => probabilityOfBacktestOverfitting(withCash, { blocks: 4, statistic: 'sharpe' }), {
    code: 'not-applicable',
    message: /trial 3 is constant/,
  })
  const ragged = returns.map((row, t) => (t === 4 ? row.slice(1) : row))
  assert.throws(() => probabilityOfBacktestOverfitting(ragged, { blocks: 4, statistic: 'mean' }), /returns\[4\]/)
})
