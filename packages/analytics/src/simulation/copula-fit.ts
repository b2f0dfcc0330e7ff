import { requireSample, TuttiError } from '../errors/index.ts'
import {
  brentRoot,
  cholesky,
  chiSquareQuantile,
  gammaLn,
  nearestCorrelation,
  normalQuantile,
  studentTQuantile,
} from '../math/index.ts'
import {
  averageRanks,
  isConstant,
  kendallTauB,
  matrixColumns,
  requireWhole,
  type Sample,
  variance,
} from '../statistics/index.ts'
import { type Copula, copulaTailDependence, type TailDependence } from './copula.ts'

/** Copulas that can be fitted. */
export type FittedCopulaKind = 'gaussian' | 'student-t' | 'clayton' | 'clayton-survival' | 'gumbel' | 'gumbel-survival'

/** The tail of a pair in the model and in the sample. */
export interface PairTail {
  readonly pair: readonly [number, number]
  readonly kendallTau: number
  readonly model: TailDependence
  /** Share of joint exceedances of the 5 % quantiles over 5 %, with standard errors: not yet the limit. */
  readonly sample: TailDependence & { readonly lowerError: number; readonly upperError: number }
}

/** A copula fitted to joint observations by their ranks. */
export interface CopulaFit {
  readonly copula: Copula
  readonly observations: number
  readonly strategies: number
  /** Pseudo log-likelihood of the ranks; `null` for a Gumbel copula of more than two strategies. */
  readonly logLikelihood: number | null
  readonly akaike: number | null
  /** Free parameters. */
  readonly parameters: number
  /** Degrees of freedom or theta. */
  readonly parameter: {
    readonly name: 'degreesOfFreedom' | 'theta'
    readonly value: number
    /** From the curvature of the (profile) likelihood, ranks taken as exact: a lower bound. `null` on a bound. */
    readonly standardError: number | null
    /** By the profile likelihood ratio at 95 %; an end at the edge of the search is `null`. */
    readonly lower: number | null
    readonly upper: number | null
  } | null
  readonly tails: readonly PairTail[]
  readonly cautions: readonly (
    'short-sample' | 'ties' | 'near-gaussian' | 'repaired-correlation' | 'negative-dependence' | 'theta-by-kendall'
  )[]
}

/** Degrees of freedom are searched within. */
const NU_RANGE = [1, 200] as const
/** Observations squared times pairs. */
const MOST_WORK = 6e9

/**
 * Fits a copula to `observations` (periods as rows, strategies as columns) by pseudo-likelihood on the ranks over n + 1: the
 * Gaussian by the correlation of normal scores, the t by Kendall's tau (sin(pi tau / 2)) and a profile likelihood of its
 * degrees of freedom, Clayton (and Gumbel for a pair) by maximum likelihood, Gumbel of more strategies by the mean tau.
 *
 * Needs 20 observations and two strategies. Throws `not-applicable` for a constant strategy, or for an exchangeable copula
 * with a mean tau of 0 or less. Cost: observations^2 x pairs.
 * Sources: Genest, Ghoudi & Rivest, Biometrika 82 (1995); Demarta & McNeil (2005), 4.2; McNeil, Frey & Embrechts (2015), 7.5.
 */
