import { TuttiError } from '../errors/index.ts'
import { nelderMead } from '../math/index.ts'
import { garch11Filter, garch11Fit, type Garch11Fit, type Sample } from '../statistics/index.ts'
import { dccFilter, type DccParameters } from './dcc-filter.ts'
import { requireVarying, returnPanel } from './return-panel.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

/** A two-step estimate of GARCH(1,1) volatilities and dynamic conditional correlations. */
export interface DccFit {
  readonly parameters: DccParameters
  /**
   * From the inverse Hessian of the second step and from its sandwich (not normal shocks); `null` at a bound. They take
   * the volatilities and the target as known, so they are somewhat too small.
   */
  readonly standardErrors: DccParameters | null
  readonly robustStandardErrors: DccParameters | null
  /** Of the correlations, and of volatilities and correlations together. */
  readonly correlationLogLikelihood: number
  readonly logLikelihood: number
  /** Twice the gain of the correlation part over constant correlations. */
  readonly likelihoodRatioToConstant: number
  /** Which bound holds the estimate: `alpha` or `beta` at 0, `persistence` at 1, or `none`. */
  readonly bound: 'none' | 'alpha' | 'beta' | 'persistence'
  readonly volatilities: readonly Garch11Fit[]
  /** Correlation of the standardised residuals over the whole sample: the long-run level. */
  readonly target: number[][]
  readonly averageCorrelations: Float64Array
  /** For the next, unseen period. */
  readonly nextCorrelation: number[][]
  readonly nextCovariance: number[][]
  readonly observations: number
}

const NEAR_BOUND = 1e-5

/**
 * Fits a DCC(1,1) in two steps with correlation targeting: a GARCH(1,1) with a constant mean for each series, then alpha
 * and beta from the correlation part of the likelihood of the standardised residuals.
 *
 * Needs 100 periods and two series; some thousand times T N^3 / 6 operations. Deterministic. Throws what `garch11Fit`
 * throws, and `not-applicable` where residuals are linearly dependent.
 * Sources: Engle (2002), J. of Business & Economic Statistics 20; Engle & Sheppard (2001), NBER working paper 8554.
 */
export function dccFit(returns: readonly Sample[]): DccFit {
  const { series: n, periods, centred, means } = returnPanel(returns, 100)
  if (n < 2) {
    throw new TuttiError('invalid-input', 'dynamic correlations need two series', { field: 'returns', got: '1 series' })
  }
  const columns = Array.from({ length: n }, (_, j) =>
    centred.slice(j * periods, (j + 1) * periods).map((x) => x + means[j]),
  )
  requireVarying(columns.map((_, j) => centred.subarray(j * periods, (j + 1) * periods).reduce((s, x) => s + x * x, 0)))
  const volatilities = columns.map((column) => garch11Fit(column, 'constant'))
  const filters = columns.map((column, j) => garch11Filter(column, volatilities[j].parameters))
  const residuals = Array.from({ length: periods }, (_, t) =>
    Float64Array.from(
      columns,
      (column, j) => (column[t] - volatilities[j].parameters.mu) / Math.sqrt(filters[j].variances[t]),
    ),
  )
  const target = targetCorrelation(residuals, n)

  const parametersOf = ([x, y]: readonly number[]): DccParameters => {
    const total = 1 + Math.exp(x) + Math.exp(y)
    return { alpha: Math.exp(x) / total, beta: Math.exp(y) / total }
  }
  const objective = (point: readonly number[]): number =>
    point.some((value) => Math.abs(value) > 25)
      ? Infinity
      : -dccFilter(residuals, target, parametersOf(point)).logLikelihood
  const starts = [
    [0.02, 0.95],
    [0.05, 0.85],
    [0.05, 0.5],
    [0.01, 0.98],
  ].map(([alpha, beta]) => [Math.log(alpha / (1 - alpha - beta)), Math.log(beta / (1 - alpha - beta))])
  const ranked = starts.map((x) => ({ x, value: objective(x) })).sort((p, q) => p.value - q.value)
  const best = ranked
    .slice(0, 2)
    .map(({ x }) =>
      nelderMead(objective, x, { steps: [0.5, 0.5], valueTolerance: 1e-11, pointTolerance: 1e-6, maxIterations: 2000 }),
    )
    .reduce((a, b) => (b.value < a.value ? b : a))
  const parameters = parametersOf(best.point)
  const { alpha, beta } = parameters
  const bound =
    alpha < NEAR_BOUND ? 'alpha' : beta < NEAR_BOUND ? 'beta' : alpha + beta > 1 - NEAR_BOUND ? 'persistence' : 'none'
  const errors = bound === 'none' ? standardErrors(residuals, target, parameters) : null
  const filter = dccFilter(residuals, target, parameters)
  const constant = dccFilter(residuals, target, { alpha: 0, beta: 0 }).logLikelihood
  const next = filters.map((item) => Math.sqrt(item.nextVariance))
  return {
    parameters,
    standardErrors: errors?.hessian ?? null,
    robustStandardErrors: errors?.robust ?? null,
    correlationLogLikelihood: filter.logLikelihood,
    logLikelihood: filter.logLikelihood + volatilities.reduce((sum, fit) => sum + fit.logLikelihood, 0),
    likelihoodRatioToConstant: Math.max(0, 2 * (filter.logLikelihood - constant)),
    bound,
    volatilities,
    target,
    averageCorrelations: filter.averageCorrelations,
    nextCorrelation: filter.nextCorrelation,
    nextCovariance: filter.nextCorrelation.map((row, i) => row.map((r, j) => r * next[i] * next[j])),
    observations: periods,
  }
}

