import { requireInRange, requireSample, TuttiError } from '../errors/index.ts'
import { brentRoot, normalCdf } from '../math/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { olsRegression, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'

/** A number of breaks with the least squares that it reaches. */
export interface BreakModel {
  /** First observation of each segment after the first. */
  readonly breaks: readonly number[]
  readonly residualSumOfSquares: number
  /** ln(SSR / n) + p ln(n) / n, p = coefficients and breaks. */
  readonly bic: number
  /** Liu, Wu & Zidek's: ln(SSR / (n - p)) + 0.299 p ln(n)^2.1 / n. */
  readonly lwz: number
  /** Against no break: sup F with its p-value under independent errors of one variance, and that value's error. */
  readonly supF: { readonly statistic: number; readonly pValue: number; readonly pValueStandardError: number } | null
}

/** Where the coefficients of a regression break. */
export interface StructuralBreaks {
  /** For 0 to the most breaks allowed. */
  readonly models: readonly BreakModel[]
  /** Number of breaks by each criterion. */
  readonly byBic: number
  readonly byLwz: number
  /** Of the model by BIC: intervals of the break dates (both ends in) and the coefficients of each segment. */
  readonly intervals: readonly { readonly from: number; readonly to: number }[]
  readonly coefficients: readonly (readonly number[])[]
  readonly standardErrors: readonly (readonly number[])[]
  readonly cautions: readonly ('criteria-disagree' | 'short-segment' | 'wide-interval' | 'autocorrelated-errors')[]
}

/** Stream number of the simulated critical values. */
const BREAK_STREAM = 43
/** Most steps of a simulated Brownian motion. */
const FINEST_GRID = 400

/**
 * Least-squares breaks of all coefficients of y on the columns of `x` (an intercept among them where one is wanted), the
 * global optimum for each number of breaks by dynamic programming; each segment holds at least the share `trimming` of the
 * sample. p-values of sup F come from `replications` draws of its limit law.
 *
 * Intervals of the dates are Bai's for errors and regressors alike on both sides, at `confidence`.
 * Throws `invalid-input` where the segments would be shorter than the coefficients plus one. Cost O(n^2 k^2).
 * Sources: Bai (1997), Review of Economics and Statistics 79; Bai & Perron (1998), Econometrica 66; (2003), J. Applied
 * Econometrics 18; Liu, Wu & Zidek (1997), Statistica Sinica 7.
 */
