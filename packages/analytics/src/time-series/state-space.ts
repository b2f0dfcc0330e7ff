import { requireSample, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/** A matrix as rows. */
type Rows = readonly (readonly number[])[]

/**
 * A linear Gaussian model of one series: y_t = Z_t s_t + e_t, s_(t+1) = T s_t + h_t with var(e) = R, cov(h) = Q. The state
 * has m entries.
 */
export interface StateSpaceModel {
  /** Z_t: m numbers for every observation. */
  readonly loadings: readonly Sample[]
  /** T, m x m. */
  readonly transition: Rows
  /** Q, m x m, positive semidefinite. */
  readonly stateCovariance: Rows
  /** R >= 0. */
  readonly observationVariance: number
  /**
   * The state at the first observation, before it is seen. `'diffuse'`: nothing is known, and the likelihood is the exact
   * diffuse one.
   */
  readonly initial: { readonly mean: readonly number[]; readonly covariance: Rows } | 'diffuse'
}

/** What the filter learns: row t is what is known after observation t. */
export interface StateSpaceFilter {
  readonly filtered: readonly Float64Array[]
  readonly filteredCovariances: readonly Float64Array[]
  readonly innovations: Float64Array
  readonly innovationVariances: Float64Array
  /** Of all observations; with a diffuse start without the weight of the unknown level (Durbin & Koopman's convention). */
  readonly logLikelihood: number
  /** Observations that a diffuse start used up; 0 with a known start. */
  readonly diffuseCount: number
}

/** States given the whole sample, with their covariances (m x m, by rows). */
export interface StateSpaceSmoother {
  readonly smoothed: readonly Float64Array[]
  readonly smoothedCovariances: readonly Float64Array[]
}

/**
 * Kalman filter. With a diffuse start the exact initial recursion of Durbin & Koopman holds until every state is known.
 *
 * `loadings` has a row for every observation; `keep` `likelihood` leaves the states out of the result. Throws `calculation-failed` where an innovation has no variance.
 * Source: Durbin & Koopman, Time Series Analysis by State Space Methods (2012), chapters 4, 5. Cost O(n m^3).
 */
export function stateSpaceFilter(
  y: Sample,
  model: StateSpaceModel,
  keep: 'states' | 'likelihood' = 'states',
): StateSpaceFilter {
  requireSample(y, 2, 'y')
  const m = model.transition.length
  const n = y.length
  const diffuse = model.initial === 'diffuse'
  let mean = Float64Array.from(model.initial === 'diffuse' ? new Float64Array(m) : model.initial.mean)
  let known = flat(model.initial === 'diffuse' ? zeros(m) : model.initial.covariance)
  let unknown = flat(diffuse ? identity(m) : zeros(m))
  let unknownLeft = diffuse
  let diffuseCount = 0
  const transition = flat(model.transition)
  const noise = flat(model.stateCovariance)
  const filtered: Float64Array[] = []
  const filteredCovariances: Float64Array[] = []
  const innovations = new Float64Array(n)
  const innovationVariances = new Float64Array(n)
  let logLikelihood = 0

  for (let t = 0; t < n; t++) {
    const loading = model.loadings[t]
    const gain = timesVector(known, loading)
    let innovation = y[t]
    let variance = model.observationVariance
    for (let i = 0; i < m; i++) {
      innovation -= loading[i] * mean[i]
      variance += loading[i] * gain[i]
    }
    innovations[t] = innovation
    innovationVariances[t] = variance
    const unknownGain = unknownLeft ? timesVector(unknown, loading) : undefined
    let unknownVariance = 0
    if (unknownGain !== undefined) for (let i = 0; i < m; i++) unknownVariance += loading[i] * unknownGain[i]
    if (unknownGain !== undefined && unknownVariance > 1e-10) {
      // The observation resolves a direction of which nothing was known.
      for (let i = 0; i < m; i++) mean[i] += (unknownGain[i] / unknownVariance) * innovation
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < m; j++) {
          known[i * m + j] +=
            (unknownGain[i] * unknownGain[j] * variance) / unknownVariance ** 2 -
            (gain[i] * unknownGain[j] + unknownGain[i] * gain[j]) / unknownVariance
        }
      }
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < m; j++) unknown[i * m + j] -= (unknownGain[i] * unknownGain[j]) / unknownVariance
      }
      logLikelihood -= 0.5 * (Math.log(2 * Math.PI) + Math.log(unknownVariance))
      diffuseCount++
    } else {
      if (!(variance > 0)) {
        throw new TuttiError('calculation-failed', `observation ${t} has no variance under the model`, {
          field: `y[${t}]`,
          got: `variance ${variance}`,
          expected: 'an observation variance above zero, or one of the states',
        })
      }
      for (let i = 0; i < m; i++) mean[i] += (gain[i] / variance) * innovation
      for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) known[i * m + j] -= (gain[i] * gain[j]) / variance
      logLikelihood -= 0.5 * (Math.log(2 * Math.PI) + Math.log(variance) + (innovation * innovation) / variance)
    }
    if (keep === 'states') {
      filtered.push(Float64Array.from(mean))
      filteredCovariances.push(Float64Array.from(known))
    }
    mean = timesVector(transition, mean)
    known = sandwich(transition, known, noise)
    if (unknownLeft) {
      unknown = sandwich(transition, unknown, undefined)
      unknownLeft = unknown.some((value, k) => k % (m + 1) === 0 && value > 1e-10)
    }
  }
  return { filtered, filteredCovariances, innovations, innovationVariances, logLikelihood, diffuseCount }
}

