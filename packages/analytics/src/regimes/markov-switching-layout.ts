import type { FlatParameters, FlatScores, SwitchingParts } from './markov-switching-likelihood.ts'
import type { MarkovSwitchingParameters } from './markov-switching-model.ts'

/**
 * Where each parameter stands in a vector. Free form: logits of the transition rows against their last entry,
 * coefficients, log variances, autoregression. Natural form: the probabilities and variances themselves. A part that
 * does not switch has one entry for all regimes.
 */
export interface ParameterLayout {
  readonly regimes: number
  readonly lags: number
  readonly count: number
  readonly transitionCount: number
  readonly switching: SwitchingParts
  blank(): FlatParameters
  /** From the free form. */
  parameters(x: Float64Array): FlatParameters
  /** To the free form. */
  vector(parameters: FlatParameters): Float64Array
  isInside(x: Float64Array): boolean
  /** Scores turned into the gradient of the free form. */
  gradient(parameters: FlatParameters, scores: FlatScores, out: Float64Array): void
  naturalVector(parameters: MarkovSwitchingParameters): Float64Array
  fromNatural(x: Float64Array): FlatParameters
  naturalGradient(scores: FlatScores, out: Float64Array): void
  naturalErrors(covariance: readonly (readonly number[])[]): MarkovSwitchingParameters
}

/** The layout of a model. */
export function parameterLayout(regimes: number, lags: number, switching: SwitchingParts): ParameterLayout {
  const width = switching.coefficients.length
  const free = regimes - 1
  const transitionCount = regimes * free
  let next = transitionCount
  const place = (switches: boolean): number[] => {
    const first = next
    next += switches ? regimes : 1
    return Array.from({ length: regimes }, (_, k) => (switches ? first + k : first))
  }
  const coefficientPlaces = switching.coefficients.map(place)
  const variancePlaces = place(switching.variance)
  const lagPlaces = Array.from({ length: lags }, () => place(switching.autoregression))
  const count = next

  const blank = (): FlatParameters => ({
    transition: new Float64Array(regimes * regimes),
    coefficients: Array.from({ length: regimes }, () => new Float64Array(width)),
    variances: new Float64Array(regimes),
    autoregression: Array.from({ length: regimes }, () => new Float64Array(lags)),
  })
  const spread = (x: ArrayLike<number>, transition: Float64Array, varianceOf: (value: number) => number) => {
    const out = { ...blank(), transition }
    for (let k = 0; k < regimes; k++) {
      for (let j = 0; j < width; j++) out.coefficients[k][j] = x[coefficientPlaces[j][k]]
      for (let i = 0; i < lags; i++) out.autoregression[k][i] = x[lagPlaces[i][k]]
      out.variances[k] = varianceOf(x[variancePlaces[k]])
    }
    return out
  }
  /** Adds up the scores of what does not switch. */
  const gather = (scores: FlatScores, varianceFactor: (k: number) => number, out: Float64Array): void => {
    out.fill(0, transitionCount)
    for (let k = 0; k < regimes; k++) {
      for (let j = 0; j < width; j++) out[coefficientPlaces[j][k]] += scores.coefficients[k][j]
      for (let i = 0; i < lags; i++) out[lagPlaces[i][k]] += scores.autoregression[k][i]
      out[variancePlaces[k]] += scores.variances[k] * varianceFactor(k)
    }
  }
  const fill = (out: Float64Array, { coefficients, autoregression }: NumberRows): void => {
    for (let k = 0; k < regimes; k++) {
      for (let j = 0; j < width; j++) out[coefficientPlaces[j][k]] = coefficients[k][j]
      for (let i = 0; i < lags; i++) out[lagPlaces[i][k]] = autoregression[k][i]
    }
  }

  return {
    regimes,
    lags,
    count,
    transitionCount,
    switching,
    blank,
    parameters: (x) => spread(x, softmaxRows(x, regimes), Math.exp),
    vector: (parameters) => {
      const out = new Float64Array(count)
      for (let i = 0; i < regimes; i++) {
        const last = Math.log(parameters.transition[i * regimes + free])
        for (let j = 0; j < free; j++) out[i * free + j] = Math.log(parameters.transition[i * regimes + j]) - last
      }
      fill(out, parameters)
      for (let k = 0; k < regimes; k++) out[variancePlaces[k]] = Math.log(parameters.variances[k])
      return out
    },
    isInside: (x) => {
      for (let m = 0; m < transitionCount; m++) if (Math.abs(x[m]) > 25) return false
      return x.every((value) => Math.abs(value) < 1e6)
    },
    gradient: ({ transition, variances }, scores, out) => {
      gather(scores, (k) => variances[k], out)
      for (let i = 0; i < regimes; i++) {
        let centre = 0
        for (let j = 0; j < regimes; j++) centre += transition[i * regimes + j] * scores.transition[i * regimes + j]
        for (let j = 0; j < free; j++) {
          out[i * free + j] = transition[i * regimes + j] * (scores.transition[i * regimes + j] - centre)
        }
      }
    },
    naturalVector: (parameters) => {
      const out = new Float64Array(count)
      for (let i = 0; i < regimes; i++) for (let j = 0; j < free; j++) out[i * free + j] = parameters.transition[i][j]
      fill(out, parameters)
      for (let k = 0; k < regimes; k++) out[variancePlaces[k]] = parameters.variances[k]
      return out
    },
    fromNatural: (x) => {
      const transition = new Float64Array(regimes * regimes)
      for (let i = 0; i < regimes; i++) {
        let rest = 1
        for (let j = 0; j < free; j++) {
          transition[i * regimes + j] = x[i * free + j]
          rest -= x[i * free + j]
        }
        transition[i * regimes + free] = rest
      }
      return spread(x, transition, (value) => value)
    },
    naturalGradient: (scores, out) => {
      gather(scores, () => 1, out)
      for (let i = 0; i < regimes; i++) {
        const last = scores.transition[i * regimes + free]
        for (let j = 0; j < free; j++) out[i * free + j] = scores.transition[i * regimes + j] - last
      }
    },
    naturalErrors: (covariance) => {
      const error = (place: number): number => Math.sqrt(covariance[place][place])
      const byRegime = Array.from({ length: regimes }, (_, k) => k)
      return {
        transition: byRegime.map((i) => {
          const places = Array.from({ length: free }, (_, j) => i * free + j)
          const last = places.reduce((sum, a) => places.reduce((inner, b) => inner + covariance[a][b], sum), 0)
          return [...places.map(error), Math.sqrt(last)]
        }),
        coefficients: byRegime.map((k) => coefficientPlaces.map((places) => error(places[k]))),
        variances: byRegime.map((k) => error(variancePlaces[k])),
        autoregression: byRegime.map((k) => lagPlaces.map((places) => error(places[k]))),
      }
    },
  }
}

interface NumberRows {
  readonly coefficients: readonly ArrayLike<number>[]
  readonly autoregression: readonly ArrayLike<number>[]
}

function softmaxRows(x: Float64Array, regimes: number): Float64Array {
  const free = regimes - 1
  const out = new Float64Array(regimes * regimes)
  for (let i = 0; i < regimes; i++) {
    let most = 0
    for (let j = 0; j < free; j++) most = Math.max(most, x[i * free + j])
    let total = 0
    for (let j = 0; j < regimes; j++) {
      const value = Math.exp((j < free ? x[i * free + j] : 0) - most)
      out[i * regimes + j] = value
      total += value
    }
    for (let j = 0; j < regimes; j++) out[i * regimes + j] /= total
  }
  return out
}
