import { backwardPass, forwardPass, hiddenStateBuffers, initialStates } from './hidden-states.ts'
import { type MarkovSwitchingData, regimeDeviations, stateDensities } from './markov-switching-model.ts'
import { stationaryLaw } from './regime-chain.ts'

/** Which parts of a Markov switching regression depend on the regime. */
export interface SwitchingParts {
  /** For each column of x. */
  readonly coefficients: readonly boolean[]
  readonly variance: boolean
  readonly autoregression: boolean
}

/** Parameters as flat arrays by regime, the form in which the likelihood is climbed. */
export interface FlatParameters {
  readonly transition: Float64Array
  readonly coefficients: readonly Float64Array[]
  readonly variances: Float64Array
  readonly autoregression: readonly Float64Array[]
}

/** Derivatives of the log-likelihood to each entry of `FlatParameters`, the transition's entries as if they were free. */
export type FlatScores = FlatParameters

/** The log-likelihood of given data as a function of its parameters, with its gradient. Holds buffers; not re-entrant. */
export function markovSwitchingLikelihood(
  data: MarkovSwitchingData,
  regimes: number,
  lags: number,
): (parameters: FlatParameters, scores: FlatScores) => number {
  const { y, x } = data
  const width = x[0].length
  const usable = y.length - lags
  const buffers = hiddenStateBuffers(usable, regimes, lags)
  const { states, smoothed, moves } = buffers
  const deviations = new Float64Array(y.length * regimes)
  const shocks = new Float64Array(usable * states)
  const logDensities = new Float64Array(usable * states)

  return ({ transition, coefficients, variances, autoregression }, scores) => {
    regimeDeviations(data, coefficients, deviations)
    stateDensities(deviations, regimes, autoregression, variances, shocks, logDensities)
    const rows = Array.from({ length: regimes }, (_, i) =>
      Array.from(transition.subarray(i * regimes, (i + 1) * regimes)),
    )
    const law = stationaryLaw(rows)
    const chain = { regimes, lags, transition, initial: initialStates(law, transition, lags) }
    const logLikelihood = forwardPass(chain, logDensities, buffers)
    if (!Number.isFinite(logLikelihood)) return -Infinity
    backwardPass(chain, buffers)

    // Fisher's identity: the score is the expected score of the complete data, states included.
    scores.variances.fill(0)
    for (let k = 0; k < regimes; k++) {
      scores.coefficients[k].fill(0)
      scores.autoregression[k].fill(0)
    }
    for (let s = 0; s < states; s++) {
      const now = s % regimes
      const variance = variances[now]
      const phi = autoregression[now]
      for (let t = 0; t < usable; t++) {
        const weight = smoothed[t * states + s]
        if (weight === 0) continue
        const shock = shocks[t * states + s]
        const pull = (weight * shock) / variance
        scores.variances[now] += (0.5 * weight * ((shock * shock) / variance - 1)) / variance
        for (let j = 0; j < width; j++) scores.coefficients[now][j] += pull * x[t + lags][j]
        let rest = (s - now) / regimes
        for (let i = 0; i < lags; i++) {
          const past = rest % regimes
          rest = (rest - past) / regimes
          const at = t + lags - 1 - i
          scores.autoregression[now][i] += pull * deviations[at * regimes + past]
          for (let j = 0; j < width; j++) scores.coefficients[past][j] -= pull * phi[i] * x[at][j]
        }
      }
    }
    for (let m = 0; m < moves.length; m++) scores.transition[m] = transition[m] > 0 ? moves[m] / transition[m] : 0
    addStartScores(law, rows, startChances(smoothed, states, regimes, lags), scores.transition)
    return logLikelihood
  }
}

/** Smoothed law of the oldest regime that the first state remembers. */
function startChances(smoothed: Float64Array, states: number, regimes: number, lags: number): Float64Array {
  const chances = new Float64Array(regimes)
  const oldest = regimes ** lags
  for (let s = 0; s < states; s++) chances[Math.floor(s / oldest)] += smoothed[s]
  return chances
}

/**
 * Adds the derivative of sum chances ln(law) to the transition probabilities: with the fundamental matrix
 * Z = (I - P + 1 law')^-1, d law = law dP Z (Schweitzer 1968).
 */
function addStartScores(
  law: Float64Array,
  rows: readonly (readonly number[])[],
  chances: Float64Array,
  scores: Float64Array,
): void {
  const n = law.length
  // Solve (I - P + 1 law') w = chances / law by elimination with pivots; then d/dP[i][j] = law[i] w[j].
  const a = rows.map((row, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) =>
      j === n ? (law[i] > 0 ? chances[i] / law[i] : 0) : (i === j ? 1 : 0) - row[j] + law[j],
    ),
  )
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let i = c + 1; i < n; i++) if (Math.abs(a[i][c]) > Math.abs(a[pivot][c])) pivot = i
    ;[a[c], a[pivot]] = [a[pivot], a[c]]
    for (let i = 0; i < n; i++) {
      if (i === c) continue
      const factor = a[i][c] / a[c][c]
      for (let j = c; j <= n; j++) a[i][j] -= factor * a[c][j]
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) scores[i * n + j] += (law[i] * a[j][n]) / a[j][j]
}