export function structuralBreaks(
  y: Sample,
  x: readonly Sample[],
  options: {
    readonly mostBreaks: number
    readonly trimming: number
    readonly confidence: number
    readonly replications: number
    readonly seed: number
  },
): StructuralBreaks {
  const { mostBreaks, trimming, confidence, replications, seed } = options
  requireInRange(trimming, 0.01, 0.45, 'trimming')
  requireInRange(confidence, 0.5, 0.999, 'confidence')
  requireSample(y, 10, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const n = y.length
  const q = x[0].length
  const least = Math.max(1, Math.ceil(trimming * n - 1e-9))
  requireWhole(mostBreaks, 0, Math.floor(n / least) - 1, 'mostBreaks')
  requireWhole(replications, 100, 20_000, 'replications')
  if (least < q + 1) {
    throw new TuttiError('invalid-input', `segments of ${least} observations cannot hold ${q} coefficients`, {
      field: 'trimming',
      got: String(trimming),
      expected: `at least ${(q + 1) / n}`,
    })
  }
  const whole = olsRegression(y, x, { intercept: false })
  if (
    !(whole.residuals.reduce((sum, e) => sum + e * e, 0) > 1e-24 * Array.from(y).reduce((sum, v) => sum + v * v, 0))
  ) {
    throw new TuttiError('not-applicable', 'the regression fits y exactly: there is nothing for a break to explain', {
      field: 'y',
      got: 'residuals of 0',
      expected: 'residuals that vary',
    })
  }
  const limits = breakLimitDraws(mostBreaks, q, trimming, replications, seed, Math.min(n, FINEST_GRID))
  const costs = segmentSquares(y, x, least)
  const models = leastSquaresBreaks(costs, n, least, mostBreaks).map(({ breaks, value }, m): BreakModel => {
    const p = (m + 1) * q + m
    return {
      breaks,
      residualSumOfSquares: value,
      bic: Math.log(value / n) + (p * Math.log(n)) / n,
      lwz: Math.log(value / (n - p)) + (0.299 * p * Math.log(n) ** 2.1) / n,
      supF: null,
    }
  })
  const none = models[0].residualSumOfSquares
  const tested = models.map((model, m) => {
    if (m === 0) return model
    const statistic = ((n - (m + 1) * q) / (m * q)) * ((none - model.residualSumOfSquares) / model.residualSumOfSquares)
    // The observed value counts among the draws, so that no p-value is 0.
    const pValue = (limits[m - 1].filter((draw) => draw >= statistic).length + 1) / (replications + 1)
    return {
      ...model,
      supF: { statistic, pValue, pValueStandardError: Math.sqrt((pValue * (1 - pValue)) / replications) },
    }
  })
  const lowest = (key: 'bic' | 'lwz'): number =>
    tested.reduce((best, model, m) => (model[key] < tested[best][key] ? m : best), 0)
  const byBic = lowest('bic')
  const byLwz = lowest('lwz')
  const chosen = tested[byBic]
  const edges = [0, ...chosen.breaks, n]
  const fits = edges
    .slice(1)
    .map((to, i) => olsRegression(Array.from(y).slice(edges[i], to), x.slice(edges[i], to), { intercept: false }))
  const noise = chosen.residualSumOfSquares / n
  const quantile = breakDateQuantile((1 + confidence) / 2)
  const intervals = chosen.breaks.map((at, i) => {
    // (delta'x)^2 averaged over the sample, in units of the noise: how much each observation tells of the date.
    const delta = fits[i + 1].coefficients.map((value, j) => value - fits[i].coefficients[j])
    const signal = x.reduce((sum, row) => sum + delta.reduce((d, value, j) => d + value * row[j], 0) ** 2, 0) / n
    const half = Math.floor((quantile * noise) / signal) + 1
    return { from: Math.max(1, at - half), to: Math.min(n - 1, at + half) }
  })
  const residuals = fits.flatMap((fit) => Array.from(fit.residuals))
  const correlation =
    residuals.reduce((sum, e, t) => (t > 0 ? sum + e * residuals[t - 1] : 0), 0) /
    residuals.reduce((sum, e) => sum + e * e, 0)
  const cautions: StructuralBreaks['cautions'][number][] = []
  if (byBic !== byLwz) cautions.push('criteria-disagree')
  if (edges.slice(1).some((to, i) => to - edges[i] < 20)) cautions.push('short-segment')
  if (intervals.some(({ from, to }, i) => from <= edges[i] || to >= edges[i + 2])) cautions.push('wide-interval')
  if (Math.abs(correlation) > 0.2) cautions.push('autocorrelated-errors')
  return {
    models: tested,
    byBic,
    byLwz,
    intervals,
    coefficients: fits.map((fit) => fit.coefficients),
    standardErrors: fits.map((fit) => fit.standardErrors),
    cautions,
  }
}

/** Sum of squared residuals of every segment [from, to), by recursive least squares; Infinity where one is too short. */
function segmentSquares(y: Sample, x: readonly Sample[], least: number): (from: number, to: number) => number {
  const n = y.length
  const q = x[0].length
  const table = Array.from({ length: n }, () => new Float64Array(0))
  const r = new Float64Array((q + 1) * (q + 1))
  const row = new Float64Array(q + 1)
  for (let from = 0; from + least <= n; from++) {
    // Triangular factor of [x y], one Givens-rotated row at a time: its last diagonal entry is the root of the SSR.
    r.fill(0)
    const out = new Float64Array(n - from + 1).fill(Infinity)
    for (let t = from; t < n; t++) {
      for (let j = 0; j < q; j++) row[j] = x[t][j]
      row[q] = y[t]
      for (let i = 0; i <= q; i++) {
        if (row[i] === 0) continue
        const size = Math.hypot(r[i * (q + 1) + i], row[i])
        const c = r[i * (q + 1) + i] / size
        const s = row[i] / size
        for (let j = i; j <= q; j++) {
          const upper = r[i * (q + 1) + j]
          r[i * (q + 1) + j] = c * upper + s * row[j]
          row[j] = c * row[j] - s * upper
        }
      }
      if (t - from + 1 >= least) out[t - from + 1] = r[q * (q + 1) + q] ** 2
    }
    table[from] = out
  }
  return (from, to) => table[from][to - from]
}

/** The least total cost of 0 to `most` breaks, and where they are. */
function leastSquaresBreaks(
  cost: (from: number, to: number) => number,
  n: number,
  least: number,
  most: number,
): { breaks: number[]; value: number }[] {
  let best = Float64Array.from({ length: n + 1 }, (_, end) => (end >= least ? cost(0, end) : Infinity))
  const sources: Int32Array[] = []
  const results = [{ breaks: [] as number[], value: best[n] }]
  for (let m = 1; m <= most; m++) {
    const next = new Float64Array(n + 1).fill(Infinity)
    const source = new Int32Array(n + 1)
    for (let end = (m + 1) * least; end <= n; end++) {
      for (let at = m * least; at <= end - least; at++) {
        const value = best[at] + cost(at, end)
        if (value < next[end]) {
          next[end] = value
          source[end] = at
        }
      }
    }
    best = next
    sources.push(source)
    const breaks: number[] = []
    for (let end = n, k = m - 1; k >= 0; k--) {
      end = sources[k][end]
      breaks.unshift(end)
    }
    results.push({ breaks, value: best[n] })
  }
  return results
}

/**
 * Draws of the limit of sup F for 1 to `most` breaks of q coefficients: the largest sum over segments of |dW|^2 / length,
 * less |W(1)|^2, over the breaks times q, W a q-dimensional Brownian motion on a grid as fine
 * as the sample, up to 400 steps: a coarser one has smaller suprema.
 */
export function breakLimitDraws(
  most: number,
  q: number,
  trimming: number,
  replications: number,
  seed: number,
  grid: number,
): Float64Array[] {
  const draws = Array.from({ length: most }, () => new Float64Array(replications))
  const least = Math.ceil(trimming * grid - 1e-9)
  const state = new Int32Array(4)
  const normals = new Float64Array(grid * q)
  const paths = new Float64Array((grid + 1) * q)
  if (most === 0) return draws
  for (let r = 0; r < replications; r++) {
    openStream(seed, BREAK_STREAM, r, state)
    fillNormals(state, normals, normals.length)
    for (let t = 0; t < grid; t++) {
      for (let j = 0; j < q; j++) paths[(t + 1) * q + j] = paths[t * q + j] + normals[t * q + j]
    }
    const gain = (from: number, to: number): number => {
      let sum = 0
      for (let j = 0; j < q; j++) sum += (paths[to * q + j] - paths[from * q + j]) ** 2
      return -sum / (to - from)
    }
    const results = leastSquaresBreaks(gain, grid, least, most)
    for (let m = 1; m <= most; m++) draws[m - 1][r] = (results[0].value - results[m].value) / (m * q)
  }
  return draws
}

/** Quantile of Bai's law of the estimated date, in units of noise over signal; `probability` above 1/2. */
function breakDateQuantile(probability: number): number {
  const cdf = (z: number): number => {
    const root = Math.sqrt(z)
    const far = 1.5 * root > 37 ? 0 : 1.5 * Math.exp(z) * normalCdf(-1.5 * root)
    return 1 + (root * Math.exp(-z / 8)) / Math.sqrt(2 * Math.PI) - ((z + 5) / 2) * normalCdf(-root / 2) + far
  }
  return brentRoot((z) => cdf(z) - probability, 0, 500)
}
