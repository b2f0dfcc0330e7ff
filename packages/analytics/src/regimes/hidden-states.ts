import { TuttiError } from '../errors/index.ts'

/**
 * A hidden chain of `regimes` regimes whose state at t remembers the last `lags` regimes too. State s stands for the
 * regimes s % K at t, floor(s / K) % K at t - 1 and so on: K^(lags + 1) states.
 */
export interface HiddenChain {
  readonly regimes: number
  readonly lags: number
  /** K x K by rows, from row to column. */
  readonly transition: Float64Array
  /** Law of the state at the first observation, before it is seen. */
  readonly initial: Float64Array
}

/** Buffers of a filter and smoother pass over `observations`, to be used again. */
export interface HiddenStateBuffers {
  readonly observations: number
  readonly states: number
  /** Observations x states each, by rows. */
  readonly predicted: Float64Array
  readonly filtered: Float64Array
  readonly smoothed: Float64Array
  /** Regimes x regimes: expected number of moves given all data. */
  readonly moves: Float64Array
}

/** Buffers for `forwardPass` and `backwardPass`. */
export function hiddenStateBuffers(observations: number, regimes: number, lags: number): HiddenStateBuffers {
  const states = regimes ** (lags + 1)
  const grid = (): Float64Array => new Float64Array(observations * states)
  return {
    observations,
    states,
    predicted: grid(),
    filtered: grid(),
    smoothed: grid(),
    moves: new Float64Array(regimes * regimes),
  }
}

/**
 * Hamilton's filter: fills `predicted` and `filtered` and returns the log-likelihood. `logDensities` holds the log
 * density of each observation in each state, by rows. -Infinity where an observation is impossible in every state that
 * can be reached.
 *
 * Source: Hamilton (1989), Econometrica 57. Cost O(n K^(lags + 2)).
 */
export function forwardPass(chain: HiddenChain, logDensities: Float64Array, buffers: HiddenStateBuffers): number {
  const { regimes, transition, initial } = chain
  const { observations, states, predicted, filtered } = buffers
  const kept = states / regimes
  let logLikelihood = 0
  for (let t = 0; t < observations; t++) {
    const row = t * states
    if (t === 0) for (let s = 0; s < states; s++) predicted[s] = initial[s]
    else {
      const before = row - states
      for (let s = 0; s < states; s++) predicted[row + s] = 0
      for (let s = 0; s < states; s++) {
        const weight = filtered[before + s]
        const from = (s % regimes) * regimes
        const to = row + regimes * (s % kept)
        for (let j = 0; j < regimes; j++) predicted[to + j] += weight * transition[from + j]
      }
    }
    let most = -Infinity
    for (let s = 0; s < states; s++) {
      if (predicted[row + s] > 0 && logDensities[row + s] > most) most = logDensities[row + s]
    }
    if (most === -Infinity) return -Infinity
    let total = 0
    for (let s = 0; s < states; s++) {
      const p = predicted[row + s]
      const joint = p > 0 ? p * Math.exp(logDensities[row + s] - most) : 0
      filtered[row + s] = joint
      total += joint
    }
    for (let s = 0; s < states; s++) filtered[row + s] /= total
    logLikelihood += most + Math.log(total)
  }
  return logLikelihood
}

/**
 * Kim's smoother after `forwardPass`: fills `smoothed` and `moves`. The moves within the state of the first observation
 * (its remembered regimes) count too.
 *
 * Source: Kim (1994), J. Econometrics 60, exact because the state carries the lags.
 */
export function backwardPass(chain: HiddenChain, buffers: HiddenStateBuffers): void {
  const { regimes, lags, transition } = chain
  const { observations, states, predicted, filtered, smoothed, moves } = buffers
  const kept = states / regimes
  moves.fill(0)
  const end = (observations - 1) * states
  for (let s = 0; s < states; s++) smoothed[end + s] = filtered[end + s]
  for (let t = observations - 2; t >= 0; t--) {
    const row = t * states
    const after = row + states
    for (let s = 0; s < states; s++) {
      const weight = filtered[row + s]
      const from = (s % regimes) * regimes
      const to = after + regimes * (s % kept)
      let sum = 0
      for (let j = 0; j < regimes; j++) {
        const expected = predicted[to + j]
        if (expected > 0) {
          const joint = (weight * transition[from + j] * smoothed[to + j]) / expected
          moves[from + j] += joint
          sum += joint
        }
      }
      smoothed[row + s] = sum
    }
  }
  for (let s = 0; s < states; s++) {
    let rest = s
    for (let lag = 0; lag < lags; lag++) {
      const now = rest % regimes
      rest = (rest - now) / regimes
      moves[(rest % regimes) * regimes + now] += smoothed[s]
    }
  }
}

/** The law of a state with its remembered regimes when the oldest of them follows `law`. */
export function initialStates(law: ArrayLike<number>, transition: Float64Array, lags: number): Float64Array {
  const regimes = law.length
  const states = regimes ** (lags + 1)
  return Float64Array.from({ length: states }, (_, s) => {
    let rest = s
    let chance = 1
    for (let lag = 0; lag < lags; lag++) {
      const now = rest % regimes
      rest = (rest - now) / regimes
      chance *= transition[(rest % regimes) * regimes + now]
    }
    return chance * law[rest]
  })
}

/** Probabilities of the regimes (rows of n, one list a regime) from those of the states. */
export function regimeProbabilities(probabilities: Float64Array, states: number, regimes: number): Float64Array[] {
  const observations = probabilities.length / states
  return Array.from({ length: regimes }, (_, k) =>
    Float64Array.from({ length: observations }, (__, t) => {
      let sum = 0
      for (let s = k; s < states; s += regimes) sum += probabilities[t * states + s]
      return Math.min(1, sum)
    }),
  )
}

/** Throws `calculation-failed` where a likelihood is zero or not a number. */
export function requireLikelihood(logLikelihood: number): number {
  if (Number.isFinite(logLikelihood)) return logLikelihood
  throw new TuttiError('calculation-failed', 'the data are impossible under these parameters: their likelihood is 0', {
    field: 'parameters',
    got: String(logLikelihood),
    expected: 'parameters under which every observation can occur',
  })
}