/** Correlation of the residuals about zero. Throws `not-applicable` where they are linearly dependent. */
function targetCorrelation(residuals: readonly Float64Array[], n: number): number[][] {
  const sums = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (const z of residuals) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sums[i][j] += z[i] * z[j]
  const target = sums.map((row, i) => row.map((sum, j) => (i === j ? 1 : sum / Math.sqrt(sums[i][i] * sums[j][j]))))
  const smallest = symmetricEigenvalues(Float64Array.from(target.flat()), n)[n - 1]
  if (smallest > 1e-10 * n) return target
  throw new TuttiError(
    'not-applicable',
    'the series are linearly dependent once their volatilities are taken out: leave one of them out',
    { field: 'returns', got: `smallest eigenvalue ${smallest}`, expected: 'a positive definite correlation matrix' },
  )
}

/** Inverse Hessian and sandwich of alpha and beta by central differences of the contributions of the periods. */
function standardErrors(
  residuals: readonly Float64Array[],
  target: number[][],
  { alpha, beta }: DccParameters,
): { hessian: DccParameters; robust: DccParameters } | null {
  const room = Math.min(alpha, beta, 1 - alpha - beta)
  const step = Math.min(1e-3, room / 4)
  const at = (a: number, b: number): Float64Array =>
    dccFilter(residuals, target, { alpha: alpha + a * step, beta: beta + b * step }).contributions
  const total = (values: Float64Array): number => values.reduce((x, y) => x + y, 0)
  const [a1, a0, b1, b0] = [at(1, 0), at(-1, 0), at(0, 1), at(0, -1)]
  const centre = total(at(0, 0))
  const aa = -(total(a1) - 2 * centre + total(a0)) / step ** 2
  const bb = -(total(b1) - 2 * centre + total(b0)) / step ** 2
  const ab = -(total(at(1, 1)) - total(at(1, -1)) - total(at(-1, 1)) + total(at(-1, -1))) / (4 * step ** 2)
  const determinant = aa * bb - ab * ab
  if (!(aa > 0 && determinant > 0)) return null
  const [va, vab, vb] = [bb / determinant, -ab / determinant, aa / determinant]
  let [saa, sab, sbb] = [0, 0, 0]
  for (let t = 0; t < a1.length; t++) {
    const da = (a1[t] - a0[t]) / (2 * step)
    const db = (b1[t] - b0[t]) / (2 * step)
    saa += da * da
    sab += da * db
    sbb += db * db
  }
  const robustAlpha = va * va * saa + 2 * va * vab * sab + vab * vab * sbb
  const robustBeta = vab * vab * saa + 2 * vab * vb * sab + vb * vb * sbb
  return {
    hessian: { alpha: Math.sqrt(va), beta: Math.sqrt(vb) },
    robust: { alpha: Math.sqrt(robustAlpha), beta: Math.sqrt(robustBeta) },
  }
}
