import { requireInRange, requireSample, TuttiError } from '../errors/index.ts'
import { chiSquareSurvival, cholesky } from '../math/index.ts'

/** A law fitted to deaths and exposures: force A + B c^x at age x (A = 0 for `gompertz`). */
export interface MortalityLawFit {
  readonly A: number
  readonly B: number
  readonly c: number
  /** Asymptotic standard errors off the Fisher information; that of A is `null` where A is 0 by the model or at its bound. */
  readonly standardErrors: { readonly A: number | null; readonly lnB: number; readonly lnC: number }
  readonly logLikelihood: number
  readonly deviance: number
  readonly degreesOfFreedom: number
  /** Probability of a deviance so large if the law holds and deaths are Poisson; `null` without degrees of freedom. */
  readonly deviancePValue: number | null
  /** Deviance over degrees of freedom: well above 1 says that the law misses or that deaths come together. */
  readonly dispersion: number | null
  readonly totalDeaths: number
  readonly fittedDeaths: readonly number[]
  readonly aAtBound: boolean
  readonly iterations: number
}

interface Point {
  readonly A: number
  readonly level: number
  readonly slope: number
}

/**
 * Gompertz or Gompertz-Makeham force of mortality by maximum likelihood, deaths D_x being Poisson with mean
 * exposure_x times the force at x + 1/2 (exposures in person-years between ages x and x + 1).
 *
 * Fisher scoring with halved steps. Throws `invalid-input` for fewer ages than parameters, exposures that are not
 * positive or deaths below 0, `not-applicable` without deaths, `not-converged` past 200 steps. Source: Forfar,
 * McCutcheon & Wilkie, JIA 115 (1988); Macdonald, Richards & Currie, Modelling Mortality with Actuarial Applications
 * (2018), ch. 10.
 */
export function mortalityLawFit(
  law: 'gompertz' | 'gompertz-makeham',
  ages: readonly number[],
  deaths: readonly number[],
  exposures: readonly number[],
): MortalityLawFit {
  const count = law === 'gompertz' ? 2 : 3
  requireSample(ages, count, 'ages')
  for (const [field, values] of [
    ['deaths', deaths],
    ['exposures', exposures],
  ] as const) {
    if (values.length === ages.length) continue
    throw new TuttiError('invalid-input', `${field} has a figure for each age`, {
      field,
      got: `${values.length} figures`,
      expected: `${ages.length}`,
    })
  }
  ages.forEach((age, i) => {
    requireInRange(age, 0, 150, `ages[${i}]`)
    requireInRange(deaths[i], 0, 1e12, `deaths[${i}]`)
    requireInRange(exposures[i], 1e-9, 1e15, `exposures[${i}]`)
  })
  const totalDeaths = deaths.reduce((sum, value) => sum + value, 0)
  if (!(totalDeaths > 0) || new Set(ages).size < count) {
    throw new TuttiError('not-applicable', 'a law needs deaths, and as many ages as it has parameters', {
      field: 'deaths',
      got: `${totalDeaths} deaths at ${new Set(ages).size} ages`,
      expected: `some deaths, ${count} ages`,
    })
  }
  const centre = ages.reduce((sum, age, i) => sum + age * exposures[i], 0) / exposures.reduce((a, b) => a + b, 0)
  const x = ages.map((age) => age + 0.5 - centre)
  const start = startingLine(x, deaths, exposures)
  const gompertz = scored({ A: 0, ...start }, false, x, deaths, exposures)
  let fit = gompertz
  let aAtBound = false
  if (law === 'gompertz-makeham') {
    const small = 0.05 * Math.min(...deaths.map((d, i) => (d + 0.5) / exposures[i]))
    const free = scored({ ...gompertz.point, A: small }, true, x, deaths, exposures)
    aAtBound = !(free.point.A > 0) || free.logLikelihood < gompertz.logLikelihood
    if (!aAtBound) fit = free
  }
  const { A, level, slope } = fit.point
  const fittedDeaths = x.map((at, i) => exposures[i] * (A + Math.exp(level + slope * at)))
  const deviance = deaths.reduce(
    (sum, d, i) => sum + 2 * ((d > 0 ? d * Math.log(d / fittedDeaths[i]) : 0) - (d - fittedDeaths[i])),
    0,
  )
  const estimated = law === 'gompertz-makeham' && !aAtBound ? 3 : 2
  const degreesOfFreedom = ages.length - estimated
  const covariance = inverse(fit.information)
  const offset = estimated - 2
  const [varLevel, varSlope, cov] = [
    covariance[offset][offset],
    covariance[offset + 1][offset + 1],
    covariance[offset][offset + 1],
  ]
  return {
    A,
    B: Math.exp(level - slope * centre),
    c: Math.exp(slope),
    standardErrors: {
      A: estimated === 3 ? Math.sqrt(covariance[0][0]) : null,
      lnB: Math.sqrt(Math.max(0, varLevel + centre * centre * varSlope - 2 * centre * cov)),
      lnC: Math.sqrt(varSlope),
    },
    logLikelihood: fit.logLikelihood,
    deviance: Math.max(0, deviance),
    degreesOfFreedom,
    deviancePValue: degreesOfFreedom > 0 ? chiSquareSurvival(Math.max(0, deviance), degreesOfFreedom) : null,
    dispersion: degreesOfFreedom > 0 ? Math.max(0, deviance) / degreesOfFreedom : null,
    totalDeaths,
    fittedDeaths,
    aAtBound,
    iterations: fit.iterations,
  }
}