export function copulaFit(observations: readonly Sample[], kind: FittedCopulaKind): CopulaFit {
  const n = requireWhole(observations.length, 20, 1e6, 'number of observations')
  const size = requireWhole(observations[0].length, 2, 500, 'number of strategies')
  if (n * n * size * size > 2 * MOST_WORK) {
    throw new TuttiError(
      'invalid-input',
      'the ranks of so many observations cost too much: fit to fewer strategies or a shorter sample',
      {
        field: 'observations',
        got: `${n} x ${size}`,
        expected: `observations x strategies of at most ${Math.floor(Math.sqrt(2 * MOST_WORK))}`,
      },
    )
  }
  observations.forEach((row, t) => {
    requireWhole(row.length, size, size, `number of values in observations[${t}]`)
    requireSample(row, 1, `observations[${t}]`)
  })
  const columns = matrixColumns(observations)
  columns.forEach((column, i) => {
    if (!isConstant(column, variance(column, 'population'))) return
    throw new TuttiError('not-applicable', `strategy ${i} is constant: it has no dependence`, {
      field: `observations[][${i}]`,
    })
  })
  const ranks = columns.map((column) => averageRanks(column))
  const u = ranks.map((column) => column.map((rank) => rank / (n + 1)))
  const taus = columns.map((x, i) => columns.map((y, j) => (j < i ? kendallTauB(x, y) : 0)))
  const tauOf = (i: number, j: number): number => (i === j ? 1 : taus[Math.max(i, j)][Math.min(i, j)])
  const cautions: CopulaFit['cautions'][number][] = []
  if (n < 100) cautions.push('short-sample')
  if (ranks.some((column) => new Set(column).size < n)) cautions.push('ties')
  const found =
    kind === 'gaussian'
      ? gaussianFit(u, cautions)
      : kind === 'student-t'
        ? studentFit(u, tauOf, cautions)
        : exchangeableFit(u, tauOf, kind, cautions)
  const tails: PairTail[] = []
  for (let i = 1; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const model = copulaTailDependence(found.copula, [j, i])
      if (model === null) continue
      tails.push({ pair: [j, i], kendallTau: tauOf(i, j), model, sample: sampleTail(u[i], u[j]) })
    }
  }
  return {
    ...found,
    observations: n,
    strategies: size,
    akaike: found.logLikelihood === null ? null : 2 * found.parameters - 2 * found.logLikelihood,
    tails,
    cautions,
  }
}

type Found = Pick<CopulaFit, 'copula' | 'logLikelihood' | 'parameters' | 'parameter'>

function gaussianFit(u: readonly Float64Array[], cautions: CopulaFit['cautions'][number][]): Found {
  const scores = u.map((column) => column.map(normalQuantile))
  const raw = scores.map((x) => scores.map((y) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))))
  const correlation = repaired(raw, cautions)
  return {
    copula: { kind: 'gaussian', correlation },
    logLikelihood: ellipticalLogLikelihood(scores, correlation, undefined),
    parameters: (u.length * (u.length - 1)) / 2,
    parameter: null,
  }
}

function studentFit(
  u: readonly Float64Array[],
  tauOf: (i: number, j: number) => number,
  cautions: CopulaFit['cautions'][number][],
): Found {
  const raw = u.map((_, i) => u.map((__, j) => (i === j ? 1 : Math.sin((Math.PI / 2) * tauOf(i, j)))))
  const correlation = repaired(raw, cautions)
  const logLikelihood = (logNu: number): number => {
    const nu = Math.exp(logNu)
    const quantiles = new Map<number, number>()
    const scores = u.map((column) =>
      column.map((p) => {
        const known = quantiles.get(p)
        if (known !== undefined) return known
        const value = studentTQuantile(p, nu)
        quantiles.set(p, value)
        return value
      }),
    )
    return ellipticalLogLikelihood(scores, correlation, nu)
  }
  const [low, high] = [Math.log(NU_RANGE[0]), Math.log(NU_RANGE[1])]
  const best = profileMaximum(logLikelihood, low, high)
  const nu = Math.exp(best.at)
  if (nu > 50) cautions.push('near-gaussian')
  return {
    copula: { kind: 'student-t', correlation, degreesOfFreedom: nu },
    logLikelihood: best.value,
    parameters: (u.length * (u.length - 1)) / 2 + 1,
    parameter: {
      name: 'degreesOfFreedom',
      value: nu,
      standardError: best.error === null ? null : best.error * nu,
      lower: best.lower === null ? null : Math.exp(best.lower),
      upper: best.upper === null ? null : Math.exp(best.upper),
    },
  }
}

