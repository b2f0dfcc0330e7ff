import { TuttiError } from '../errors/index.ts'
import { portableNormalCdf } from '../math/index.ts'
import { nextUniform, openStream } from '../random/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { type ContinuousLaw, normalLaw, rememberedLaw } from './continuous-law.ts'
import { type Copula, requireCopula } from './copula.ts'
import { copulaScores, requireAntitheticCopula } from './copula-scores.ts'
import type { FilteredHistory } from './filtered-history.ts'
import { type Marginal, marginalLaw, marginalLawKey, requireMarginals, sampleQuantile } from './marginal.ts'
import { mapScores, type ScoreMap, scoreMap } from './score-map.ts'

/** Joint distribution of the returns of the strategies in a period: marginals and a copula, independent from period to period. */
export interface CopulaModel {
  readonly kind: 'copula'
  readonly marginals: readonly Marginal[]
  readonly copula: Copula
}

/** What scenarios are drawn from. */
export type ScenarioModel = CopulaModel | FilteredHistory

/** Which scenarios: the same seed gives the same ones. */
export interface ScenarioSeed {
  /** Whole, in [0, 2^53). */
  readonly seed: number
  /** Every second scenario is the mirror image of the one before. */
  readonly antithetic?: boolean | undefined
  /** Scenarios in memory at a time, from 2, default 256. The figures do not depend on it. */
  readonly blockSize?: number | undefined
}

/**
 * Scenarios in blocks. Scenario k is drawn from a stream of its own, (seed, stream, k), so that it is the same whatever the
 * block it comes in, and can be drawn again.
 */
export interface ScenarioSource {
  readonly strategies: number
  /** Most scenarios of a block, and the distance between strategies in `returns`. */
  readonly stride: number
  /** Opens the first period of the scenarios with these numbers, at most `stride`. */
  readonly open: (scenarios: ArrayLike<number>) => void
  /** The next period: returns[i * stride + s] of strategy i in the opened scenario s. */
  readonly next: (returns: Float64Array) => void
}

const scenarioStream = 9_301

/** The scenarios of a model. Throws `invalid-input` for parameters out of range, `not-applicable` for a mirror image that does not exist. */
export function scenarioSource(model: ScenarioModel, options: ScenarioSeed): ScenarioSource {
  requireWhole(options.seed, 0, Number.MAX_SAFE_INTEGER, 'seed')
  const stride = requireWhole(options.blockSize ?? 256, 2, 65_536, 'blockSize')
  const even = stride + (stride % 2)
  const antithetic = options.antithetic === true
  const states = Array.from({ length: even }, () => new Int32Array(4))
  const signs = new Int8Array(even).fill(1)
  let count = 0
  const period =
    model.kind === 'copula' ? copulaPeriod(model, even, antithetic) : filteredPeriod(model, even, antithetic)
  return {
    strategies: period.strategies,
    stride: even,
    open: (scenarios) => {
      count = scenarios.length
      for (let s = 0; s < count; s++) {
        const id = scenarios[s]
        openStream(options.seed, scenarioStream, antithetic ? id >>> 1 : id, states[s])
        signs[s] = antithetic && (id & 1) === 1 ? -1 : 1
      }
      period.restart(count)
    },
    next: (returns) => period.fill(states, signs, count, returns),
  }
}

interface Period {
  readonly strategies: number
  readonly restart: (count: number) => void
  readonly fill: (states: readonly Int32Array[], signs: Int8Array, count: number, returns: Float64Array) => void
}

function copulaPeriod({ marginals, copula }: CopulaModel, stride: number, antithetic: boolean): Period {
  const size = marginals.length
  requireWhole(size, 1, 5000, 'number of marginals')
  requireMarginals(marginals, size)
  requireCopula(copula, size)
  if (antithetic) requireAntitheticCopula(copula)
  const { laws, fill } = copulaScores(copula, size, stride)
  const transforms = columnTransforms(marginals, laws)
  return {
    strategies: size,
    restart: () => {},
    fill: (states, signs, count, returns) => {
      fill(states, signs, count, returns)
      for (let i = 0; i < size; i++) transforms[i](returns, i * stride, count)
    },
  }
}

type ColumnTransform = (values: Float64Array, start: number, count: number) => void

/** From the scores of a strategy to its returns; tables are shared by strategies with the same pair of laws. */
function columnTransforms(
  marginals: readonly Marginal[],
  laws: readonly { readonly key: string; readonly law: ContinuousLaw }[],
): ColumnTransform[] {
  const remembered = new Map<string, ContinuousLaw>()
  const maps = new Map<string, ScoreMap>()
  const mapOf = (score: { key: string; law: ContinuousLaw }, key: string, law: ContinuousLaw): ScoreMap => {
    const name = `${score.key} -> ${key}`
    const from = remembered.get(score.key) ?? rememberedLaw(score.law)
    remembered.set(score.key, from)
    const map = maps.get(name) ?? scoreMap(from, law)
    maps.set(name, map)
    return map
  }
  return marginals.map((marginal, i) => {
    const score = laws[i]
    const target = marginalLaw(marginal)
    if (target !== undefined) {
      const { law, scale, shift } = target
      const key = marginalLawKey(marginal)
      if (key === score.key) return affine(scale, shift)
      const map = mapOf(score, key, law)
      return (values, start, count) => mapScores(map, values, start, count, scale, shift)
    }
    if (marginal.kind !== 'historical' && marginal.kind !== 'semi-parametric') {
      throw new TuttiError('calculation-failed', `marginal ${marginal.kind} has no law`)
    }
    const quantile = sampleQuantile(marginal)
    const toNormal = score.key === 'normal' ? undefined : mapOf(score, 'normal', normalLaw)
    return (values, start, count) => {
      if (toNormal !== undefined) mapScores(toNormal, values, start, count, 1, 0)
      for (let s = start; s < start + count; s++) {
        const z = values[s]
        values[s] = z < 0 ? quantile(portableNormalCdf(z), true) : quantile(portableNormalCdf(-z), false)
      }
    }
  })
}

function affine(scale: number, shift: number): ColumnTransform {
  return (values, start, count) => {
    for (let s = start; s < start + count; s++) values[s] = scale * values[s] + shift
  }
}

function filteredPeriod(history: FilteredHistory, stride: number, antithetic: boolean): Period {
  if (antithetic) {
    throw new TuttiError('not-applicable', 'resampled scenarios have no mirror image: leave antithetic out', {
      field: 'antithetic',
      got: 'filtered historical simulation',
      expected: 'a copula model',
    })
  }
  const { volatility, nextVariances, residuals } = history
  const size = volatility.length
  const days = residuals[0].length
  const variances = new Float64Array(size * stride)
  return {
    strategies: size,
    restart: (count) => {
      for (let i = 0; i < size; i++) variances.fill(nextVariances[i], i * stride, i * stride + count)
    },
    fill: (states, _signs, count, returns) => {
      for (let s = 0; s < count; s++) {
        const day = Math.floor(nextUniform(states[s]) * days)
        for (let i = 0; i < size; i++) {
          const { mu, omega, alpha, beta } = volatility[i]
          const at = i * stride + s
          const shock = Math.sqrt(variances[at]) * residuals[i][day]
          returns[at] = mu + shock
          variances[at] = omega + alpha * shock * shock + beta * variances[at]
        }
      }
    },
  }
}
