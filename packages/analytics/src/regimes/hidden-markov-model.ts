import { requireSample, TuttiError } from '../errors/index.ts'
import { uniformStream } from '../random/index.ts'
import { isConstant, requireSameLength, requireWhole, type Sample, variance } from '../statistics/index.ts'
import { gaussianDensities, type GaussianEmissions, weightedEmissions } from './gaussian-emissions.ts'
import { backwardPass, forwardPass, hiddenStateBuffers, regimeProbabilities } from './hidden-states.ts'
import { expectedDurations, stationaryLaw, type TransitionMatrix } from './regime-chain.ts'
import { likelyPath } from './likely-path.ts'

/** Why a hidden Markov model is to be read with care. */
export type HiddenMarkovCaution =
  /** Some regime holds fewer than 10 expected observations for each of its parameters. */
  | 'few-observations-in-a-regime'
  /** No other start reached the same maximum. */
  | 'maximum-found-from-one-start'
  /** A single regime has the better BIC. */
  | 'one-regime-has-better-bic'
  /** Smoothed probabilities are unsure: their entropy is above 10 % of the largest. */
  | 'regimes-overlap'
  /** Some regime is never left or never entered in the sample. */
  | 'regime-visited-once'

/** A fitted hidden Markov model with normal observations. */
export interface HiddenMarkovModel {
  readonly regimes: number
  readonly initialLaw: Float64Array
  readonly transition: TransitionMatrix
  readonly means: readonly Float64Array[]
  /** Errors of the means as if the regimes were known: too small where regimes overlap. */
  readonly meanStandardErrors: readonly Float64Array[]
  /** d x d by rows. */
  readonly covariances: readonly (readonly Float64Array[])[]
  readonly logLikelihood: number
  readonly parameterCount: number
  readonly aic: number
  readonly bic: number
  /** BIC plus twice the entropy of the smoothed regimes: prefers regimes that are told apart. */
  readonly icl: number
  readonly observations: number
  readonly filtered: readonly Float64Array[]
  readonly smoothed: readonly Float64Array[]
  /** The most likely sequence of regimes (Viterbi). */
  readonly path: Int32Array
  /** `null` where the chain has no single one. */
  readonly stationaryLaw: Float64Array | null
  readonly expectedDurations: readonly (number | null)[]
  readonly cautions: readonly HiddenMarkovCaution[]
}

/** How a hidden Markov model is fitted. */
export interface HiddenMarkovOptions {
  readonly regimes: number
  readonly covariance: 'full' | 'diagonal'
  /** Regimes are numbered by the rising mean or variance of this column. */
  readonly order: { readonly by: 'mean' | 'variance'; readonly column: number }
  readonly starts: number
  readonly seed: number
}

const START_STREAM = 44
const MOST_STEPS = 1000
/** A regime whose variance in some column falls below this share of the whole has shrunk onto points. */
const LEAST_VARIANCE_SHARE = 1e-6

/**
 * Fits a hidden Markov model with normal observations by the Baum-Welch algorithm from several seeded starts; maxima at
 * which a regime shrinks onto single points are left out. `rows` are n observations of d columns, n at least 10 for each
 * regime and d + 2.
 *
 * Throws `not-applicable` for a constant column, `not-converged` when no start leads to a proper maximum.
 * Sources: Baum, Petrie, Soules & Weiss (1970); Rabiner (1989), Proc. IEEE 77; Biernacki, Celeux & Govaert (2000), IEEE
 * PAMI 22 (ICL).
 */
