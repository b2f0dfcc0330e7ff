import { requireInRange, requireSample, TuttiError } from '../errors/index.ts'
import { nearestCorrelation } from '../math/index.ts'
import { pearsonCorrelation } from '../statistics/index.ts'
import { DAYS_PER_MONTH } from './path-model.ts'
import { type BondIndex, type Regime, type RegimeCorrelations, validRegime } from './regime.ts'
import { shortRateFit } from './short-rate-fit.ts'
import { impliedVarianceFit, realisedVarianceFit, type VarianceFit } from './variance-fit.ts'

/** A joint daily history, oldest day first; all series have one entry a day and the same length. */
export interface RegimeHistory {
  readonly id: string
  readonly name: string
  /** Daily total log returns of the equity index. */
  readonly equityLogReturns: Float64Array
  /** Short rate at the end of each day, decimal, continuously compounded. */
  readonly shortRates: Float64Array
  /** Annual implied volatility at the end of each day, decimal (0.2 = 20 %), of options of one month such as the VIX. */
  readonly impliedVol?: Float64Array
  /** Days in a year of the history, 252 for trading days. */
  readonly periodsPerYear: number
  /** Weight of the regime in averages; one when absent. */
  readonly weight?: number
  /** The bond index to simulate: no history is read for it. A ten-year index without premium when absent. */
  readonly bond?: BondIndex
}

/** A regime estimated from a history, and what a reader should know about the estimate. */
export interface CalibratedRegime {
  readonly regime: Regime
  readonly notes: readonly string[]
}

/** Two years: less says nothing about the reversion of anything. */
const LEAST_DAYS = 504
/** Smallest eigenvalue left by the projection of inconsistent correlations. */
const LEAST_EIGENVALUE = 1e-4

/**
 * A regime whose parameters are moment estimates from a daily history:
 * - drift: periodsPerYear x mean log return + long-run variance / 2, since E[ln S_T] = (drift - v / 2) T;
 * - volatility: root of the annual variance of daily returns;
 * - variance reversion, volatility of variance, equity-variance correlation: from implied volatility when given
 *   (`impliedVarianceFit`), else from the autocovariance of monthly realised variance (`realisedVarianceFit`);
 * - rate reversion and volatility: bias-corrected AR(1) of daily rates (`shortRateFit`);
 * - equity-rate correlation: of rate changes with returns over their volatility of the day before (implied, or of the last
 *   month), because plain returns understate it when volatility moves;
 * - variance-rate correlation: of changes in implied volatility and in rates; without implied volatility the two are
 *   linked through equity alone (product of the other two correlations);
 * - initial volatility and rate: the last of the history.
 *
 * Estimates out of the range that the simulation takes are brought to its edge, correlations that cannot hold together to
 * the nearest that can (Higham 2002); a note says so. Throws `invalid-input` for series of different lengths or with
 * values that are not finite, `missing-data` for less than two years.
 */
export function calibratedRegime(history: RegimeHistory): CalibratedRegime {
  const { equityLogReturns: returns, shortRates, impliedVol, periodsPerYear } = history
  checkHistory(history)
  const notes: string[] = []
  const n = returns.length
  const years = n / periodsPerYear
  if (years < 10) {
    notes.push(
      `${years.toFixed(1)} years of history: speeds of mean reversion are rough (a standard error near ${Math.sqrt(4 / years).toFixed(1)} a year for a speed of two)`,
    )
  }
  const mean = returns.reduce((sum, r) => sum + r, 0) / n
  const theta = (periodsPerYear * returns.reduce((sum, r) => sum + (r - mean) ** 2, 0)) / (n - 1)
  const limited = (value: number, low: number, high: number, what: string): number => {
    if (value >= low && value <= high) return value
    const edge = value < low ? low : high
    notes.push(`${what}: the estimate ${value.toPrecision(3)} is outside [${low}, ${high}] and was set to ${edge}`)
    return edge
  }
  const volatility = limited(Math.sqrt(theta), 0.001, 3, 'equity volatility')
  const variance: VarianceFit =
    impliedVol === undefined
      ? realisedVarianceFit(returns, theta, periodsPerYear)
      : impliedVarianceFit(returns, impliedVol, theta, periodsPerYear)
  notes.push(...variance.notes)
  const rates = shortRateFit(shortRates, periodsPerYear)
  notes.push(...rates.notes)
  const regime: Regime = {
    id: history.id,
    name: history.name,
    weight: history.weight ?? 1,
    equity: {
      drift: limited(periodsPerYear * mean + 0.5 * theta, -1, 1, 'equity drift'),
      volatility,
      initialVolatility: limited(variance.lastVolatility, 0.001, 3, 'initial volatility'),
      varianceReversion: variance.reversion,
      volOfVariance: limited(variance.volOfVariance, 0.001, 10, 'volatility of variance'),
    },
    rates: {
      initialRate: limited(shortRates[n - 1], -0.1, 0.5, 'initial rate'),
      meanReversion: rates.meanReversion,
      volatility: rates.volatility,
    },
    bond: history.bond ?? { maturityYears: 10, riskPremium: 0 },
    correlation: admissible(correlations(history, variance.equityVariance, notes), notes),
  }
  const feller = (2 * regime.equity.varianceReversion * theta) / regime.equity.volOfVariance ** 2
  if (feller < 1) {
    notes.push(
      `the Feller ratio 2 kappa theta / sigma^2 is ${feller.toFixed(2)}, below one: the variance touches zero, which the qe-m scheme takes and the euler scheme biases`,
    )
  }
  return { regime: validRegime(regime), notes }
}