function exchangeableFit(
  u: readonly Float64Array[],
  tauOf: (i: number, j: number) => number,
  kind: Exclude<FittedCopulaKind, 'gaussian' | 'student-t'>,
  cautions: CopulaFit['cautions'][number][],
): Found {
  const size = u.length
  const survival = kind.endsWith('survival')
  const family = kind.startsWith('clayton') ? 'clayton' : 'gumbel'
  const v = survival ? u.map((column) => column.map((p) => 1 - p)) : u
  let meanTau = 0
  for (let i = 1; i < size; i++) {
    for (let j = 0; j < i; j++) {
      meanTau += tauOf(i, j) / ((size * (size - 1)) / 2)
      if (tauOf(i, j) < 0 && !cautions.includes('negative-dependence')) cautions.push('negative-dependence')
    }
  }
  if (!(meanTau > 0) || meanTau > 0.98) {
    throw new TuttiError(
      'not-applicable',
      `a ${family} copula needs a mean Kendall tau above 0 and below 0.98: take a gaussian or t copula`,
      {
        field: 'observations',
        got: `a mean tau of ${meanTau}`,
        expected: 'a tau in (0, 0.98]',
      },
    )
  }
  const byTau = family === 'clayton' ? (2 * meanTau) / (1 - meanTau) : 1 / (1 - meanTau)
  if (family === 'gumbel' && size > 2) {
    cautions.push('theta-by-kendall')
    return {
      copula: { kind: family, theta: Math.min(50, byTau), survival },
      logLikelihood: null,
      parameters: 1,
      parameter: { name: 'theta', value: Math.min(50, byTau), standardError: null, lower: null, upper: null },
    }
  }
  // Clayton by ln theta, Gumbel by ln(theta - 1).
  const shift = family === 'clayton' ? 0 : 1
  const likelihood = family === 'clayton' ? claytonLogLikelihood : gumbelLogLikelihood
  const best = profileMaximum(
    (x) => likelihood(v, shift + Math.exp(x)),
    Math.log(0.002),
    Math.log(family === 'clayton' ? 100 : 49),
  )
  const theta = shift + Math.exp(best.at)
  return {
    copula: { kind: family, theta, survival },
    logLikelihood: best.value,
    parameters: 1,
    parameter: {
      name: 'theta',
      value: theta,
      standardError: best.error === null ? null : best.error * (theta - shift),
      lower: best.lower === null ? null : shift + Math.exp(best.lower),
      upper: best.upper === null ? null : shift + Math.exp(best.upper),
    },
  }
}

/** Log-density of a Gaussian or t copula at scores, one array a strategy. */
function ellipticalLogLikelihood(
  scores: readonly Float64Array[],
  correlation: readonly number[][],
  nu: number | undefined,
): number {
  const size = scores.length
  const n = scores[0].length
  const lower = cholesky(correlation)
  let logDeterminant = 0
  for (let i = 0; i < size; i++) logDeterminant += 2 * Math.log(lower[i][i])
  const y = new Float64Array(size)
  let sum = 0
  for (let t = 0; t < n; t++) {
    let joint = 0
    for (let i = 0; i < size; i++) {
      const x = scores[i][t]
      let value = x
      for (let k = 0; k < i; k++) value -= lower[i][k] * y[k]
      y[i] = value / lower[i][i]
      joint += y[i] * y[i]
      sum += nu === undefined ? 0.5 * x * x : ((nu + 1) / 2) * Math.log1p((x * x) / nu)
    }
    sum -= nu === undefined ? 0.5 * joint : ((nu + size) / 2) * Math.log1p(joint / nu)
  }
  const constant =
    nu === undefined ? 0 : gammaLn((nu + size) / 2) + (size - 1) * gammaLn(nu / 2) - size * gammaLn((nu + 1) / 2)
  return sum + n * (constant - 0.5 * logDeterminant)
}