export function hiddenMarkovModel(rows: readonly Sample[], options: HiddenMarkovOptions): HiddenMarkovModel {
  const { regimes, covariance, order, starts, seed } = options
  requireWhole(regimes, 1, 10, 'regimes')
  requireWhole(starts, 1, 200, 'starts')
  const n = rows.length
  const d = rows[0]?.length ?? 0
  if (n < Math.max(10 * regimes, d + 2) || d === 0) {
    throw new TuttiError('invalid-input', `a model with ${regimes} regimes of ${d} columns needs more observations`, {
      field: 'rows',
      got: `${n} rows`,
      expected: `at least ${Math.max(10 * regimes, d + 2)} rows of one column or more`,
    })
  }
  requireWhole(order.column, 0, d - 1, 'order.column')
  rows.forEach((row, t) => {
    requireSameLength(rows[0], row, 'rows[0]', `rows[${t}]`)
    requireSample(row, d, `rows[${t}]`)
  })
  const scales = Array.from({ length: d }, (_, j) => columnScale(rows, j))
  const scaled = rows.map((row) => Float64Array.from(scales, ({ centre, size }, j) => (row[j] - centre) / size))
  const diagonal = covariance === 'diagonal'

  const found = startingWeights(scaled, regimes, starts, seed).flatMap((weights) => {
    const fit = baumWelch(scaled, regimes, diagonal, weights)
    return fit === undefined ? [] : [fit]
  })
  if (found.length === 0) {
    throw new TuttiError(
      'not-converged',
      'no start leads to a proper maximum: regimes shrink onto single points or columns are collinear; use fewer regimes, diagonal covariances or more starts',
      { got: `${starts} starts`, expected: 'regimes with a covariance of full rank' },
    )
  }
  const best = found.reduce((top, next) => (next.logLikelihood > top.logLikelihood ? next : top))
  const reachedBy = found.filter((fit) => best.logLikelihood - fit.logLikelihood < 1e-3).length

  const key = (k: number): number =>
    order.by === 'mean' ? best.emissions.means[k][order.column] : best.emissions.covariances[k][order.column * (d + 1)]
  const ranks = Array.from({ length: regimes }, (_, k) => k).sort((a, b) => key(a) - key(b))
  const transition = ranks.map((i) => ranks.map((j) => best.transition[i * regimes + j]))
  const initialLaw = Float64Array.from(ranks, (k) => Math.min(1, best.initial[k]))
  const means = ranks.map((k) => scales.map(({ centre, size }, j) => centre + size * best.emissions.means[k][j]))
  const covariances = ranks.map((k) =>
    scales.map((a, i) =>
      Float64Array.from(scales, (b, j) => a.size * b.size * best.emissions.covariances[k][i * d + j]),
    ),
  )
  const filtered = regimeProbabilities(best.filtered, regimes, regimes)
  const smoothed = regimeProbabilities(best.smoothed, regimes, regimes)
  const counts = smoothed.map((p) => p.reduce((sum, value) => sum + value, 0))
  const logLikelihood = best.logLikelihood - n * scales.reduce((sum, { size }) => sum + Math.log(size), 0)
  const each = d + (diagonal ? d : (d * (d + 1)) / 2)
  const parameterCount = regimes * each + regimes * (regimes - 1) + (regimes - 1)
  const bic = parameterCount * Math.log(n) - 2 * logLikelihood
  let entropy = 0
  for (const p of smoothed) for (const value of p) if (value > 0) entropy -= value * Math.log(value)
  const path = likelyPath(initialLaw, transition, best.logDensities, ranks)
  const cautions: HiddenMarkovCaution[] = []
  if (counts.some((count) => count < 10 * each)) cautions.push('few-observations-in-a-regime')
  if (reachedBy < 2 && regimes > 1) cautions.push('maximum-found-from-one-start')
  if (regimes > 1 && entropy > 0.1 * n * Math.log(regimes)) cautions.push('regimes-overlap')
  if (regimes > 1) {
    const single = baumWelch(scaled, 1, diagonal, new Float64Array(n).fill(1))
    const singleBic =
      single === undefined
        ? Infinity
        : each * Math.log(n) - 2 * (single.logLikelihood + logLikelihood - best.logLikelihood)
    if (singleBic < bic) cautions.push('one-regime-has-better-bic')
    if (ranks.some((_, k) => visits(path, k) < 2)) cautions.push('regime-visited-once')
  }
  return {
    regimes,
    initialLaw,
    transition,
    means: means.map((row) => Float64Array.from(row)),
    meanStandardErrors: ranks.map((k, i) =>
      Float64Array.from(scales, (_, j) => Math.sqrt(covariances[i][j][j] / counts[k])),
    ),
    covariances,
    logLikelihood,
    parameterCount,
    aic: 2 * parameterCount - 2 * logLikelihood,
    bic,
    icl: bic + 2 * entropy,
    observations: n,
    filtered: ranks.map((k) => filtered[k]),
    smoothed: ranks.map((k) => smoothed[k]),
    path,
    stationaryLaw: hasOneLaw(transition) ? stationaryLaw(transition) : null,
    expectedDurations: expectedDurations(transition),
    cautions,
  }
}

interface BaumWelchFit {
  readonly transition: Float64Array
  readonly initial: Float64Array
  readonly emissions: GaussianEmissions
  readonly logLikelihood: number
  readonly logDensities: Float64Array
  readonly filtered: Float64Array
  readonly smoothed: Float64Array
}

