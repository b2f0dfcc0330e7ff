import { requireFinite, TuttiError } from '../errors/index.ts'
import { requireSameLength, requireWhole, type Sample } from './sample.ts'

/** How the history is cut and how a trial is scored. */
export interface OverfittingOptions {
  /** Number S of blocks, even, 2 to 20. There are S choose S/2 splits (16 blocks: 12,870). */
  readonly blocks: number
  /** `sharpe`: mean over sample standard deviation, not annualised; `mean`: mean return. */
  readonly statistic: 'sharpe' | 'mean'
}

/** Result of combinatorially symmetric cross-validation. Arrays have one entry a split, in lexicographic order. */
export interface OverfittingResult {
  /** Share of splits in which the in-sample winner falls in the lower half out of sample (logit <= 0). */
  readonly probabilityOfBacktestOverfitting: number
  readonly splits: number
  /** ln(w / (1 - w)), w = rank / (N + 1) of the in-sample winner among the out-of-sample scores; rank 1 is worst. */
  readonly logits: Float64Array
  readonly meanLogit: number
  /** Score of the in-sample winner, in sample and out of sample. */
  readonly inSample: Float64Array
  readonly outOfSample: Float64Array
  /** Least-squares line outOfSample = intercept + slope inSample; `null` when the in-sample scores are all equal. */
  readonly degradationSlope: number | null
  readonly degradationIntercept: number | null
  /** Share of splits in which the winner's out-of-sample score is negative. */
  readonly probabilityOfLoss: number
  /** Oldest observations left out so that all blocks have the same length. */
  readonly droppedObservations: number
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (CSCV).
 *
 * `returns` has one row a period and one column a trial (T x N, N >= 2, at least two rows a block). The history is cut
 * into S blocks; every choice of S/2 blocks is in-sample once, its complement out-of-sample. When T is not a
 * multiple of S the oldest T mod S rows are left out and counted in `droppedObservations`.
 *
 * Ties: a trial tied with others out of sample gets the average of the ranks they cover; when several trials tie for
 * the best in-sample score, the split's out-of-sample rank and score are the averages over them.
 *
 * Throws `not-applicable` when a Sharpe ratio is 0/0 (a trial is constant over a half). Cost: splits x N x S.
 * Source: Bailey, Borwein, Lopez de Prado and Zhu (2017), The probability of backtest overfitting, J. of Computational
 * Finance 20(4).
 */
export function probabilityOfBacktestOverfitting(
  returns: readonly Sample[],
  options: OverfittingOptions,
): OverfittingResult {
  const blocks = requireWhole(options.blocks, 2, 20, 'blocks')
  if (blocks % 2 === 1) {
    throw new TuttiError('invalid-input', `blocks must be even, got ${blocks}`, {
      field: 'blocks',
      got: String(blocks),
    })
  }
  const blockLength = Math.floor(returns.length / blocks)
  requireWhole(blockLength, 2, Infinity, 'observations per block')
  const trials = requireWhole(returns[0].length, 2, Infinity, 'number of trials')
  const dropped = returns.length - blocks * blockLength
  const sums = blockSums(returns, blocks, blockLength, dropped)

  const masks = halves(blocks)
  const logits = new Float64Array(masks.length)
  const inSample = new Float64Array(masks.length)
  const outOfSample = new Float64Array(masks.length)
  const inScores = new Float64Array(trials)
  const outScores = new Float64Array(trials)
  masks.forEach((mask, split) => {
    scores(inScores, sums, mask, true, options.statistic)
    scores(outScores, sums, mask, false, options.statistic)
    const best = inScores.reduce((a, b) => Math.max(a, b), -Infinity)
    let winners = 0
    let rank = 0
    let outOfWinners = 0
    for (let j = 0; j < trials; j++) {
      if (inScores[j] !== best) continue
      winners++
      rank += averageRank(outScores, j)
      outOfWinners += outScores[j]
    }
    const relativeRank = rank / winners / (trials + 1)
    logits[split] = Math.log(relativeRank / (1 - relativeRank))
    inSample[split] = best
    outOfSample[split] = outOfWinners / winners
  })
  const line = leastSquaresLine(inSample, outOfSample)
  return {
    // A winner in the very middle has logit 0 up to rounding and counts as overfit.
    probabilityOfBacktestOverfitting: logits.filter((logit) => logit <= 1e-12).length / masks.length,
    splits: masks.length,
    logits,
    meanLogit: logits.reduce((a, b) => a + b, 0) / masks.length,
    inSample,
    outOfSample,
    degradationSlope: line?.slope ?? null,
    degradationIntercept: line?.intercept ?? null,
    probabilityOfLoss: outOfSample.filter((score) => score < 0).length / masks.length,
    droppedObservations: dropped,
  }
}

/** Sums of a trial's returns about its own mean over each block, which give every split's mean and variance. */
interface BlockSums {
  readonly blockLength: number
  readonly centres: Float64Array
  /** [block][trial] */
  readonly sum: readonly Float64Array[]
  readonly sumOfSquares: readonly Float64Array[]
}

function blockSums(returns: readonly Sample[], blocks: number, blockLength: number, dropped: number): BlockSums {
  const trials = returns[0].length
  const used = returns.slice(dropped)
  const centres = new Float64Array(trials)
  used.forEach((row, t) => {
    requireSameLength(returns[0], row, 'returns[0]', `returns[${t + dropped}]`)
    for (let j = 0; j < trials; j++) {
      centres[j] += requireFinite(row[j], `returns[${t + dropped}][${j}]`) / used.length
    }
  })
  const sum = Array.from({ length: blocks }, () => new Float64Array(trials))
  const sumOfSquares = Array.from({ length: blocks }, () => new Float64Array(trials))
  used.forEach((row, t) => {
    const block = Math.floor(t / blockLength)
    for (let j = 0; j < trials; j++) {
      const d = row[j] - centres[j]
      sum[block][j] += d
      sumOfSquares[block][j] += d * d
    }
  })
  return { blockLength, centres, sum, sumOfSquares }
}

/** Fills `target` with each trial's score over the blocks whose membership in `mask` equals `member`. */
function scores(
  target: Float64Array,
  sums: BlockSums,
  mask: readonly boolean[],
  member: boolean,
  statistic: 'sharpe' | 'mean',
): void {
  const chosen = mask.flatMap((inside, block) => (inside === member ? [block] : []))
  const n = chosen.length * sums.blockLength
  for (let j = 0; j < target.length; j++) {
    let s = 0
    let ss = 0
    for (const block of chosen) {
      s += sums.sum[block][j]
      ss += sums.sumOfSquares[block][j]
    }
    const average = sums.centres[j] + s / n
    if (statistic === 'mean') {
      target[j] = average
      continue
    }
    const squares = ss - (s * s) / n
    if (squares <= 1e-14 * (ss + n * sums.centres[j] ** 2)) {
      throw new TuttiError(
        'not-applicable',
        `trial ${j} is constant over half of the history: it has no Sharpe ratio`,
        {
          field: `returns[][${j}]`,
          got: 'a standard deviation of 0',
          expected: 'returns that vary; leave the trial out, or use the statistic "mean"',
        },
      )
    }
    target[j] = average / Math.sqrt(squares / (n - 1))
  }
}

function averageRank(values: Float64Array, index: number): number {
  let below = 0
  let equal = 0
  for (let j = 0; j < values.length; j++) {
    if (values[j] < values[index]) below++
    else if (values[j] === values[index]) equal++
  }
  return below + (equal + 1) / 2
}

/** Membership of every choice of half of the blocks, in lexicographic order of the chosen blocks. */
function halves(blocks: number): boolean[][] {
  const all: boolean[][] = []
  const mask = new Array<boolean>(blocks).fill(false)
  const choose = (first: number, left: number): void => {
    if (left === 0) {
      all.push([...mask])
      return
    }
    for (let block = first; block <= blocks - left; block++) {
      mask[block] = true
      choose(block + 1, left - 1)
      mask[block] = false
    }
  }
  choose(0, blocks / 2)
  return all
}

function leastSquaresLine(x: Float64Array, y: Float64Array): { slope: number; intercept: number } | null {
  const n = x.length
  const meanX = x.reduce((a, b) => a + b, 0) / n
  const meanY = y.reduce((a, b) => a + b, 0) / n
  let xx = 0
  let xy = 0
  for (let i = 0; i < n; i++) {
    xx += (x[i] - meanX) ** 2
    xy += (x[i] - meanX) * (y[i] - meanY)
  }
  if (xx <= 1e-28 * n * (1 + meanX * meanX)) return null
  return { slope: xy / xx, intercept: meanY - (xy / xx) * meanX }
}