function claytonLogLikelihood(u: readonly Float64Array[], theta: number): number {
  const size = u.length
  const n = u[0].length
  let constant = 0
  for (let k = 1; k < size; k++) constant += Math.log1p(k * theta)
  let sum = n * constant
  for (let t = 0; t < n; t++) {
    let logs = 0
    let powers = 1 - size
    for (let i = 0; i < size; i++) {
      const log = Math.log(u[i][t])
      logs += log
      powers += Math.exp(-theta * log)
    }
    sum -= (1 + theta) * logs + (size + 1 / theta) * Math.log(powers)
  }
  return sum
}

/** Of a pair. Source: Joe, Dependence Modeling with Copulas (2014), 4.8. */
function gumbelLogLikelihood([u, v]: readonly Float64Array[], theta: number): number {
  let sum = 0
  for (let t = 0; t < u.length; t++) {
    const x = -Math.log(u[t])
    const y = -Math.log(v[t])
    const s = x ** theta + y ** theta
    const root = s ** (1 / theta)
    sum += -root + x + y + (theta - 1) * Math.log(x * y) + (1 / theta - 2) * Math.log(s) + Math.log(root + theta - 1)
  }
  return sum
}

/** Maximum of a smooth function on an interval, with the error from its curvature and the ends where it is 95 % likely. */
function profileMaximum(
  value: (x: number) => number,
  low: number,
  high: number,
): { at: number; value: number; error: number | null; lower: number | null; upper: number | null } {
  const points = 24
  const grid = Array.from({ length: points + 1 }, (_, k) => low + ((high - low) * k) / points)
  const values = grid.map(value)
  const top = values.reduce((best, v, k) => (v > values[best] ? k : best), 0)
  let a = grid[Math.max(0, top - 1)]
  let b = grid[Math.min(points, top + 1)]
  const golden = (Math.sqrt(5) - 1) / 2
  let x = b - golden * (b - a)
  let y = a + golden * (b - a)
  let fx = value(x)
  let fy = value(y)
  while (b - a > 1e-6) {
    if (fx > fy) {
      b = y
      y = x
      fy = fx
      x = b - golden * (b - a)
      fx = value(x)
    } else {
      a = x
      x = y
      fx = fy
      y = a + golden * (b - a)
      fy = value(y)
    }
  }
  const at = (a + b) / 2
  const best = value(at)
  const step = 0.02
  const curvature = (value(at + step) - 2 * best + value(at - step)) / (step * step)
  const drop = best - chiSquareQuantile(0.95, 1) / 2
  const end = (edge: number, edgeValue: number): number | null =>
    edgeValue > drop
      ? null
      : brentRoot((z) => value(z) - drop, Math.min(edge, at), Math.max(edge, at), { tolerance: 1e-7 })
  const inside = at - low > 1e-3 && high - at > 1e-3
  return {
    at,
    value: best,
    error: inside && curvature < 0 ? 1 / Math.sqrt(-curvature) : null,
    lower: end(low, values[0]),
    upper: end(high, values[points]),
  }
}

/** Shares of joint exceedances of the 5 % quantiles. */
function sampleTail(u: Float64Array, v: Float64Array): PairTail['sample'] {
  const n = u.length
  const edge = 0.05
  let lower = 0
  let upper = 0
  for (let t = 0; t < n; t++) {
    if (u[t] <= edge && v[t] <= edge) lower++
    if (u[t] >= 1 - edge && v[t] >= 1 - edge) upper++
  }
  const error = (count: number): number => Math.sqrt((count / n) * (1 - count / n) * n) / (n * edge)
  return { lower: lower / (n * edge), upper: upper / (n * edge), lowerError: error(lower), upperError: error(upper) }
}

function repaired(raw: number[][], cautions: CopulaFit['cautions'][number][]): number[][] {
  try {
    const lower = cholesky(raw)
    if (lower.every((row, i) => row[i] > 1e-6)) return raw
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
  }
  cautions.push('repaired-correlation')
  return nearestCorrelation(raw, { minEigenvalue: 1e-6 }).matrix
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t] * y[t]
  return sum
}