/** Expectation and maximisation in turn until the likelihood stands still; undefined where a regime shrinks. */
function baumWelch(
  rows: readonly Float64Array[],
  regimes: number,
  diagonal: boolean,
  weights: Float64Array,
): BaumWelchFit | undefined {
  const n = rows.length
  const d = rows[0].length
  const buffers = hiddenStateBuffers(n, regimes, 0)
  const logDensities = new Float64Array(n * regimes)
  const transition = new Float64Array(regimes * regimes)
  for (let i = 0; i < regimes; i++) {
    for (let j = 0; j < regimes; j++) {
      transition[i * regimes + j] = regimes === 1 ? 1 : i === j ? 0.9 : 0.1 / (regimes - 1)
    }
  }
  const initial = new Float64Array(regimes).fill(1 / regimes)
  let responsibilities = weights
  let last = -Infinity
  for (let step = 0; step < MOST_STEPS; step++) {
    const emissions = weightedEmissions(rows, responsibilities, regimes, diagonal)
    for (let k = 0; k < regimes; k++) {
      if (!(emissions.counts[k] > d + 1)) return undefined
      for (let i = 0; i < d; i++) if (emissions.covariances[k][i * (d + 1)] < LEAST_VARIANCE_SHARE) return undefined
    }
    if (!gaussianDensities(rows, emissions, logDensities)) return undefined
    const chain = { regimes, lags: 0, transition, initial }
    const logLikelihood = forwardPass(chain, logDensities, buffers)
    if (!Number.isFinite(logLikelihood)) return undefined
    backwardPass(chain, buffers)
    const { smoothed, filtered, moves } = buffers
    if (logLikelihood - last < 1e-10 * (1 + Math.abs(logLikelihood)) && step > 0) {
      return { transition, initial, emissions, logLikelihood, logDensities, filtered, smoothed }
    }
    last = logLikelihood
    responsibilities = smoothed
    for (let i = 0; i < regimes; i++) {
      let total = 0
      for (let j = 0; j < regimes; j++) total += moves[i * regimes + j]
      if (total > 0) for (let j = 0; j < regimes; j++) transition[i * regimes + j] = moves[i * regimes + j] / total
      initial[i] = smoothed[i]
    }
  }
  return undefined
}

/** First responsibilities: by the size of the observations, by their first column, then in random blocks. */
function startingWeights(rows: readonly Float64Array[], regimes: number, starts: number, seed: number): Float64Array[] {
  const n = rows.length
  const uniform = uniformStream(seed, START_STREAM, 0)
  return Array.from({ length: starts }, (_, s) => {
    const level = new Float64Array(n)
    let value = uniform()
    const length = 2 + Math.floor(uniform() * Math.min(60, n / 4))
    for (let t = 0; t < n; t++) {
      if (uniform() < 1 / length) value = uniform()
      if (s === 0) level[t] = rows[t].reduce((sum, z) => sum + z * z, 0)
      else if (s === 1) level[t] = rows[t][0]
      else level[t] = value + 1e-6 * uniform()
    }
    const ranked = Array.from(level, (_value, t) => t).sort((a, b) => level[a] - level[b])
    const weights = new Float64Array(n * regimes)
    ranked.forEach((t, rank) => (weights[t * regimes + Math.floor((rank * regimes) / n)] = 1))
    return weights
  })
}

function columnScale(rows: readonly Sample[], column: number): { centre: number; size: number } {
  const values = Float64Array.from(rows, (row) => row[column])
  const spread = variance(values, 'population')
  if (isConstant(values, spread)) {
    throw new TuttiError('not-applicable', `column ${column} is constant: it tells nothing of regimes`, {
      field: `rows[][${column}]`,
      got: `${values.length} values equal to ${values[0]}`,
      expected: 'a column that varies',
    })
  }
  const centre = values.reduce((sum, value) => sum + value / values.length, 0)
  return { centre, size: Math.sqrt(spread) }
}

/** Number of separate stays in a regime. */
function visits(path: Int32Array, regime: number): number {
  return path.reduce((count, k, t) => (k === regime && (t === 0 || path[t - 1] !== regime) ? count + 1 : count), 0)
}

function hasOneLaw(transition: TransitionMatrix): boolean {
  try {
    stationaryLaw(transition)
    return true
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'not-applicable') return false
    throw error
  }
}