/**
 * Fixed-interval smoother (Rauch, Tung & Striebel) of a filter that began from a known start.
 *
 * Throws `not-applicable` after a diffuse start: begin the filter from a wide known one.
 */
export function stateSpaceSmoother(model: StateSpaceModel, filter: StateSpaceFilter): StateSpaceSmoother {
  if (filter.diffuseCount > 0) {
    throw new TuttiError(
      'not-applicable',
      'states after a diffuse start are smoothed from a wide known start instead',
      {
        field: 'initial',
        got: 'diffuse',
        expected: 'a mean and a covariance',
      },
    )
  }
  const n = filter.filtered.length
  const m = model.transition.length
  const transition = flat(model.transition)
  const noise = flat(model.stateCovariance)
  const smoothed = Array.from(filter.filtered)
  const smoothedCovariances = Array.from(filter.filteredCovariances)
  for (let t = n - 2; t >= 0; t--) {
    const ahead = sandwich(transition, filter.filteredCovariances[t], noise)
    // J = P T' ahead^-1, by solving with the generalised inverse where a state has no noise left.
    const gain = times(transposedTimes(filter.filteredCovariances[t], transition, m), inverse(ahead, m), m)
    const predicted = timesVector(transition, filter.filtered[t])
    const surprise = smoothed[t + 1].map((value, i) => value - predicted[i])
    const correction = timesVector(gain, surprise)
    smoothed[t] = filter.filtered[t].map((value, i) => value + correction[i])
    const change = smoothedCovariances[t + 1].map((value, k) => value - ahead[k])
    smoothedCovariances[t] = sandwich(gain, change, filter.filteredCovariances[t])
  }
  return { smoothed, smoothedCovariances }
}

const zeros = (m: number): number[][] => Array.from({ length: m }, () => new Array<number>(m).fill(0))
const identity = (m: number): number[][] => zeros(m).map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))
const flat = (rows: Rows): Float64Array => Float64Array.from(rows.flat())

function timesVector(matrix: Float64Array, vector: Sample): Float64Array<ArrayBuffer> {
  const m = vector.length
  const out = new Float64Array(m)
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) out[i] += matrix[i * m + j] * vector[j]
  return out
}

function times(a: Float64Array, b: Float64Array, m: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(m * m)
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const value = a[i * m + k]
      for (let j = 0; j < m; j++) out[i * m + j] += value * b[k * m + j]
    }
  }
  return out
}

/** a b' */
function transposedTimes(a: Float64Array, b: Float64Array, m: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(m * m)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) for (let k = 0; k < m; k++) out[i * m + j] += a[i * m + k] * b[j * m + k]
  }
  return out
}

/** a p a' + q, symmetric. */
function sandwich(a: Float64Array, p: Float64Array, q: Float64Array | undefined): Float64Array<ArrayBuffer> {
  const m = Math.round(Math.sqrt(a.length))
  const out = transposedTimes(times(a, p, m), a, m)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const value = 0.5 * (out[i * m + j] + out[j * m + i]) + (q?.[i * m + j] ?? 0)
      out[i * m + j] = value
      out[j * m + i] = value
    }
  }
  return out
}

/** Inverse of a positive definite matrix; directions of no variance are left out (a generalised inverse). */
function inverse(matrix: Float64Array, m: number): Float64Array<ArrayBuffer> {
  const work = Float64Array.from(matrix)
  const out = new Float64Array(m * m)
  for (let i = 0; i < m; i++) out[i * m + i] = 1
  for (let k = 0; k < m; k++) {
    const pivot = work[k * m + k]
    const isFlat = !(pivot > 1e-14 * matrix[k * m + k])
    for (let j = 0; j < m; j++) {
      if (isFlat) {
        work[k * m + j] = 0
        out[k * m + j] = 0
        continue
      }
      work[k * m + j] /= pivot
      out[k * m + j] /= pivot
    }
    for (let i = 0; i < m; i++) {
      if (i === k) continue
      const factor = work[i * m + k]
      if (factor === 0) continue
      for (let j = 0; j < m; j++) {
        work[i * m + j] -= factor * work[k * m + j]
        out[i * m + j] -= factor * out[k * m + j]
      }
    }
  }
  return out
}
