import { TuttiError } from '../errors/index.ts'
import { normalQuantile, portableExp, portableLog, portableNormalQuantile, semidefiniteFactor } from '../math/index.ts'
import { fillNormals, nextUniform } from '../random/index.ts'
import { averageRanks, matrixColumns } from '../statistics/index.ts'
import { type ContinuousLaw, logChiSquareLaw, normalLaw, studentLaw } from './continuous-law.ts'
import type { Copula } from './copula.ts'
import { correlatedScores, packedFactor } from './correlated-normals.ts'
import { mapScores, type ScoreMap, scoreMap } from './score-map.ts'

/** Draws of a copula as scores: variables with the copula's dependence, each with a law of its own. */
export interface CopulaScores {
  /** Law of the scores of each strategy, and a text that is equal for equal laws. */
  readonly laws: readonly { readonly key: string; readonly law: ContinuousLaw }[]
  /**
   * One period of `count` scenarios: scores[i * stride + s] from the stream of scenario s, `states[s]`, which is advanced.
   * `signs[s]` is -1 for the antithetic twin of a scenario.
   */
  readonly fill: (states: readonly Int32Array[], signs: Int8Array, count: number, scores: Float64Array) => void
}

/** The generator of a copula's scores over `size` strategies, in blocks of at most `stride` scenarios (an even number). */
export function copulaScores(copula: Copula, size: number, stride: number): CopulaScores {
  const plain = Array.from({ length: size }, () => ({ key: 'normal', law: normalLaw }))
  switch (copula.kind) {
    case 'gaussian':
    case 'student-t':
    case 'grouped-t':
      return ellipticalScores(copula, size, stride)
    case 'independence':
      return { laws: plain, fill: independentFill(size, stride) }
    case 'comonotone': {
      const one = independentFill(1, stride)
      return {
        laws: plain,
        fill: (states, signs, count, scores) => {
          one(states, signs, count, scores)
          for (let i = 1; i < size; i++) scores.copyWithin(i * stride, 0, count)
        },
      }
    }
    case 'clayton':
    case 'gumbel':
      return { laws: plain, fill: archimedeanFill(copula, size, stride) }
    case 'empirical': {
      const n = copula.observations.length
      const ranked = matrixColumns(copula.observations).map((column) =>
        averageRanks(column).map((rank) => normalQuantile(rank / (n + 1))),
      )
      return {
        laws: plain,
        fill: (states, _signs, count, scores) => {
          for (let s = 0; s < count; s++) {
            const day = Math.floor(nextUniform(states[s]) * n)
            for (let i = 0; i < size; i++) scores[i * stride + s] = ranked[i][day]
          }
        },
      }
    }
  }
}

/** Whether the negated scores of a copula have the same distribution, as antithetic draws need. */
export function requireAntitheticCopula(copula: Copula): void {
  if (copula.kind !== 'clayton' && copula.kind !== 'gumbel' && copula.kind !== 'empirical') return
  throw new TuttiError(
    'not-applicable',
    `antithetic scenarios need a copula that is the same when turned around; a ${copula.kind} one is not: leave antithetic out`,
    { field: 'antithetic', got: copula.kind, expected: 'gaussian, student-t, grouped-t, independence or comonotone' },
  )
}

type Fill = CopulaScores['fill']