function checkHistory(history: RegimeHistory): void {
  const { equityLogReturns: returns, shortRates, impliedVol, periodsPerYear } = history
  requireInRange(periodsPerYear, 200, 366, 'periodsPerYear')
  for (const [field, series] of [
    ['shortRates', shortRates],
    ['impliedVol', impliedVol],
  ] as const) {
    if (series !== undefined && series.length !== returns.length) {
      throw new TuttiError('invalid-input', `${field} must have one value for each equity return`, {
        field,
        got: `${series.length} values`,
        expected: `${returns.length} values`,
      })
    }
  }
  if (returns.length < LEAST_DAYS) {
    throw new TuttiError(
      'missing-data',
      `a regime needs at least ${LEAST_DAYS} days of history, got ${returns.length}; take a longer window`,
      { field: 'equityLogReturns', got: `${returns.length} days`, expected: `at least ${LEAST_DAYS} days` },
    )
  }
  requireSample(returns, LEAST_DAYS, 'equityLogReturns')
  requireSample(shortRates, LEAST_DAYS, 'shortRates')
  impliedVol?.forEach((v, i) => requireInRange(v, 0.001, 5, `impliedVol[${i}]`))
  if (returns.every((r) => r === returns[0])) {
    throw new TuttiError('invalid-input', 'equity returns are all the same: there is no volatility to estimate', {
      field: 'equityLogReturns',
    })
  }
}

function correlations(history: RegimeHistory, equityVariance: number, notes: string[]): RegimeCorrelations {
  const { equityLogReturns: returns, shortRates, impliedVol } = history
  const n = returns.length
  const standardised: number[] = []
  const rateMoves: number[] = []
  const variance: number[] = []
  let squares = 0
  for (let t = 1; t < n; t++) {
    squares += returns[t - 1] ** 2
    if (t < DAYS_PER_MONTH) continue
    if (t > DAYS_PER_MONTH) squares -= returns[t - 1 - DAYS_PER_MONTH] ** 2
    const scale = impliedVol === undefined ? Math.sqrt(squares / DAYS_PER_MONTH) : impliedVol[t - 1]
    if (!(scale > 1e-9)) continue
    standardised.push(returns[t] / scale)
    rateMoves.push(shortRates[t] - shortRates[t - 1])
    if (impliedVol !== undefined) variance.push(impliedVol[t] - impliedVol[t - 1])
  }
  if (rateMoves.every((move) => move === rateMoves[0])) {
    notes.push('the short rate never changes in this history: its correlations are set to zero')
    return { equityVariance, equityRate: 0, varianceRate: 0 }
  }
  const equityRate = pearsonCorrelation(standardised, rateMoves)
  if (impliedVol !== undefined)
    return { equityVariance, equityRate, varianceRate: pearsonCorrelation(variance, rateMoves) }
  notes.push('no implied volatility: variance and rates are linked through equity alone')
  return { equityVariance, equityRate, varianceRate: equityVariance * equityRate }
}

function admissible(given: RegimeCorrelations, notes: string[]): RegimeCorrelations {
  const { equityVariance: ev, equityRate: er, varianceRate: vr } = given
  const determinant = 1 + 2 * ev * er * vr - ev * ev - er * er - vr * vr
  if (determinant > 0 && Math.max(Math.abs(ev), Math.abs(er), Math.abs(vr)) < 1) return given
  const { matrix, frobeniusDistance } = nearestCorrelation(
    [
      [1, ev, er],
      [ev, 1, vr],
      [er, vr, 1],
    ],
    { minEigenvalue: LEAST_EIGENVALUE },
  )
  notes.push(
    `the estimated correlations cannot hold together and were moved to the nearest that can (Frobenius distance ${frobeniusDistance.toFixed(3)})`,
  )
  return { equityVariance: matrix[0][1], equityRate: matrix[0][2], varianceRate: matrix[1][2] }
}