/** Weighted least squares line through the log rates, weights the deaths. */
function startingLine(x: readonly number[], deaths: readonly number[], exposures: readonly number[]) {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0]
  x.forEach((at, i) => {
    const weight = deaths[i] + 0.5
    const y = Math.log(weight / exposures[i])
    w += weight
    wx += weight * at
    wy += weight * y
    wxx += weight * at * at
    wxy += weight * at * y
  })
  const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx)
  return { level: (wy - slope * wx) / w, slope }
}

function poissonLogLikelihood(
  point: Point,
  x: readonly number[],
  deaths: readonly number[],
  exposures: readonly number[],
): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    const mean = exposures[i] * (point.A + Math.exp(point.level + point.slope * x[i]))
    if (!(mean > 0) || !Number.isFinite(mean)) return -Infinity
    sum += deaths[i] * Math.log(mean) - mean
  }
  return sum
}

interface ScoredFit {
  readonly point: Point
  readonly logLikelihood: number
  readonly information: number[][]
  readonly iterations: number
}

function scored(
  start: Point,
  withA: boolean,
  x: readonly number[],
  deaths: readonly number[],
  exposures: readonly number[],
): ScoredFit {
  const size = withA ? 3 : 2
  let point = start
  let logLikelihood = poissonLogLikelihood(point, x, deaths, exposures)
  for (let iteration = 1; iteration <= 200; iteration++) {
    const information = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
    const score = Array.from({ length: size }, () => 0)
    x.forEach((at, i) => {
      const growing = Math.exp(point.level + point.slope * at)
      const force = point.A + growing
      const gradient = withA ? [1, growing, growing * at] : [growing, growing * at]
      const residual = deaths[i] / force - exposures[i]
      const weight = exposures[i] / force
      gradient.forEach((g, r) => {
        score[r] += g * residual
        gradient.forEach((h, s) => (information[r][s] += weight * g * h))
      })
    })
    const step = inverse(information).map((row) => row.reduce((sum, value, j) => sum + value * score[j], 0))
    let improved: { readonly point: Point; readonly value: number } | undefined
    for (let scale = 1; scale > 1e-8 && improved === undefined; scale /= 2) {
      const [da, dl, ds] = withA ? step : [0, ...step]
      const next = { A: point.A + scale * da, level: point.level + scale * dl, slope: point.slope + scale * ds }
      const value = next.A < 0 ? -Infinity : poissonLogLikelihood(next, x, deaths, exposures)
      if (value > logLikelihood) improved = { point: next, value }
    }
    const gain = score.reduce((sum, value, j) => sum + value * step[j], 0)
    if (improved === undefined || gain < 1e-18 * (1 + Math.abs(logLikelihood))) {
      return {
        point: improved?.point ?? point,
        logLikelihood: improved?.value ?? logLikelihood,
        information,
        iterations: iteration,
      }
    }
    point = improved.point
    logLikelihood = improved.value
  }
  throw new TuttiError(
    'not-converged',
    'the law of mortality did not settle in 200 steps; look for ages with hardly any deaths',
    {
      field: 'deaths',
    },
  )
}

/** Inverse of a symmetric positive definite matrix, scaled by its diagonal first. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const scale = matrix.map((row, i) => 1 / Math.sqrt(row[i]))
  let lower: number[][]
  try {
    lower = cholesky(matrix.map((row, i) => row.map((value, j) => (i === j ? 1 : value * scale[i] * scale[j]))))
  } catch (cause) {
    throw new TuttiError('calculation-failed', 'the deaths do not tell the parameters of the law apart', {
      field: 'deaths',
      expected: 'more ages or more deaths',
      cause,
    })
  }
  const size = matrix.length
  const columns = Array.from({ length: size }, (_, column) => {
    const y = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      let sum = i === column ? 1 : 0
      for (let k = 0; k < i; k++) sum -= lower[i][k] * y[k]
      y[i] = sum / lower[i][i]
    }
    const z = new Float64Array(size)
    for (let i = size - 1; i >= 0; i--) {
      let sum = y[i]
      for (let k = i + 1; k < size; k++) sum -= lower[k][i] * z[k]
      z[i] = sum / lower[i][i]
    }
    return z
  })
  return matrix.map((row, i) => row.map((_, j) => columns[j][i] * scale[i] * scale[j]))
}