function ellipticalScores(
  copula: Extract<Copula, { kind: 'gaussian' | 'student-t' | 'grouped-t' }>,
  size: number,
  stride: number,
): CopulaScores {
  const rows = Float64Array.from(copula.correlation.flatMap((row) => Array.from(row)))
  const factor = packedFactor(semidefiniteFactor(rows, size), size)
  const normals = new Float64Array((stride + 1) * size)
  const nus =
    copula.kind === 'gaussian' ? [] : copula.kind === 'student-t' ? [copula.degreesOfFreedom] : copula.degreesOfFreedom
  const groupOf = (i: number): number => (copula.kind === 'grouped-t' ? copula.groups[i] : 0)
  const mixingMaps: readonly ScoreMap[] = nus.map((nu) => scoreMap(normalLaw, logChiSquareLaw(nu)))
  const mixing = new Float64Array(stride)
  const scales = nus.map(() => new Float64Array(stride))
  const one = new Float64Array(1)
  const fill: Fill = (states, signs, count, scores) => {
    for (let s = 0; s < count; s++) {
      if (nus.length > 0) {
        fillNormals(states[s], one, 1)
        mixing[s] = one[0]
      }
      const own = normals.subarray(s * size, (s + 1) * size)
      fillNormals(states[s], own, size)
      if (signs[s] < 0) for (let k = 0; k < size; k++) own[k] = -own[k]
    }
    if (count % 2 === 1) normals.fill(0, count * size, (count + 1) * size)
    correlatedScores(factor, normals, count, scores, stride)
    if (nus.length === 0) return
    for (let g = 0; g < nus.length; g++) {
      // sqrt(nu / W) with ln W from the one mixing normal of the scenario
      const scale = scales[g]
      scale.set(mixing.subarray(0, count))
      mapScores(mixingMaps[g], scale, 0, count, -0.5, 0)
      const root = Math.sqrt(nus[g])
      for (let s = 0; s < count; s++) scale[s] = root * portableExp(scale[s])
    }
    for (let i = 0; i < size; i++) {
      const scale = scales[groupOf(i)]
      const start = i * stride
      for (let s = 0; s < count; s++) scores[start + s] *= scale[s]
    }
  }
  const laws = nus.map((nu) => ({ key: `t ${nu}`, law: studentLaw(nu) }))
  return {
    laws: Array.from({ length: size }, (_, i) => laws[groupOf(i)] ?? { key: 'normal', law: normalLaw }),
    fill,
  }
}

function independentFill(size: number, stride: number): Fill {
  const own = new Float64Array(size)
  return (states, signs, count, scores) => {
    for (let s = 0; s < count; s++) {
      fillNormals(states[s], own, size)
      for (let i = 0; i < size; i++) scores[i * stride + s] = signs[s] < 0 ? -own[i] : own[i]
    }
  }
}

/**
 * Clayton and Gumbel by their frailty V: U = psi(E / V) with E exponential. V is a gamma or a positive stable variable; all
 * in logarithms, so that strong dependence does not underflow. Source: Marshall & Olkin, JASA 83 (1988).
 */
function archimedeanFill(copula: Extract<Copula, { kind: 'clayton' | 'gumbel' }>, size: number, stride: number): Fill {
  const { kind, theta } = copula
  const sign = copula.survival === true ? -1 : 1
  const one = new Float64Array(1)
  return (states, _signs, count, scores) => {
    for (let s = 0; s < count; s++) {
      const state = states[s]
      const logFrailty = kind === 'clayton' ? logGamma(1 / theta, state, one) : logPositiveStable(1 / theta, state)
      for (let i = 0; i < size; i++) {
        const x = portableLog(-portableLog(nextUniform(state))) - logFrailty
        // -ln U: ln(1 + e^x) / theta for Clayton, e^(x / theta) for Gumbel
        const minusLog =
          kind === 'clayton' ? (x > 700 ? x : Math.log1p(portableExp(x))) / theta : portableExp(x / theta)
        const u = Math.min(1 - 1.2e-16, Math.max(1e-300, portableExp(-minusLog)))
        scores[i * stride + s] = sign * portableNormalQuantile(u)
      }
    }
  }
}

/** Logarithm of a gamma draw of any shape. Source: Marsaglia & Tsang, ACM TOMS 26 (2000). */
function logGamma(shape: number, state: Int32Array, one: Float64Array): number {
  if (shape < 1) return logGamma(shape + 1, state, one) + portableLog(nextUniform(state)) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    fillNormals(state, one, 1)
    const x = one[0]
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (portableLog(nextUniform(state)) < 0.5 * x * x + d - d * v + d * portableLog(v)) return portableLog(d * v)
  }
}

/** Logarithm of a positive stable draw, E[e^(-t V)] = e^(-t^alpha). Source: Kanter, Annals of Probability 3 (1975). */
function logPositiveStable(alpha: number, state: Int32Array): number {
  const angle = Math.PI * nextUniform(state)
  const log = portableLog(-portableLog(nextUniform(state)))
  if (alpha === 1) return 0
  return (
    portableLog(Math.sin(alpha * angle)) -
    portableLog(Math.sin(angle)) / alpha +
    ((1 - alpha) / alpha) * (portableLog(Math.sin((1 - alpha) * angle)) - log)
  )
}
